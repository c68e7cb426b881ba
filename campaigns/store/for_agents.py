"""What the agent's panel and the floor ask: verification, undone outcomes, and the numbers of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from config.journal import JournalRow
from crm.attempts import Attempt, DispositionEntry
from crm.facts import PartyVerified
from crm.promises import Promise, PromiseState
from crm.staff import Team

LIVE = ("conversation", "answered_other", "abandoned")
"""Outcomes of calls that a person picked up."""


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """One agent's day; talk in seconds."""

    calls: int = 0
    contacts: int = 0
    promises: int = 0
    talk_s: int = 0


@dataclass(frozen=True, slots=True)
class FloorNumbers:
    """One campaign's day."""

    answered: int = 0
    abandoned: int = 0
    contacts: int = 0
    promises: int = 0


async def was_verified(session: AsyncSession, attempt: Attempt) -> bool:
    """Say whether the right party was verified in this call, as the journal has it."""
    verified = exists().where(
        JournalRow.subject == attempt.case_id,
        JournalRow.name == PartyVerified.__name__,
        JournalRow.body["attempt_id"].astext == str(attempt.id),
    )
    return bool(await session.scalar(select(verified)))


async def newest_call_of(session: AsyncSession, agent_id: UUID) -> Attempt | None:
    """Return the call an agent was given last."""
    mine = select(Attempt).where(Attempt.agent_id == agent_id, Attempt.answered_at.is_not(None))
    return await session.scalar(mine.order_by(Attempt.answered_at.desc()).limit(1))


async def entry_undone_by(session: AsyncSession, command_id: UUID, attempt_id: UUID) -> DispositionEntry | None:
    """Return the outcome of a call that a command took back, if it was carried out before."""
    query = select(DispositionEntry).where(
        DispositionEntry.attempt_id == attempt_id, DispositionEntry.superseded_by == command_id
    )
    return await session.scalar(query)


async def own_numbers(
    session: AsyncSession, agent_id: UUID, campaign_ids: Sequence[UUID], *, since: datetime
) -> OwnNumbers:
    """Count an agent's calls of these campaigns since an instant."""
    contact = (Attempt.outcome == "conversation") & (Attempt.party == "debtor")
    talk = func.extract("epoch", Attempt.closed_at - Attempt.bridged_at)
    running = (Promise.attempt_id == Attempt.id) & (Promise.state != PromiseState.CANCELLED.value)
    query = (
        select(
            func.count(Attempt.id),
            func.count(Attempt.id).filter(contact),
            func.count(Promise.id),
            func.coalesce(func.sum(talk), 0),
        )
        .outerjoin(Promise, running)
        .where(
            Attempt.campaign_id.in_(campaign_ids),
            Attempt.reserved_at >= since,
            Attempt.agent_id == agent_id,
            Attempt.answered_at.is_not(None),
        )
    )
    calls, contacts, promises, talk_s = (await session.execute(query)).one()
    return OwnNumbers(calls, contacts, promises, int(talk_s))


async def floor_numbers(
    session: AsyncSession, campaign_ids: Sequence[UUID], *, since: datetime
) -> Mapping[UUID, FloorNumbers]:
    """Count the calls of campaigns since an instant; campaigns without any are left out."""
    running = (Promise.attempt_id == Attempt.id) & (Promise.state != PromiseState.CANCELLED.value)
    query = (
        select(
            Attempt.campaign_id,
            func.count(Attempt.id).filter(Attempt.outcome.in_(LIVE)),
            func.count(Attempt.id).filter(Attempt.outcome == "abandoned"),
            func.count(Attempt.id).filter((Attempt.outcome == "conversation") & (Attempt.party == "debtor")),
            func.count(Promise.id),
        )
        .outerjoin(Promise, running)
        .where(Attempt.campaign_id.in_(campaign_ids), Attempt.channel == "phone", Attempt.reserved_at >= since)
        .group_by(Attempt.campaign_id)
    )
    rows = (await session.execute(query)).all()
    return {row[0]: FloorNumbers(*row[1:]) for row in rows if row[0] is not None}


async def team_names(session: AsyncSession) -> Mapping[UUID, str]:
    """Return the names of all teams."""
    return {row.id: row.name for row in (await session.execute(select(Team.id, Team.name))).all()}
