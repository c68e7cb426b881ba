"""Live calls are followed by their facts, however often and in whatever order they come."""

from datetime import timedelta
from uuid import UUID

import pytest

from config.facts import Fact
from config.ground import Ground
from telephony.calls import CallState
from telephony.facts import (
    CallAnswered,
    CallBridged,
    CallEnded,
    CallPlaced,
    CallRinging,
    EndCause,
    RecordingStored,
)
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.world import World
from tests.conftest import EPOCH
from tests.telephony.lines import AGENT, ATTEMPT, LineRig, call

SECOND = timedelta(seconds=1)
PLACED = CallPlaced(at=EPOCH, attempt_id=ATTEMPT, provider_ref="ref")
RINGING = CallRinging(at=EPOCH + SECOND, attempt_id=ATTEMPT)
ANSWERED = CallAnswered(at=EPOCH + 5 * SECOND, attempt_id=ATTEMPT, answered_by="human", detected_after_s=0.0)
BRIDGED = CallBridged(at=EPOCH + 6 * SECOND, attempt_id=ATTEMPT, agent_id=AGENT)
ENDED = CallEnded(at=EPOCH + 60 * SECOND, attempt_id=ATTEMPT, cause=EndCause.COMPLETED, by="callee")
WHOLE: tuple[Fact, ...] = (PLACED, RINGING, ANSWERED, BRIDGED, ENDED)
RECORDED = RecordingStored(
    at=EPOCH + 61 * SECOND, attempt_id=ATTEMPT, recording_id=UUID(int=9), duration_ms=54_000, path="a.wav"
)


@pytest.fixture
async def line(ground: Ground) -> LineRig:
    """A line with one reserved call."""
    rig = LineRig(ground, SimulatedCarrier(ground.clock, World(1)))
    rig.calling.expect(await rig.reserve(call()))
    return rig


async def take(line: LineRig, *facts: Fact) -> None:
    for fact in facts:
        await line.calling.take(fact)


async def test_a_call_is_stored_with_all_its_facts_in_order(line: LineRig) -> None:
    """Placing and ringing are written with the answer; after the end the call is not live any more."""
    await take(line, PLACED, RINGING)
    assert await line.journal() == []
    await take(line, ANSWERED, BRIDGED, ENDED)
    row = await line.row()
    assert (row.state, row.cause, row.agent_id) == ("ended", "completed", AGENT)
    assert (row.placed_at, row.answered_at, row.ended_at) == (PLACED.at, ANSWERED.at, ENDED.at)
    assert await line.journal() == [type(fact).__name__ for fact in WHOLE]
    assert line.ended == [ATTEMPT]
    assert line.calling.find(ATTEMPT) is None


async def test_repeated_facts_change_nothing(line: LineRig) -> None:
    """A vendor that tells everything twice causes no second outcome and no second fact."""
    await take(line, *(fact for fact in WHOLE for _ in range(2)), *WHOLE)
    assert await line.journal() == [type(fact).__name__ for fact in WHOLE]
    assert (line.heard, line.ended) == (list(WHOLE), [ATTEMPT])


async def test_a_late_fact_fills_in_and_brings_no_second_end(line: LineRig) -> None:
    """The ringing that comes after the end is no news to anybody but the row."""
    await take(line, PLACED, ENDED, ANSWERED)
    row = await line.row()
    assert (row.state, row.answered_at, line.ended) == ("ended", ANSWERED.at, [ATTEMPT])


async def test_a_recording_that_comes_after_the_end_is_recorded_and_stops_nothing(line: LineRig) -> None:
    """Recordings are always later than the end; the line goes on with the next fact."""
    await take(line, *WHOLE, RECORDED, RECORDED)
    assert (await line.row()).state == CallState.ENDED.value
    assert (await line.journal())[-1] == "RecordingStored"
    assert line.ended == [ATTEMPT]
    assert line.calling.find(ATTEMPT) is None


@pytest.mark.parametrize("fact", [ENDED, RECORDED], ids=["end", "recording"])
async def test_a_fact_of_a_call_nobody_knows_is_let_go(ground: Ground, fact: Fact) -> None:
    """Somebody else's calls on the same vendor do not disturb ours."""
    rig = LineRig(ground, SimulatedCarrier(ground.clock, World(1)))
    await take(rig, fact)
    assert (rig.heard, rig.ended, await rig.journal()) == ([], [], [])


async def test_a_fact_that_cannot_be_is_let_go(line: LineRig) -> None:
    """A call that was never bridged cannot be bridged after its end as another life would have it."""
    await take(line, PLACED, ENDED)
    before = await line.row()
    await take(line, CallEnded(at=ENDED.at + SECOND, attempt_id=ATTEMPT, cause=EndCause.BUSY, by="provider"))
    after = await line.row()
    assert (after.ended_at, after.cause) == (before.ended_at, before.cause)


async def test_the_end_and_what_depends_on_it_are_written_together_or_not_at_all(line: LineRig) -> None:
    """If the attempt cannot be closed, the call is not over in the books either, and reconciling finds it."""
    await take(line, PLACED, ANSWERED)
    line.breaks_at_end = True
    with pytest.raises(RuntimeError, match="shut"):
        await line.calling.take(ENDED)
    row = await line.row()
    assert (row.state, "CallEnded" in await line.journal()) == ("answered", False)


async def test_a_call_of_an_earlier_life_is_taken_up_from_its_row(line: LineRig) -> None:
    """After a restart the first fact finds the call in the database."""
    await take(line, PLACED, ANSWERED)
    later = LineRig(line.ground, line.provider)
    await take(later, BRIDGED, ENDED)
    row = await later.row()
    assert (row.state, row.answered_at, later.ended) == ("ended", ANSWERED.at, [ATTEMPT])
