"""Keeps agents' telephones on the line: rings who is at work without a leg at the switch, and ends it with the shift.

What the switch tells of legs goes to the floor, which gives no call to an agent without one. A person whose agent's
leg was lost is joined to the next one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Protocol
from uuid import UUID

import structlog

from campaigns.agents import ON_A_CALL, Agent, AgentState, Signal
from campaigns.dialing import Dialing
from campaigns.facts import AgentChanged
from campaigns.floor.acts import NO_TELEPHONE
from campaigns.floor.inputs import AgentSignalled, SeatsTold
from config.errors import ProviderFailed
from config.ground import Ground
from config.journal import Recorded
from config.supervising import Supervisor
from crm.store.for_staff import users_in_order
from telephony.asterisk.legs import SeatFree, SeatNews
from telephony.asterisk.site import phone_name

LOOK_EVERY_S = 0.5
RING_AGAIN_S = 2.0
"""A browser that has just come back needs a moment until the switch knows it."""
RING_S = 25.0
"""How long a telephone is waited for: as long as the switch rings it, and a little for its answer."""
PATIENCE_S = 30.0
"""An agent whose telephone was not taken for so long is paused, so that it does not ring for ever."""

log = structlog.get_logger()

TelephoneOf = Callable[[UUID], Awaitable[str | None]]


class SeatLine(Protocol):
    """A line on which agents have legs of their own."""

    async def seat(self, agent_id: UUID, endpoint: str) -> None: ...

    async def unseat(self, agent_id: UUID) -> None: ...

    def is_seated(self, agent_id: UUID) -> bool: ...


class Seating:
    """The agents' legs of one line; `telephone_of` gives the endpoint that is rung for an agent, if there is one."""

    def __init__(self, ground: Ground, line: SeatLine, telephone_of: TelephoneOf, dialing: Dialing) -> None:
        self._ground = ground
        self._line = line
        self._telephone_of = telephone_of
        self._dialing = dialing
        self._seated: set[UUID] = set()
        self._rung_s: dict[UUID, float] = {}  # When each telephone that rings began to.
        self._pause_until_s: dict[UUID, float] = {}
        self._waits_since_s: dict[UUID, float] = {}
        self._dropped: set[UUID] = set()  # Whose leg was lost on a call.
        self._back: set[UUID] = set()
        self._gone: set[UUID] = set()  # Whose shift has ended.
        self._bell = asyncio.Event()

    def start(self, supervisor: Supervisor) -> None:
        """Take every agent for unheard until the switch tells of them, and begin to look after them."""
        self._dialing.put(SeatsTold(frozenset(self._seated)))
        self._ground.database.bells.append(self.hear)
        supervisor.start("telephones", self.run)

    def hear_seat(self, news: SeatNews) -> None:
        """Take what the switch tells of an agent's leg, and pass it on to the floor."""
        agent_id = news.agent_id
        self._rung_s.pop(agent_id, None)
        if isinstance(news, SeatFree):
            self._seated.add(agent_id)
            if agent_id in self._dropped:
                self._dropped.discard(agent_id)
                self._back.add(agent_id)
        else:
            self._seated.discard(agent_id)
            self._pause_until_s[agent_id] = self._ground.clock.monotonic() + RING_AGAIN_S
            agent = self._dialing.floor.agents.get(agent_id)
            if agent is not None and agent.state in ON_A_CALL:
                self._dropped.add(agent_id)
        self._dialing.put(SeatsTold(frozenset(self._seated)))
        self._bell.set()

    def hear(self, recorded: Sequence[Recorded]) -> None:
        """Note whose shift ends with these facts, and look at once when anybody's state changed (a bell)."""
        for item in recorded:
            if isinstance(item.fact, AgentChanged):
                if item.fact.new == AgentState.OFFLINE.value:
                    self._gone.add(item.fact.agent_id)
                self._bell.set()

    async def run(self) -> None:
        """Look after every agent's telephone while this process dials, for ever."""
        while True:
            self._bell.clear()
            if self._dialing.epoch:
                await self._end_shifts()
                await self._bring_back()
                for agent in list(self._dialing.floor.agents.values()):
                    await self._look_at(agent)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._bell.wait()

    async def _end_shifts(self) -> None:
        for agent_id in list(self._gone):
            self._gone.discard(agent_id)
            agent = self._dialing.floor.agents.get(agent_id)
            if agent is None or agent.state is AgentState.OFFLINE:
                with suppress(ProviderFailed):  # The leg is free and ends when the telephone is put down.
                    await self._line.unseat(agent_id)

    async def _bring_back(self) -> None:
        """Join persons whose agent's leg was lost to the agents who are back."""
        for agent_id in list(self._back):
            self._back.discard(agent_id)
            agent = self._dialing.floor.agents.get(agent_id)
            if agent is not None and agent.state is AgentState.TALKING and agent.attempt_id is not None:
                await self._dialing.calling.resume(agent.attempt_id)

    async def _look_at(self, agent: Agent) -> None:
        is_lost = agent.state is AgentState.LOST and agent.cause == NO_TELEPHONE
        if not is_lost and not (agent.state in ON_A_CALL and agent.id in self._dropped):
            self._waits_since_s.pop(agent.id, None)
            return
        now_s = self._ground.clock.monotonic()
        since_s = self._waits_since_s.setdefault(agent.id, now_s)
        if is_lost and now_s - since_s > PATIENCE_S:
            self._pause(agent, "telephone_not_taken")
            return
        rings = now_s - self._rung_s.get(agent.id, float("-inf")) < RING_S
        if rings or self._line.is_seated(agent.id) or now_s < self._pause_until_s.get(agent.id, now_s):
            return
        await self._ring(agent, now_s)

    async def _ring(self, agent: Agent, now_s: float) -> None:
        endpoint = await self._telephone_of(agent.id)
        if endpoint is None:
            self._pause(agent, "telephone_unknown")
            return
        self._rung_s[agent.id] = now_s
        try:
            await self._line.seat(agent.id, endpoint)
        except ProviderFailed as failed:
            log.warning("telephone cannot be rung", agent=str(agent.id), reason=str(failed))
            self._pause_until_s[agent.id] = now_s + RING_AGAIN_S
            if failed.effect == "impossible":  # Else it may ring, and is not rung twice.
                self._rung_s.pop(agent.id, None)

    def _pause(self, agent: Agent, cause: str) -> None:
        self._waits_since_s.pop(agent.id, None)
        if agent.state is AgentState.LOST:
            self._dialing.put(AgentSignalled(agent_id=agent.id, signal=Signal.TOOK_BREAK, cause=cause))


def numbered_telephone(ground: Ground, most: int) -> TelephoneOf:
    """Give each user the telephone of their number, in the order in which users were added; `most` of them have one."""

    async def telephone_of(agent_id: UUID) -> str | None:
        async with ground.database.transaction() as session:
            users = await users_in_order(session)
        in_turn = sorted((user for user in users if not user.is_robot), key=lambda user: (user.created_at, user.id))
        number = next((n for n, user in enumerate(in_turn, 1) if user.id == agent_id), most + 1)
        return phone_name(number) if number <= most else None

    return telephone_of
