"""An agent whose telephone is not on the line is given no call, and is in the turn again when it is."""

from datetime import timedelta
from uuid import UUID

import pytest

from campaigns.agents import AgentState, Signal
from campaigns.floor.acts import NO_TELEPHONE
from campaigns.floor.commands import AgentMoved, Connect, HangUp, Reserve
from campaigns.floor.inputs import AgentSignalled, SeatsTold, Ticked
from campaigns.floor.state import Floor
from telephony.facts import CallBridged, CallEnded, EndCause
from tests.campaigns.floor.floors import CAMPAIGN, NOW, answered, of_kind, ready_floor, reserve, run

AGENT, LINE = UUID(int=100), UUID(int=1000)
NOBODY, SEATED = SeatsTold(frozenset()), SeatsTold(frozenset({AGENT}))


def state_of(floor: Floor) -> tuple[AgentState, str]:
    return floor.agents[AGENT].state, floor.agents[AGENT].cause


def test_who_comes_ready_without_a_telephone_waits_for_it_and_is_ready_when_it_is_there() -> None:
    """No call is started for them meanwhile; then they are in the turn without pressing anything."""
    floor, _ = ready_floor(1)
    floor, _ = run(floor, AgentSignalled(agent_id=AGENT, signal=Signal.WENT_OFFLINE, cause="agent"))
    floor, _ = run(floor, NOBODY)
    floor, commands = run(floor, AgentSignalled(agent_id=AGENT, signal=Signal.CAME_READY, cause="agent"))
    assert state_of(floor) == (AgentState.LOST, NO_TELEPHONE)
    assert of_kind(commands, Reserve) == []
    moves = [command for command in commands if isinstance(command, AgentMoved)]
    assert [(move.before.state, move.after.state) for move in moves] == [(AgentState.OFFLINE, AgentState.LOST)]
    floor, _ = run(floor, SEATED)
    assert state_of(floor) == (AgentState.READY, "telephone")


def test_the_call_that_rings_for_an_agent_ends_when_their_telephone_is_lost() -> None:
    """As when the browser is closed: nobody is there who could take it."""
    floor, _ = ready_floor(1)
    floor, _ = run(floor, SEATED)
    floor, _ = reserve(floor, 1)
    floor, commands = run(floor, NOBODY)
    assert state_of(floor) == (AgentState.LOST, NO_TELEPHONE)
    assert of_kind(commands, HangUp) == [HangUp(LINE, "no_agent_left")]


def test_a_conversation_goes_on_without_the_telephone_and_the_next_one_waits_for_it() -> None:
    """The person is kept at the switch; after the outcome the agent is not ready until the telephone is back."""
    floor, _ = ready_floor(1)
    floor, _ = run(floor, SEATED)
    floor, _ = reserve(floor, 1)
    floor, _ = run(floor, answered(0))
    floor, _ = run(floor, CallBridged(at=NOW, attempt_id=LINE, agent_id=AGENT))
    floor, commands = run(floor, NOBODY)
    assert (state_of(floor)[0], commands) == (AgentState.TALKING, [])
    floor, _ = run(floor, CallEnded(at=NOW, attempt_id=LINE, cause=EndCause.COMPLETED, by="callee"))
    floor, _ = run(floor, AgentSignalled(agent_id=AGENT, signal=Signal.OUTCOME_GIVEN, cause="outcome"))
    assert state_of(floor) == (AgentState.LOST, NO_TELEPHONE)


@pytest.mark.parametrize(("by", "abandoned"), [("system", 1), ("callee", 0)])
def test_a_person_who_heard_the_message_in_place_of_their_agent_counts_as_abandoned(by: str, abandoned: int) -> None:
    """The telephone was lost in the instant of the answer; who hangs up while being joined was not abandoned."""
    floor, _ = ready_floor(1)
    floor, _ = reserve(floor, 1)
    floor, commands = run(floor, answered(0))
    assert of_kind(commands, Connect) == [Connect(LINE, AGENT)]
    floor, _ = run(floor, CallEnded(at=NOW, attempt_id=LINE, cause=EndCause.ABANDONED, by=by))  # type: ignore[arg-type]
    tally = floor.wings[CAMPAIGN].tally
    assert (tally.abandoned, tally.live) == (abandoned, abandoned)
    assert (LINE in floor.wings[CAMPAIGN].course.open_calls) == (not abandoned)


def test_a_line_that_needs_no_telephones_asks_for_none() -> None:
    """Where nobody told of telephones, agents are ready as they say."""
    floor, _ = ready_floor(1)
    floor, _ = run(floor, Ticked(), at=NOW + timedelta(seconds=1))
    assert floor.seated is None
    assert floor.agents[AGENT].state is AgentState.READY
