"""What the index of openings asks the database: what to work out, rows to keep, and counts over all of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.case_openings import OpeningProfile
from config.database import ask, write

TAKE: LiteralString = "SELECT case_id, touches FROM openings_to_do ORDER BY rank, case_id LIMIT %(limit)s"
FINISH: LiteralString = """
    DELETE FROM openings_to_do t USING unnest(%(case_ids)s::uuid[], %(touches)s::int[]) AS done (case_id, touches)
     WHERE t.case_id = done.case_id AND t.touches = done.touches
 RETURNING t.case_id
"""
PLACES: LiteralString = """
    SELECT c.id AS case_id, c.bucket,
           (SELECT array_agg(edge) FROM stated_times t CROSS JOIN unnest(ARRAY[t.starts_at, t.ends_at]) AS e (edge)
             WHERE t.debtor_id = c.debtor_id AND edge > %(now)s) AS changes
      FROM cases c
     WHERE c.id = ANY(%(case_ids)s) AND c.state <> 'closed' AND c.campaign_id IS NOT NULL
"""
ADD_PROFILE: LiteralString = """
    INSERT INTO opening_profiles (key, document)
    SELECT * FROM unnest(%(keys)s::text[], %(documents)s::jsonb[])
    ON CONFLICT (key) DO NOTHING
"""
FORGET: LiteralString = "DELETE FROM case_openings WHERE case_id = ANY(%(case_ids)s) AND case_id <> ALL(%(kept)s)"
KEEP: LiteralString = """
    INSERT INTO case_openings (case_id, campaign_id, bucket, zone, profile_id, free_at, free_ats, rule_id, code,
                               exact_until, version, days_past_due)
    SELECT case_id, campaign_id, bucket, zone, profile_id, free_at, free_ats, rule_id, code, exact_until, version,
           days_past_due
      FROM jsonb_to_recordset(%(rows)s) AS given (case_id uuid, campaign_id uuid, bucket text, zone text,
           profile_id int, free_at timestamptz, free_ats timestamptz[], rule_id text, code text,
           exact_until timestamptz, version text, days_past_due int)
    ON CONFLICT (case_id) DO UPDATE SET campaign_id = excluded.campaign_id, bucket = excluded.bucket,
        zone = excluded.zone, profile_id = excluded.profile_id, free_at = excluded.free_at,
        free_ats = excluded.free_ats, rule_id = excluded.rule_id, code = excluded.code,
        exact_until = excluded.exact_until, version = excluded.version, days_past_due = excluded.days_past_due
"""
ROOM: LiteralString = "SET LOCAL work_mem = '64MB'"
"""Groups of a million rows fit in this; with PostgreSQL's few megabytes they are sorted on disk for a second more."""
ALIKE: LiteralString = """
    SELECT campaign_id, bucket, zone, profile_id, rule_id, code, jsonb_agg(jsonb_build_array(slot, cases)) AS parts
      FROM (SELECT campaign_id, bucket, zone, profile_id, rule_id, code, count(*) AS cases,
                   CASE WHEN free_at IS NULL THEN -1
                        WHEN free_at <= %(at)s THEN 0
                        WHEN free_at > %(end)s THEN -2
                        WHEN free_at <= %(today)s THEN ceil(extract(epoch FROM free_at - %(at)s) / 1800)::int
                        ELSE 48 + ceil(extract(epoch FROM free_at - %(today)s) / 7200)::int END AS slot
              FROM case_openings
             WHERE free_ats IS NULL AND (%(campaign_id)s::uuid IS NULL OR campaign_id = %(campaign_id)s)
               AND (exact_until IS NULL OR exact_until > %(at)s OR case_id <> ALL(%(but)s))
             GROUP BY 1, 2, 3, 4, 5, 6, 8) AS counted
     GROUP BY 1, 2, 3, 4, 5, 6
"""
DIFFERING: LiteralString = """
    SELECT campaign_id, bucket, zone, profile_id, rule_id, code, jsonb_agg(jsonb_build_array(slots, cases)) AS parts
      FROM (SELECT campaign_id, bucket, zone, profile_id, rule_id, code, count(*) AS cases, ARRAY(
                   SELECT CASE WHEN f.free_at IS NULL THEN -1
                               WHEN f.free_at <= %(at)s THEN 0
                               WHEN f.free_at > %(end)s THEN -2
                               WHEN f.free_at <= %(today)s THEN ceil(extract(epoch FROM f.free_at - %(at)s) / 1800)::int
                               ELSE 48 + ceil(extract(epoch FROM f.free_at - %(today)s) / 7200)::int END
                     FROM unnest(free_ats) WITH ORDINALITY AS f (free_at, place) ORDER BY f.place) AS slots
              FROM case_openings
             WHERE free_ats IS NOT NULL AND (%(campaign_id)s::uuid IS NULL OR campaign_id = %(campaign_id)s)
               AND (exact_until IS NULL OR exact_until > %(at)s OR case_id <> ALL(%(but)s))
             GROUP BY 1, 2, 3, 4, 5, 6, 8) AS counted
     GROUP BY 1, 2, 3, 4, 5, 6
"""
INEXACT: LiteralString = """
    SELECT case_id, count(*) OVER () AS all_of_them FROM case_openings
     WHERE (%(campaign_id)s::uuid IS NULL OR campaign_id = %(campaign_id)s) AND exact_until <= %(at)s
     ORDER BY case_id LIMIT %(limit)s
"""
SAMPLE: LiteralString = """
    SELECT o.case_id, d.full_name
      FROM case_openings o JOIN cases c ON c.id = o.case_id JOIN debtors d ON d.id = c.debtor_id
     WHERE o.campaign_id = %(campaign_id)s AND o.profile_id = ANY(%(profile_ids)s)
       AND (o.free_at <= %(at)s OR %(at)s >= ANY(o.free_ats)) AND (o.exact_until IS NULL OR o.exact_until > %(at)s)
     ORDER BY o.case_id LIMIT %(limit)s
"""
ROWS: LiteralString = """
    SELECT o.case_id, o.campaign_id, o.bucket, o.zone, o.profile_id, o.free_at, o.free_ats, o.rule_id, o.code,
           o.exact_until <= %(at)s AS is_inexact, c.number, d.full_name
      FROM case_openings o JOIN cases c ON c.id = o.case_id JOIN debtors d ON d.id = c.debtor_id
     WHERE o.case_id > %(after)s
       AND (%(campaign_id)s::uuid IS NULL OR o.campaign_id = %(campaign_id)s)
       AND (%(zone)s::text IS NULL OR o.zone = %(zone)s) AND (%(bucket)s::text IS NULL OR o.bucket = %(bucket)s)
       AND (o.profile_id = ANY(%(profile_ids)s) OR o.exact_until <= %(at)s)
     ORDER BY o.case_id LIMIT %(limit)s
"""
TERMS: LiteralString = "SELECT id, code, terms, terms_version FROM creditors"


