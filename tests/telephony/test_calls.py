"""How facts move a call, in any order."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import reduce
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.facts import Fact
from telephony.calls import LATE, MOVES, OVERTAKING, Call, CallState, ImpossibleMove, diagram, step
from telephony.facts import (
    FACTS,
    CallAnswered,
    CallBridged,
    CallEnded,
    CallHeld,
    CallLost,
    CallPlaced,
    CallResumed,
    CallRinging,
    EndCause,
    EndedBy,
    MessageDelivered,
    RecordingStored,
)

EPOCH = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
ATTEMPT, AGENT, OTHER_AGENT = UUID(int=1), UUID(int=2), UUID(int=3)


def at(second: float) -> datetime:
    return EPOCH + timedelta(seconds=second)


def fresh() -> Call:
    return Call(attempt_id=ATTEMPT, number="+12125550123", caller_id="+12125550100")


def placed(second: float = 0, ref: str = "ref") -> CallPlaced:
    return CallPlaced(at=at(second), attempt_id=ATTEMPT, provider_ref=ref)


def ringing(second: float = 1) -> CallRinging:
    return CallRinging(at=at(second), attempt_id=ATTEMPT)


def answered(second: float = 10) -> CallAnswered:
    return CallAnswered(at=at(second), attempt_id=ATTEMPT, answered_by="human", detected_after_s=2.0)


def bridged(second: float = 11, agent: UUID = AGENT) -> CallBridged:
    return CallBridged(at=at(second), attempt_id=ATTEMPT, agent_id=agent)


def held(second: float = 20) -> CallHeld:
    return CallHeld(at=at(second), attempt_id=ATTEMPT)


def resumed(second: float = 30) -> CallResumed:
    return CallResumed(at=at(second), attempt_id=ATTEMPT)


def ended(second: float = 60, cause: EndCause = EndCause.COMPLETED, by: EndedBy = "callee") -> CallEnded:
    return CallEnded(at=at(second), attempt_id=ATTEMPT, cause=cause, by=by)


def lost(second: float = 40) -> CallLost:
    return CallLost(at=at(second), attempt_id=ATTEMPT)


def after(*facts: Fact) -> Call:
    return reduce(step, facts, fresh())


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ([], CallState.RESERVED),
        ([placed()], CallState.PLACED),
        ([placed(), ringing()], CallState.RINGING),
        ([placed(), ringing(), answered()], CallState.ANSWERED),
        ([placed(), ringing(), answered(), bridged()], CallState.BRIDGED),
        ([placed(), ringing(), answered(), bridged(), held()], CallState.HELD),
        ([placed(), ringing(), answered(), bridged(), held(), resumed()], CallState.BRIDGED),
        ([placed(), ringing(), answered(), bridged(), held(), resumed(), held(50)], CallState.HELD),
        ([placed(), answered(), bridged()], CallState.BRIDGED),
        ([placed(), ended(3, EndCause.BUSY)], CallState.ENDED),
        ([ended(0, EndCause.FAILED, "provider")], CallState.ENDED),
        ([lost(5)], CallState.UNKNOWN),
        ([placed(), lost(5)], CallState.UNKNOWN),
        ([placed(), lost(5), ended(9, EndCause.UNKNOWN, "unknown")], CallState.ENDED),
        ([placed(), lost(5), answered()], CallState.ANSWERED),
        ([placed(), ringing(), answered(), bridged(), lost(40), ringing()], CallState.UNKNOWN),
        ([placed(), ringing(), answered(), ended(), ringing(90), lost(99)], CallState.ENDED),
    ],
)
def test_the_call_stands_where_its_facts_put_it_when_they_come_in(facts: list[Fact], state: CallState) -> None:
    """A supervisor sees the true state: skips, holds, losses and late ringing included."""
    assert after(*facts).state is state


def test_the_table_tells_the_next_state_when_facts_come_in_order() -> None:
    """The diagram in the help is what really happens: each listed move is made by a fact newer than all others."""
    ways: dict[CallState, list[Fact]] = {
        CallState.RESERVED: [],
        CallState.PLACED: [placed()],
        CallState.RINGING: [placed(), ringing()],
        CallState.ANSWERED: [placed(), ringing(), answered()],
        CallState.BRIDGED: [placed(), ringing(), answered(), bridged()],
        CallState.HELD: [placed(), ringing(), answered(), bridged(), held()],
        CallState.UNKNOWN: [lost(0)],
        CallState.ENDED: [ended()],
    }
    for state, moves in MOVES.items():
        for kind, target in moves.items():
            assert step(after(*ways[state]), newest(kind)).state is target, (state, kind.__name__)


def newest(kind: type[Fact]) -> Fact:
    makers: dict[type[Fact], Callable[[float], Fact]] = {
        CallPlaced: placed,
        CallRinging: ringing,
        CallAnswered: answered,
        CallBridged: bridged,
        CallHeld: held,
        CallResumed: resumed,
        CallEnded: ended,
        CallLost: lost,
    }
    return makers[kind](1000)


def test_every_fact_of_a_call_is_listed_once_when_a_state_meets_it() -> None:
    """No fact of a call is forgotten in any state, and none has two meanings."""
    kinds = {kind for kind in FACTS if kind.__name__.startswith("Call")} | {RecordingStored}
    for state in CallState:
        listed = [*MOVES[state], *OVERTAKING.get(state, ()), *LATE[state]]
        assert len(listed) == len(set(listed))
        assert set(listed) == kinds


HISTORIES: tuple[Sequence[Fact], ...] = (
    (placed(), ringing(), ended(31, EndCause.NO_ANSWER, "provider")),
    (placed(), ringing(), answered(), bridged(), held(), resumed(), ended()),
    (placed(), ringing(), answered(), bridged(), held(15), resumed(16), held(20), bridged(25, OTHER_AGENT)),
    (placed(), ringing(), lost(5), answered(), bridged(), lost(40)),
    (placed(), lost(5), ended(9, EndCause.UNKNOWN, "unknown"), ended(12, EndCause.COMPLETED)),
    (placed(), ringing(), answered(), ended(12, EndCause.ABANDONED, "system"), lost(13)),
)


@given(data=st.data())
def test_the_final_call_is_the_same_when_facts_come_in_any_order_and_repeated(data: st.DataObject) -> None:
    """Whatever a vendor's link does to the order and number of facts, the record is that of the true order."""
    history = data.draw(st.sampled_from(HISTORIES))
    repeated = [*history, *data.draw(st.lists(st.sampled_from(history), max_size=6))]
    shuffled = data.draw(st.permutations(repeated))
    assert after(*shuffled) == after(*history)


