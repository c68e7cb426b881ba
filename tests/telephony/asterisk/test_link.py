"""The link to a switch, over a real socket, with everything that can go wrong on it."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from config.clock import LoopClock
from config.errors import ProviderFailed
from config.virtual_time import real_work
from telephony.asterisk.inbox import HIGH, OVERSHOOT, Inbox
from telephony.asterisk.link import LINK_LOST, LONGEST_PAUSE_S, Link
from telephony.asterisk.switch import FORGOTTEN, Switch
from telephony.asterisk.wire import Heard
from tests.telephony.asterisk.fake_switch import FakeSwitch, message

pytestmark = pytest.mark.virtual_time

WANTED = frozenset({"UserEvent", "Hangup", "OriginateResponse"})
EFFECTS = ("Originate", "Redirect", "Bridge", "Hangup", "Setvar", "MixMonitor", "MixMonitorMute", "StopMixMonitor")
AGES_S = 600


class Desk:
    """A link under test: starts and ends it, and reads what it hears."""

    def __init__(self, clock: LoopClock) -> None:
        self.clock = clock
        self.inbox = Inbox()

    @asynccontextmanager
    async def linked(self, *addresses: Switch, wait: bool = True) -> AsyncIterator[Link]:
        """Keep a link to each switch; yields the first, once it is up."""
        chance = random.Random(5)
        links = [Link(address, self.clock, self.inbox, wanted=WANTED, chance=chance) for address in addresses]
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(link.run()) for link in links]
            if wait:
                for link in links:
                    await link.until_up()
            yield links[0]
            for task in running:
                task.cancel()

    async def hear(self, name: str) -> Heard:
        """Read on to the next event of a name."""
        while (heard := await self.inbox.get()).name != name:
            pass
        return heard


@pytest.fixture
def desk(clock: LoopClock) -> Desk:
    return Desk(clock)


@pytest.fixture
async def switch() -> AsyncIterator[FakeSwitch]:
    async with FakeSwitch().listening() as listening:
        yield listening


async def test_events_come_in_order_when_the_link_is_up(desk: Desk, switch: FakeSwitch) -> None:
    """Each wanted event, once, as it was sent, on our clock; the others cost nothing."""
    async with desk.linked(switch.address()):
        booted = await desk.inbox.get()
        for number in range(50):
            switch.event("UserEvent", N=str(number))
            switch.event("VarSet", N=str(number))
        heard = [await desk.hear("UserEvent") for _ in range(50)]
    assert (booted.name, booted.fields["Uptime"]) == ("FullyBooted", "100000")
    assert [event.fields["N"] for event in heard] == [str(number) for number in range(50)]
    assert {event.at for event in heard} == {desk.clock.now()}


@pytest.mark.parametrize("cut_after", ["reading", "agreeing"])
@pytest.mark.parametrize("effect", EFFECTS)
async def test_nothing_is_sent_twice_when_the_link_is_cut(
    desk: Desk, switch: FakeSwitch, effect: str, cut_after: str
) -> None:
    """An order whose answer was lost may have taken effect; another would ring the person a second time."""

    def cut(fields: dict[str, str]) -> bytes:
        if cut_after == "agreeing":
            switch.say(message(Response="Success", ActionID=fields["ActionID"][:-1] + "x", Message="of another"))
        switch.cut()
        return b""

    switch.answers[effect] = cut
    async with desk.linked(switch.address()) as link:
        asked = desk.clock.monotonic()
        with pytest.raises(ProviderFailed) as failed:
            await link.ask(effect, ("Channel", "PJSIP/1"), deadline_s=5)
        assert failed.value.effect == "unknown"
        assert desk.clock.monotonic() - asked < 1
        del switch.answers[effect]
        await desk.clock.sleep(AGES_S)
        assert link.is_up
    assert switch.count() == {"Login": 2, effect: 1}


async def test_no_action_there_is_is_kept_for_a_next_connection() -> None:
    """Every effect is in the list of those that the library forgets."""
    assert {effect.lower() for effect in EFFECTS} <= set(FORGOTTEN)


async def test_nothing_is_sent_when_the_link_is_down(desk: Desk, switch: FakeSwitch) -> None:
    """The order is impossible, so what was reserved for it can be given back at once; nothing waits in a queue."""
    async with desk.linked(switch.address()) as link:
        switch.cut()
        await desk.hear(LINK_LOST)
        with pytest.raises(ProviderFailed) as failed:
            await link.ask("Originate", ("Channel", "PJSIP/1"), deadline_s=5)
        assert failed.value.effect == "impossible"
        await desk.clock.sleep(AGES_S)
    assert switch.count() == {"Login": 2}


async def test_a_dead_link_is_noticed_within_six_seconds_when_the_switch_falls_silent(
    desk: Desk, switch: FakeSwitch
) -> None:
    """A half-open connection breaks nothing by itself; whoever waits for an answer is told, and a new one is made."""
    async with desk.linked(switch.address()) as link:
        await desk.clock.sleep(60)
        switch.is_silent = True
        silent_since = desk.clock.monotonic()
        asked = asyncio.create_task(link.ask("Bridge", deadline_s=50))
        await desk.hear(LINK_LOST)
        assert desk.clock.monotonic() - silent_since <= 6
        with pytest.raises(ProviderFailed) as failed:
            await asked
        assert failed.value.effect == "unknown"
        switch.is_silent = False
        await link.until_up()
        assert desk.clock.monotonic() - silent_since < 20


async def test_the_effect_is_unknown_when_the_answer_is_late(desk: Desk, switch: FakeSwitch) -> None:
    """The deadline holds, and an answer that comes after it disturbs nobody."""
    late = []
    switch.answers["Hangup"] = lambda fields: late.append(fields["ActionID"])
    async with desk.linked(switch.address()) as link:
        asked = desk.clock.monotonic()
        with pytest.raises(ProviderFailed) as failed:
            await link.ask("Hangup", ("Channel", "c1"), deadline_s=1.5)
        assert failed.value.effect == "unknown"
        assert desk.clock.monotonic() - asked == pytest.approx(1.5)
        switch.say(message(Response="Success", ActionID=late[0], Message="at last"))
        switch.event("UserEvent", N="1")
        assert (await desk.hear("UserEvent")).fields["N"] == "1"
        assert (await link.ask("Redirect", deadline_s=1)).is_agreed


async def test_the_switch_says_why_when_it_does_not_agree(desk: Desk, switch: FakeSwitch) -> None:
    """A refusal is an answer, not a failure: nothing has happened."""
    switch.answers["Redirect"] = lambda fields: message(
        Response="Error", ActionID=fields["ActionID"], Message="Channel does not exist: c1"
    )
    async with desk.linked(switch.address()) as link:
        reply = await link.ask("Redirect", ("Channel", "c1"), deadline_s=1)
    assert (reply.is_agreed, reply.words) == (False, "Channel does not exist: c1")


async def test_the_outcome_of_an_order_is_heard_when_it_was_only_queued(desk: Desk, switch: FakeSwitch) -> None:
    """The answer says that the call was queued; what became of it follows as an event, in order."""
    async with desk.linked(switch.address()) as link:
        reply = await link.ask("Originate", ("ActionID", "o1"), ("Async", "true"), deadline_s=1)
        assert reply.is_agreed
        switch.event("OriginateResponse", ActionID="o1", Response="Failure", Reason="0")
        assert (await desk.hear("OriginateResponse")).fields["ActionID"] == "o1"


async def test_the_list_is_whole_when_it_is_asked_for(desk: Desk, switch: FakeSwitch) -> None:
    """Events of the list belong to the answer; others between them to the inbox."""

    def listing(fields: dict[str, str]) -> bytes:
        own = fields["ActionID"]
        rows = [message(Event="CoreShowChannel", ActionID=own, Uniqueid=f"c{n}") for n in range(3)]
        return b"".join([
            message(Response="Success", ActionID=own, EventList="start", Message="Channels will follow"),
            *rows[:2],
            message(Event="UserEvent", N="1"),
            rows[2],
            message(Event="CoreShowChannelsComplete", ActionID=own, EventList="Complete", ListItems="3"),
        ])  # fmt: skip

    switch.answers["CoreShowChannels"] = listing
    async with desk.linked(switch.address()) as link:
        reply = await link.list_all("CoreShowChannels", deadline_s=1)
        assert [item["Uniqueid"] for item in reply.items] == ["c0", "c1", "c2"]
        assert (await desk.hear("UserEvent")).fields["N"] == "1"


async def test_nothing_is_sent_when_a_field_would_begin_another_action(desk: Desk, switch: FakeSwitch) -> None:
    """The place is named, the value is not."""
    async with desk.linked(switch.address()) as link:
        with pytest.raises(ProviderFailed, match="CallerID") as failed:
            await link.ask("Originate", ("CallerID", "x\r\n\r\nAction: Command\r\nCommand: core stop"), deadline_s=1)
        assert failed.value.effect == "impossible"
        assert "Command" not in str(failed.value)
        await desk.clock.sleep(60)
    assert switch.count() == {"Login": 1}


async def test_no_letter_is_lost_when_it_comes_in_two_segments(desk: Desk, switch: FakeSwitch) -> None:
    """A name is shown as it is, wherever the network cut it."""
    text = message(Event="UserEvent", Name="José Ñandú 话")
    async with desk.linked(switch.address()):
        for byte in range(len(text)):
            switch.say(text[byte : byte + 1])
            await desk.clock.sleep(0.01)
        assert (await desk.hear("UserEvent")).fields["Name"] == "José Ñandú 话"


async def test_the_link_stays_down_and_asks_seldom_when_the_password_is_wrong(desk: Desk, switch: FakeSwitch) -> None:
    """Nobody is locked out by our trying, and when it is put right we are let in without a restart."""
    switch.answers["Login"] = lambda fields: message(
        Response="Error", ActionID=fields["ActionID"], Message="Authentication failed"
    )
    async with desk.linked(switch.address(), wait=False) as link:
        await desk.clock.sleep(AGES_S)
        assert not link.is_up
        assert AGES_S / LONGEST_PAUSE_S / 2 < switch.count()["Login"] < 2 * AGES_S / LONGEST_PAUSE_S + 2
        del switch.answers["Login"]
        async with asyncio.timeout(LONGEST_PAUSE_S + 1):
            await link.until_up()


async def test_the_link_comes_up_when_the_switch_starts_later(desk: Desk) -> None:
    """Whoever starts first waits for the other."""
    switch = FakeSwitch()
    async with switch.listening():
        address = switch.address()
    async with desk.linked(address, wait=False) as link:
        await desk.clock.sleep(300)
        with pytest.raises(ProviderFailed):
            await link.ask("Originate", deadline_s=5)
        async with switch.listening(), asyncio.timeout(LONGEST_PAUSE_S + 1):
            await link.until_up()


async def test_all_events_come_and_the_switch_waits_when_they_are_a_flood(desk: Desk, switch: FakeSwitch) -> None:
    """A reader that falls behind loses none, and memory stays bounded: what is too much waits at the switch."""
    flood = HIGH + OVERSHOOT + 5_000
    async with desk.linked(switch.address()) as link:
        await desk.hear("FullyBooted")
        switch.say(b"".join(message(Event="UserEvent", N=str(number)) for number in range(flood)))
        with real_work():  # Simulated time would not wait for a socket.
            while not desk.inbox.is_paused:
                await desk.clock.sleep(0)
        await desk.clock.sleep(60)
        assert HIGH <= desk.inbox.waiting <= HIGH + OVERSHOOT
        assert link.is_up
        with real_work():
            heard = [(await desk.hear("UserEvent")).fields["N"] for _ in range(flood)]
        assert heard == [str(number) for number in range(flood)]
        assert (await link.ask("Redirect", deadline_s=1)).is_agreed
    assert switch.count()["Login"] == 1


async def test_nothing_is_left_when_the_link_is_closed(desk: Desk, switch: FakeSwitch) -> None:
    """Neither while it is up nor while it waits to connect again does it come back by itself."""
    before = asyncio.all_tasks()
    async with desk.linked(switch.address()):
        pass
    async with desk.linked(switch.address()):
        switch.cut()
        await desk.hear(LINK_LOST)
    await desk.clock.sleep(AGES_S)
    assert switch.count()["Login"] == 2
    assert {task for task in asyncio.all_tasks() - before if "_serve" not in repr(task)} == set()


async def test_one_switch_is_heard_when_the_other_is_lost(desk: Desk, switch: FakeSwitch) -> None:
    """Every switch has its own link, and all are read in one place."""
    async with FakeSwitch().listening() as other, desk.linked(switch.address(), other.address("two")):
        switch.cut()
        await desk.hear(LINK_LOST)
        other.event("UserEvent", N="7")
        assert (await desk.hear("UserEvent")).fields["N"] == "7"


@pytest.mark.parametrize(
    "trouble",
    [lambda switch: switch.event("Shutdown", Shutdown="Cleanly"), lambda switch: switch.say(b"x" * 2_000_000)],
    ids=["the switch shuts down", "what comes is no AMI"],
)
async def test_the_link_is_made_again_when_it_is_of_no_more_use(
    desk: Desk, switch: FakeSwitch, trouble: Callable[[FakeSwitch], None]
) -> None:
    """It is told as lost once, and the next one begins with FullyBooted, when everything is compared."""
    async with desk.linked(switch.address()):
        trouble(switch)
        await desk.hear(LINK_LOST)
        await desk.hear("FullyBooted")
    assert switch.count() == {"Login": 2}
