"""What a forecast asks the database: a campaign's calls of the last weeks, in counts and lengths, and its agents."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaigns import CampaignTeam
from config.database import ask
from crm.staff import Role, User

MOST_CALLS = 200_000
"""The newest calls say enough; more would only take time."""
LONGEST_WRAP_S = 600
"""Longest wrap-up a campaign can set; what is given later is a correction."""

HOURS: LiteralString = """
    SELECT (reserved_at AT TIME ZONE 'UTC')::date AS day,
           extract(hour FROM reserved_at AT TIME ZONE 'UTC')::int AS hour,
           count(*) AS dialed,
           count(*) FILTER (WHERE outcome IN ('conversation', 'answered_other', 'abandoned')) AS live,
           count(*) FILTER (WHERE outcome IN ('conversation', 'answered_other')) AS reached,
           count(*) FILTER (WHERE outcome = 'conversation') AS conversations,
           count(*) FILTER (WHERE result = 'machine' OR outcome = 'voicemail_left') AS machines,
           count(*) FILTER (WHERE result IN ('busy', 'rejected')) AS busy,
           count(*) FILTER (WHERE result IN ('unreachable', 'suspended', 'invalid_number', 'network_failure',
                                             'blocked', 'fax', 'failed')) AS failed
      FROM (SELECT reserved_at, outcome, result FROM attempts
             WHERE campaign_id = %(campaign_id)s AND reserved_at >= %(since)s AND channel = 'phone'
               AND direction = 'outbound' AND state = 'closed' AND counts
             ORDER BY reserved_at DESC LIMIT %(most)s) AS recent
     GROUP BY 1, 2
"""
LENGTHS: LiteralString = """
    SELECT count(ringing_at - placed_at) AS setups,
           avg(extract(epoch FROM ringing_at - placed_at)) AS setup_s,
           count(*) FILTER (WHERE is_live AND answered_at >= ringing_at) AS rings,
           avg(extract(epoch FROM answered_at - ringing_at)) FILTER (WHERE is_live AND answered_at >= ringing_at)
               AS ring_s,
           count(*) FILTER (WHERE is_reached AND ended_at >= bridged_at) AS talks,
           avg(extract(epoch FROM ended_at - bridged_at)) FILTER (WHERE is_reached AND ended_at >= bridged_at)
               AS talk_s,
           count(given_at) FILTER (WHERE is_reached) AS wraps,
           avg(least(%(longest_wrap_s)s, greatest(0, extract(epoch FROM given_at - ended_at))))
               FILTER (WHERE is_reached) AS wrap_s
      FROM (SELECT c.placed_at, c.ringing_at, c.answered_at, c.bridged_at, c.ended_at, e.at AS given_at,
                   a.outcome IN ('conversation', 'answered_other', 'abandoned') AS is_live,
                   a.outcome IN ('conversation', 'answered_other') AS is_reached
              FROM (SELECT id, outcome FROM attempts
                     WHERE campaign_id = %(campaign_id)s AND reserved_at >= %(since)s AND channel = 'phone'
                       AND direction = 'outbound' AND state = 'closed' AND counts
                     ORDER BY reserved_at DESC LIMIT %(most)s) AS a
              JOIN calls c ON c.attempt_id = a.id
              LEFT JOIN disposition_entries e ON e.attempt_id = a.id AND e.superseded_by IS NULL
                    AND e.correction_reason IS NULL AND e.actor <> 'system') AS measured
"""


async def calls_by_hour(session: AsyncSession, campaign_id: UUID, *, since: datetime) -> Sequence[Mapping[str, Any]]:
    """Count a campaign's newest finished calls by day and hour in UTC, by what came of them."""
    return await ask(session, HOURS, {"campaign_id": campaign_id, "since": since, "most": MOST_CALLS})


async def lengths_of_calls(session: AsyncSession, campaign_id: UUID, *, since: datetime) -> Mapping[str, Any]:
    """Return numbers and means (seconds) of set-up, ring to a person, talk and wrap-up of the newest calls."""
    values = {"campaign_id": campaign_id, "since": since, "most": MOST_CALLS // 4, "longest_wrap_s": LONGEST_WRAP_S}
    return (await ask(session, LENGTHS, values))[0]


async def agent_count(session: AsyncSession, campaign_id: UUID) -> int:
    """Count the active agents of a campaign's teams."""
    query = (
        select(func.count())
        .select_from(User)
        .join(CampaignTeam, CampaignTeam.team_id == User.team_id)
        .where(CampaignTeam.campaign_id == campaign_id, User.role == Role.AGENT.value, User.is_active)
    )
    return await session.scalar(query) or 0
