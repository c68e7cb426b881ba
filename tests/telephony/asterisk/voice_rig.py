"""A provider whose link is up, to a switch that only speaks AMI and says what a test makes it say."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest

from config.clock import LoopClock
from config.facts import Fact
from config.ids import SeededIds
from telephony.asterisk.dialplan import Role, channel_id
from telephony.asterisk.legs import SeatNews
from telephony.asterisk.orders import Trunk
from telephony.asterisk.voice import AsteriskVoice
from telephony.providers import PlaceCall
from tests.telephony.asterisk.fake_switch import FakeSwitch, message

ATTEMPT, OTHER, AGENT = UUID(int=1), UUID(int=2), UUID(int=10)
CALL, SEAT = channel_id(Role.CALL, ATTEMPT), channel_id(Role.SEAT, UUID(int=20))
OURS = "ringfence-call"


def order(attempt_id: UUID = ATTEMPT, *, detect_machine: bool = True) -> PlaceCall:
    return PlaceCall(
        attempt_id=attempt_id,
        number="+12125550001",
        caller_id="+12125550100",
        ring_timeout_s=25.0,
        detect_machine=detect_machine,
        record=False,
    )


class Rig:
    """A provider whose link is up, and the switch it talks to; `rows` is what the switch lists."""

    def __init__(self, clock: LoopClock, switch: FakeSwitch) -> None:
        self.clock = clock
        self.switch = switch
        self.rows: list[dict[str, str]] = []
        self.seats: list[SeatNews] = []
        switch.answers["CoreShowChannels"] = self._list
        self.voice = AsteriskVoice(
            clock,
            SeededIds(1),
            switch.address(),
            Trunk(endpoint="main", detector="2500:1500:800"),
            chance=random.Random(2),
            deadline_s=5.0,
            sound_of=lambda text: f"sound-of-{len(text)}-letters",
            hear_seat=self.seats.append,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Rig"]:
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(_endless(step)) for step in self.voice.tasks().values()]
            await self.voice.link.until_up()
            yield self
            for task in running:
                task.cancel()

    def sent(self, action: str) -> list[dict[str, str]]:
        return [fields for fields in self.switch.actions if fields["Action"] == action]

    def ring(self) -> None:
        self.switch.event("Newchannel", Uniqueid=CALL, ChannelStateDesc="Down")
        self.switch.event("Newstate", Uniqueid=CALL, ChannelStateDesc="Ringing")

    def answer(self) -> None:
        self.switch.event("DialEnd", DestUniqueid=CALL, DialStatus="ANSWER")
        self.switch.event("UserEvent", UserEvent="RingfenceReady", Uniqueid=CALL, Verdict="HUMAN")

    def take_seat(self) -> None:
        self.switch.event("UserEvent", UserEvent="RingfenceIdle", Uniqueid=SEAT, Agent=AGENT.hex)

    async def until(self, kind: type[Fact]) -> Fact:
        while not isinstance(fact := await self.voice.facts(), kind):
            pass
        return fact

    async def silence(self, for_s: float) -> None:
        """Read on for a while, in which no fact may come."""
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(for_s):
                raise AssertionError(await self.voice.facts())

    def _list(self, fields: dict[str, str]) -> bytes:
        own = fields["ActionID"]
        rows = [message(Event="CoreShowChannel", ActionID=own, **row) for row in self.rows]
        begin = message(Response="Success", ActionID=own, EventList="start", Message="Channels will follow")
        return begin + b"".join(rows) + message(Event="CoreShowChannelsComplete", ActionID=own, EventList="Complete")


async def _endless(step: object) -> None:
    assert callable(step)
    await step()
