"""What the index of openings asks the database: cases to work out, rows to keep, and counts over all of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.case_openings import OpeningProfile
from config.database import ask, write

MISSING: LiteralString = """
    SELECT c.id FROM cases c LEFT JOIN case_openings o ON o.case_id = c.id
     WHERE c.state <> 'closed' AND c.campaign_id IS NOT NULL
       AND (o.case_id IS NULL OR o.campaign_id <> c.campaign_id OR o.version <> %(version)s)
     ORDER BY c.id LIMIT %(limit)s
"""
GONE: LiteralString = """
    DELETE FROM case_openings o USING cases c
     WHERE c.id = o.case_id AND (c.state = 'closed' OR c.campaign_id IS NULL)
"""
CASES_OF: LiteralString = """
    SELECT c.id FROM cases c
     WHERE c.state <> 'closed' AND c.campaign_id IS NOT NULL
       AND (c.debtor_id = ANY(%(debtor_ids)s) OR c.id = ANY(%(case_ids)s)
            OR c.debtor_id IN (SELECT x.debtor_id FROM cases x WHERE x.id = ANY(%(case_ids)s)))
     ORDER BY c.id
"""
ADD_PROFILE: LiteralString = """
    INSERT INTO opening_profiles (key, document)
    SELECT * FROM unnest(%(keys)s::text[], %(documents)s::jsonb[])
    ON CONFLICT (key) DO NOTHING
"""
KEEP: LiteralString = """
    INSERT INTO case_openings (case_id, campaign_id, bucket, zone, profile_id, free_at, free_ats, rule_id, code,
                               exact_until, version)
    VALUES (%(case_id)s, %(campaign_id)s, %(bucket)s, %(zone)s, %(profile_id)s, %(free_at)s, %(free_ats)s, %(rule_id)s,
            %(code)s, %(exact_until)s, %(version)s)
    ON CONFLICT (case_id) DO UPDATE SET campaign_id = excluded.campaign_id, bucket = excluded.bucket,
        zone = excluded.zone, profile_id = excluded.profile_id, free_at = excluded.free_at,
        free_ats = excluded.free_ats, rule_id = excluded.rule_id, code = excluded.code,
        exact_until = excluded.exact_until, version = excluded.version
"""
GROUPS: LiteralString = """
    SELECT campaign_id, bucket, zone, profile_id, rule_id, code,
           CASE WHEN free_ats IS NOT NULL THEN NULL
                WHEN free_at IS NULL THEN -1
                WHEN free_at <= %(at)s THEN 0
                WHEN free_at > %(end)s THEN -2
                WHEN free_at <= %(today)s THEN ceil(extract(epoch FROM free_at - %(at)s) / 1800)::int
                ELSE 48 + ceil(extract(epoch FROM free_at - %(today)s) / 7200)::int END AS slot,
           free_ats, count(*) AS cases
      FROM case_openings
     WHERE (%(campaign_id)s::uuid IS NULL OR campaign_id = %(campaign_id)s)
       AND (exact_until IS NULL OR exact_until > %(at)s)
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
INEXACT: LiteralString = """
    SELECT case_id FROM case_openings
     WHERE (%(campaign_id)s::uuid IS NULL OR campaign_id = %(campaign_id)s) AND exact_until <= %(at)s
     ORDER BY case_id LIMIT %(limit)s
"""
SAMPLE: LiteralString = """
    SELECT o.case_id, d.full_name
      FROM case_openings o JOIN cases c ON c.id = o.case_id JOIN debtors d ON d.id = c.debtor_id
     WHERE o.campaign_id = %(campaign_id)s AND o.profile_id = ANY(%(profile_ids)s) AND o.free_at <= %(at)s
       AND o.free_ats IS NULL AND (o.exact_until IS NULL OR o.exact_until > %(at)s)
     ORDER BY o.case_id LIMIT %(limit)s
"""
TERMS: LiteralString = "SELECT code, terms, terms_version FROM creditors"


