"""What is done once at start for what an earlier life of the process left: calls, outcomes, texts.

Nothing is dialed or sent a second time: calls are compared with the provider's list, texts on their way are
looked up, and only texts that were still queued leave.
"""

from dataclasses import dataclass
from datetime import timedelta

from campaigns.books import Books
from campaigns.dialing import Dialing
from campaigns.floor.commands import OutcomeMissing
from campaigns.floor.inputs import LineAdopted
from campaigns.floor.state import Line, LineState
from campaigns.store.for_dialing import attempt_for_update, attempts_without_outcome
from campaigns.wrapping_up import record_missing
from config.ground import Ground
from telephony.calling import call_of
from telephony.calls import Call, CallState
from telephony.reconciling import reconcile
from telephony.sending import Sending
from telephony.store import live_call_rows

OUTCOMES_S = 60.0
LINE_STATES = {
    CallState.RESERVED: LineState.PLACED,
    CallState.PLACED: LineState.PLACED,
    CallState.RINGING: LineState.RINGING,
    CallState.ANSWERED: LineState.WAITING,
    CallState.BRIDGED: LineState.BRIDGED,
    CallState.HELD: LineState.BRIDGED,
    CallState.UNKNOWN: LineState.RINGING,
}


@dataclass(frozen=True, slots=True)
class Recovered:
    """How many calls were taken up again, ended as unknown, and given the flagged outcome."""

    alive: int
    gone: int
    without_outcome: int


async def recover(ground: Ground, books: Books, dialing: Dialing, sending: Sending) -> Recovered:
    """Settle everything that was under way; the floor's tasks are running already."""
    found = await reconcile(ground, dialing.calling, grace=timedelta(0))
    alive = found.alive if found else await _believed(ground, dialing)
    for call in alive:
        await _adopt(ground, dialing, call)
    async with ground.database.transaction() as session:
        pairs = await attempts_without_outcome(session)
    for attempt_id, agent_id in pairs:
        await record_missing(ground, books, dialing.campaigns, OutcomeMissing(attempt_id, agent_id))
    await sending.settle_unknown()
    await sending.send_queued()
    return Recovered(len(alive), len(found.gone) if found else 0, len(pairs))


async def _believed(ground: Ground, dialing: Dialing) -> tuple[Call, ...]:
    """Without the provider's list take the rows' word: an agent whose call may live gets no second one.

    The next sweep that has a list settles those that are gone.
    """
    async with ground.database.transaction() as session:
        calls = tuple(call_of(row) for row in await live_call_rows(session))
    for call in calls:
        dialing.calling.expect(call)
    return calls


async def sweep_outcomes(ground: Ground, books: Books, dialing: Dialing) -> None:
    """Give the flagged outcome to calls that are over and that no agent is wrapping up, every minute, for ever.

    A process that died between giving a call to an agent and joining the two leaves such a call to the next one.
    """
    while True:
        await ground.clock.sleep(OUTCOMES_S)
        if not dialing.epoch:
            continue
        async with ground.database.transaction() as session:
            pairs = await attempts_without_outcome(session)
        agents = dialing.floor.agents
        for attempt_id, agent_id in pairs:
            agent = agents.get(agent_id)
            if dialing.calling.find(attempt_id) is None and (agent is None or agent.attempt_id != attempt_id):
                for given in await record_missing(
                    ground, books, dialing.campaigns, OutcomeMissing(attempt_id, agent_id)
                ):
                    dialing.put(given)


async def _adopt(ground: Ground, dialing: Dialing, call: Call) -> None:
    async with ground.database.transaction() as session:
        attempt = await attempt_for_update(session, call.attempt_id)
    if attempt is None or attempt.campaign_id is None:
        return
    now = ground.clock.now()
    state = LINE_STATES[call.state]
    line = Line(
        attempt_id=attempt.id,
        campaign_id=attempt.campaign_id,
        case_id=attempt.case_id,
        debtor_id=attempt.debtor_id,
        state=state,
        since=now,
        agent_id=attempt.agent_id if state is LineState.BRIDGED else None,
        deadline=now if state is LineState.WAITING else None,
    )
    await dialing.ask(LineAdopted(line))
