"""Measure the way from a person's own 200 OK to the agent's voice, for `bench/asterisk.py`.

Persons and agents' telephones live in this process, so one clock sees both ends; nothing else runs meanwhile.
"""

import asyncio
import time
from uuid import UUID

from telephony.asterisk.legs import SeatFree, SeatNews
from telephony.asterisk.voice import AsteriskVoice
from telephony.facts import CallAnswered, CallBridged, CallEnded
from telephony.providers import PlaceCall
from tests.telephony.asterisk.persons import Line

VOICE_S = 3.0


class Joining:
    """Places calls one after another, joins each to the next free agent and hangs it up when the voice was heard."""

    def __init__(self, voice: AsteriskVoice, persons: Line, seats: list[SeatNews]) -> None:
        self._voice = voice
        self._persons = persons
        self._seats = seats
        self.told_ms: list[float] = []
        self.joined_ms: list[float] = []
        self.voice_ms: list[float] = []

    async def seat(self, agents: list[UUID]) -> None:
        """Have the agents' telephones answer."""
        for number, agent_id in enumerate(agents):
            await self._voice.seat(agent_id, f"{200 + number}@phones")
        while sum(isinstance(news, SeatFree) for news in self._seats) < len(agents):
            await self._read_on(0.05)

    async def measure(self, order: PlaceCall, agent_id: UUID) -> None:
        """Take one call from its order to its end."""
        await self._voice.place(order)
        await self._until(CallAnswered)
        told_s = time.monotonic()
        await self._voice.connect(order.attempt_id, agent_id)
        await self._until(CallBridged)
        joined_s = time.monotonic()
        leg = self._persons.leg(order.number)
        async with asyncio.timeout(VOICE_S):
            while leg.sounded_at is None:  # noqa: ASYNC110 - packets come from outside
                await asyncio.sleep(0.002)
        assert leg.answered_at is not None
        self.told_ms.append((told_s - leg.answered_at) * 1000)
        self.joined_ms.append((joined_s - leg.answered_at) * 1000)
        self.voice_ms.append((leg.sounded_at - leg.answered_at) * 1000)
        await self._voice.hang_up(order.attempt_id)
        await self._until(CallEnded)
        await self._read_on(0.05)

    async def _until(self, kind: type[CallAnswered | CallBridged | CallEnded]) -> None:
        while not isinstance(await self._voice.facts(), kind):
            pass

    async def _read_on(self, for_s: float) -> None:
        try:
            async with asyncio.timeout(for_s):
                while True:
                    await self._voice.facts()
        except TimeoutError:
            return