async def missing_cases(session: AsyncSession, *, version: str, limit: int) -> list[UUID]:
    """Return open cases of campaigns that have no row yet, or one made by other rules or for another campaign."""
    return [row["id"] for row in await ask(session, MISSING, {"version": version, "limit": limit})]


async def remove_gone(session: AsyncSession) -> None:
    """Remove the rows of closed cases and of those that left their campaign."""
    await write(session, GONE)


async def cases_touched(session: AsyncSession, *, debtor_ids: Sequence[UUID], case_ids: Sequence[UUID]) -> list[UUID]:
    """Return the open cases of campaigns of these persons and of the persons of these cases."""
    rows = await ask(session, CASES_OF, {"debtor_ids": list(debtor_ids), "case_ids": list(case_ids)})
    return [row["id"] for row in rows]


async def profile_ids(session: AsyncSession, documents: Mapping[str, list[Any]]) -> dict[str, int]:
    """Return the numbers of profiles by key; those not known yet are added."""
    keys = list(documents)
    found = await _known_profiles(session, keys)
    new = [key for key in keys if key not in found]
    if new:
        await write(session, ADD_PROFILE, {"keys": new, "documents": [Jsonb(documents[key]) for key in new]})
        found |= await _known_profiles(session, new)
    return found


async def _known_profiles(session: AsyncSession, keys: Sequence[str]) -> dict[str, int]:
    query = select(OpeningProfile.key, OpeningProfile.id).where(OpeningProfile.key.in_(list(keys)))
    return {row[0]: row[1] for row in (await session.execute(query)).all()}


async def keep_openings(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the rows of some cases."""
    for row in rows:
        await write(session, KEEP, row)


async def opening_groups(
    session: AsyncSession, campaign_id: UUID | None, *, at: datetime, end: datetime
) -> Sequence[Mapping[str, Any]]:
    """Count cases by campaign, bucket, zone, profile, reason and the slot in which they become free.

    `slot`: 0 = free at the instant; 1 to 48 = within that half hour after it, 49 and more = within those two hours
    after the first day; -1 = by a new fact only, -2 = after the end; None where the numbers differ (`free_ats`).
    """
    values = {"campaign_id": campaign_id, "at": at, "end": end, "today": at + timedelta(days=1)}
    return await ask(session, GROUPS, values)


async def inexact_cases(session: AsyncSession, campaign_id: UUID | None, *, at: datetime, limit: int) -> list[UUID]:
    """Return the cases that must be judged one by one for an instant."""
    return [
        row["case_id"] for row in await ask(session, INEXACT, {"campaign_id": campaign_id, "at": at, "limit": limit})
    ]


async def sample_of(
    session: AsyncSession, campaign_id: UUID, profiles: Sequence[int], *, at: datetime, limit: int
) -> list[tuple[UUID, str]]:
    """Return some free cases of these profiles with the persons' names."""
    values = {"campaign_id": campaign_id, "profile_ids": list(profiles), "at": at, "limit": limit}
    return [(row["case_id"], row["full_name"]) for row in await ask(session, SAMPLE, values)]


async def all_profiles(session: AsyncSession) -> dict[int, list[Any]]:
    """Return every profile's document."""
    rows = (await session.execute(select(OpeningProfile.id, OpeningProfile.document))).all()
    return {row[0]: row[1] for row in rows}


async def terms_rows(session: AsyncSession) -> Sequence[Mapping[str, Any]]:
    """Return the terms of all creditors."""
    return await ask(session, TERMS)


async def buckets_of_cases(session: AsyncSession, case_ids: Sequence[UUID]) -> dict[UUID, str | None]:
    """Return the buckets of some cases."""
    rows = await session.execute(text("SELECT id, bucket FROM cases WHERE id = ANY(:ids)"), {"ids": list(case_ids)})
    return {row[0]: row[1] for row in rows.all()}
