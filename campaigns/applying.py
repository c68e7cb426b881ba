"""Carries out what a disposition brings, in the caller's transaction: holds, opt-outs, states of numbers.

Doing it twice changes nothing more. Returns the facts; the caller writes them to the journal. Promises and
callbacks are made by `wrapping_up`; here they are only taken back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.effects import CASE_HOLDS, Context, Effect, is_lasting
from campaigns.store.for_effects import (
    active_promise_of,
    add_opt_out,
    contact_point_for_update,
    holds_by_evidence,
    live_consents_by_evidence,
    live_holds,
    open_callback_of,
    remove_opt_out,
    same_code_before,
)
from config.facts import Fact
from config.ids import Ids
from crm.attempts import Attempt
from crm.callbacks import CallbackState
from crm.contact_points import ContactState, OptOut
from crm.facts import CallbackEnded, ContactPointChanged, HoldLifted, HoldSet, OptedOut, PromiseEnded
from crm.holds import Hold, HoldKind
from crm.promises import PromiseState

WORSE = (ContactState.SUSPECT, ContactState.INVALID, ContactState.WRONG_PARTY)
"""States of a number in rising order; an effect never makes a number look better."""


def evidence_of(attempt_id: UUID) -> str:
    """Return what a hold or stop rests on that came of an attempt; a correction finds it by this."""
    return f"attempt:{attempt_id}"


async def load_context(session: AsyncSession, attempt: Attempt) -> Context:
    """Find what the effects of an attempt's disposition depend on; `attempt.disposition` is already set."""
    has_contact_point = attempt.contact_point_id is not None
    before = await same_code_before(session, attempt) if has_contact_point else 0
    return Context(has_contact_point=has_contact_point, same_code_before=before)


async def apply_effects(
    session: AsyncSession, effects: Sequence[Effect], *, attempt: Attempt, now: datetime, actor: str, ids: Ids
) -> list[Fact]:
    """Carry out effects of an attempt and return what changed; an empty list when all was so before."""
    facts: list[Fact] = []
    for effect in effects:
        if effect.kind == "number_state":
            facts += await _mark_number(session, effect, attempt=attempt, now=now, actor=actor)
        elif effect.kind == "opt_out":
            facts += await _stop(session, effect, attempt=attempt, now=now, actor=actor, ids=ids)
        elif effect.kind == "hold":
            facts += await _hold(session, effect, attempt=attempt, now=now, actor=actor, ids=ids)
    await session.flush()
    return facts


async def revert_effects(
    session: AsyncSession,
    effects: Sequence[Effect],
    *,
    attempt: Attempt,
    now: datetime,
    actor: str,
    lasting_too: bool = False,
) -> list[Fact]:
    """Take back what this attempt brought and nothing else did.

    Lasting stops (`effects.is_lasting`) stay, unless `lasting_too`: a slip of the finger undone within seconds
    was never a demand.
    """
    facts: list[Fact] = []
    for effect in effects:
        if is_lasting(effect) and not lasting_too:
            continue
        if effect.kind == "number_state":
            facts += await _unmark_number(session, effect, attempt=attempt, now=now, actor=actor)
        elif effect.kind == "opt_out":
            await remove_opt_out(session, attempt.debtor_id, channel=effect.word, evidence=evidence_of(attempt.id))
        elif effect.kind == "hold":
            facts += await _lift(session, effect.word, attempt=attempt, now=now, actor=actor)
        elif effect.kind == "promise":
            facts += await _cancel_promise(session, attempt=attempt, now=now, actor=actor)
        elif effect.kind == "callback":
            facts += await _cancel_callback(session, attempt=attempt, now=now, actor=actor)
    await session.flush()
    return facts


async def _mark_number(
    session: AsyncSession, effect: Effect, *, attempt: Attempt, now: datetime, actor: str
) -> list[Fact]:
    if attempt.contact_point_id is None:
        return []
    point = await contact_point_for_update(session, attempt.contact_point_id)
    state = ContactState(effect.word)
    if point is None or (point.state in WORSE and WORSE.index(ContactState(point.state)) >= WORSE.index(state)):
        return []
    point.state = state.value
    return [
        ContactPointChanged(
            at=now, actor=actor, contact_point_id=point.id, debtor_id=point.debtor_id, state=state.value
        )
    ]