async def cases_to_do(session: AsyncSession, *, limit: int) -> dict[UUID, int]:
    """Return cases to work out, those that facts touched first, with how often each was touched."""
    return {row["case_id"]: row["touches"] for row in await ask(session, TAKE, {"limit": limit})}


async def finish(session: AsyncSession, touches: Mapping[UUID, int]) -> list[UUID]:
    """Take cases off the list and return them; left on it are those that were touched again or are finished."""
    values = {"case_ids": list(touches), "touches": list(touches.values())}
    return [row["case_id"] for row in await ask(session, FINISH, values)]


async def open_places(
    session: AsyncSession, case_ids: Sequence[UUID], *, now: datetime
) -> dict[UUID, tuple[str | None, list[datetime]]]:
    """Return, for those of the cases that are open in a campaign, the bucket and when wishes will begin or end."""
    rows = await ask(session, PLACES, {"case_ids": list(case_ids), "now": now})
    return {row["case_id"]: (row["bucket"], row["changes"] or []) for row in rows}


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


async def keep_openings(session: AsyncSession, case_ids: Sequence[UUID], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the rows of some cases (instants and ids as text), and forget those of `case_ids` that have none."""
    kept = [UUID(row["case_id"]) for row in rows]
    await write(session, FORGET, {"case_ids": list(case_ids), "kept": kept})
    if rows:
        await write(session, KEEP, {"rows": Jsonb(list(rows))})


async def opening_groups(
    session: AsyncSession, campaign_id: UUID | None, *, at: datetime, end: datetime, but: Sequence[UUID]
) -> Sequence[Mapping[str, Any]]:
    """Count cases by campaign, bucket, zone, profile and reason; `parts` are pairs of a slot and a count.

    The slot says when a case becomes free: 0 = is free at the instant; 1 to 48 = within that half hour after it, 49
    and more = within those two hours after the first day; -1 = by a new fact only, -2 = after the end. Where the
    numbers of a case differ it is a list of slots in their order. `but` are inexact cases judged by themselves.
    """
    values = {"campaign_id": campaign_id, "at": at, "end": end, "today": at + timedelta(days=1), "but": list(but)}
    await write(session, ROOM)
    return [*await ask(session, ALIKE, values), *await ask(session, DIFFERING, values)]


async def inexact_cases(
    session: AsyncSession, campaign_id: UUID | None, *, at: datetime, limit: int
) -> tuple[list[UUID], int]:
    """Return the cases that must be judged one by one for an instant, and how many there are beyond the limit."""
    rows = await ask(session, INEXACT, {"campaign_id": campaign_id, "at": at, "limit": limit})
    return [row["case_id"] for row in rows], rows[0]["all_of_them"] - len(rows) if rows else 0


async def sample_of(
    session: AsyncSession, campaign_id: UUID, profiles: Sequence[int], *, at: datetime, limit: int
) -> list[tuple[UUID, str]]:
    """Return some free cases of these profiles with the persons' names."""
    values = {"campaign_id": campaign_id, "profile_ids": list(profiles), "at": at, "limit": limit}
    return [(row["case_id"], row["full_name"]) for row in await ask(session, SAMPLE, values)]


async def opening_rows(
    session: AsyncSession,
    campaign_id: UUID | None,
    *,
    at: datetime,
    after: UUID,
    profiles: Sequence[int],
    zone: str | None,
    bucket: str | None,
    limit: int,
) -> Sequence[Mapping[str, Any]]:
    """Return rows of these profiles, and inexact ones of any, with number and name, by case id after one."""
    values = {"campaign_id": campaign_id, "at": at, "after": after, "zone": zone, "bucket": bucket, "limit": limit}
    return await ask(session, ROWS, {**values, "profile_ids": list(profiles)})


async def all_profiles(session: AsyncSession) -> dict[int, list[Any]]:
    """Return every profile's document."""
    rows = (await session.execute(select(OpeningProfile.id, OpeningProfile.document))).all()
    return {row[0]: row[1] for row in rows}


async def terms_rows(session: AsyncSession) -> Sequence[Mapping[str, Any]]:
    """Return the terms of all creditors."""
    return await ask(session, TERMS)
