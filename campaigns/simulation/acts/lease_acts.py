"""The lease, and what is settled when it is newly held: `leasing`, `recovering` and the start of a process.

Nothing is dialed or sent a second time at a start: calls are compared with the switch's list, texts are looked up.
"""

from datetime import timedelta
from functools import partial
from uuid import UUID

from campaigns.agents import Agent
from campaigns.floor.inputs import AgentListed, LineAdopted, Ticked, WingSet
from campaigns.floor.state import Line, LineState, Wing
from campaigns.pace.ceilings import CeilingKind, Tally
from campaigns.simulation.acts import floor_acts, line_acts, outcome_acts, text_acts
from campaigns.simulation.acts.gate import WAITED_FOR_LOCK_MS
from campaigns.simulation.acts.house import Permit, Process
from campaigns.simulation.loop import Act, Pause, Transact
from campaigns.simulation.mistakes import Mistake
from config.leases import Lease, take
from telephony.calls import Call, CallState

TEAM = UUID(int=1)
LINE_STATES = {
    CallState.RESERVED: LineState.PLACED,
    CallState.PLACED: LineState.PLACED,
    CallState.RINGING: LineState.RINGING,
    CallState.ANSWERED: LineState.WAITING,
    CallState.BRIDGED: LineState.BRIDGED,
    CallState.HELD: LineState.BRIDGED,
    CallState.UNKNOWN: LineState.RINGING,
}
OUTCOMES_MS = 60_000
CALM_TERM_MS, NIGHT_TERM_MS = 60_000, 300_000
PREDICTIVE_SHARE = 0.1
"""More than any law allows, so that persons are abandoned in calm hours too, and what they hear then is checked."""
STORMY_MS = 2 * 3_600_000
"""By then most of what befalls a schedule has happened."""
SWEEPS_NOT = frozenset({Mistake.OUTCOMES_AT_START_ONLY, Mistake.MISSING_OUTCOME_FORGOTTEN})
"""Mistakes without the sweep, which would make up for the second."""
LIVE = frozenset({"conversation", "answered_other", "abandoned"})


def start(process: Process) -> None:
    """Start every task of a process."""
    machine = process.machine
    load_floor(process)
    machine.start("floor", partial(floor_acts.run, process))
    for number in range(floor_acts.HANDS):
        machine.start(f"hand {number}", partial(floor_acts.use_hand, process))
    machine.start("line", partial(line_acts.follow, process))
    machine.start("sweep", partial(line_acts.sweep, process))
    machine.start("outcomes", partial(sweep_outcomes, process))
    machine.start("texts", partial(text_acts.run, process))
    machine.start("receipts", partial(text_acts.follow, process))
    machine.start("text sweep", partial(text_acts.sweep, process))
    machine.start("stops", partial(outcome_acts.look_again, process))
    machine.start("lease", partial(hold, process))


def load_floor(process: Process) -> None:
    """Bring campaigns with their tallies and agents onto the floor."""
    for wing_id in process.ground.wings:
        process.pages.pop(wing_id, None)
        process.put(WingSet(_wing(process, wing_id)))
    for number in range(process.ground.plan.agents):
        agent = Agent(id=agent_id(number), name=f"Agent {number}", team_id=TEAM, since=process.now())
        process.put(AgentListed(agent))


def agent_id(number: int) -> UUID:
    """Return the id of an agent by number."""
    return UUID(int=1_000 + number)


def _wing(process: Process, wing_id: UUID) -> Wing:
    plan = process.ground.plan
    return Wing(
        id=wing_id,
        name="Early",
        state=process.ground.wings[wing_id],
        mode=plan.mode,
        wrap_up_s=20,
        ceiling_share=PREDICTIVE_SHARE if plan.mode == "predictive" else 0.03,
        ceiling_kind=CeilingKind.STATISTICAL if plan.mode == "predictive" else CeilingKind.HARD,
        detects_machines=plan.detects_machines,
        abandoned_message="Sorry.",
        team_ids=frozenset({TEAM}),
        tally=_tally(process, wing_id),
    )


def _tally(process: Process, wing_id: UUID) -> Tally:
    rows = [
        row
        for row in process.ledger.attempts.values()
        if row.channel == "phone" and row.counts and row.person.campaign_id == wing_id and not row.is_past
    ]
    return Tally(
        started=len(rows),
        ended=sum(1 for row in rows if row.state == "closed"),
        live=sum(1 for row in rows if row.outcome in LIVE),
        abandoned=sum(1 for row in rows if row.outcome == "abandoned"),
        machines=sum(1 for row in rows if (row.disposition or "").startswith("AM")),
    )


# ------------------------------------------------------------------------------------------------ lease


def hold(process: Process) -> Act:
    """Take the lease, renew it, or wait for it, for ever."""
    while True:
        yield from look(process)
        yield Pause(_next_look_ms(process))


