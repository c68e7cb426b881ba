"""The floor's step as arrows: facts and inputs in, commands out."""

from datetime import timedelta
from uuid import UUID

import pytest

from campaigns.agents import AgentState, Signal
from campaigns.floor.commands import Abandon, AgentMoved, Connect, HangUp, OutcomeMissing, Place, Reserve
from campaigns.floor.inputs import (
    AgentListed,
    AgentSignalled,
    BreakAsked,
    DebtorsStopped,
    OutcomeGiven,
    Ticked,
    WingSet,
)
from campaigns.floor.settlement import next_deadline
from campaigns.floor.state import Floor
from campaigns.floor.step import step
from campaigns.pace.ceilings import Tally
from telephony.facts import CallBridged, CallLost, EndCause
from tests.campaigns.floor.floors import CAMPAIGN, NOW, agent, answered, ended, of_kind, ready_floor, reserve, run, wing


def test_a_ready_agent_starts_one_call_while_the_budget_is_empty() -> None:
    """Without live answers there is no budget, so predictive dialing begins one to one."""
    _, commands = ready_floor(1)
    assert of_kind(commands, Reserve) == [Reserve(CAMPAIGN, 1)]


def test_a_permit_leaves_and_its_answer_goes_to_the_agent_set_aside() -> None:
    """Reserved, placed, answered, connected, bridged: the agent talks."""
    floor, _ = ready_floor(1)
    floor, commands = reserve(floor, 1)
    assert of_kind(commands, Place) == [Place(UUID(int=1000))]
    floor, commands = run(floor, answered(0))
    assert of_kind(commands, Connect) == [Connect(UUID(int=1000), UUID(int=100))]
    floor, _ = run(floor, CallBridged(at=NOW, attempt_id=UUID(int=1000), agent_id=UUID(int=100)))
    assert floor.agents[UUID(int=100)].state is AgentState.TALKING


def test_a_spare_answer_waits_two_seconds_then_hears_the_message() -> None:
    """One agent, two answers: the second person is abandoned at the deadline and counted."""
    floor, _ = ready_floor(1, tally=Tally(live=200, ended=800))
    floor, _ = reserve(floor, 2)
    floor, _ = run(floor, answered(0), answered(1))
    early, commands = step(floor, Ticked(), NOW + timedelta(seconds=1.99))
    assert not of_kind(commands, Abandon)
    late, commands = step(early, Ticked(), NOW + timedelta(seconds=2))
    assert of_kind(commands, Abandon) == [Abandon(UUID(int=1001), "Sorry.")]
    assert late.wings[CAMPAIGN].tally.abandoned == 1


def test_a_waiting_person_gets_the_first_agent_who_comes_free() -> None:
    """Within the two seconds a finished agent takes the call; nobody is abandoned."""
    floor, _ = ready_floor(1, tally=Tally(live=200, ended=800))
    floor, _ = reserve(floor, 2)
    floor, _ = run(floor, answered(0), CallBridged(at=NOW, attempt_id=UUID(int=1000), agent_id=UUID(int=100)))
    floor, _ = run(floor, answered(1), ended(0, EndCause.COMPLETED))
    floor, commands = run(
        floor, OutcomeGiven(UUID(int=1000), UUID(int=100), CAMPAIGN, is_live=True), at=NOW + timedelta(seconds=1)
    )
    assert of_kind(commands, Connect) == [Connect(UUID(int=1001), UUID(int=100))]


def test_nobody_waits_longer_because_the_stamp_of_the_answer_is_ahead() -> None:
    """The vendor's clock may go before ours; the message comes two seconds after we know of the answer."""
    floor, _ = ready_floor(1, tally=Tally(live=200))
    floor, _ = reserve(floor, 2)
    floor, _ = run(floor, answered(0), answered(1, at=NOW + timedelta(seconds=30)))
    assert floor.lines[UUID(int=1001)].deadline == NOW + timedelta(seconds=2)


