"""Shows as it happens: pops the case when a call is given to an agent, follows agents' states, paints the floor.

Hears the journal, loads views in a task of its own and lets the hub send them. Also the watch over links: an agent
whose browser is gone gets no calls; a call that is up outlives the browser.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import structlog
from pydantic import BaseModel

from campaigns.agents import Agent, AgentState, Signal
from campaigns.dialing import Dialing
from campaigns.facts import AgentChanged, CallAssigned
from campaigns.floor.inputs import AgentSignalled
from campaigns.floor.state import Floor
from config.journal import Recorded
from crm.facts import PartyVerified
from crm.staff import Right
from telephony.facts import CallBridged, CallHeld, CallResumed
from web.floor_view import DayNumbers, show_floor
from web.house import House
from web.shapes.live import Shown
from web.viewing import load_day, view_agent

PICTURE_EVERY_S = 0.5
"""The floor is painted at most twice a second …"""
PICTURE_AT_LEAST_S = 2.0
"""… and at least every two, so that its age can be trusted; the day's numbers are counted as often."""
WATCH_EVERY_S = 1.0
LOST_AFTER_S = 6.0
"""A browser that was not heard for so long is gone; it is pinged every five seconds."""
POPS_REMEMBERED = 1000
TAKES_CALLS = frozenset({AgentState.READY, AgentState.PREVIEW})

log = structlog.get_logger()


class Showing:
    """The frames of one running house; `start` once, when the floor runs."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._dialing: Dialing = house.floor
        # Dicts keep the order; an agent who changes twice before being shown is shown once.
        self._pops: dict[UUID, None] = {}
        self._changed: dict[UUID, None] = {}
        self._bell = asyncio.Event()
        self._popped_s: dict[UUID, float] = {}
        self._heard_s: dict[UUID, float] = {}
        self._day = DayNumbers()
        self._day_at_s = float("-inf")

    def start(self) -> None:
        """Hear the journal, greet sockets, and start the tasks."""
        house = self._house
        house.hub.greeting, house.hub.hear_shown = self.greet, self.hear_shown
        house.database.bells.append(self.hear)
        house.supervisor.start("showing", self.show)
        house.supervisor.start("floor picture", self.paint)
        house.supervisor.start("links", self.watch)

    async def greet(self, user_id: UUID) -> BaseModel | None:
        """Return an agent's view for the first frame of a socket; None for people who take no calls."""
        return await view_agent(self._house, user_id) if user_id in self._dialing.floor.agents else None

    def hear(self, recorded: Sequence[Recorded]) -> None:
        """Note whose view changes with these facts (a bell of the database)."""
        for item in recorded:
            match item.fact:
                case CallAssigned(agent_id=agent_id, attempt_id=attempt_id):
                    self._popped_s[attempt_id] = self._house.clock.monotonic()
                    self._want(self._pops, agent_id)
                # A call that was just given is shown when that is stored, which is the next thing to happen.
                case AgentChanged(agent_id=agent_id, new=new, cause=cause) if (new, cause) != ("reserved", "call"):
                    self._want(self._changed, agent_id)
                case CallBridged(attempt_id=attempt_id) | CallHeld(attempt_id=attempt_id):
                    self._want_holder(attempt_id)
                case CallResumed(attempt_id=attempt_id) | PartyVerified(attempt_id=attempt_id):
                    self._want_holder(attempt_id)
        while len(self._popped_s) > POPS_REMEMBERED:
            del self._popped_s[next(iter(self._popped_s))]

    def hear_shown(self, user_id: UUID, shown: Shown) -> None:
        """Log how long after the assignment a case was painted, by our clock; a case counts once."""
        popped_s = self._popped_s.pop(shown.attempt_id, None)
        if popped_s is not None:
            after_ms = round((self._house.clock.monotonic() - popped_s) * 1000)
            log.info("case painted", agent=str(user_id), attempt=str(shown.attempt_id), after_ms=after_ms)

    # -------------------------------------------------------------------------------------------- tasks

    async def show(self) -> None:
        """Send changed views for ever, pops first."""
        while True:
            while self._pops or self._changed:
                is_pop = bool(self._pops)
                wanted = self._pops if is_pop else self._changed
                agent_id = next(iter(wanted))
                del wanted[agent_id]
                await self._push(agent_id, is_pop=is_pop)
            self._bell.clear()
            await self._bell.wait()

    async def paint(self) -> None:
        """Send the floor to those who may see it, while somebody looks, for ever."""
        clock = self._house.clock
        last: Floor | None = None
        painted_s = float("-inf")
        while True:
            await clock.sleep(PICTURE_EVERY_S)
            floor, now_s = self._dialing.floor, clock.monotonic()
            is_due = floor is not last or now_s - painted_s >= PICTURE_AT_LEAST_S
            if is_due and self._house.hub.is_watched(Right.SEE_FLOOR):
                last, painted_s = floor, now_s
                await self._send_floor(floor, now_s)

    async def watch(self) -> None:
        """Look after the links of agents who take calls, for ever."""
        while True:
            await self._house.clock.sleep(WATCH_EVERY_S)
            for agent in list(self._dialing.floor.agents.values()):
                if not agent.is_robot:
                    self._look_at(agent)

    # -------------------------------------------------------------------------------------------- steps

    def _want(self, wanted: dict[UUID, None], agent_id: UUID) -> None:
        agent = self._dialing.floor.agents.get(agent_id)
        if agent is not None and not agent.is_robot and self._house.hub.link_age(agent_id) is not None:
            wanted[agent_id] = None
            self._bell.set()

    def _want_holder(self, attempt_id: UUID) -> None:
        for agent in self._dialing.floor.agents.values():
            if agent.attempt_id == attempt_id:
                self._want(self._changed, agent.id)

    async def _push(self, agent_id: UUID, *, is_pop: bool) -> None:
        if agent_id not in self._dialing.floor.agents:
            return
        view = await view_agent(self._house, agent_id)
        if is_pop and view.call is not None:
            self._house.hub.send(agent_id, "call", view.call)
        self._house.hub.send(agent_id, "agent", view)

    async def _send_floor(self, floor: Floor, now_s: float) -> None:
        if now_s - self._day_at_s >= PICTURE_AT_LEAST_S:
            self._day, self._day_at_s = await load_day(self._house), now_s
        hub = self._house.hub
        picture = show_floor(floor, self._day, hub.link_age, now=self._house.clock.now())
        hub.broadcast(Right.SEE_FLOOR, "floor", picture)

    def _look_at(self, agent: Agent) -> None:
        clock, age_s = self._house.clock, self._house.hub.link_age(agent.id)
        now_s = clock.monotonic()
        if age_s is not None and age_s <= LOST_AFTER_S:
            was_gone = now_s - self._heard_s.get(agent.id, float("-inf")) > LOST_AFTER_S
            self._heard_s[agent.id] = now_s - age_s
            if was_gone and agent.state is AgentState.LOST:
                self._want(self._changed, agent.id)
            return
        # Who has just come ready is given the time a browser needs to open its socket.
        in_state_s = (clock.now() - agent.since).total_seconds()
        silent_s = min(in_state_s, now_s - self._heard_s.get(agent.id, float("-inf")))
        if agent.state in TAKES_CALLS and silent_s > LOST_AFTER_S:
            self._dialing.put(AgentSignalled(agent_id=agent.id, signal=Signal.LINK_LOST, cause="link_lost"))
