"""Questions of the window editor: where a campaign's persons are, whose debts they are, and the times they bar."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from config.database import ask

PLACES: LiteralString = """
    SELECT d.country, coalesce(d.region, '') AS region, coalesce(d.city, '') AS city, d.known_zone, d.address_zones,
           c.creditor_id, count(*) AS cases
      FROM cases c JOIN debtors d ON d.id = c.debtor_id
     WHERE c.campaign_id = %(campaign_id)s AND c.state <> 'closed'
     GROUP BY 1, 2, 3, 4, 5, 6
     ORDER BY count(*) DESC, 1, 2, 3
"""
CREDITORS: LiteralString = """
    SELECT id, code, name, collector_role, terms, terms_version FROM creditors WHERE id = ANY(%(ids)s)
"""
WISHES: LiteralString = """
    SELECT times, count(*) AS persons
      FROM (SELECT t.debtor_id, jsonb_agg(jsonb_build_object('days', t.days, 'start_minute', t.start_minute,
                    'end_minute', t.end_minute, 'channels', t.channels)
                    ORDER BY t.days, t.start_minute, t.end_minute) AS times
              FROM stated_times t
             WHERE t.starts_at <= %(now)s AND (t.ends_at IS NULL OR t.ends_at > %(now)s)
               AND EXISTS (SELECT FROM cases c WHERE c.debtor_id = t.debtor_id AND c.campaign_id = %(campaign_id)s
                              AND c.state <> 'closed')
             GROUP BY t.debtor_id) AS by_person
     GROUP BY times
"""


async def places_of_cases(session: AsyncSession, campaign_id: UUID) -> Sequence[Mapping[str, Any]]:
    """Count a campaign's open cases by address, zones and creditor, the largest group first."""
    return await ask(session, PLACES, {"campaign_id": campaign_id})


async def creditors_by_id(session: AsyncSession, ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """Return creditors with their terms, by id."""
    return {row["id"]: row for row in await ask(session, CREDITORS, {"ids": list(ids)})}


async def wishes_of_persons(
    session: AsyncSession, campaign_id: UUID, *, now: datetime
) -> Sequence[tuple[Sequence[Mapping[str, Any]], int]]:
    """Return the stated times in force among a campaign's persons, each set with how many persons have just this."""
    rows = await ask(session, WISHES, {"campaign_id": campaign_id, "now": now})
    return [(row["times"], row["persons"]) for row in rows]
