"""Merge staged rows of an import into persons, cases, accounts and contacts: one chunk, one transaction.

Each statement works on whole sets. The first one judges every row against the record before anything is
written; the others only carry out what it said. What a row means is decided in `import_file`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CursorResult, text
from sqlalchemy.ext.asyncio import AsyncSession

NUMBERING_LOCK = 7_104_001
"""Advisory lock under which case numbers are given out."""
FIRST_CASE_NUMBER = 10_000_001
"""Case numbers have eight digits, so that they sort as text and can be read out."""


@dataclass(frozen=True)
class Chunk:
    """Rows `after` < row number <= `upto` of one batch, in the state the record is in at `now`.

    The columns' names are the lender's, for problems that only the record shows.
    """

    batch_id: UUID
    creditor_id: UUID
    after: int
    upto: int
    now: datetime
    as_of_on: date
    customer_column: str
    currency_column: str

    @property
    def source(self) -> str:
        """How contacts and consents say where they came from."""
        return f"import:{self.batch_id}"


async def judge_chunk(session: AsyncSession, chunk: Chunk) -> int:
    """Write the outcome of each row, with old and new values where it changes any; return how many rows.

    What was judged stays in the temporary table `judged` until the transaction ends.
    """
    values = _values(chunk)
    for setting in _LOOK_UP_ROW_BY_ROW:
        await session.execute(setting)
    await session.execute(_JUDGE, values)
    kept = await session.execute(_KEEP, values)
    assert isinstance(kept, CursorResult)
    return kept.rowcount


async def merge_chunk(session: AsyncSession, chunk: Chunk) -> int:
    """Carry out what `judge_chunk` says, and return how many rows that were; a chunk is never merged twice."""
    await session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": NUMBERING_LOCK})
    judged = await judge_chunk(session, chunk)
    for statement in _MERGE:
        await session.execute(statement, _values(chunk))
    return judged


def _values(chunk: Chunk) -> dict[str, object]:
    return {
        "batch": chunk.batch_id,
        "salt": str(chunk.batch_id),
        "creditor": chunk.creditor_id,
        "after": chunk.after,
        "upto": chunk.upto,
        "now": chunk.now,
        "as_of": chunk.as_of_on,
        "source": chunk.source,
        "first_number": FIRST_CASE_NUMBER,
        "customer_column": chunk.customer_column,
        "currency_column": chunk.currency_column,
    }


_LOOK_UP_ROW_BY_ROW = (
    text("set local temp_buffers = '32MB'"),
    text("set local enable_seqscan = off"),
    text("set local enable_hashjoin = off"),
    text("set local enable_mergejoin = off"),
)
"""A chunk is small beside the record, so each of its rows is looked up by index, however stale the statistics are.

For the same reason the statements below look up by subquery where a join could be turned round: what the planner
believes of a creditor it has not seen before is that it has no rows.
"""

_JUDGE = text("""
create temporary table judged on commit drop as
select s.*, v.outcome as judgement, d.id as debtor_id, c.id as case_id,
       case when v.outcome in ('new', 'updated', 'unchanged')
            then coalesce(a.id, md5(:salt || '/account/' || s.row_number)::uuid) end as account_id,
       v.refusal,
       case when v.outcome = 'updated' then jsonb_strip_nulls(jsonb_build_object(
            'case', case when not j.old_account @> j.new_account then a.case_id end,
            'zones', case when not j.old_person @> j.new_person then d.address_zones end,
            'account', (select jsonb_object_agg(n.key, jsonb_build_array(j.old_account -> n.key, n.value))
                        from jsonb_each(j.new_account) n
                        where not j.old_account @> jsonb_build_object(n.key, n.value)),
            'person', (select jsonb_object_agg(n.key, jsonb_build_array(j.old_person -> n.key, n.value))
                       from jsonb_each(j.new_person) n
                       where not j.old_person @> jsonb_build_object(n.key, n.value)))) end as before