def test_a_spare_answer_takes_the_agent_of_a_line_that_only_rings() -> None:
    """Who is on the line comes before who may never answer; there are as many spare lines as before."""
    floor, _ = ready_floor(1, tally=Tally(live=200))
    floor, _ = reserve(floor, 2)
    assert floor.lines[UUID(int=1000)].claim == UUID(int=100)
    floor, commands = run(floor, answered(1))
    assert of_kind(commands, Connect) == [Connect(UUID(int=1001), UUID(int=100))]
    assert floor.lines[UUID(int=1000)].claim is None
    assert not of_kind(commands, HangUp)


def test_a_machine_is_hung_up_and_takes_no_agent() -> None:
    """The agent stays free for the next call."""
    floor, _ = ready_floor(1)
    floor, _ = reserve(floor, 1)
    floor, commands = run(floor, answered(0, "machine"))
    assert HangUp(UUID(int=1000), "machine") in commands
    assert floor.agents[UUID(int=100)].state is AgentState.READY


def test_lines_are_cut_at_once_when_their_agents_vanish() -> None:
    """Three agents lose their links while three lines ring and there is no budget: all three are hung up."""
    floor, _ = ready_floor(3)
    floor, _ = reserve(floor, 3)
    lost = [AgentSignalled(agent_id=UUID(int=100 + n), signal=Signal.LINK_LOST, cause="link_lost") for n in range(3)]
    floor, commands = run(floor, *lost)
    assert sorted(command.attempt_id.int for command in of_kind(commands, HangUp)) == [1000, 1001, 1002]  # type: ignore[union-attr]


def test_a_stop_of_the_person_ends_the_ringing_call() -> None:
    """A do-not-call fact works on calls already ringing (invariant I13)."""
    floor, _ = ready_floor(1)
    floor, _ = reserve(floor, 1)
    _, commands = run(floor, DebtorsStopped(frozenset({UUID(int=3000)})))
    assert HangUp(UUID(int=1000), "stop") in commands


def test_a_line_that_was_to_be_hung_up_is_hung_up_again_when_it_is_answered() -> None:
    """The first order was lost on its way; the person must not hold a silent telephone."""
    floor, _ = ready_floor(1)
    floor, _ = reserve(floor, 1)
    floor, _ = run(floor, DebtorsStopped(frozenset({UUID(int=3000)})))
    _, commands = run(floor, answered(0))
    assert of_kind(commands, HangUp) == [HangUp(UUID(int=1000), "answered_while_leaving")]
    assert not of_kind(commands, Connect)


def test_halting_drops_ringing_lines_and_leaves_conversations() -> None:
    """Halt means now: ringing calls end, the person being spoken to stays."""
    floor, _ = ready_floor(2)
    floor, _ = reserve(floor, 2)
    floor, _ = run(floor, answered(0), CallBridged(at=NOW, attempt_id=UUID(int=1000), agent_id=UUID(int=100)))
    _, commands = run(floor, WingSet(wing(state="halted")))
    assert of_kind(commands, HangUp) == [HangUp(UUID(int=1001), "halted")]


@pytest.mark.parametrize("state", ["draining", "paused", "draft", "halted"])
def test_only_a_running_campaign_starts_calls(state: str) -> None:
    """Agents wait, nobody is dialed."""
    floor, _ = ready_floor(0)
    one = agent(0)
    came = AgentSignalled(agent_id=one.id, signal=Signal.CAME_READY, cause="agent")
    _, commands = run(floor, WingSet(wing(state=state)), AgentListed(one), came)
    assert not of_kind(commands, Reserve)


