"""Orders to a switch and what comes back, against a switch that only speaks AMI."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from config.clock import LoopClock
from config.errors import ProviderFailed
from telephony.asterisk.dialplan import Role, channel_id, seat_exten
from telephony.asterisk.legs import SeatFree
from telephony.asterisk.orders import SETUP_S
from telephony.asterisk.voice import ROLL_CALL_S
from telephony.calls import CallState
from telephony.facts import CallAnswered, CallEnded, CallPlaced, CallRinging, EndCause
from telephony.providers import LiveCall
from tests.telephony.asterisk.fake_switch import FakeSwitch, message
from tests.telephony.asterisk.voice_rig import (
    AGENT,
    ATTEMPT,
    CALL,
    OTHER,
    OURS,
    SEAT,
    Rig,
    order,
)

pytestmark = pytest.mark.virtual_time


@pytest.fixture
async def rig(clock: LoopClock) -> AsyncIterator[Rig]:
    async with FakeSwitch().listening() as switch, Rig(clock, switch).running() as running:
        yield running


async def test_the_order_names_its_channel_by_the_attempt_when_it_is_given(rig: Rig) -> None:
    """After a crash every event and the list name the attempt; the switch refuses a second channel of that name."""
    await rig.voice.place(order())
    (sent,) = rig.sent("Originate")
    assert sent == {
        "Action": "Originate",
        "ActionID": CALL,
        "Channel": "PJSIP/+12125550001@main",
        "ChannelId": CALL,
        "Context": "ringfence-call",
        "Exten": "detect",
        "Priority": "1",
        "Timeout": str(round((25 + SETUP_S) * 1000)),
        "Account": OURS,
        "Async": "true",
        "CallerID": "+12125550100",
        "Variable": "RINGFENCE_DETECTOR=2500:1500:800",
    }
    assert isinstance(await rig.voice.facts(), CallPlaced)


async def test_the_person_is_connected_at_once_when_no_detection_is_ordered(rig: Rig) -> None:
    """A campaign without detection has no second of silence."""
    await rig.voice.place(order(detect_machine=False))
    (sent,) = rig.sent("Originate")
    assert (sent["Exten"], "Variable" in sent) == ("direct", False)


@pytest.mark.parametrize(
    "field", [{"number": "2125550001"}, {"number": "+1212555@evil"}, {"number": "+12125550001&x"}, {"caller_id": "Bob"}]
)
async def test_nothing_is_sent_when_a_number_is_not_e164(rig: Rig, field: dict[str, Any]) -> None:
    """What came from a file never becomes another channel's name."""
    with pytest.raises(ProviderFailed) as failed:
        await rig.voice.place(replace(order(), **field))
    assert failed.value.effect == "impossible"
    assert rig.sent("Originate") == []


async def test_one_order_is_sent_when_the_attempt_is_ordered_again(rig: Rig) -> None:
    """Neither while it lives nor when it is over; but one that the switch refused never left."""
    rig.switch.answers["Originate"] = lambda fields: message(
        Response="Error", ActionID=fields["ActionID"], Message="Permission denied"
    )
    with pytest.raises(ProviderFailed, match="Permission denied") as failed:
        await rig.voice.place(order())
    assert failed.value.effect == "impossible"
    del rig.switch.answers["Originate"]
    await rig.voice.place(order())
    await rig.voice.place(order())
    rig.ring()
    rig.switch.event("Hangup", Uniqueid=CALL, Cause="19", TechCause="480")
    await rig.until(CallEnded)
    await rig.voice.place(order())
    assert len(rig.sent("Originate")) == 2


async def test_the_call_is_taken_up_when_the_answer_to_its_order_was_lost(rig: Rig) -> None:
    """The order is unknown, nothing is sent again, and the roll call at the next connection finds the call alive."""

    def cut(_: dict[str, str]) -> bytes:
        rig.switch.cut()
        return b""

    rig.switch.answers["Originate"] = cut
    with pytest.raises(ProviderFailed) as failed:
        await rig.voice.place(order())
    assert failed.value.effect == "unknown"
    rig.rows = [{"Uniqueid": CALL, "ChannelStateDesc": "Up", "AccountCode": OURS, "Exten": "direct"}]
    assert isinstance(await rig.voice.facts(), CallAnswered)
    assert len(rig.sent("Originate")) == 1


