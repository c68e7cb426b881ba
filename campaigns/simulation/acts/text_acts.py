"""Texts of a simulated process: `messaging`, `sending` and `taking_replies`, with their order of steps.

The state sending is committed before a text leaves, and a text whose fate is unknown is looked up and never sent again.
"""

from functools import partial
from uuid import UUID

from campaigns.closures import CLOSING_TEXTS, text_counts
from campaigns.simulation.acts.gate import Answer, Wanted, reserve_some
from campaigns.simulation.acts.house import Process
from campaigns.simulation.acts.outcome_acts import refuses, ring, stop
from campaigns.simulation.ledger import AttemptRow, Entry, TreatmentRow
from campaigns.simulation.loop import Act, Next, Order, Pause, ProviderFailed, Transact
from campaigns.simulation.mistakes import Mistake
from config.facts import Fact
from telephony.calls import ImpossibleMove
from telephony.facts import MessageAccepted, MessageReceived, MessageRefused, MessageUnknown
from telephony.messages import WITHDRAWN, Message, MessageState, is_stop_word

BATCH = 50
LOOK_MS = 60_000
SWEEP_MS = 300_000
BUSY_MS = 120_000
LATEST_MS = 12 * 3_600_000


def run(process: Process) -> Act:
    """Send what is due, look again every minute; for ever."""
    while True:
        yield Pause(LOOK_MS)
        if process.epoch or process.errs(Mistake.LEASE_NOT_ASKED):
            yield from _send_due(process)


def _send_due(process: Process) -> Act:
    due: list[TreatmentRow] = yield Transact("due texts", lambda: _due(process))
    if not due:
        return
    answers: list[Answer] = yield from reserve_some(
        process, [Wanted(one.person, "sms", treatment=one) for one in due], most=len(due)
    )
    for treatment, answer in zip(due, answers, strict=True):
        if isinstance(answer, AttemptRow):
            yield from send(process, answer.id)
            if process.errs(Mistake.TREATMENT_SETTLED_LATER):
                yield Transact("settling", partial(_settle, treatment, "done"))
        elif answer.code in {"person_busy", "lease_lost"}:
            yield Transact("postponing", partial(_postpone, treatment, process.now_ms + BUSY_MS))
        else:
            yield Transact("dropping", partial(_settle, treatment, "dropped"))


def _due(process: Process) -> list[TreatmentRow]:
    now_ms = process.now_ms
    found: list[TreatmentRow] = []
    waiting = [one for one in process.ledger.treatments if one.state == "waiting"]
    process.ledger.treatments[:] = waiting
    for one in waiting:
        if one.due_ms <= now_ms and len(found) < BATCH:
            found.append(one)
    return found


def _settle(treatment: TreatmentRow, state: str) -> None:
    treatment.state = state


def _postpone(treatment: TreatmentRow, at_ms: int) -> None:
    treatment.due_ms = at_ms


def send(process: Process, attempt_id: UUID) -> Act:
    """Let one queued text leave; nothing for one that has left before."""
    if process.errs(Mistake.SENT_BEFORE_COMMIT):
        fact = yield from _hand_over(process, attempt_id)
        yield Transact("sending", lambda: _let_leave(process, attempt_id))
        yield from take(process, fact)
        return
    may_leave = yield Transact("sending", lambda: _let_leave(process, attempt_id))
    if may_leave:
        fact = yield from _hand_over(process, attempt_id)
        yield from take(process, fact)


def _let_leave(process: Process, attempt_id: UUID) -> bool:
    message, row = process.ledger.messages[attempt_id], process.ledger.attempts[attempt_id]
    if message.state is not MessageState.QUEUED:
        return False
    if not process.errs(Mistake.NO_LAST_LOOK) and refuses(process, row):
        _move(process, message, MessageRefused(at=process.now(), attempt_id=attempt_id, code=WITHDRAWN, reason="rule"))
        return False
    _put(process, message, MessageState.SENDING)
    process.ledger.sending_ms[attempt_id] = process.now_ms
    return True


def _put(process: Process, message: Message, state: MessageState) -> None:
    process.ledger.messages[message.attempt_id] = Message(
        attempt_id=message.attempt_id, number=message.number, sender=message.sender, text=message.text, state=state
    )


def _hand_over(process: Process, attempt_id: UUID) -> Act:
    number = process.ledger.messages[attempt_id].number
    order = Order("send", partial(process.ground.gateway.send, attempt_id, number, process.number), is_text=True)
    try:
        is_taken = yield order
    except ProviderFailed as failure:
        if failure.effect == "unknown" and process.errs(Mistake.TEXT_TIMEOUT_SENT_AGAIN):
            return _fact(process, attempt_id, is_taken=(yield order))
        if failure.effect == "impossible" or process.errs(Mistake.TEXT_TIMEOUT_REFUNDED):
            return _fact(process, attempt_id, is_taken=False)
        return MessageUnknown(at=process.now(), attempt_id=attempt_id)
    return _fact(process, attempt_id, is_taken=is_taken)


