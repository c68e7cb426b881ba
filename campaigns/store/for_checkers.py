"""Reads the whole ledger for the checkers: what was tried, what forbade it, what was said and agreed.

Nothing is judged here, and nothing of the rules engine is used: the checkers are a second opinion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaigns import Campaign
from config.journal import JournalRow
from crm.attempts import Attempt, DispositionEntry
from crm.cases import Case
from crm.contact_points import Consent, ContactPoint, OptOut, StatedTime, StatedZone
from crm.debtors import Creditor, Debtor
from crm.facts import AttemptRefused, ContactPointChanged
from crm.holds import Hold
from crm.promises import Promise
from telephony.tables import CallRow, MessageRow


@dataclass(frozen=True, slots=True)
class LedgerAttempt:
    """One attempt with what is known of its person and number.

    `picked_up_at` is what the line said, `entries` counts the dispositions in force. `said` are all dispositions ever
    recorded of it, by instant, also those that a correction superseded. `known_zone` is the one told by then.
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
    collector_role: str
    region: str | None
    city: str | None
    known_zone: str | None
    address_zones: Sequence[str]
    number_label: str | None
    number_zones: Sequence[str] | None
    rang_at: datetime | None
    picked_up_at: datetime | None
    entries: int
    said: Sequence[tuple[datetime, str]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything the checkers look at; attempts by their instant, `promises` with what their case owes past due.

    `number_states` are (contact point, instant, new state) in the order of time; `outcome_of` says how counting reads
    a disposition.
    """

    attempts: Sequence[LedgerAttempt]
    holds: Sequence[Hold]
    opt_outs: Sequence[OptOut]
    consents: Sequence[Consent]
    promises: Sequence[tuple[Promise, int]]
    messages: Sequence[MessageRow]
    campaigns: Sequence[Campaign]
    refusals: Sequence[tuple[UUID, datetime, Sequence[str]]]
    stated_times: Sequence[StatedTime]
    stated_zones: Sequence[StatedZone]
    number_states: Sequence[tuple[UUID, datetime, str]]
    outcome_of: Mapping[str, str | None]


async def load_ledger(session: AsyncSession, *, outcome_of: Mapping[str, str | None]) -> Ledger:
    """Load the whole ledger; `refusals` are (case, instant, rules) of every refused attempt."""
    refused = select(JournalRow).where(JournalRow.name == AttemptRefused.__name__).order_by(JournalRow.seq)
    changed = select(JournalRow).where(JournalRow.name == ContactPointChanged.__name__).order_by(JournalRow.seq)
    promises = select(Promise, Case.past_due_minor).join(Case, Case.id == Promise.case_id)
    zones = (await session.scalars(select(StatedZone).order_by(StatedZone.starts_at, StatedZone.id))).all()
    return Ledger(
        attempts=await _attempts(session, zones),
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
        stated_times=(await session.scalars(select(StatedTime).order_by(StatedTime.starts_at, StatedTime.id))).all(),
        stated_zones=zones,
        number_states=[
            (UUID(row.body["contact_point_id"]), row.at, row.body["state"])
            for row in (await session.scalars(changed)).all()
        ],
        outcome_of=outcome_of,
    )


async def _attempts(session: AsyncSession, zones: Sequence[StatedZone]) -> list[LedgerAttempt]:
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
            Creditor.collector_role,
            Debtor.region,
            Debtor.city,
            Debtor.known_zone,
            Debtor.address_zones,
            ContactPoint.label,
            ContactPoint.zones,
            CallRow.ringing_at,
            CallRow.answered_at,
            func.coalesce(entries.c.entries, 0),
        )
        .join(Debtor, Debtor.id == Attempt.debtor_id)
        .join(Creditor, Creditor.id == Debtor.creditor_id)
        .outerjoin(ContactPoint, ContactPoint.id == Attempt.contact_point_id)
        .outerjoin(CallRow, CallRow.attempt_id == Attempt.id)
        .outerjoin(entries, entries.c.attempt_id == Attempt.id)
        .order_by(Attempt.reserved_at, Attempt.id)
    )
    said: dict[UUID, list[tuple[datetime, str]]] = {}
    spoken = select(DispositionEntry.attempt_id, DispositionEntry.at, DispositionEntry.code)
    for attempt_id, at, code in (await session.execute(spoken.order_by(DispositionEntry.at))).all():
        said.setdefault(attempt_id, []).append((at, code))
    rows: Sequence[Sequence[Any]] = (await session.execute(query)).all()
    told: dict[UUID, list[StatedZone]] = {}
    for zone in zones:
        told.setdefault(zone.debtor_id, []).append(zone)
    found = [LedgerAttempt(*(*row, said.get(row[0], ()))) for row in rows]
    return [
        replace(one, known_zone=_told_by(told[one.debtor_id], one)) if one.debtor_id in told else one for one in found
    ]


def _told_by(zones: Sequence[StatedZone], attempt: LedgerAttempt) -> str | None:
    """Return the zone the person was known to be in when an attempt was reserved."""
    at = attempt.reserved_at
    standing = [one.zone for one in zones if one.starts_at <= at and (one.ends_at is None or at < one.ends_at)]
    return standing[-1] if standing else None