async def test_the_call_is_over_when_the_answer_was_lost_and_the_list_does_not_show_it(rig: Rig) -> None:
    """A call whose fate was unknown is settled within the next comparisons, without being placed again."""
    rig.switch.answers["Originate"] = lambda _: None
    with pytest.raises(ProviderFailed):
        await rig.voice.place(order())
    ended = await rig.until(CallEnded)
    assert isinstance(ended, CallEnded)
    assert ended.cause is EndCause.UNKNOWN
    assert rig.clock.monotonic() < 3 * ROLL_CALL_S
    assert len(rig.sent("Originate")) == 1


async def test_what_ended_meanwhile_is_told_when_the_link_was_down(rig: Rig) -> None:
    """Events are not told twice by a switch: of two calls the one that is missing has ended."""
    await rig.voice.place(order())
    await rig.voice.place(order(OTHER))
    rig.ring()
    await rig.until(CallRinging)
    await rig.clock.sleep(12)
    rig.rows = [{"Uniqueid": CALL, "ChannelStateDesc": "Ringing", "AccountCode": OURS, "Exten": "s"}]
    rig.switch.cut()
    ended = await rig.until(CallEnded)
    assert isinstance(ended, CallEnded)
    assert ended.attempt_id == OTHER
    assert (await rig.voice.list_calls()) == [LiveCall(attempt_id=ATTEMPT, state=CallState.RINGING)]


async def test_the_switch_is_asked_for_its_list_again_and_again(rig: Rig) -> None:
    """Every half minute, and each time the link has come up."""
    await rig.silence(10 * ROLL_CALL_S + 5)
    assert len(rig.sent("CoreShowChannels")) == 11
    rig.switch.cut()
    await rig.silence(5)
    assert len(rig.sent("CoreShowChannels")) == 12


async def test_it_is_hung_up_when_it_rang_as_long_as_ordered(rig: Rig) -> None:
    """Our time begins with the ringing, however long the carrier took before; and it is told as no answer."""
    await rig.voice.place(order())
    await rig.clock.sleep(9)
    rig.ring()
    rig.rows = [{"Uniqueid": CALL, "ChannelStateDesc": "Ringing", "AccountCode": OURS, "Exten": "s"}]
    ringing = await rig.until(CallRinging)
    rig.switch.answers["Hangup"] = lambda fields: (
        message(Response="Success", ActionID=fields["ActionID"], Message="Channel Hungup")
        + message(Event="DialEnd", DestUniqueid=CALL, DialStatus="NOANSWER")
        + message(Event="Hangup", Uniqueid=CALL, Cause="16")
    )
    ended = await rig.until(CallEnded)
    assert isinstance(ended, CallEnded)
    assert (ended.cause, ended.by) == (EndCause.NO_ANSWER, "provider")
    assert ended.at - ringing.at == timedelta(seconds=25)
    assert rig.sent("Hangup")[0]["Channel"] == CALL


async def test_it_is_left_alone_when_it_was_answered_in_time(rig: Rig) -> None:
    """A talk is not cut by the time that was meant for the ringing."""
    await rig.voice.place(order())
    rig.ring()
    await rig.until(CallRinging)
    rig.answer()
    await rig.until(CallAnswered)
    rig.rows = [{"Uniqueid": CALL, "ChannelStateDesc": "Up", "AccountCode": OURS, "Exten": "direct"}]
    await rig.silence(100)
    assert rig.sent("Hangup") == []