def _next_look_ms(process: Process) -> int:
    """Renew four times a term; who waits beside the holder looks when that one's term runs out."""
    quarter_ms, lease = process.ground.plan.term_ms // 4, process.ledger.lease
    if lease is None or process.errs(Mistake.LEASE_NOT_ASKED):
        return quarter_ms
    left_ms = (lease.until - process.now()) // timedelta(milliseconds=1)
    return max(quarter_ms, left_ms // 4 if process.epoch else left_ms)


def _term_ms(process: Process) -> int:
    """Return the term of the plan; quiet hours have longer ones, so that renewals do not take all the time."""
    if process.now_ms < STORMY_MS:
        return process.ground.plan.term_ms
    return NIGHT_TERM_MS if process.ledger.sleeps(process.now_ms) else CALM_TERM_MS


def look(process: Process) -> Act:
    """Take or renew the lease once; what the holder before left is settled each time it is newly held."""
    early: Lease | None = None
    reads_early = process.errs(Mistake.LEASE_READ_BEFORE_LOCK)
    if reads_early:
        early = yield Transact("reading lease", lambda: process.ledger.lease)
        yield Pause(WAITED_FOR_LOCK_MS)
    taken: Lease | None = yield Transact(
        "lease", lambda: _take(process, early if reads_early else process.ledger.lease)
    )
    epoch = taken.epoch if taken is not None else 0
    if taken is None and process.errs(Mistake.LOST_LEASE_KEPT):
        epoch = process.epoch
    if process.errs(Mistake.LEASE_NOT_ASKED):
        epoch = 1
    if epoch == process.epoch:
        return
    process.epoch = epoch
    if epoch:
        yield from take_over(process)
    process.put(Ticked())


def _take(process: Process, lease: Lease | None) -> Lease | None:
    term = timedelta(milliseconds=_term_ms(process))
    now = process.now()
    if lease is not None and process.errs(Mistake.TERM_NOT_AWAITED):
        lease = Lease(lease.holder, lease.epoch, now)
    taken = take(lease, process.holder, now=now, term=term)
    if taken is None:
        return None
    if lease is not None and process.errs(Mistake.EPOCH_NOT_RAISED):
        taken = Lease(taken.holder, lease.epoch, taken.until)
    known = process.ledger.lease
    if known is None or (taken.holder, taken.epoch) != (known.holder, known.epoch):
        process.ledger.epochs.append((process.now_ms, taken.epoch, process.number))
    process.ledger.lease = taken
    return taken


# ------------------------------------------------------------------------------------------------ recovering


def take_over(process: Process) -> Act:
    """Load the floor and settle everything that was under way."""
    load_floor(process)
    if process.errs(Mistake.DIALED_AGAIN_AT_START):
        yield from _dial_again(process)
    found = yield from line_acts.reconcile(process, timedelta(0))
    alive: tuple[Call, ...] = found.alive if found is not None else (yield from _believed(process))
    for call in () if process.errs(Mistake.ALIVE_NOT_ADOPTED) else alive:
        _adopt(process, call)
    rows = yield Transact("without outcome", lambda: _without_outcome(process))
    for attempt_id in rows:
        for given in (yield from outcome_acts.record_missing(process, attempt_id)):
            process.put(given)
    if process.errs(Mistake.TEXT_ON_ITS_WAY_SENT_AGAIN):
        yield from text_acts.send_queued(process)
    yield from text_acts.settle_unknown(process)
    yield from text_acts.send_queued(process)


def _believed(process: Process) -> Act:
    """Without the switch's list take the rows' word, so that no agent whose call may live gets a second one."""
    calls = yield Transact("live calls", lambda: tuple(process.ledger.live_calls.values()))
    for call in calls:
        line_acts.expect(process, call)
    return calls


def sweep_outcomes(process: Process) -> Act:
    """Give the flagged outcome to calls that are over and that no agent is wrapping up, every minute, for ever."""
    while True:
        yield Pause(OUTCOMES_MS)
        if not process.epoch or not SWEEPS_NOT.isdisjoint(process.ground.mistakes):
            continue
        for attempt_id in (yield Transact("without outcome", lambda: _without_outcome(process))):
            row = process.ledger.attempts[attempt_id]
            agent = process.floor.agents.get(row.agent_id) if row.agent_id else None
            if attempt_id not in process.calls and (agent is None or agent.attempt_id != attempt_id):
                for given in (yield from outcome_acts.record_missing(process, attempt_id)):
                    process.put(given)


def _adopt(process: Process, call: Call) -> None:
    row = process.ledger.attempts.get(call.attempt_id)
    if row is None:
        return
    state, now = LINE_STATES[call.state], process.now()
    line = Line(
        attempt_id=row.id,
        campaign_id=row.person.campaign_id,
        case_id=row.person.case_id,
        debtor_id=row.person.id,
        state=state,
        since=now,
        agent_id=row.agent_id if state is LineState.BRIDGED else None,
        deadline=now if state is LineState.WAITING else None,
    )
    process.put(LineAdopted(line))


def _without_outcome(process: Process) -> list[UUID]:
    return list(process.ledger.unsaid)


def _dial_again(process: Process) -> Act:
    for call in list(process.ledger.live_calls.values()):
        row = process.ledger.attempts.get(call.attempt_id)
        if row is not None and call.state is CallState.RESERVED:
            yield from floor_acts.let_leave(process, Permit(row, process.now_ms, process.epoch))
