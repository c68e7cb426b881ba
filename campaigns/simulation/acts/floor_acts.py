"""The live floor of a simulated process: `dialing` and `assigning`, with their order of steps.

The one task that holds the floor takes inputs and facts, steps, and carries commands out; what waits for the switch
is done by the hands.
"""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from campaigns.floor.commands import (
    Abandon,
    AgentMoved,
    Command,
    Connect,
    HangUp,
    OfferCase,
    OutcomeMissing,
    Place,
    Reserve,
    Withdraw,
)
from campaigns.floor.inputs import CaseOffered, Input, LineDropped, LineReserved, ReservingEnded, Ticked
from campaigns.floor.settlement import next_deadline
from campaigns.floor.state import Line
from campaigns.simulation.acts.gate import CALLER_ID, draw, dry_until, is_over, next_cases
from campaigns.simulation.acts.house import RING_TIMEOUT_MS, Permit, Process
from campaigns.simulation.acts.line_acts import act_on, expect, forget, lose, take_back
from campaigns.simulation.acts.outcome_acts import record_missing
from campaigns.simulation.ledger import AttemptRow
from campaigns.simulation.loop import Act, Next, Order, ProviderFailed, Transact
from campaigns.simulation.mistakes import Mistake
from config.errors import Refusal
from telephony.calls import Call
from telephony.facts import CallAnswered, CallEnded
from telephony.permits import is_fresh

HANDS = 3
WITHOUT_LEASE = timedelta(seconds=1)
PREVIEW_TIME = timedelta(seconds=60)
OUT_OF_REACH_MS = 3_000
A_MILLISECOND = timedelta(milliseconds=1)


def run(process: Process) -> Act:
    """Take inputs for ever; wake by itself when a deadline of the floor comes. What a crash left comes first."""
    if process.errs(Mistake.REST_LOST_IN_A_CRASH):
        process.todo.clear()
        process.undone.clear()
    while True:
        yield from _work_off(process)
        now = process.now()
        deadline = next_deadline(process.floor, process.stepped_at or now)
        what = yield Next(process.inputs, None if deadline is None else process.now_ms + _ms(deadline, now))
        process.todo.append(Ticked() if what is None else what)


def use_hand(process: Process) -> Act:
    """Carry out acts on the switch one after another, for ever; several of these run."""
    while True:
        act = yield Next(process.acts)
        yield from act()


