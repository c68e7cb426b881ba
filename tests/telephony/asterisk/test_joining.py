"""A person whose agent has no leg any more hears the message at once, never silence."""

from collections.abc import AsyncIterator

import pytest

from config.clock import LoopClock
from config.ground import Ground
from telephony.facts import CallAnswered
from tests.telephony.asterisk.fake_switch import FakeSwitch
from tests.telephony.asterisk.voice_rig import AGENT, ATTEMPT, CALL, SEAT, Rig, order
from tests.telephony.lines import LineRig

pytestmark = pytest.mark.virtual_time

MESSAGE_WITHIN_S = 2.0
"""16 CFR 310.4(b)(4)(iii)."""


@pytest.fixture
async def rig(clock: LoopClock) -> AsyncIterator[Rig]:
    async with FakeSwitch().listening() as switch, Rig(clock, switch).running() as running:
        yield running


async def test_the_message_is_played_when_the_agents_leg_is_lost_in_the_instant_of_the_answer(
    rig: Rig, ground: Ground
) -> None:
    """The order to join cannot be carried out, so the person is moved to the message instead of waiting for it."""
    calling = LineRig(ground, rig.voice).calling
    await rig.voice.place(order())
    rig.take_seat()
    rig.ring()
    rig.answer()
    await rig.until(CallAnswered)
    rig.switch.event("Hangup", Uniqueid=SEAT)
    await rig.silence(0.1)
    began_s = rig.clock.monotonic()
    await calling.connect(ATTEMPT, AGENT)
    (moved,) = rig.sent("Redirect")
    assert (moved["Channel"], moved["Exten"]) == (CALL, "message")
    assert rig.sent("Bridge") == []
    assert rig.clock.monotonic() - began_s < MESSAGE_WITHIN_S


async def test_a_telephone_that_is_not_taken_is_told_as_lost(rig: Rig) -> None:
    """Its leg never was in the seat's place, so only the switch's late answer tells."""
    await rig.voice.seat(AGENT, "phone-0001")
    (rung,) = rig.sent("Originate")
    rig.switch.event("OriginateResponse", Response="Failure", ActionID=rung["ActionID"], Exten=rung["Exten"])
    await rig.silence(0.1)
    assert [(type(news).__name__, news.agent_id) for news in rig.seats] == [("SeatLost", AGENT)]
    assert not rig.voice.is_seated(AGENT)
