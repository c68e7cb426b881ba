"""Facts of calls, their ends, and reconciling: `calling`, `closing` and `reconciling` of a simulated process.

What follows from an end is written in the transaction that stores it. Nothing is placed here.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from campaigns.closures import code_of
from campaigns.simulation.acts.house import Process
from campaigns.simulation.ledger import AttemptRow, Entry, PersonRow, TreatmentRow
from campaigns.simulation.loop import Act, Next, Order, Pause, ProviderFailed, Transact
from campaigns.simulation.mistakes import Mistake
from config.facts import Fact
from telephony.calls import Call, CallState, ImpossibleMove
from telephony.facts import CallEnded, CallLost, CallPlaced, CallRinging, EndCause
from telephony.reconciliation import SETTLED_AFTER, Reconciled, compare

LIGHT = (CallPlaced, CallRinging)
SWEEP_MS = 30_000
TEXT_AFTER_MS = 120_000
TEXT_FOLLOWS = frozenset({"NC01", "AM01"})
WAITS_MINUTES = {"NC02": 30, "NC03": 180, "NC04": 240, "NC06": 10_080, "AM01": 120, "AB01": 240}


def follow(process: Process) -> Act:
    """Take the switch's facts, one after another, for ever."""
    while True:
        fact = yield Next(process.facts)
        yield from take(process, fact)


def take(process: Process, fact: Fact) -> Act:
    """Store one fact of a call; repeated and late ones are let go."""
    attempt_id: UUID = getattr(fact, "attempt_id")  # noqa: B009 - every call fact has one
    call = process.calls.get(attempt_id)
    if call is None:
        call = yield Transact("loading", lambda: process.ledger.calls.get(attempt_id))
    if call is None:
        return
    try:
        after = process.step_call(call, fact)
    except ImpossibleMove:
        return
    if after == call and not (process.errs(Mistake.REPEATED_END_COUNTS) and isinstance(fact, CallEnded)):
        return
    if isinstance(fact, LIGHT):
        process.unwritten.setdefault(attempt_id, []).append(fact)
    else:
        if process.errs(Mistake.KNOWN_BEFORE_STORED):
            process.calls[attempt_id] = after
        yield from _write(process, after, fact)
    process.calls[attempt_id] = after
    if after.state is CallState.ENDED:
        process.calls.pop(attempt_id, None)
        process.expected_ms.pop(attempt_id, None)
    process.put(fact)


def _write(process: Process, call: Call, fact: Fact) -> Act:
    facts = [*process.unwritten.get(call.attempt_id, []), fact]
    closes = isinstance(fact, CallEnded)

    def store() -> None:
        process.ledger.write_call(call)
        for one in facts:
            process.write(type(one).__name__, call.attempt_id)
        if closes and not process.errs(Mistake.END_STORED_WITHOUT_CLOSING):
            close_call(process, call)

    yield Transact("calling", store)
    process.unwritten.pop(call.attempt_id, None)
    if closes and process.errs(Mistake.END_STORED_WITHOUT_CLOSING):
        yield Transact("closing", lambda: close_call(process, call))


def close_call(process: Process, call: Call) -> None:
    """Close the attempt of an ended call, in the transaction that stores the end; twice changes nothing."""
    row = process.ledger.attempts.get(call.attempt_id)
    if row is None:
        return
    if row.state == "closed" and not process.errs(Mistake.REPEATED_END_COUNTS):
        return
    cause = (call.cause or EndCause.UNKNOWN).value
    if row.answered_ms is not None:
        outcome: str | None = row.outcome or "answered_other"
        process.ledger.close(row, process.now_ms, result=cause, outcome=outcome, counts=row.counts)
    elif process.errs(Mistake.END_OF_REPORTED_CALLS_ONLY) and call.placed_at is None:
        return
    else:
        disposition = process.ground.catalogue.get(code_of(process.ground.catalogue, call))
        outcome = disposition.outcome
        process.ledger.close(row, process.now_ms, result=cause, outcome=outcome, counts=row.counts)
        process.ledger.add_entry(Entry(process.new_id(), row.id, disposition.code, process.now_ms))
        process.write("DispositionSet", row.id, disposition.code)
        follow_up(process, row, disposition.code)
    process.write("AttemptClosed", row.id, cause)


def follow_up(process: Process, row: AttemptRow, code: str) -> None:
    """Say when the person is tried next, and want a text where the plan says so."""
    minutes = WAITS_MINUTES.get(code, process.ground.plan.retry_minutes)
    process.ledger.set_due(row.person, process.now_ms + minutes * 60_000)
    if code in TEXT_FOLLOWS:
        want_text(process, row.person)


def want_text(process: Process, person: PersonRow) -> None:
    """Want a text to a person in a while, unless one is waiting."""
    if any(one.person is person and one.state == "waiting" for one in process.ledger.treatments):
        return
    wanted = TreatmentRow(process.new_id(), person, process.now_ms + TEXT_AFTER_MS)
    process.ledger.treatments.append(wanted)