async def _stop(
    session: AsyncSession, effect: Effect, *, attempt: Attempt, now: datetime, actor: str, ids: Ids
) -> list[Fact]:
    row = OptOut(
        id=ids.new(),
        debtor_id=attempt.debtor_id,
        channel=effect.word,
        value=attempt.value,
        at=now,
        evidence=evidence_of(attempt.id),
        actor=actor,
    )
    if not await add_opt_out(session, row):
        return []
    source = "agent" if actor.startswith("user:") else "reply"
    return [OptedOut(at=now, actor=actor, debtor_id=attempt.debtor_id, channel=effect.word, source=source)]


async def _hold(
    session: AsyncSession, effect: Effect, *, attempt: Attempt, now: datetime, actor: str, ids: Ids
) -> list[Fact]:
    case_id = attempt.case_id if effect.word in CASE_HOLDS else None
    ends_at = None if effect.days is None else now + timedelta(days=effect.days)
    for hold in await live_holds(session, attempt.debtor_id, kind=effect.word, now=now):
        covers = hold.case_id is None or hold.case_id == case_id
        lasts = hold.ends_at is None or (ends_at is not None and hold.ends_at >= ends_at)
        if (covers and lasts) or hold.evidence == evidence_of(attempt.id):
            return []
    hold = Hold(
        id=ids.new(),
        debtor_id=attempt.debtor_id,
        case_id=case_id,
        kind=HoldKind(effect.word).value,
        starts_at=now,
        ends_at=ends_at,
        lifted_at=None,
        evidence=evidence_of(attempt.id),
        actor=actor,
    )
    session.add(hold)
    return [HoldSet(at=now, actor=actor, hold_id=hold.id, debtor_id=hold.debtor_id, kind=hold.kind, until=ends_at)]


async def _unmark_number(
    session: AsyncSession, effect: Effect, *, attempt: Attempt, now: datetime, actor: str
) -> list[Fact]:
    if attempt.contact_point_id is None:
        return []
    point = await contact_point_for_update(session, attempt.contact_point_id)
    if point is None or point.state != effect.word:
        return []
    point.state = (ContactState.NEW if point.verified_at is None else ContactState.VERIFIED).value
    return [
        ContactPointChanged(
            at=now, actor=actor, contact_point_id=point.id, debtor_id=point.debtor_id, state=point.state
        )
    ]


async def _lift(session: AsyncSession, kind: str, *, attempt: Attempt, now: datetime, actor: str) -> list[Fact]:
    facts: list[Fact] = []
    for hold in await holds_by_evidence(session, attempt.debtor_id, evidence=evidence_of(attempt.id)):
        if hold.kind == kind and hold.lifted_at is None:
            hold.lifted_at = now
            facts.append(HoldLifted(at=now, actor=actor, hold_id=hold.id, debtor_id=hold.debtor_id))
    return facts


async def _cancel_promise(session: AsyncSession, *, attempt: Attempt, now: datetime, actor: str) -> list[Fact]:
    promise = await active_promise_of(session, attempt.id)
    if promise is None:
        return []
    promise.state = PromiseState.CANCELLED.value
    ended = PromiseEnded(at=now, actor=actor, promise_id=promise.id, case_id=promise.case_id, state=promise.state)
    running = HoldKind.PROMISE_RUNNING.value
    return [ended, *await _lift(session, running, attempt=attempt, now=now, actor=actor)]


async def _cancel_callback(session: AsyncSession, *, attempt: Attempt, now: datetime, actor: str) -> list[Fact]:
    callback = await open_callback_of(session, attempt.id)
    if callback is None:
        return []
    callback.state = CallbackState.CANCELLED.value
    # Asking for the callback was the consent to that one more call (12 CFR 1006.14(b)(3)(i)); both end together.
    for consent in await live_consents_by_evidence(session, attempt.debtor_id, evidence=evidence_of(attempt.id)):
        consent.revoked_at = now
    return [CallbackEnded(at=now, actor=actor, callback_id=callback.id, case_id=callback.case_id, state=callback.state)]