def test_wrap_up_without_an_outcome_ends_in_a_flag_and_a_break() -> None:
    """The server's timer, not the browser's: silence is never an outcome."""
    floor, _ = ready_floor(1)
    floor, _ = reserve(floor, 1)
    floor, _ = run(floor, answered(0), CallBridged(at=NOW, attempt_id=UUID(int=1000), agent_id=UUID(int=100)))
    floor, _ = run(floor, ended(0, EndCause.COMPLETED))
    floor, commands = step(floor, Ticked(), NOW + timedelta(seconds=29.9))
    assert not of_kind(commands, OutcomeMissing)
    assert next_deadline(floor, NOW + timedelta(seconds=29.9)) == NOW + timedelta(seconds=30)
    floor, commands = step(floor, Ticked(), NOW + timedelta(seconds=30))
    assert OutcomeMissing(UUID(int=1000), UUID(int=100)) in commands
    assert floor.agents[UUID(int=100)].state is AgentState.BREAK


def test_link_loss_in_a_call_changes_nothing_for_the_person() -> None:
    """The consumer stays; the agent finds the call again."""
    floor, _ = ready_floor(1)
    floor, _ = reserve(floor, 1)
    floor, _ = run(floor, answered(0), CallBridged(at=NOW, attempt_id=UUID(int=1000), agent_id=UUID(int=100)))
    after, commands = run(floor, AgentSignalled(agent_id=UUID(int=100), signal=Signal.LINK_LOST, cause="link_lost"))
    assert after.agents == floor.agents
    assert not commands


def test_a_call_that_is_never_joined_frees_its_agent() -> None:
    """No agent stays reserved for a bridge that does not come (invariant I10)."""
    floor, _ = ready_floor(1)
    floor, _ = reserve(floor, 1)
    floor, _ = run(floor, answered(0))
    floor, commands = step(floor, Ticked(), NOW + timedelta(seconds=10))
    assert HangUp(UUID(int=1000), "not_joined") in commands
    floor, _ = run(floor, ended(0, EndCause.ABANDONED))
    assert floor.agents[UUID(int=100)].state is AgentState.WRAPPING_UP


def test_a_lost_call_still_counts_as_in_flight() -> None:
    """Unknown may still ring: its agent stays set aside until reconciling ends it."""
    floor, _ = ready_floor(1)
    floor, _ = reserve(floor, 1)
    floor, commands = run(floor, CallLost(at=NOW, attempt_id=UUID(int=1000)))
    assert UUID(int=1000) in floor.lines
    assert not of_kind(commands, Reserve)


def test_a_break_asked_for_in_a_call_waits_for_its_outcome() -> None:
    """The key is pressed while talking; the break comes after."""
    floor, _ = ready_floor(1)
    floor, _ = reserve(floor, 1)
    floor, _ = run(floor, answered(0), CallBridged(at=NOW, attempt_id=UUID(int=1000), agent_id=UUID(int=100)))
    floor, _ = run(floor, BreakAsked(UUID(int=100), "lunch"))
    assert floor.agents[UUID(int=100)].state is AgentState.TALKING
    floor, _ = run(floor, OutcomeGiven(UUID(int=1000), UUID(int=100), CAMPAIGN, is_live=True))
    assert floor.agents[UUID(int=100)].state is AgentState.BREAK


def test_moves_are_told_with_before_and_after() -> None:
    """Every change of an agent is a command, so that it can be recorded and shown."""
    _, commands = ready_floor(1)
    moved = of_kind(commands, AgentMoved)
    assert [(one.before.state, one.after.state) for one in moved] == [(AgentState.OFFLINE, AgentState.READY)]  # type: ignore[union-attr]


def test_an_answer_goes_to_the_agent_first_in_turn_and_no_line_loses_its_agent() -> None:
    """The longest idle talks next, whichever line was answered; the other line keeps an agent set aside."""
    floor, _ = run(Floor(), WingSet(wing()))
    for number in (0, 1):
        one = agent(number)
        came = AgentSignalled(agent_id=one.id, signal=Signal.CAME_READY, cause="agent")
        floor, _ = run(floor, AgentListed(one), came, at=NOW + timedelta(seconds=number))
    floor, _ = reserve(floor, 2)
    floor, commands = run(floor, answered(1))
    assert of_kind(commands, Connect) == [Connect(UUID(int=1001), UUID(int=100))]
    assert floor.lines[UUID(int=1000)].claim == UUID(int=101)