async def test_a_ringing_call_is_not_joined(rig: Rig) -> None:
    """The switch would join a telephone that still rings, and so lose the call."""
    await rig.voice.place(order())
    rig.take_seat()
    rig.ring()
    await rig.until(CallRinging)
    await rig.voice.connect(ATTEMPT, AGENT)
    assert rig.sent("Bridge") == []
    rig.answer()
    await rig.until(CallAnswered)
    await rig.voice.connect(ATTEMPT, AGENT)
    (sent,) = rig.sent("Bridge")
    assert (sent["Channel1"], sent["Channel2"], sent["Tone"]) == (CALL, SEAT, "no")


async def test_it_is_said_when_the_agent_has_no_leg(rig: Rig) -> None:
    """The floor must know at once that nobody will speak."""
    await rig.voice.place(order())
    rig.ring()
    rig.answer()
    await rig.until(CallAnswered)
    with pytest.raises(ProviderFailed) as failed:
        await rig.voice.connect(ATTEMPT, AGENT)
    assert failed.value.effect == "impossible"


async def test_the_message_is_chosen_and_played_when_nobody_is_free(rig: Rig) -> None:
    """Two actions, in this order; nobody is joined into it."""
    await rig.voice.place(order())
    rig.take_seat()
    rig.ring()
    rig.answer()
    await rig.until(CallAnswered)
    await rig.voice.play_and_hang_up(ATTEMPT, "Hello")
    await rig.voice.connect(ATTEMPT, AGENT)
    (chosen,), (moved,) = rig.sent("Setvar"), rig.sent("Redirect")
    assert (chosen["Variable"], chosen["Value"]) == ("RINGFENCE_MESSAGE", "sound-of-5-letters")
    assert (moved["Channel"], moved["Context"], moved["Exten"]) == (CALL, "ringfence-call", "message")
    assert rig.sent("Bridge") == []


async def test_only_our_calls_are_listed(rig: Rig) -> None:
    """Another installation's calls on the same switch are neither ours nor strangers to be hung up."""
    rig.rows = [
        {"Uniqueid": CALL, "ChannelStateDesc": "Up", "AccountCode": OURS, "Exten": "hold"},
        {"Uniqueid": SEAT, "ChannelStateDesc": "Up", "AccountCode": "ringfence-seat", "Exten": seat_exten(AGENT)},
        {
            "Uniqueid": channel_id(Role.CALL, OTHER),
            "ChannelStateDesc": "Up",
            "AccountCode": "elsewhere-call",
            "Exten": "x",
        },
        {"Uniqueid": "1700000000.1", "ChannelStateDesc": "Up", "AccountCode": "", "Exten": "100"},
    ]
    assert await rig.voice.list_calls() == [LiveCall(attempt_id=ATTEMPT, state=CallState.HELD)]


async def test_a_stranger_is_hung_up_when_it_is_asked(rig: Rig) -> None:
    """A call with our mark that no row knows is found on the list only."""
    await rig.voice.hang_up(OTHER)
    assert [fields["Channel"] for fields in rig.sent("Hangup")] == [channel_id(Role.CALL, OTHER)]


async def test_no_list_comes_when_the_link_is_down(rig: Rig) -> None:
    """That says nothing about any call, so nothing is settled by it."""
    rig.switch.cut()
    await rig.voice.link.until_down()
    with pytest.raises(ProviderFailed):
        await rig.voice.list_calls()


async def test_the_agents_leg_is_rung_and_ended_when_a_shift_begins_and_ends(rig: Rig) -> None:
    """The seat is found by its own event, and the floor is told."""
    await rig.voice.seat(AGENT, "agent-7")
    (sent,) = rig.sent("Originate")
    assert (sent["Channel"], sent["Exten"], sent["Account"]) == ("PJSIP/agent-7", seat_exten(AGENT), "ringfence-seat")
    assert sent["ChannelId"][0] == "s"
    rig.take_seat()
    await rig.silence(1)
    assert [type(news) for news in rig.seats] == [SeatFree]
    await rig.voice.unseat(AGENT)
    assert rig.sent("Hangup")[0]["Channel"] == SEAT
