"""Keeps what a person agreed to in a call: a promise to pay, a callback; in the caller's transaction."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.applying import evidence_of
from campaigns.store.for_wrapping_up import open_callbacks, running_promise
from campaigns.worklist import NextContact
from config.errors import BadInput
from config.facts import Fact
from config.ground import Ground
from crm.attempts import Attempt
from crm.callbacks import Callback, CallbackState
from crm.cases import Case
from crm.contact_points import Consent
from crm.facts import CallbackAgreed, CallbackEnded, HoldSet, PromiseEnded, PromiseMade
from crm.holds import Hold, HoldKind
from crm.money import Money
from crm.promises import GRACE_DAYS, Promise, PromiseState, check_promise

WEST_OF_ALL = timedelta(hours=12)
"""How far the last zone on Earth is behind UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseTerms:
    """What a person promised: minor units of the case's currency, a date, and how."""

    amount_minor: int
    due_on: date
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackTerms:
    """When a person wants to be called; `zone` is where that time was agreed, `is_mine` keeps it with the agent."""

    due_at: datetime
    zone: str
    contact_point_id: UUID | None
    is_mine: bool


async def make_promise(
    ground: Ground, session: AsyncSession, attempt: Attempt, case: Case, terms: PromiseTerms, actor: str
) -> tuple[list[Fact], NextContact]:
    """Keep a promise and hold contact about its case until it is due and its grace is over; an earlier one yields.

    Raises:
        BadInput: names `amount` or `due_on`.
    """
    now = ground.clock.now()
    owed = Money(case.past_due_minor, case.currency)
    # The person's own day may still be the one before; no date that is today somewhere on Earth lies in the past.
    today = (now - WEST_OF_ALL).date()
    check_promise(Money(terms.amount_minor, case.currency), terms.due_on, today=today, past_due=owed)
    facts: list[Fact] = []
    earlier = await running_promise(session, case.id)
    if earlier is not None:
        earlier.state = PromiseState.SUPERSEDED.value
        facts.append(PromiseEnded(at=now, actor=actor, promise_id=earlier.id, case_id=case.id, state=earlier.state))
        await session.flush()
    promise = Promise(
        id=ground.ids.new(),
        case_id=case.id,
        attempt_id=attempt.id,
        amount_minor=terms.amount_minor,
        currency=case.currency,
        due_on=terms.due_on,
        method=terms.method,
        created_at=now,
        actor=actor,
    )
    ends_at = datetime.combine(terms.due_on + timedelta(days=GRACE_DAYS + 1), datetime.min.time(), tzinfo=now.tzinfo)
    hold = Hold(
        id=ground.ids.new(),
        debtor_id=attempt.debtor_id,
        case_id=case.id,
        kind=HoldKind.PROMISE_RUNNING.value,
        starts_at=now,
        ends_at=ends_at,
        evidence=evidence_of(attempt.id),
        actor=actor,
    )
    session.add_all([promise, hold])
    facts += [
        PromiseMade(
            at=now,
            actor=actor,
            promise_id=promise.id,
            case_id=case.id,
            amount_minor=promise.amount_minor,
            currency=promise.currency,
            due_on=promise.due_on,
        ),
        HoldSet(at=now, actor=actor, hold_id=hold.id, debtor_id=hold.debtor_id, kind=hold.kind, until=ends_at),
    ]
    return facts, NextContact(ends_at, attempt.contact_point_id)


def agree_callback(
    ground: Ground, session: AsyncSession, attempt: Attempt, terms: CallbackTerms, actor: str
) -> tuple[list[Fact], NextContact]:
    """Keep a callback, and the consent to this one more call that asking for it means (12 CFR 1006.14(b)(3)(i))."""
    now = ground.clock.now()
    if terms.due_at <= now:
        raise BadInput("callback_past", "A callback must lie in the future.", {"callback": "in the future"})
    callback = Callback(
        id=ground.ids.new(),
        case_id=attempt.case_id,
        debtor_id=attempt.debtor_id,
        contact_point_id=terms.contact_point_id or attempt.contact_point_id,
        attempt_id=attempt.id,
        due_at=terms.due_at,
        zone=terms.zone,
        owner_id=attempt.agent_id if terms.is_mine else None,
        created_at=now,
        actor=actor,
    )
    consent = Consent(
        id=ground.ids.new(),
        debtor_id=attempt.debtor_id,
        kind="extra_calls",
        given_at=now + timedelta(seconds=1),
        ends_at=terms.due_at + timedelta(days=1),
        evidence=evidence_of(attempt.id),
        actor=actor,
    )
    session.add_all([callback, consent])
    agreed = CallbackAgreed(
        at=now, actor=actor, callback_id=callback.id, case_id=callback.case_id, due_at=callback.due_at
    )
    return [agreed], NextContact(callback.due_at, callback.contact_point_id)


async def end_callbacks(session: AsyncSession, attempt: Attempt, now: datetime, actor: str) -> list[Fact]:
    """A talk with the person settles the callbacks that were due by now."""
    facts: list[Fact] = []
    for callback in await open_callbacks(session, attempt.case_id, due_by=now):
        callback.state = CallbackState.DONE.value
        facts.append(
            CallbackEnded(at=now, actor=actor, callback_id=callback.id, case_id=callback.case_id, state=callback.state)
        )
    return facts
