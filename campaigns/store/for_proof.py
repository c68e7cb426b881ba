"""What a proof asks and the gate keeps for it: rules by version, and a person's whole ledger."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.kept_rules import KeptRule, written
from campaigns.rules.rule import Rule
from config.database import ask, write
from crm.cases import Case

KEEP: LiteralString = """
    INSERT INTO kept_rules (version, row, holidays)
    SELECT * FROM unnest(%(versions)s::text[], %(rows)s::jsonb[], %(holidays)s::jsonb[])
        ON CONFLICT DO NOTHING
"""
LEDGER: LiteralString = """
    SELECT a.id::text AS id, extract(epoch FROM a.reserved_at)::float8 AS at, a.channel, a.outcome,
           a.contact_point_id::text AS point, a.case_id::text AS case, a.direction, a.purpose, a.counts,
           a.campaign_id::text AS campaign, a.value, a.state, a.result, a.party, a.disposition, a.verdict,
           extract(epoch FROM a.answered_at)::float8 AS answered_at,
           extract(epoch FROM a.closed_at)::float8 AS closed_at
      FROM attempts a WHERE a.debtor_id = %(debtor_id)s
     ORDER BY a.reserved_at, a.id
"""


async def keep_rules(session: AsyncSession, rules: Iterable[Rule]) -> None:
    """Keep the rows of these rules; those that are kept already stay as they are."""
    kept = {rule.version: written(rule) for rule in rules}
    versions = sorted(kept)  # Two that keep the same rows wait for each other in one order.
    values = {
        "versions": versions,
        "rows": [Jsonb(kept[version]["row"]) for version in versions],
        "holidays": [Jsonb(kept[version]["holidays"]) for version in versions],
    }
    await write(session, KEEP, values)


async def kept_rules(session: AsyncSession, versions: Iterable[str]) -> Sequence[KeptRule]:
    """Return the kept rules of these versions; one that nobody kept is not among them."""
    query = select(KeptRule).where(KeptRule.version.in_(sorted(set(versions)))).order_by(KeptRule.version)
    return (await session.scalars(query)).all()


async def ledger_of(session: AsyncSession, debtor_id: UUID) -> Sequence[Mapping[str, Any]]:
    """Return all attempts of a person, oldest first; instants are seconds since 1970."""
    return await ask(session, LEDGER, {"debtor_id": debtor_id})


async def cases_of(session: AsyncSession, debtor_id: UUID) -> Sequence[Case]:
    """Return all cases of a person, oldest first."""
    query = select(Case).where(Case.debtor_id == debtor_id).order_by(Case.opened_at, Case.id)
    return (await session.scalars(query)).all()