def _fact(process: Process, attempt_id: UUID, *, is_taken: bool) -> Fact:
    if is_taken:
        return MessageAccepted(at=process.now(), attempt_id=attempt_id, provider_ref=f"g{attempt_id.int}", segments=1)
    return MessageRefused(at=process.now(), attempt_id=attempt_id, code="refused", reason="")


def send_queued(process: Process) -> Act:
    """Let texts leave that were queued when the process ended; none of them can have left."""
    states = {MessageState.QUEUED}
    if process.errs(Mistake.TEXT_ON_ITS_WAY_SENT_AGAIN):
        states |= {MessageState.SENDING, MessageState.UNKNOWN}
    found = yield Transact("queued texts", lambda: _in(process, states))
    for message in found:
        if message.state is not MessageState.QUEUED:
            yield Transact("queueing again", partial(_put, process, message, MessageState.QUEUED))
        yield from send(process, message.attempt_id)


def settle_unknown(process: Process) -> Act:
    """Look up texts that were on their way when the answer, or this process, was lost."""
    found = yield Transact("unknown texts", lambda: _in(process, {MessageState.SENDING, MessageState.UNKNOWN}))
    for message in found:
        try:
            is_taken = yield Order("find", partial(process.ground.gateway.find, message.attempt_id))
        except ProviderFailed:
            continue
        if is_taken is not None:
            yield from take(process, _fact(process, message.attempt_id, is_taken=is_taken))
        elif message.state is MessageState.SENDING:
            yield from take(process, MessageUnknown(at=process.now(), attempt_id=message.attempt_id))


def _in(process: Process, states: set[MessageState]) -> list[Message]:
    found = [process.ledger.messages[attempt_id] for attempt_id in process.ledger.open_texts]
    return [message for message in found if message.state in states]


def sweep(process: Process) -> Act:
    """Look up texts of unknown fate every few minutes while they are this process's to settle, for ever."""
    while True:
        yield Pause(SWEEP_MS)
        if process.epoch:
            yield from settle_unknown(process)
            if not process.errs(Mistake.QUEUED_LEFT_BEHIND):
                yield from send_queued(process)


def follow(process: Process) -> Act:
    """Take the gateway's receipts and replies, one after another, for ever."""
    while True:
        fact = yield Next(process.receipts)
        if isinstance(fact, MessageReceived):
            person = yield Transact("reply", partial(_take_reply, process, fact))
            if person is not None:
                ring(process, person)
        else:
            yield from take(process, fact)


def take(process: Process, fact: Fact) -> Act:
    """Store one fact of a text; repeated and late ones change nothing."""

    def store() -> None:
        attempt_id: UUID = getattr(fact, "attempt_id")  # noqa: B009 - every fact of a text has one
        message = process.ledger.messages.get(attempt_id)
        if message is not None:
            _move(process, message, fact)

    try:
        yield Transact("text", store)
    except ImpossibleMove:
        return


def _move(process: Process, message: Message, fact: Fact) -> None:
    try:
        after = process.step_message(message, fact)
    except ImpossibleMove:
        return
    if after == message:
        return
    process.ledger.messages[message.attempt_id] = after
    process.write(type(fact).__name__, message.attempt_id)
    _close(process, process.ledger.attempts[message.attempt_id], fact)


def _close(process: Process, row: AttemptRow, fact: Fact) -> None:
    """Close the attempt by what the gateway said; an unknown one stays open until it is settled."""
    state = CLOSING_TEXTS.get(type(fact))
    if state is None and process.errs(Mistake.UNKNOWN_TEXT_CLOSED):
        state = MessageState.REFUSED
    if state is None:
        return
    code = process.ground.catalogue.message_code(state.value)
    outcome = process.ground.catalogue.get(code).outcome
    counts = text_counts(state) or process.errs(Mistake.REFUSED_TEXT_COUNTS)
    was_closed = row.state == "closed"
    closed_ms = row.closed_ms if was_closed and row.closed_ms is not None else process.now_ms
    process.ledger.close(row, closed_ms, result=state.value, outcome=outcome, counts=counts)
    if not was_closed:
        process.ledger.add_entry(Entry(process.new_id(), row.id, code, process.now_ms))
        process.write("AttemptClosed", row.id, state.value)


def _take_reply(process: Process, reply: MessageReceived) -> object:
    if reply.provider_ref in process.ledger.replies:
        return None
    process.ledger.replies.add(reply.provider_ref)
    if not is_stop_word(reply.text) or process.errs(Mistake.REPLY_NOT_READ):
        return None
    for person in process.ledger.persons.values():
        point = next((one for one in person.points if one.value == reply.number), None)
        if point is not None:
            stop(process, person, "opt_out", channel="sms", point_id=point.id)
            return person
    return None
