"""What becomes of live calls on a real Asterisk when the link, the switch, our process or an agent's leg is lost."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from config.errors import ProviderFailed
from telephony.calls import CallState
from telephony.facts import CallAnswered, CallBridged, CallEnded, CallHeld, CallResumed, CallRinging, EndCause
from tests.providers.rigs import AGENT, OTHER_AGENT
from tests.telephony.asterisk.lab import Lab, running
from tests.telephony.asterisk.real.rig import Place, number_for, order_for, placed, until

ONE, TWO, THREE, FOUR = (UUID(int=number) for number in range(1, 5))
CUT_S = 11.0
"""Longer than the time in which an order may still be on its way."""


@pytest.fixture
async def place(lab: Lab) -> AsyncIterator[Place]:
    """A provider at the lab's Asterisk."""
    async with placed(lab) as opened:
        yield opened


async def test_every_call_is_settled_and_none_dialed_twice_when_the_link_was_cut(place: Place) -> None:
    """Meanwhile one call ended, one was answered, one rang on, and one went on talking."""
    voice = await place.seated()
    await voice.place(order_for(ONE, "machine", 1))
    await voice.place(order_for(TWO, "machine", 2))
    await voice.place(order_for(THREE, "no_answer", 3))
    await until(voice, (CallAnswered, ONE), (CallAnswered, TWO), (CallRinging, THREE))
    await voice.connect(ONE, AGENT)
    await voice.connect(TWO, OTHER_AGENT)
    await until(voice, (CallBridged, ONE), (CallBridged, TWO))
    place.weak.cuts_after = "Originate"
    with pytest.raises(ProviderFailed) as failed:
        await voice.place(order_for(FOUR, "machine", 4))
    assert failed.value.effect == "unknown"
    place.persons.hang_up(place.persons.leg(number_for("machine", 1)))
    await asyncio.sleep(CUT_S)
    place.weak.mend()
    told = await until(voice, (CallEnded, ONE), (CallAnswered, FOUR), patience_s=20)
    assert [fact.cause for fact in told if isinstance(fact, CallEnded)] == [EndCause.UNKNOWN]
    states = {call.attempt_id: call.state for call in await voice.list_calls()}
    assert states == {TWO: CallState.BRIDGED, THREE: CallState.RINGING, FOUR: CallState.ANSWERED}
    assert place.weak.passed["Originate"] == len(place.persons.legs) + len(place.agents.legs) == 6


async def test_the_calls_are_taken_up_when_our_process_died(place: Place) -> None:
    """Voices go on; a new process finds calls and seats, tells where they stand, and may act on them at once."""
    first = await place.seated()
    await first.place(order_for(ONE, "machine", 1))
    await until(first, (CallAnswered, ONE))
    await first.connect(ONE, AGENT)
    await first.place(order_for(TWO, "no_answer", 2))
    await until(first, (CallBridged, ONE), (CallRinging, TWO))
    for name in first.tasks():
        place.supervisor.stop(f"lab: {name}")
    await first.link.until_down()
    second = place.provider("second life")
    told = await until(second, (CallBridged, ONE), (CallRinging, TWO))
    assert [fact.agent_id for fact in told if isinstance(fact, CallBridged)] == [AGENT]
    await second.place(order_for(TWO, "no_answer", 2))
    await second.hold(ONE)
    await until(second, (CallHeld, ONE))
    await second.connect(ONE, OTHER_AGENT)
    *_, bridged = await until(second, (CallBridged, ONE))
    assert isinstance(bridged, CallBridged)
    assert bridged.agent_id == OTHER_AGENT
    await second.hang_up(TWO)
    *_, ended = await until(second, (CallEnded, TWO))
    assert isinstance(ended, CallEnded)
    assert ended.cause is EndCause.CANCELLED
    assert len(place.persons.legs) == 2


async def test_the_person_is_kept_when_the_agents_leg_is_lost(place: Place) -> None:
    """They wait until the agent is back, from wherever, and the talk goes on."""
    voice = await place.seated()
    await voice.place(order_for(ONE, "machine", 1))
    await until(voice, (CallAnswered, ONE))
    await voice.connect(ONE, AGENT)
    await until(voice, (CallBridged, ONE))
    place.agents.hang_up(place.agents.leg("201"))
    await until(voice, (CallHeld, ONE))
    await place.settle(voice)
    assert place.free == {OTHER_AGENT}
    await place.seat(voice, AGENT)
    await voice.resume(ONE)
    await until(voice, (CallResumed, ONE))
    await voice.hang_up(ONE)
    *_, ended = await until(voice, (CallEnded, ONE))
    assert isinstance(ended, CallEnded)
    assert (ended.cause, ended.by) == (EndCause.COMPLETED, "agent")


async def test_all_is_over_and_dialing_goes_on_when_the_switch_was_killed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Nobody waits for a call that cannot live; the new switch knows nothing of the old one's legs."""
    with running(tmp_path_factory.mktemp("killed")) as lab:
        async with placed(lab) as place:
            voice = await place.seated()
            await voice.place(order_for(ONE, "machine", 1))
            await until(voice, (CallAnswered, ONE))
            await voice.connect(ONE, AGENT)
            await until(voice, (CallBridged, ONE))
            lab.kill()
            await voice.link.until_down()
            lab.start()
            *_, ended = await until(voice, (CallEnded, ONE), patience_s=20)
            assert isinstance(ended, CallEnded)
            assert ended.cause is EndCause.UNKNOWN
            assert await voice.list_calls() == []
            assert place.free == set()
            await place.seat(voice, AGENT)
            await voice.place(order_for(TWO, "busy", 2))
            *_, ended = await until(voice, (CallEnded, TWO))
            assert isinstance(ended, CallEnded)
            assert ended.cause is EndCause.BUSY