SECONDS = st.integers(0, 30)
ANY_FACT = st.one_of(
    SECONDS.map(placed),
    SECONDS.map(ringing),
    SECONDS.map(answered),
    st.builds(bridged, SECONDS, st.sampled_from([AGENT, OTHER_AGENT])),
    SECONDS.map(held),
    SECONDS.map(resumed),
    SECONDS.map(lost),
    st.builds(ended, SECONDS, st.sampled_from(EndCause), st.sampled_from(["callee", "agent", "unknown"])),
)


@given(facts=st.lists(ANY_FACT, max_size=8), seed=st.randoms(use_true_random=False))
def test_the_order_does_not_matter_when_facts_are_nonsense(facts: list[Fact], seed: Random) -> None:
    """Even contradictory facts, with any instants, settle to one call."""
    shuffled = [*facts, *facts]
    seed.shuffle(shuffled)
    assert after(*shuffled) == after(*facts)


@given(facts=st.lists(ANY_FACT, max_size=8))
def test_nothing_leaves_the_end_when_a_call_has_ended(facts: list[Fact]) -> None:
    """A call that is over can never be taken for a live one."""
    assert after(ended(), *facts).is_final


def test_a_known_cause_replaces_an_unknown_one_when_the_truth_comes_later() -> None:
    """A sweep writes "unknown"; the vendor's own word counts when it arrives."""
    call = after(placed(), ended(9, EndCause.UNKNOWN, "unknown"), ended(12, EndCause.BUSY, "callee"))
    assert (call.cause, call.ended_at, call.ended_by) == (EndCause.BUSY, at(12), "callee")


def test_the_present_agent_is_named_when_a_call_was_passed_on() -> None:
    """The screen pop follows the agent who has the person on the line, also when the first bridging is told late."""
    assert after(bridged(11, AGENT), bridged(30, OTHER_AGENT)).agent_id == OTHER_AGENT
    assert after(bridged(30, OTHER_AGENT), bridged(11, AGENT)).agent_id == OTHER_AGENT


def test_talk_time_runs_from_the_first_bridging_when_the_call_is_over() -> None:
    """The statistics count what was talked, holds included."""
    assert after(answered(), bridged(11), held(), resumed(), ended(60)).talk_s == 49
    assert after(answered(), ended(60)).talk_s == 0


@pytest.mark.parametrize(
    "fact",
    [
        CallRinging(at=EPOCH, attempt_id=UUID(int=99)),
        MessageDelivered(at=EPOCH, attempt_id=ATTEMPT),
        placed(0, "another"),
    ],
)
def test_the_move_is_refused_when_the_fact_cannot_be_of_this_call(fact: Fact) -> None:
    """Another attempt's fact, a text's fact or a second vendor call is a bug and must be seen."""
    with pytest.raises(ImpossibleMove):
        step(after(placed(0, "ref")), fact)


def test_the_diagram_shows_each_move_when_it_is_drawn() -> None:
    """The help's picture has an arrow for every pair of states in the table."""
    arrows = {(state, target) for state, moves in MOVES.items() for target in moves.values()}
    drawn = diagram()
    assert all(f"    {state} --> {target}: " in drawn for state, target in arrows)
    assert drawn.startswith("stateDiagram-v2\n    [*] --> reserved")