def _ms(deadline: datetime, now: datetime) -> int:
    return max(0, -((now - deadline) // A_MILLISECOND))


def _work_off(process: Process) -> Act:
    """Step and carry out until nothing is left; a command is done with only when it has succeeded."""
    todo, undone = process.todo, process.undone
    while todo or undone:
        while undone:
            todo.extend((yield from _carry_out(process, undone[0])))
            undone.popleft()
        if not todo:
            return
        item = todo.popleft()
        line = process.floor.lines.get(item.attempt_id) if isinstance(item, CallAnswered | CallEnded) else None
        try:
            commands = process.step_floor(item)
        except Refusal:
            continue
        undone.extend(commands)
        if isinstance(item, CallAnswered) and line is None and item.answered_by != "machine":
            _stray(process, item.attempt_id)


def _stray(process: Process, attempt_id: UUID) -> None:
    """Somebody picked up a call the floor does not hold: it must not stay in silence."""
    if process.epoch or process.errs(Mistake.STANDBY_APOLOGISES):
        _do(process, "apologise", attempt_id)


def _record_move(process: Process, moved: AgentMoved) -> None:
    process.write("AgentChanged", moved.after.id, moved.after.state.value)


def _do(process: Process, name: str, attempt_id: UUID, agent_id: UUID | None = None) -> None:
    process.machine.put(process.acts, partial(act_on, process, name, attempt_id, agent_id))


def _carry_out(process: Process, command: Command) -> Act:
    match command:
        case AgentMoved() if command.before.state is not command.after.state:
            yield Transact("moves", partial(_record_move, process, command))
        case Reserve():
            return (yield from _reserve(process, command))
        case OfferCase():
            return [(yield from _offer(process, command))]
        case Withdraw():
            return (yield from _withdraw(process, command.attempt_id))
        case Connect():
            yield from _connect(process, command)
        case Place():
            process.machine.put(process.acts, partial(_place, process, command.attempt_id))
        case Abandon() if not process.errs(Mistake.ABANDONED_LEFT_SILENT):
            _do(process, "apologise", command.attempt_id)
        case HangUp() if not process.errs(Mistake.HANG_UPS_FORGOTTEN):
            return (yield from _cut(process, command.attempt_id))
        case OutcomeMissing() if not process.errs(Mistake.MISSING_OUTCOME_FORGOTTEN):
            return (yield from record_missing(process, command.attempt_id))
    return []


def _reserve(process: Process, command: Reserve) -> Act:
    if not process.epoch or process.now_ms < process.out_of_reach_until_ms:
        return [ReservingEnded(command.campaign_id, command.count, process.now() + WITHOUT_LEASE)]
    rows: list[AttemptRow] = yield from draw(process, command.campaign_id, command.count)
    lines: list[Input] = [LineReserved(_expect(process, row)) for row in rows]
    dry = None if len(rows) == command.count else dry_until(process)
    return [*lines, ReservingEnded(command.campaign_id, command.count, dry)]


def _expect(process: Process, row: AttemptRow) -> Line:
    process.permits[row.id] = Permit(row, row.reserved_ms, process.epoch)
    expect(process, Call(attempt_id=row.id, number=row.point.value, caller_id=CALLER_ID))
    return Line(
        attempt_id=row.id,
        campaign_id=row.person.campaign_id,
        case_id=row.person.case_id,
        debtor_id=row.person.id,
        since=row.reserved_at,
        wants=row.wants,
    )


def expect_preview(process: Process, row: AttemptRow) -> Input:
    """Keep the permit of a call an agent asked for, and return it as an input of the floor."""
    return LineReserved(_expect(process, row))


def _offer(process: Process, command: OfferCase) -> Act:
    persons = yield from next_cases(process, command.campaign_id, 1)
    if not persons:
        return CaseOffered(command.agent_id, command.campaign_id, None, dry_until(process))
    return CaseOffered(command.agent_id, command.campaign_id, persons[0].case_id, process.now() + PREVIEW_TIME)


def _connect(process: Process, command: Connect) -> Act:
    if process.errs(Mistake.CONNECTED_BEFORE_ASSIGNED):
        yield from act_on(process, "connect", command.attempt_id, command.agent_id)

    def assign() -> bool:
        if is_over(process):
            return False
        row = process.ledger.attempts.get(command.attempt_id)
        if row is None:
            return True
        row.agent_id, row.answered_ms, row.contact = command.agent_id, process.now_ms, None
        if row.state != "closed":
            row.state, row.outcome = "answered", "conversation"
        elif row.disposition is None:
            process.ledger.unsaid[row.id] = row
        process.write("CallAssigned", row.id)
        return True

    is_assigned = yield Transact("assigning", assign)
    if is_assigned and not process.errs(Mistake.CONNECTED_BEFORE_ASSIGNED):
        _do(process, "connect", command.attempt_id, command.agent_id)


def _place(process: Process, attempt_id: UUID) -> Act:
    permit = process.permits.pop(attempt_id, None)
    if permit is None:
        return
    process.leaving[attempt_id] = False
    try:
        left = yield from let_leave(process, permit)
    finally:
        is_stopped = process.leaving.pop(attempt_id, False)
    if left == "not_left" and not process.errs(Mistake.NO_PAUSE_OUT_OF_REACH):
        process.out_of_reach_until_ms = process.now_ms + OUT_OF_REACH_MS
    if left in {"stale", "not_left"}:
        yield from _give_up(process, attempt_id, left)
        process.put(LineDropped(attempt_id))
    elif left == "unknown":
        yield from lose(process, attempt_id)
    if is_stopped:
        yield from act_on(process, "hang_up", attempt_id)


def let_leave(process: Process, permit: Permit) -> Act:
    """Let one call leave through the voice door; returns whether it left."""
    row, ground = permit.row, process.ground
    is_old = not is_fresh(
        judged_at_s=permit.judged_at_ms / 1000,
        now_s=process.now_ms / 1000 if not process.errs(Mistake.STALE_PERMIT_LEAVES) else 0.0,
        judged_under=permit.epoch,
        epoch=process.epoch,
    )
    if is_old:
        return "stale"
    order = partial(
        ground.switch.place,
        row.id,
        row.point.value,
        process=process.number,
        epoch=permit.epoch,
        ring_timeout_ms=RING_TIMEOUT_MS,
        detects_machines=ground.plan.detects_machines,
    )
    left = "left"
    try:
        yield Order("place", order)
    except ProviderFailed as failure:
        left = "not_left" if failure.effect == "impossible" else "unknown"
    if left == "unknown" and process.errs(Mistake.BLIND_RETRY):
        yield Order("place again", order)
    if left == "unknown" and process.errs(Mistake.REFUND_ON_TIMEOUT):
        return "not_left"
    if process.errs(Mistake.COUNTED_AFTER_SEND) and left != "not_left":
        yield Transact("counting", partial(_count, row))
    return left


def _count(row: AttemptRow) -> None:
    row.counts, row.contact = True, None


def _cut(process: Process, attempt_id: UUID) -> Act:
    if attempt_id in process.permits:
        return (yield from _withdraw(process, attempt_id))
    process.machine.put(process.acts, partial(_hang_up, process, attempt_id))
    return []


def _withdraw(process: Process, attempt_id: UUID) -> Act:
    yield from _give_up(process, attempt_id, "withdrawn")
    return [LineDropped(attempt_id)]


def _hang_up(process: Process, attempt_id: UUID) -> Act:
    if attempt_id in process.leaving and not process.errs(Mistake.STOP_WHILE_LEAVING_FORGOTTEN):
        process.leaving[attempt_id] = True
    else:
        yield from act_on(process, "hang_up", attempt_id)


def _give_up(process: Process, attempt_id: UUID, result: str) -> Act:
    permit = process.permits.pop(attempt_id, None)
    if permit is not None and process.errs(Mistake.WITHDRAWN_STILL_LEAVES):
        process.machine.put(process.acts, partial(_leave_anyway, process, permit))
    row = process.ledger.attempts.get(attempt_id)
    if row is not None:
        yield Transact("taking back", partial(take_back, process, row, result))
    forget(process, attempt_id)


def _leave_anyway(process: Process, permit: Permit) -> Act:
    yield from let_leave(process, permit)


def give_up(process: Process, attempt_id: UUID) -> Act:
    """Take a permit back that the floor did not want."""
    yield from _give_up(process, attempt_id, "withdrawn")