def take_back(process: Process, row: AttemptRow, result: str) -> None:
    """Close an attempt of which it is certain that nothing left; it is refunded and the person is due again."""
    if row.state == "closed":
        return
    counts = process.errs(Mistake.WITHDRAWN_NOT_REFUNDED)
    process.ledger.close(row, process.now_ms, result=result, outcome="not_connected", counts=counts)
    process.ledger.add_entry(Entry(process.new_id(), row.id, "NC10", process.now_ms))
    process.ledger.set_due(row.person, process.now_ms)
    ended = Call(
        attempt_id=row.id,
        number=row.point.value,
        caller_id="",
        state=CallState.ENDED,
        ended_at=process.now(),
        cause=EndCause.CANCELLED,
        ended_by="system",
    )
    process.ledger.write_call(ended)
    process.write("AttemptClosed", row.id, result)


# ------------------------------------------------------------------------------------------------ acts on a call


def act_on(process: Process, name: str, attempt_id: UUID, agent_id: UUID | None = None) -> Act:
    """Ask the switch for something about a live call; without an answer the next fact or the sweep tells."""
    switch = process.ground.switch

    def ask() -> None:
        if name == "connect" and agent_id is not None:
            switch.connect(attempt_id, agent_id)
        elif name == "apologise":
            switch.play_and_hang_up(attempt_id)
        elif name == "hang_up":
            switch.hang_up(attempt_id)

    try:
        yield Order(name, ask)
    except ProviderFailed:
        return


def lose(process: Process, attempt_id: UUID) -> Act:
    """Record that a call's fate is unknown."""
    yield from take(process, CallLost(at=process.now(), attempt_id=attempt_id))


# ------------------------------------------------------------------------------------------------ reconciling


def reconcile(process: Process, grace: timedelta = SETTLED_AFTER) -> Act:
    """Settle every live row by the switch's list; returns None if there was no list, and touches nothing then."""
    try:
        listed: tuple[UUID, ...] = yield Order("list", process.ground.switch.list_calls)
    except ProviderFailed:
        if not process.errs(Mistake.NO_LIST_READ_AS_EMPTY):
            return None
        listed = ()
    rows: list[Call] = yield Transact("live calls", lambda: list(process.ledger.live_calls.values()))
    now, now_ms = process.now(), process.now_ms
    _expect_permits(process, rows)
    calls = [process.calls.get(row.attempt_id) or row for row in rows]
    ages = {key: (now_ms - since_ms) / 1000 for key, since_ms in process.expected_ms.items()}
    if process.errs(Mistake.YOUNG_TAKEN_FOR_GONE):
        grace, ages = timedelta(0), {}
    found: Reconciled = compare(calls, listed, expected_for_s=ages, now=now, grace=grace)
    for call in found.alive:
        expect(process, call)
    for attempt_id in () if process.errs(Mistake.GONE_LEFT_OPEN) else found.gone:
        yield from _end(process, attempt_id)
    if not process.errs(Mistake.ENDED_ELSEWHERE_KEPT):
        live = {row.attempt_id for row in rows}.union(listed)
        for attempt_id in [key for key in process.calls if key not in live]:
            yield from catch_up(process, attempt_id)
    for attempt_id in () if process.errs(Mistake.STRANGERS_LEFT_ALIVE) else found.strangers:
        yield from act_on(process, "hang_up", attempt_id)
    return found


def _expect_permits(process: Process, rows: Sequence[Call]) -> None:
    """Take up permits of which this process has not heard yet: who asked for one may not have heard of it either."""
    for row in rows:
        if row.placed_at is None and row.attempt_id not in process.calls:
            expect(process, row)


def catch_up(process: Process, attempt_id: UUID) -> Act:
    """Hear of the end of a call that another process stored, or of whose permit nothing was stored at all."""
    call: Call | None = yield Transact("loading", lambda: process.ledger.calls.get(attempt_id))
    if call is not None and call.is_final:
        forget(process, attempt_id)
        cause, by = call.cause or EndCause.UNKNOWN, call.ended_by or "unknown"
        process.put(CallEnded(at=call.ended_at or process.now(), attempt_id=attempt_id, cause=cause, by=by))


def _end(process: Process, attempt_id: UUID) -> Act:
    if process.errs(Mistake.GONE_REFUNDED):
        row = process.ledger.attempts[attempt_id]
        yield Transact("refund", lambda: take_back(process, row, "gone"))
        return
    yield from take(process, CallEnded(at=process.now(), attempt_id=attempt_id, cause=EndCause.UNKNOWN, by="unknown"))


def sweep(process: Process) -> Act:
    """Reconcile every half minute while the calls are this process's to settle, for ever."""
    while True:
        yield Pause(SWEEP_MS)
        if process.epoch:
            yield from reconcile(process)


def expect(process: Process, call: Call) -> None:
    """Take up a call that was just reserved or found alive."""
    process.calls[call.attempt_id] = call
    process.expected_ms.setdefault(call.attempt_id, process.now_ms)


def forget(process: Process, attempt_id: UUID) -> None:
    """Drop a call that never left."""
    process.calls.pop(attempt_id, None)
    process.expected_ms.pop(attempt_id, None)
    process.unwritten.pop(attempt_id, None)
