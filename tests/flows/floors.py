"""A whole house with a live floor on the simulated carrier, where everybody picks up and has time to talk."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self
from uuid import UUID

from httpx2 import AsyncClient
from sqlalchemy import update

from campaigns.campaigns import CampaignState
from campaigns.steering import edit_campaign, move_campaign
from config.clock import Clock
from config.database import Database
from config.ground import Ground
from config.ids import Ids
from config.journal import Journal
from config.settings import Settings
from config.supervising import Supervisor
from crm.debtors import Debtor
from crm.staff import Role, User
from telephony.simulated.gateway import SimulatedGateway
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.talk import Answerer, Talk
from telephony.simulated.world import CallResult, SimulatedCall
from telephony.simulated.world import World as Persons
from tests.campaigns.rows import BOOKS, World, add_case, build_world
from tests.houses import Socket, add_user, browsing, sign_in
from web.app import build_app
from web.house import House
from web.lines import Lines
from web.showing import Showing
from web.wiring import FACT_TYPES, Engine, build_engine, build_house, running

API = "/api/v1"
TALK_S = 600.0


class Friendly(Persons):
    """Persons of whom everybody is at home, picks up after five seconds and talks for ten minutes."""

    def outcome_of_call(self, number: str, nth: int, local_hour: int) -> SimulatedCall:  # noqa: ARG002
        return SimulatedCall(
            result=CallResult.HUMAN,
            setup_s=1.0,
            ring_s=5.0,
            answerer=Answerer.RIGHT_PARTY,
            greeting_s=1.0,
            patience_s=30.0,
            verdict="human",
            verdict_after_s=1.5,
            talk=Talk((), TALK_S),
        )


class Away(Friendly):
    """Persons of whom nobody is at home."""

    def outcome_of_call(self, number: str, nth: int, local_hour: int) -> SimulatedCall:
        return replace(super().outcome_of_call(number, nth, local_hour), result=CallResult.NO_ANSWER)


@dataclass
class Rig:
    """A running house and what stands behind it."""

    house: House
    engine: Engine
    world: World
    agent: User

    async def facts(self, name: str) -> list[Any]:
        """Return the journal's facts of a kind, oldest first."""
        return [fact for fact in await self.world.facts() if type(fact).__name__ == name]


@dataclass
class Desk:
    """An agent at a browser: requests, and a socket that answers pings and keeps all other frames."""

    rig: Rig
    client: AsyncClient
    socket: Socket
    frames: list[dict[str, Any]] = field(default_factory=list)
    is_silent: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> Self:
        await self.socket.__aenter__()
        self.rig.house.supervisor.start(f"desk {id(self)}", self._listen)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.rig.house.supervisor.stop(f"desk {id(self)}")
        await self.socket.__aexit__()

    async def get(self, path: str) -> Any:  # noqa: ANN401 - a JSON answer
        answer = await self.client.get(API + path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, body: dict[str, Any] | None = None, *, status: int = 200) -> Any:  # noqa: ANN401
        answer = await self.client.post(API + path, json=body or {})
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    async def until(self, state: str) -> dict[str, Any]:
        """Wait for the frame that shows the agent in a state, and return the view."""
        async with asyncio.timeout(900):
            while True:
                for frame in reversed(self.frames):
                    if frame["kind"] in {"agent", "hello"}:
                        view: dict[str, Any] | None = (
                            frame["body"] if frame["kind"] == "agent" else frame["body"]["agent"]
                        )
                        if view is not None and view["state"] == state:
                            return view
                        break
                self.changed.clear()
                await self.changed.wait()

    async def _listen(self) -> None:
        while True:
            frame = await self.socket.received.get()
            if frame["type"] != "websocket.send":
                return
            body = json.loads(frame["text"])
            if body["kind"] == "ping" and not self.is_silent:
                await self.socket.say(kind="pong")
            elif body["kind"] != "ping":
                self.frames.append(body)
                self.changed.set()


@asynccontextmanager
async def open_floor(
    settings: Settings,
    clock: Clock,
    ids: Ids,
    database: Database,
    *,
    mode: str = "progressive",
    cases: int = 3,
    persons: Persons | None = None,
    lines: Lines | None = None,
) -> AsyncIterator[Rig]:
    """Open a house whose one campaign calls `cases` persons, with one agent in its team, over the simulated carrier.

    Other `lines` are used if they are given.
    """
    ground = Ground(settings, clock, ids, database, Journal(ids, FACT_TYPES))
    world = await build_world(ground)
    campaign = await world.campaign()
    campaign = await edit_campaign(
        ground, BOOKS, campaign.id, version=campaign.version, changes={"mode": mode}, actor="user:manager"
    )
    for _ in range(cases):
        await add_case(world, campaign)
    async with database.transaction() as session:
        await session.execute(update(Debtor).values(born_on=date(1980, 5, 17), postal_code="30301"))
        await session.execute(update(User).where(User.id == world.agent_id).values(team_id=world.team_id))
        agent = await session.get_one(User, world.agent_id)
    await move_campaign(ground, BOOKS, campaign.id, to=CampaignState.RUNNING, actor="user:manager")
    persons = persons or Friendly(1)
    carrier = SimulatedCarrier(clock, persons, recordings=settings.recordings_dir)
    lines = lines or Lines(voice=carrier, texts=SimulatedGateway(clock, persons))
    engine = build_engine(ground, BOOKS, lines.voice, lines.texts)
    async with Supervisor(clock).running() as supervisor:
        await lines.start_beside(engine, supervisor)
        async with running(engine, supervisor):
            house = build_house(engine, supervisor)
            Showing(house).start()
            yield Rig(house, engine, world, agent)
            assert supervisor.crashes == []


@asynccontextmanager
async def at_desk(rig: Rig, user: User | None = None) -> AsyncIterator[Desk]:
    """Sit somebody down at a browser, the rig's agent unless another person is given."""
    async with AsyncExitStack() as stack:
        app = build_app(rig.house)
        client = await stack.enter_async_context(browsing(app))
        secret = await sign_in(rig.house, client, user or rig.agent)
        yield await stack.enter_async_context(Desk(rig, client, Socket(app, secret)))


async def add_supervisor(rig: Rig) -> User:
    return await add_user(rig.house, Role.SUPERVISOR)


def uuid_of(number: int) -> str:
    """Return an identifier as a client makes one."""
    return str(UUID(int=number))


async def reserved(rig: Rig) -> int:
    """Count the attempts reserved since the start."""
    return len(await rig.facts("AttemptReserved"))


async def until_reserved(rig: Rig, count: int, *, within_s: float) -> None:
    """Wait until so many attempts were reserved since the start."""
    async with asyncio.timeout(within_s):
        while await reserved(rig) < count:
            await rig.world.ground.clock.sleep(0.05)
