"""Questions of judging recorded calls: which there are, what is kept of one, who reviewed it and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaigns import Campaign
from campaigns.reviews import Review, ReviewComment, ReviewState
from crm.attempts import Attempt, DispositionEntry, Draft
from crm.cases import Case
from crm.debtors import Debtor
from crm.staff import User
from telephony.tables import RecordingRow

Row = TypeVarTuple("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFilter:
    """Which recorded calls are wanted; instants are half-open, None is no wish."""

    start: datetime | None = None
    end: datetime | None = None
    agent_id: UUID | None = None
    disposition: str | None = None
    min_ms: int | None = None
    is_reviewed: bool | None = None


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One row of the list; `score` is that of the newest finished review."""

    attempt_id: UUID
    at: datetime
    agent: str | None
    case_number: str
    campaign: str | None
    disposition: str | None
    duration_ms: int
    is_reviewed: bool
    score: int | None


async def recorded_calls(
    session: AsyncSession, wanted: CallFilter, *, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[RecordedCall]:
    """Return recorded calls, newest first, after the (instant, attempt) of the last row seen."""
    newest = (
        select(Review.score)
        .where(Review.attempt_id == Attempt.id, Review.state == ReviewState.FINAL.value)
        .order_by(Review.updated_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(
            Attempt.id,
            Attempt.reserved_at,
            User.display_name,
            Case.number,
            Campaign.name,
            Attempt.disposition,
            RecordingRow.duration_ms,
            _is_reviewed(),
            newest,
        )
        .join(RecordingRow, RecordingRow.attempt_id == Attempt.id)
        .join(Case, Case.id == Attempt.case_id)
        .outerjoin(User, User.id == Attempt.agent_id)
        .outerjoin(Campaign, Campaign.id == Attempt.campaign_id)
    )
    query = _filtered(query, wanted)
    if after is not None:
        query = query.where(tuple_(Attempt.reserved_at, Attempt.id) < tuple_(*after))
    query = query.order_by(Attempt.reserved_at.desc(), Attempt.id.desc()).limit(limit)
    return [RecordedCall(*row) for row in (await session.execute(query)).all()]


async def count_recorded_calls(session: AsyncSession, wanted: CallFilter) -> int:
    """Count the recorded calls that a filter lets through."""
    query = select(func.count()).select_from(Attempt).join(RecordingRow, RecordingRow.attempt_id == Attempt.id)
    return await session.scalar(_filtered(query, wanted)) or 0


async def attempt_by_id(session: AsyncSession, attempt_id: UUID) -> Attempt | None:
    """Return one attempt."""
    return await session.get(Attempt, attempt_id)


async def names_of_call(session: AsyncSession, attempt: Attempt) -> tuple[str, str, str | None, Campaign | None]:
    """Return the case's number, the person's name, the agent's name and the campaign of an attempt."""
    query = (
        select(Case.number, Debtor.full_name, User.display_name, Campaign)
        .select_from(Attempt)
        .join(Case, Case.id == Attempt.case_id)
        .join(Debtor, Debtor.id == Attempt.debtor_id)
        .outerjoin(User, User.id == Attempt.agent_id)
        .outerjoin(Campaign, Campaign.id == Attempt.campaign_id)
        .where(Attempt.id == attempt.id)
    )
    number, person, agent, campaign = (await session.execute(query)).one()
    return number, person, agent, campaign


async def entries_of(session: AsyncSession, attempt_id: UUID) -> Sequence[DispositionEntry]:
    """Return all dispositions of an attempt, oldest first; the one in force is not superseded."""
    query = select(DispositionEntry).where(DispositionEntry.attempt_id == attempt_id)
    rows = (await session.scalars(query.order_by(DispositionEntry.at, DispositionEntry.id))).all()
    # Entries of one instant are still in order: the one in force comes last.
    return sorted(rows, key=lambda row: (row.at, row.superseded_by is None))


async def recording_of(session: AsyncSession, attempt_id: UUID) -> RecordingRow | None:
    """Return the newest recording of an attempt."""
    query = select(RecordingRow).where(RecordingRow.attempt_id == attempt_id)
    return await session.scalar(query.order_by(RecordingRow.stored_at.desc()).limit(1))


async def recording_by_id(session: AsyncSession, recording_id: UUID) -> RecordingRow | None:
    """Return one recording."""
    return await session.get(RecordingRow, recording_id)


async def review_of(session: AsyncSession, attempt_id: UUID, *, reviewer_id: UUID) -> Review | None:
    """Return one reviewer's review of a call."""
    query = select(Review).where(Review.attempt_id == attempt_id, Review.reviewer_id == reviewer_id)
    return await session.scalar(query)


async def lock_review(session: AsyncSession, fresh: Review) -> Review:
    """Return the reviewer's review of the call, made from `fresh` when there was none, and lock it.

    Of two windows of one reviewer, the second waits here.
    """
    values = {
        "id": fresh.id,
        "attempt_id": fresh.attempt_id,
        "reviewer_id": fresh.reviewer_id,
        "scorecard": fresh.scorecard,
        "marks": fresh.marks,
        "score": fresh.score,
        "state": fresh.state,
        "updated_at": fresh.updated_at,
    }
    await session.execute(upsert(Review).values(values).on_conflict_do_nothing())
    query = select(Review).where(Review.attempt_id == fresh.attempt_id, Review.reviewer_id == fresh.reviewer_id)
    return (await session.scalars(query.with_for_update())).one()


async def comments_of(session: AsyncSession, attempt_id: UUID) -> Sequence[tuple[ReviewComment, str]]:
    """Return the comments on a call with the names of their writers, by place in the recording."""
    query = (
        select(ReviewComment, User.display_name)
        .join(User, User.id == ReviewComment.reviewer_id)
        .where(ReviewComment.attempt_id == attempt_id)
        .order_by(ReviewComment.start_ms, ReviewComment.at, ReviewComment.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def comment_by_id(session: AsyncSession, comment_id: UUID) -> ReviewComment | None:
    """Return one comment."""
    return await session.get(ReviewComment, comment_id)


async def draft_of(session: AsyncSession, attempt_id: UUID) -> Draft | None:
    """Return what the agent ticked and typed on a call."""
    return await session.get(Draft, attempt_id)


def _is_reviewed() -> ColumnElement[bool]:
    return exists().where(Review.attempt_id == Attempt.id, Review.state == ReviewState.FINAL.value)


def _filtered(query: Select[*Row], wanted: CallFilter) -> Select[*Row]:
    query = query.where(Attempt.channel == "phone")
    if wanted.start is not None:
        query = query.where(Attempt.reserved_at >= wanted.start)
    if wanted.end is not None:
        query = query.where(Attempt.reserved_at < wanted.end)
    if wanted.agent_id is not None:
        query = query.where(Attempt.agent_id == wanted.agent_id)
    if wanted.disposition is not None:
        query = query.where(Attempt.disposition == wanted.disposition)
    if wanted.min_ms is not None:
        query = query.where(RecordingRow.duration_ms >= wanted.min_ms)
    if wanted.is_reviewed is not None:
        query = query.where(_is_reviewed() if wanted.is_reviewed else ~_is_reviewed())
    return query