from import_stage s
left join accounts a on a.creditor_id = :creditor and a.account_number = s.account_number
left join debtors d on d.creditor_id = :creditor and d.customer_ref = s.customer_ref
left join cases c on c.creditor_id = :creditor and c.debtor_id = d.id and c.state <> 'closed'
cross join lateral (select
    jsonb_build_object('product', a.product, 'currency', a.currency, 'balance_minor', a.balance_minor,
        'past_due_minor', a.past_due_minor, 'minimum_due_minor', a.minimum_due_minor,
        'credit_limit_minor', a.credit_limit_minor, 'days_past_due', a.days_past_due, 'due_on', a.due_on,
        'last_payment_on', a.last_payment_on, 'last_payment_minor', a.last_payment_minor,
        'opened_on', a.opened_on) as old_account,
    jsonb_strip_nulls(jsonb_build_object('product', s.product, 'currency', s.currency,
        'balance_minor', s.balance_minor, 'past_due_minor', s.past_due_minor,
        'minimum_due_minor', s.minimum_due_minor, 'credit_limit_minor', s.credit_limit_minor,
        'days_past_due', s.days_past_due, 'due_on', s.due_on, 'last_payment_on', s.last_payment_on,
        'last_payment_minor', s.last_payment_minor, 'opened_on', s.opened_on)) as new_account,
    jsonb_build_object('full_name', d.full_name, 'born_on', d.born_on, 'language', d.language,
        'address_line', d.address_line, 'city', d.city, 'region', d.region, 'postal_code', d.postal_code,
        'country', d.country) as old_person,
    case when s.leads_person and d.id is not null then jsonb_strip_nulls(jsonb_build_object('full_name', s.full_name,
        'born_on', s.born_on, 'language', s.language, 'address_line', s.address_line, 'city', s.city,
        'region', s.region, 'postal_code', s.postal_code, 'country', s.country)) else '{}'::jsonb end as new_person
) j
cross join lateral (select
    exists (select from jsonb_to_recordset(s.contacts) as p(value text)
            where not exists (select from contact_points k where k.debtor_id = d.id and k.value = p.value))
    or (s.related_name is not null and not exists
            (select from relations r where r.debtor_id = d.id and r.full_name = s.related_name))
    or (s.leads_person and s.sms_consent and not exists
            (select from consents w where w.debtor_id = d.id and w.kind = 'sms'
                and (w.revoked_at is null or w.evidence not like 'import:%')))
    or (s.leads_person and not s.sms_consent and (
            exists (select from consents w where w.debtor_id = d.id and w.kind = 'sms' and w.revoked_at is null)
            or not exists (select from consents w where w.debtor_id = d.id and w.kind = 'sms'))) as adds
) x
cross join lateral (select case
    when s.outcome <> 'valid' then null
    when a.id is not null and a.debtor_id is distinct from d.id then 'other_customer'
    when c.currency <> s.currency then 'other_currency' end as refusal) f
cross join lateral (select f.refusal, case
    when s.outcome <> 'valid' then s.outcome
    when f.refusal is not null then 'rejected'
    when a.id is null then 'new'
    when a.as_of_on > :as_of then 'unchanged'
    when j.old_account @> j.new_account and j.old_person @> j.new_person and x.adds is not true then 'unchanged'
    else 'updated' end as outcome) v
where s.batch_id = :batch and s.row_number > :after and s.row_number <= :upto
""")

_KEEP = text("""
insert into import_rows (batch_id, row_number, outcome, account_id, errors, original, before)
select batch_id, row_number, judgement, account_id,
       case when refusal is null then errors else jsonb_build_array(jsonb_build_object(
            'code', refusal, 'suggestion', '',
            'column', case refusal when 'other_customer' then :customer_column else :currency_column end,
            'value', case refusal when 'other_customer' then customer_ref else currency end)) end,
       case when judgement in ('rejected', 'duplicate') then original end, before
from judged""")

_MERGE = (
    # Persons not known yet, from the first row that counts.
    text("""
insert into debtors (id, creditor_id, customer_ref, full_name, born_on, language, address_line, city, region,
                     postal_code, country, address_zones, created_at)
select distinct on (s.customer_ref) md5(:salt || '/person/' || s.row_number)::uuid, :creditor, s.customer_ref,
       s.full_name, s.born_on, coalesce(s.language, 'en'), s.address_line, s.city, s.region, s.postal_code, s.country,
       s.address_zones, :now
from judged s where s.judgement = 'new' and s.debtor_id is null
order by s.customer_ref, s.row_number"""),
    text("""
update judged s set debtor_id = (
    select d.id from debtors d where d.creditor_id = :creditor and d.customer_ref = s.customer_ref)
where s.judgement = 'new' and s.debtor_id is null"""),
    # What has changed of persons known already; an empty cell says nothing and erases nothing.
    text("""
update debtors d set full_name = s.full_name, born_on = coalesce(s.born_on, d.born_on),
       language = coalesce(s.language, d.language), address_line = coalesce(s.address_line, d.address_line),
       city = coalesce(s.city, d.city), region = coalesce(s.region, d.region),
       postal_code = coalesce(s.postal_code, d.postal_code), country = s.country,
       address_zones = case when s.postal_code is null and s.region is null then d.address_zones
                            else s.address_zones end
from judged s where s.before ? 'person' and d.id = s.debtor_id"""),
    # An open case for each person who has none and whose account is new or due again.
    text("""
with person as (
    select s.debtor_id, min(s.row_number) as row_number, min(s.currency) as currency,
           sum(s.balance_minor)::bigint as balance, sum(s.past_due_minor)::bigint as past_due,
           max(s.days_past_due) as days
    from judged s
    where s.case_id is null and (s.judgement = 'new' or (s.before -> 'account' ? 'past_due_minor'
                                                         and s.past_due_minor > 0))
    group by s.debtor_id
)
insert into cases (id, number, creditor_id, debtor_id, state, currency, balance_minor, past_due_minor, days_past_due,
                   priority, tries, opened_at)
select md5(:salt || '/case/' || p.row_number)::uuid, ((
           select coalesce(max(number)::int, :first_number - 1) from cases
           where number between '10000000' and '99999999' and length(number) = 8
       ) + row_number() over (order by p.row_number))::text,
       :creditor, p.debtor_id, 'new', p.currency, p.balance, p.past_due, p.days, 0, 0, :now
