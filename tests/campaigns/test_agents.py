"""An agent's moves, timers and the wish for a break."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from campaigns.agents import EXTENSION, MOST_EXTENSIONS, MOVES, Agent, AgentState, Signal, extend, signal
from config.errors import Conflict

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
CALL = UUID(int=1)


def agent(state: AgentState, *, until: datetime | None = None, break_after: str | None = None) -> Agent:
    """Return an agent in a state, with a call where the state has one."""
    return Agent(
        id=UUID(int=9), name="Ada", team_id=None, since=NOW, state=state, until=until, break_after=break_after,
        attempt_id=CALL,
    )  # fmt: skip


def test_a_call_runs_through_all_states_when_nothing_goes_wrong() -> None:
    """Ready, reserved, talking, wrap-up, ready again: each with the cause that was given."""
    one = agent(AgentState.READY)
    for what, expected in (
        (Signal.GOT_CALL, AgentState.RESERVED),
        (Signal.BRIDGED, AgentState.TALKING),
        (Signal.CALL_ENDED, AgentState.WRAPPING_UP),
        (Signal.OUTCOME_GIVEN, AgentState.READY),
    ):
        one = signal(one, what, NOW, cause=what.value)
        assert (one.state, one.cause) == (expected, what.value)
    assert one.attempt_id is None


def test_a_wished_break_comes_after_the_outcome_and_not_before() -> None:
    """A break asked for on a call never eats the wrap-up."""
    talking = agent(AgentState.TALKING, break_after="lunch")
    wrapping = signal(talking, Signal.CALL_ENDED, NOW, cause="x", until=NOW + timedelta(seconds=30))
    assert wrapping.state is AgentState.WRAPPING_UP
    assert wrapping.break_after == "lunch"
    done = signal(wrapping, Signal.OUTCOME_GIVEN, NOW, cause="outcome")
    assert (done.state, done.break_reason, done.cause) == (AgentState.BREAK, "lunch", "break_after_call")


def test_time_over_in_wrap_up_pauses_the_agent() -> None:
    """Nobody who gave no outcome is sent the next call."""
    assert signal(agent(AgentState.WRAPPING_UP), Signal.TIME_OVER, NOW, cause="t").state is AgentState.BREAK


@pytest.mark.parametrize("state", [AgentState.RESERVED, AgentState.TALKING, AgentState.WRAPPING_UP])
def test_nobody_leaves_a_call_by_going_ready_offline_or_to_a_break(state: AgentState) -> None:
    """A call ends with an outcome; a click on another state is refused and says so."""
    for what in (Signal.CAME_READY, Signal.WENT_OFFLINE, Signal.TOOK_BREAK):
        with pytest.raises(Conflict, match=state.value):
            signal(agent(state), what, NOW, cause="agent")


def test_every_state_but_offline_can_be_unstuck() -> None:
    """A supervisor can free an agent from wherever they are."""
    for state in AgentState:
        assert (Signal.UNSTUCK in MOVES[state]) == (state is not AgentState.OFFLINE)


def test_wrap_up_is_extended_as_often_as_allowed_and_no_more() -> None:
    """Thirty seconds each, a few times; then the refusal names the limit."""
    one = agent(AgentState.WRAPPING_UP, until=NOW)
    for count in range(1, MOST_EXTENSIONS + 1):
        one = extend(one)
        assert one.until == NOW + count * EXTENSION
    with pytest.raises(Conflict):
        extend(one)


def test_no_wrap_up_is_extended_while_talking() -> None:
    """There is nothing to extend before the call is over."""
    with pytest.raises(Conflict):
        extend(agent(AgentState.TALKING))
