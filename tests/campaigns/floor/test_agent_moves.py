"""What becomes of agents whose call was not answered, and of inputs for people who are not on the floor."""

from dataclasses import replace
from uuid import UUID

import pytest

from campaigns.agents import AgentState, Signal
from campaigns.floor.inputs import (
    AgentListed,
    AgentSignalled,
    BreakAsked,
    CaseOffered,
    ExtensionAsked,
    Input,
    LineDropped,
    LineReserved,
    OutcomeUndone,
    WingSet,
)
from campaigns.floor.state import Floor
from config.errors import NotFound
from config.facts import Fact
from telephony.facts import CallAnswered, CallEnded, EndCause
from tests.campaigns.floor.floors import CAMPAIGN, NOW, agent, answered, ended, line, run, wing

AGENT, CALL, CASE = UUID(int=100), UUID(int=1000), UUID(int=2000)


def previewing() -> Floor:
    """Return a floor whose agent has dialed the case they looked at."""
    one = agent(0)
    came = AgentSignalled(agent_id=one.id, signal=Signal.CAME_READY, cause="agent")
    offered = CaseOffered(one.id, CAMPAIGN, CASE, None)
    dialed = LineReserved(replace(line(0), wants=one.id))
    return run(Floor(), WingSet(wing(mode="preview")), AgentListed(one), came, offered, dialed)[0]


@pytest.mark.parametrize("over", [
    (ended(0),),
    (ended(0, EndCause.BUSY),),
    (LineDropped(CALL),),
    (answered(0, "machine"), ended(0, EndCause.MACHINE)),
    (ended(0, EndCause.ABANDONED),),
])  # fmt: skip
def test_an_agent_is_ready_again_when_the_dialed_case_does_not_answer(over: tuple[Input | Fact, ...]) -> None:
    """The system gives such a call its outcome, so there is nothing to wrap up."""
    before = previewing()
    assert before.agents[AGENT].state is AgentState.RESERVED
    after = run(before, *over)[0].agents[AGENT]
    assert (after.state, after.attempt_id) == (AgentState.READY, None)


def test_an_agent_wraps_up_when_the_person_answered_and_hung_up_before_the_joining() -> None:
    """The call was given to the agent, so the agent says what came of it."""
    after = run(previewing(), answered(0), ended(0, EndCause.COMPLETED))[0].agents[AGENT]
    assert (after.state, after.attempt_id) == (AgentState.WRAPPING_UP, CALL)


@pytest.mark.parametrize("what", [
    AgentSignalled(agent_id=UUID(int=7), signal=Signal.CAME_READY, cause="agent"),
    BreakAsked(UUID(int=7), "lunch"),
    ExtensionAsked(UUID(int=7)),
    CaseOffered(UUID(int=7), CAMPAIGN, CASE, None),
    OutcomeUndone(CALL, UUID(int=7), CASE, CAMPAIGN, NOW),
    LineReserved(replace(line(0), wants=UUID(int=7))),
    LineReserved(replace(line(0), campaign_id=UUID(int=7))),
])  # fmt: skip
def test_whoever_is_not_on_the_floor_is_refused(what: Input) -> None:
    """An input for somebody unknown is an expected refusal and never stops the floor."""
    with pytest.raises(NotFound):
        run(previewing(), what)


def test_a_fact_of_an_unknown_line_changes_nothing() -> None:
    """The line may tell of calls that another life of the process placed."""
    floor = previewing()
    stranger = CallAnswered(at=NOW, attempt_id=UUID(int=5), answered_by="human", detected_after_s=0.0)
    gone = CallEnded(at=NOW, attempt_id=UUID(int=5), cause=EndCause.COMPLETED, by="callee")
    assert run(floor, stranger, gone)[0] == floor
