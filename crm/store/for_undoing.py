"""Take an import back: what blocks it, and the statements that restore the record as it was before.

Whether an import may be taken back is decided by `importing.py` from what is found here.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

BLOCKERS_SHOWN = 20


class Blocker(NamedTuple):
    """A case that was worked, or an account a later file has changed, since the import."""

    kind: str
    number: str


async def blockers_of_undo(session: AsyncSession, batch_id: UUID) -> Sequence[Blocker]:
    """Find what came after an import: attempts, promises, callbacks, notes, holds; later imports of its accounts."""
    found = await session.execute(_BLOCKERS, {"batch": batch_id, "limit": BLOCKERS_SHOWN})
    return [Blocker(str(kind), str(number)) for kind, number in found.all()]


async def restore_before(session: AsyncSession, batch_id: UUID) -> int:
    """Restore updated accounts and persons and remove what the import added; return how many accounts it touched.

    A consent that the file ended stays ended: taking an import back never makes a contact possible again.
    """
    values = {"batch": batch_id, "source": f"import:{batch_id}"}
    touched = await session.scalar(_TOUCHED, values)
    for statement in _RESTORE:
        await session.execute(statement, values)
    return int(touched or 0)


_BLOCKERS = text("""
with touched as (
    select distinct a.case_id, a.debtor_id, b.started_at as since
    from import_rows r join accounts a on a.id = r.account_id join import_batches b on b.id = r.batch_id
    where r.batch_id = :batch and r.outcome in ('new', 'updated')
)
select 'case', c.number from cases c join touched t on t.case_id = c.id
where exists (select from attempts x where x.debtor_id = t.debtor_id and x.reserved_at >= t.since)
   or exists (select from promises x where x.case_id = c.id and x.created_at >= t.since)
   or exists (select from callbacks x where x.case_id = c.id and x.created_at >= t.since)
   or exists (select from notes x where x.case_id = c.id and x.at >= t.since)
   or exists (select from holds x where x.debtor_id = t.debtor_id and x.starts_at >= t.since)
union all
select 'account', a.account_number from import_rows r join accounts a on a.id = r.account_id
join import_batches b on b.id = r.batch_id
where r.batch_id = :batch and r.outcome in ('new', 'updated') and exists (
    select from import_rows later join import_batches n on n.id = later.batch_id
    where later.account_id = r.account_id and n.started_at > b.started_at and n.state <> 'undone'
      and later.outcome in ('new', 'updated'))
order by 1, 2 limit :limit""")

_TOUCHED = text("select count(*) from import_rows where batch_id = :batch and outcome in ('new', 'updated')")

_RESTORE = (
    text("""
create temporary table undone on commit drop as
select a.id, a.case_id, a.debtor_id, r.outcome from import_rows r join accounts a on a.id = r.account_id
where r.batch_id = :batch and r.outcome in ('new', 'updated')"""),
    text("""
update accounts a set product = coalesce(o.product, a.product), currency = coalesce(o.currency, a.currency),
       balance_minor = coalesce(o.balance_minor, a.balance_minor),
       past_due_minor = coalesce(o.past_due_minor, a.past_due_minor),
       days_past_due = coalesce(o.days_past_due, a.days_past_due),
       minimum_due_minor = case when r.before -> 'account' ? 'minimum_due_minor' then o.minimum_due_minor
                                else a.minimum_due_minor end,
       credit_limit_minor = case when r.before -> 'account' ? 'credit_limit_minor' then o.credit_limit_minor
                                 else a.credit_limit_minor end,
       due_on = case when r.before -> 'account' ? 'due_on' then o.due_on else a.due_on end,
       last_payment_on = case when r.before -> 'account' ? 'last_payment_on' then o.last_payment_on
                              else a.last_payment_on end,
       last_payment_minor = case when r.before -> 'account' ? 'last_payment_minor' then o.last_payment_minor
                                 else a.last_payment_minor end,
       opened_on = case when r.before -> 'account' ? 'opened_on' then o.opened_on else a.opened_on end,
       case_id = coalesce((r.before ->> 'case')::uuid, a.case_id)
from import_rows r
cross join lateral (select jsonb_object_agg(e.key, e.value -> 0) as old from jsonb_each(r.before -> 'account') e) b
cross join lateral jsonb_to_record(b.old) as o(product text, currency text, balance_minor bigint,
    past_due_minor bigint, days_past_due int, minimum_due_minor bigint, credit_limit_minor bigint, due_on date,
    last_payment_on date, last_payment_minor bigint, opened_on date)
where r.batch_id = :batch and r.before ? 'account' and a.id = r.account_id"""),
    text("""
update debtors d set full_name = coalesce(o.full_name, d.full_name), language = coalesce(o.language, d.language),
       country = coalesce(o.country, d.country),
       born_on = case when r.before -> 'person' ? 'born_on' then o.born_on else d.born_on end,
       address_line = case when r.before -> 'person' ? 'address_line' then o.address_line else d.address_line end,
       city = case when r.before -> 'person' ? 'city' then o.city else d.city end,
       region = case when r.before -> 'person' ? 'region' then o.region else d.region end,
       postal_code = case when r.before -> 'person' ? 'postal_code' then o.postal_code else d.postal_code end,
       address_zones = coalesce(r.before -> 'zones', d.address_zones)
from import_rows r
join accounts a on a.id = r.account_id
cross join lateral (select jsonb_object_agg(e.key, e.value -> 0) as old from jsonb_each(r.before -> 'person') e) b
cross join lateral jsonb_to_record(b.old) as o(full_name text, born_on date, language text, address_line text,
    city text, region text, postal_code text, country text)
where r.batch_id = :batch and r.before ? 'person' and d.id = a.debtor_id"""),
    text("delete from consents where evidence = :source"),
    text("delete from contact_points where source = :source"),
    text("delete from relations where source = :source"),
    text("delete from accounts a using undone u where a.id = u.id and u.outcome = 'new'"),
    text("""
delete from cases c using undone u
where c.id = u.case_id and not exists (select from accounts a where a.case_id = c.id)"""),
    text("""
delete from debtors d using undone u
where d.id = u.debtor_id and not exists (select from accounts a where a.debtor_id = d.id)"""),
    text("""
update cases c set balance_minor = t.balance, past_due_minor = t.past_due, days_past_due = t.days
from (select a.case_id, sum(a.balance_minor)::bigint as balance, sum(a.past_due_minor)::bigint as past_due,
             max(a.days_past_due) as days
      from accounts a where a.case_id in (select case_id from undone) group by a.case_id) t
where c.id = t.case_id"""),
)
