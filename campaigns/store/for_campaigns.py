"""Questions of steering campaigns: settings, teams, buckets, whose cases, and the numbers of the last day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.buckets import Bucket
from campaigns.campaigns import Campaign, CampaignTeam
from crm.attempts import Attempt
from crm.cases import Case, CaseState
from crm.promises import Promise
from crm.staff import Team

LIVE = ("conversation", "answered_other", "abandoned")
"""Outcomes of calls that a person answered."""


@dataclass(frozen=True, slots=True)
class CallSlot:
    """A campaign's calls of one hour or minute; `machines` are those that an outcome or detection named so."""

    began_at: datetime
    started: int
    ended: int
    live: int
    abandoned: int
    machines: int


@dataclass(frozen=True, slots=True)
class CampaignNumbers:
    """What a campaign did since an instant, and how many cases it has."""

    enrolled: int = 0
    answered: int = 0
    abandoned: int = 0
    contacts: int = 0
    promises: int = 0


async def all_campaigns(session: AsyncSession) -> Sequence[Campaign]:
    """Return all campaigns by bucket and name."""
    return (await session.scalars(select(Campaign).order_by(Campaign.bucket, Campaign.name))).all()


async def campaign_by_id(session: AsyncSession, campaign_id: UUID) -> Campaign | None:
    """Return one campaign."""
    return await session.get(Campaign, campaign_id)


async def campaign_for_update(session: AsyncSession, campaign_id: UUID) -> Campaign | None:
    """Load and lock one campaign."""
    return await session.get(Campaign, campaign_id, with_for_update=True)


async def campaign_named(session: AsyncSession, name: str) -> Campaign | None:
    """Return the campaign of a name, which is unique."""
    return await session.scalar(select(Campaign).where(Campaign.name == name))


async def teams_of(session: AsyncSession, campaign_id: UUID) -> Sequence[Team]:
    """Return the teams that take a campaign's calls, by name."""
    query = select(Team).join(CampaignTeam, CampaignTeam.team_id == Team.id)
    return (await session.scalars(query.where(CampaignTeam.campaign_id == campaign_id).order_by(Team.name))).all()


async def known_teams(session: AsyncSession, team_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return which of these teams exist."""
    return frozenset((await session.scalars(select(Team.id).where(Team.id.in_(list(team_ids))))).all())


async def set_teams(session: AsyncSession, campaign_id: UUID, team_ids: Iterable[UUID]) -> None:
    """Replace the teams of a campaign."""
    await session.execute(delete(CampaignTeam).where(CampaignTeam.campaign_id == campaign_id))
    session.add_all(CampaignTeam(campaign_id=campaign_id, team_id=team_id) for team_id in sorted(set(team_ids)))
    await session.flush()


async def all_buckets(session: AsyncSession) -> Sequence[Bucket]:
    """Return the buckets by their first day."""
    return (await session.scalars(select(Bucket).order_by(Bucket.first_day))).all()


async def replace_buckets(session: AsyncSession, buckets: Sequence[Bucket]) -> None:
    """Put one set of buckets in the place of another."""
    await session.execute(delete(Bucket))
    session.add_all(buckets)
    await session.flush()


async def campaigns_in_buckets(session: AsyncSession, codes: Iterable[str]) -> Sequence[Campaign]:
    """Return the campaigns of some buckets."""
    return (await session.scalars(select(Campaign).where(Campaign.bucket.in_(list(codes))))).all()


async def free_waiting_cases(session: AsyncSession, campaign_id: UUID, *, now: datetime) -> None:
    """Make the cases due again that the gate refused until later, because what it refused them by has changed."""
    waiting = update(Case).where(Case.campaign_id == campaign_id, Case.waits_for_rules, Case.next_contact_at > now)
    await session.execute(waiting.values(next_contact_at=now, waits_for_rules=False))


async def numbers_of_campaigns(session: AsyncSession, *, since: datetime) -> Mapping[UUID, CampaignNumbers]:
    """Count what all campaigns did since an instant, and their open cases."""
    calls = await _calls(session, since)
    promises = await _promises(session, since)
    cases = await _cases(session)
    found = {}
    for campaign_id in calls.keys() | cases.keys() | promises.keys():
        answered, abandoned, contacts = calls.get(campaign_id, (0, 0, 0))
        enrolled = cases.get(campaign_id, 0)
        found[campaign_id] = CampaignNumbers(enrolled, answered, abandoned, contacts, promises.get(campaign_id, 0))
    return found


async def calls_by_slot(
    session: AsyncSession, *, since: datetime, unit: Literal["hour", "minute"]
) -> Mapping[UUID, Sequence[CallSlot]]:
    """Count all campaigns' calls since an instant by the hour or minute (UTC) of their permits, oldest first."""
    slot = func.date_trunc(unit, Attempt.reserved_at, "UTC").label("began_at")
    live = Attempt.outcome.in_(LIVE)
    query = (
        select(
            Attempt.campaign_id,
            slot,
            func.count(),
            func.count().filter(Attempt.state == "closed"),
            func.count().filter(live),
            func.count().filter(Attempt.outcome == "abandoned"),
            func.count().filter(Attempt.disposition.like("AM%")),
        )
        .where(
            Attempt.campaign_id.is_not(None),
            Attempt.channel == "phone",
            Attempt.reserved_at >= since,
            Attempt.counts.is_(True),
        )
        .group_by(Attempt.campaign_id, slot)
        .order_by(Attempt.campaign_id, slot)
    )
    found: dict[UUID, list[CallSlot]] = {}
    for campaign_id, began_at, *counts in (await session.execute(query)).all():
        found.setdefault(campaign_id, []).append(CallSlot(began_at.astimezone(UTC), *counts))
    return found


async def _calls(session: AsyncSession, since: datetime) -> dict[UUID, tuple[int, int, int]]:
    live = Attempt.outcome.in_(LIVE)
    query = (
        select(
            Attempt.campaign_id,
            func.count().filter(live),
            func.count().filter(Attempt.outcome == "abandoned"),
            func.count().filter(Attempt.outcome == "conversation"),
        )
        .where(Attempt.campaign_id.is_not(None), Attempt.channel == "phone", Attempt.reserved_at >= since)
        .group_by(Attempt.campaign_id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in (await session.execute(query)).all() if row[0]}


async def _promises(session: AsyncSession, since: datetime) -> dict[UUID, int]:
    query = (
        select(Attempt.campaign_id, func.count())
        .join(Promise, Promise.attempt_id == Attempt.id)
        .where(Attempt.campaign_id.is_not(None), Promise.created_at >= since, Promise.state != "cancelled")
        .group_by(Attempt.campaign_id)
    )
    return {row[0]: row[1] for row in (await session.execute(query)).all() if row[0]}


async def _cases(session: AsyncSession) -> dict[UUID, int]:
    query = (
        select(Case.campaign_id, func.count())
        .where(Case.campaign_id.is_not(None), Case.state != CaseState.CLOSED.value)
        .group_by(Case.campaign_id)
    )
    return {row[0]: row[1] for row in (await session.execute(query)).all() if row[0]}