from person p"""),
    text("""
update judged s set case_id = (
    select c.id from cases c
    where c.debtor_id = s.debtor_id and c.creditor_id = :creditor and c.state <> 'closed')
where s.judgement in ('new', 'updated') and s.case_id is null"""),
    text("""
insert into accounts (id, creditor_id, debtor_id, case_id, account_number, product, currency, balance_minor,
                      past_due_minor, minimum_due_minor, credit_limit_minor, days_past_due, due_on, last_payment_on,
                      last_payment_minor, opened_on, as_of_on, updated_at)
select s.account_id, :creditor, s.debtor_id, s.case_id, s.account_number, coalesce(s.product, ''), s.currency,
       s.balance_minor, s.past_due_minor, s.minimum_due_minor, s.credit_limit_minor, s.days_past_due, s.due_on,
       s.last_payment_on, s.last_payment_minor, s.opened_on, :as_of, :now
from judged s where s.judgement = 'new'"""),
    text("""
update accounts a set product = coalesce(s.product, a.product), currency = s.currency,
       balance_minor = s.balance_minor, past_due_minor = s.past_due_minor, days_past_due = s.days_past_due,
       minimum_due_minor = coalesce(s.minimum_due_minor, a.minimum_due_minor),
       credit_limit_minor = coalesce(s.credit_limit_minor, a.credit_limit_minor),
       due_on = coalesce(s.due_on, a.due_on), last_payment_on = coalesce(s.last_payment_on, a.last_payment_on),
       last_payment_minor = coalesce(s.last_payment_minor, a.last_payment_minor),
       opened_on = coalesce(s.opened_on, a.opened_on), as_of_on = :as_of, updated_at = :now,
       case_id = case when s.past_due_minor > 0 then coalesce(s.case_id, a.case_id) else a.case_id end
from judged s where s.before ? 'account' and a.id = s.account_id"""),
    # Contact points are only ever added; what is known of one already, a verification above all, stays.
    text("""
insert into contact_points (id, debtor_id, kind, label, value, zones, state, rank, source, first_seen_at)
select distinct on (s.debtor_id, p.value) md5(:salt || '/contact/' || s.row_number || p.value)::uuid, s.debtor_id,
       p.kind, p.label, p.value, p.zones, 'new', p.rank, :source, :now
from judged s cross join jsonb_to_recordset(s.contacts) as p(kind text, label text, value text, zones jsonb, rank int)
where s.judgement in ('new', 'updated')
order by s.debtor_id, p.value, s.row_number
on conflict (debtor_id, value) do nothing"""),
    text("""
insert into relations (id, debtor_id, full_name, relation, number, may_contact, source, created_at)
select distinct on (s.debtor_id, s.related_name) md5(:salt || '/relation/' || s.row_number)::uuid, s.debtor_id,
       s.related_name, s.related_relation, s.related_number, false, :source, :now
from judged s where s.judgement in ('new', 'updated') and s.related_name is not null
order by s.debtor_id, s.related_name, s.row_number
on conflict (debtor_id, full_name) do nothing"""),
    # A "no" ends every consent to text messages; what the person revoked with us, a file's "yes" does not bring back.
    text("""
update consents w set revoked_at = :now where w.id in (
    select e.id from judged s
    cross join lateral (select x.id from consents x where x.debtor_id = s.debtor_id and x.kind = 'sms'
                        and x.revoked_at is null offset 0) e
    where s.leads_person and s.judgement in ('new', 'updated') and s.sms_consent = false)"""),
    text("""
insert into consents (id, debtor_id, contact_point_id, kind, given_at, revoked_at, evidence)
select md5(:salt || '/consent/' || s.row_number)::uuid, s.debtor_id,
       (select k.id from contact_points k where k.debtor_id = s.debtor_id
         and k.value = (select p.value from jsonb_to_recordset(s.contacts) as p(kind text, value text, rank int)
                        where p.kind = 'phone' order by p.rank limit 1)),
       'sms', :now, case when s.sms_consent then null else :now end, :source
from judged s
where s.leads_person and s.judgement in ('new', 'updated') and s.sms_consent is not null
  and not exists (select from consents w where w.debtor_id = s.debtor_id and w.kind = 'sms'
                  and (not s.sms_consent or w.revoked_at is null or w.evidence not like 'import:%'))"""),
    # A case is the sum of its accounts and as old as its oldest.
    text("""
update cases c set balance_minor = t.balance, past_due_minor = t.past_due, days_past_due = t.days
from (select distinct s.case_id from judged s where s.judgement in ('new', 'updated')) j
cross join lateral (select sum(a.balance_minor)::bigint as balance, sum(a.past_due_minor)::bigint as past_due,
                           max(a.days_past_due) as days
                    from accounts a where a.case_id = j.case_id) t
where c.id = j.case_id
  and (c.balance_minor, c.past_due_minor, c.days_past_due) is distinct from (t.balance, t.past_due, t.days)"""),
)
