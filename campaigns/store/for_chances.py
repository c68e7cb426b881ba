"""What ordering calls asks the database: numbers and past of cases, calls to learn from, and what was learned."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.chance_counts import ChanceCount
from campaigns.chances import Chances, Count, Counts
from campaigns.store.for_dialing import HISTORY
from config.database import ask, write
from config.tables import table_of

NUMBERS_OF_CASES: LiteralString = """
    SELECT c.id AS case_id, c.debtor_id, c.campaign_id, c.next_contact_point_id AS preferred,
           coalesce(d.known_zone, d.address_zones ->> 0) AS zone,
           coalesce((SELECT jsonb_agg(jsonb_build_array(p.id, p.label, p.rank, p.zones ->> 0)
                                      ORDER BY p.rank, p.value)
              FROM contact_points p
             WHERE p.debtor_id = c.debtor_id AND p.kind = 'phone'
               AND p.state NOT IN ('wrong_party', 'invalid')), '[]') AS numbers,
           coalesce((SELECT jsonb_agg(jsonb_build_array(a.contact_point_id, a.outcome, a.disposition LIKE 'AM%%')
                                      ORDER BY a.reserved_at)
              FROM attempts a
             WHERE a.debtor_id = c.debtor_id AND a.channel = 'phone' AND a.direction = 'outbound' AND a.counts
               AND a.state = 'closed' AND a.contact_point_id IS NOT NULL AND a.reserved_at > %(since)s), '[]')
             AS contacts
      FROM cases c JOIN debtors d ON d.id = c.debtor_id
     WHERE c.id = ANY(%(case_ids)s)
"""
CALLS_TO_LEARN: LiteralString = """
    SELECT a.id, a.case_id, a.campaign_id, a.reserved_at, a.contact_point_id AS point_id, p.label, p.rank,
           coalesce(d.known_zone, d.address_zones ->> 0) AS zone, p.zones ->> 0 AS number_zone,
           coalesce((SELECT jsonb_agg(jsonb_build_array(b.contact_point_id, b.outcome, b.disposition LIKE 'AM%%')
                                      ORDER BY b.reserved_at)
              FROM attempts b
             WHERE b.debtor_id = a.debtor_id AND b.channel = 'phone' AND b.direction = 'outbound' AND b.counts
               AND b.state = 'closed' AND b.contact_point_id IS NOT NULL
               AND b.reserved_at < a.reserved_at AND b.reserved_at > a.reserved_at - %(history)s), '[]') AS contacts
      FROM attempts a JOIN contact_points p ON p.id = a.contact_point_id JOIN debtors d ON d.id = a.debtor_id
     WHERE a.id = ANY(%(attempt_ids)s) AND a.channel = 'phone' AND a.direction = 'outbound' AND a.counts
"""
KEEP_COUNTS: LiteralString = """
    INSERT INTO chance_counts (scope, part, value, at, tried, answered, answers_due, known, met, meetings_due)
    SELECT scope, part, value, at, tried, answered, answers_due, known, met, meetings_due
      FROM jsonb_to_recordset(%(rows)s) AS given (scope uuid, part text, value text, at timestamptz, tried float8,
           answered float8, answers_due float8, known float8, met float8, meetings_due float8)
    ON CONFLICT (scope, part, value) DO UPDATE SET at = excluded.at, tried = excluded.tried,
        answered = excluded.answered, answers_due = excluded.answers_due, known = excluded.known, met = excluded.met,
        meetings_due = excluded.meetings_due
"""
# A case that somebody else has locked is left out: its chance is only a hint, and waiting for it could be mutual.
KEEP_CHANCES: LiteralString = """
    INSERT INTO case_chances (case_id, chance)
    SELECT c.id, given.chance
      FROM unnest(%(case_ids)s::uuid[], %(chances)s::float8[]) AS given (case_id, chance)
      JOIN cases c ON c.id = given.case_id
       FOR KEY SHARE OF c SKIP LOCKED
    ON CONFLICT (case_id) DO UPDATE SET chance = excluded.chance
"""
LADDERS: LiteralString = "SELECT id, ladder FROM campaigns"


async def numbers_of_cases(
    session: AsyncSession, case_ids: Sequence[UUID], *, now: datetime
) -> Mapping[UUID, Mapping[str, Any]]:
    """Return by case: debtor_id, campaign_id, preferred, zone, numbers (id, label, rank, zone) and contacts.

    `contacts` are the person's closed calls within `HISTORY`: (number, outcome, machine), oldest first.
    """
    rows = await ask(session, NUMBERS_OF_CASES, {"case_ids": list(case_ids), "since": now - HISTORY})
    return {row["case_id"]: row for row in rows}


async def calls_to_learn(session: AsyncSession, attempt_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """Return calls by attempt with their number and what was known of the person before; texts are left out."""
    rows = await ask(session, CALLS_TO_LEARN, {"attempt_ids": list(attempt_ids), "history": HISTORY})
    return {row["id"]: row for row in rows}


async def load_chances(session: AsyncSession) -> Chances:
    """Load all that was learned."""
    rows = (await session.execute(select(table_of(ChanceCount)))).all()
    return Chances(
        {
            (row.scope, (row.part, row.value)): Count(
                at=row.at,
                tried=row.tried,
                answered=row.answered,
                answers_due=row.answers_due,
                known=row.known,
                met=row.met,
                meetings_due=row.meetings_due,
            )
            for row in rows
        }
    )


async def keep_counts(session: AsyncSession, counts: Counts) -> None:
    """Store counts that changed."""
    rows = [
        {
            "scope": str(scope),
            "part": part,
            "value": value,
            "at": count.at.isoformat(),
            "tried": count.tried,
            "answered": count.answered,
            "answers_due": count.answers_due,
            "known": count.known,
            "met": count.met,
            "meetings_due": count.meetings_due,
        }
        for (scope, (part, value)), count in counts.items()
    ]
    if rows:
        await write(session, KEEP_COUNTS, {"rows": Jsonb(rows)})


async def keep_case_chances(session: AsyncSession, chances: Mapping[UUID, float]) -> None:
    """Store the chances of cases; a case that is locked meanwhile keeps its old one."""
    if chances:
        await write(session, KEEP_CHANCES, {"case_ids": list(chances), "chances": list(chances.values())})


async def ladder_documents(session: AsyncSession) -> Mapping[UUID, Mapping[str, Any]]:
    """Return the ladder document of every campaign."""
    return {row["id"]: row["ladder"] for row in await ask(session, LADDERS)}
