"""Reads the whole ledger for the checkers: what was tried, what forbade it, what was said and agreed.

Nothing is judged here, and nothing of the rules engine is used: the checkers are a second opinion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaigns import Campaign
from config.journal import JournalRow
from crm.attempts import Attempt, DispositionEntry
from crm.cases import Case
from crm.contact_points import Consent, ContactPoint, OptOut
from crm.debtors import Debtor
from crm.facts import AttemptRefused
from crm.holds import Hold
from crm.promises import Promise
from telephony.tables import CallRow, MessageRow


@dataclass(frozen=True, slots=True)
class LedgerAttempt:
    """One attempt with what is known of its person and number.

    `picked_up_at` is what the line said, `entries` counts the dispositions in force.
    """

    id: UUID
    debtor_id: UUID
    case_id: UUID
    campaign_id: UUID | None
    point_id: UUID | None
    channel: str
    direction: str
    purpose: str
    value: str
    state: str
    counts: bool
    verdict: dict[str, Any]
    agent_id: UUID | None
    reserved_at: datetime
    answered_at: datetime | None
    bridged_at: datetime | None
    closed_at: datetime | None
    result: str | None
    outcome: str | None
    known_zone: str | None
    address_zones: Sequence[str]
    number_label: str | None
    number_zones: Sequence[str] | None
    picked_up_at: datetime | None
    entries: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything the checkers look at; attempts by their instant, `promises` with what their case owes past due."""

    attempts: Sequence[LedgerAttempt]
    holds: Sequence[Hold]
    opt_outs: Sequence[OptOut]
    consents: Sequence[Consent]
    promises: Sequence[tuple[Promise, int]]
    messages: Sequence[MessageRow]
    campaigns: Sequence[Campaign]
    refusals: Sequence[tuple[UUID, datetime, Sequence[str]]]


async def load_ledger(session: AsyncSession) -> Ledger:
    """Load the whole ledger; `refusals` are (case, instant, rules) of every refused attempt."""
    refused = select(JournalRow).where(JournalRow.name == AttemptRefused.__name__).order_by(JournalRow.seq)
    promises = select(Promise, Case.past_due_minor).join(Case, Case.id == Promise.case_id)
    return Ledger(
        attempts=await _attempts(session),
        holds=(await session.scalars(select(Hold).order_by(Hold.starts_at, Hold.id))).all(),
        opt_outs=(await session.scalars(select(OptOut).order_by(OptOut.at, OptOut.id))).all(),
        consents=(await session.scalars(select(Consent).order_by(Consent.given_at, Consent.id))).all(),
        promises=[
            (row[0], row[1]) for row in (await session.execute(promises.order_by(Promise.created_at, Promise.id))).all()
        ],
        messages=(
            await session.scalars(select(MessageRow).order_by(MessageRow.queued_at, MessageRow.attempt_id))
        ).all(),
        campaigns=(await session.scalars(select(Campaign).order_by(Campaign.bucket, Campaign.name))).all(),
        refusals=[
            (UUID(row.body["case_id"]), row.at, row.body["rules"]) for row in (await session.scalars(refused)).all()
        ],
    )


async def _attempts(session: AsyncSession) -> list[LedgerAttempt]:
    entries = (
        select(DispositionEntry.attempt_id, func.count().label("entries"))
        .where(DispositionEntry.superseded_by.is_(None))
        .group_by(DispositionEntry.attempt_id)
        .subquery()
    )
    query = (
        select(
            Attempt.id,
            Attempt.debtor_id,
            Attempt.case_id,
            Attempt.campaign_id,
            Attempt.contact_point_id,
            Attempt.channel,
            Attempt.direction,
            Attempt.purpose,
            Attempt.value,
            Attempt.state,
            Attempt.counts,
            Attempt.verdict,
            Attempt.agent_id,
            Attempt.reserved_at,
            Attempt.answered_at,
            Attempt.bridged_at,
            Attempt.closed_at,
            Attempt.result,
            Attempt.outcome,
            Debtor.known_zone,
            Debtor.address_zones,
            ContactPoint.label,
            ContactPoint.zones,
            CallRow.answered_at,
            func.coalesce(entries.c.entries, 0),
        )
        .join(Debtor, Debtor.id == Attempt.debtor_id)
        .outerjoin(ContactPoint, ContactPoint.id == Attempt.contact_point_id)
        .outerjoin(CallRow, CallRow.attempt_id == Attempt.id)
        .outerjoin(entries, entries.c.attempt_id == Attempt.id)
        .order_by(Attempt.reserved_at, Attempt.id)
    )
    rows: Sequence[Sequence[Any]] = (await session.execute(query)).all()
    return [LedgerAttempt(*row) for row in rows]
