"""The served side of the browser tests: a demo floor with a morning behind it, in a process of its own.

Reads its wishes as one JSON line from standard input, answers with one line once pages are served, and serves until
it is interrupted. What the browsers do is left to the tests.
"""

import asyncio
import json
import socket
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from campaigns.books import load_books
from config.clock import Clock, LoopClock, SystemClock
from config.ids import Ids, RandomIds, SeededIds
from config.log import configure_log
from config.settings import Settings
from config.supervising import Supervisor
from config.virtual_time import run_virtually
from crm.signing_in import make_link, open_session
from crm.staff import User
from telephony.simulated.gateway import SimulatedGateway
from telephony.simulated.profile import Freshness, Mix, Profile
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.world import World
from web.demo.robots import Robots
from web.demo.seeding import find_seeded, seed_demo
from web.house import House
from web.serving import serve_house
from web.showing import Showing
from web.wiring import Engine, build_engine, build_ground, build_house, running

SERVED_FROM = datetime(2026, 11, 2, 17, 5, tzinfo=UTC)
"""A Monday, five past noon in New York and past nine in Los Angeles: all states but the two farthest may be called."""
LEASE_S = 60
"""The morning's floor leaves its lease behind, as one that was killed does; it has run out when serving begins."""
AT_HOME = Mix(
    unusable=0.0,
    refused_by_line=0.05,
    no_answer=0.01,
    machine=0.0,
    human=0.94,
    right_party=1.0,
    third_party=0.0,
    wrong_person=0.0,
    unverified=0.0,
)
FRIENDLY = Profile(
    mixes=dict.fromkeys(Freshness, AT_HOME),
    taken_for_machine=0.0,
    detection_s=(0.1, 0.3),
    patience_s=(30.0, 60.0),
    ring_to_human_s=(1.0, 0.2),
)
"""Nearly everybody is at home, picks up after a second, is the right person and says so."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What floor is wanted; `morning_minutes` of it have passed in simulated time before it is served."""

    url: str
    folder: str
    cases: int = 600
    morning_robots: int = 6
    robots: int = 3
    morning_minutes: int = 20
    is_friendly: bool = True
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's way in: `link` signs in once, `session` is the secret of an open session."""

    login: str
    role: str
    link: str
    session: str


def main() -> None:
    """Make the floor of the wishes on standard input and serve it."""
    wishes = Wishes(**json.loads(sys.stdin.readline()))
    configure_log("error", "console", sys.stderr)
    settings = Settings(data_dir=Path(wishes.folder), port=_free_port())
    # Nobody competes for the lease in the morning, and a renewal each simulated second would only cost time.
    calm = settings.model_copy(update={"lease_term_s": LEASE_S, "lease_renewal_s": LEASE_S / 2})
    run_virtually(lambda: _pass_morning(calm, wishes))
    try:
        asyncio.run(_serve(settings, wishes))
    except KeyboardInterrupt:
        sys.exit(0)


def _free_port() -> int:
    """Find a port nobody listens on; links name it, so it must be known before serving begins."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _engine(
    settings: Settings, wishes: Wishes, clock: Clock, ids: Ids, world: World
) -> tuple[Engine, SimulatedCarrier]:
    ground = build_ground(settings, clock, ids, wishes.url, is_simulated=isinstance(clock, LoopClock))
    carrier = SimulatedCarrier(clock, world, recordings=settings.recordings_dir)
    return build_engine(ground, load_books(), carrier, SimulatedGateway(clock, world)), carrier


async def _pass_morning(settings: Settings, wishes: Wishes) -> None:
    """Let robots work the minutes before, with persons as they usually are."""
    start = SERVED_FROM - timedelta(minutes=wishes.morning_minutes)
    clock, world = LoopClock(start), World(wishes.seed)
    engine, carrier = _engine(settings, wishes, clock, SeededIds(wishes.seed), world)
    try:
        seeded = await seed_demo(
            engine.ground, engine.books, world, seed=wishes.seed, cases=wishes.cases, started_at=start
        )
        async with Supervisor(clock).running() as supervisor, running(engine, supervisor):
            Robots(engine, carrier, seed=wishes.seed).start(seeded.robot_ids[: wishes.morning_robots], supervisor)
            await clock.sleep_until(SERVED_FROM - timedelta(seconds=LEASE_S))
    finally:
        await engine.ground.database.close()


async def _serve(settings: Settings, wishes: Wishes) -> None:
    offset = SERVED_FROM - SystemClock().now()
    clock, world = SystemClock(offset), World(wishes.seed + 1, FRIENDLY if wishes.is_friendly else None)
    engine, carrier = _engine(settings, wishes, clock, RandomIds(), world)
    try:
        seeded = await find_seeded(engine.ground, world)
        assert seeded is not None
        async with Supervisor(clock).running() as supervisor, running(engine, supervisor):
            house = build_house(engine, supervisor)
            Showing(house).start()
            Robots(engine, carrier, seed=wishes.seed).start(seeded.robot_ids[: wishes.robots], supervisor)
            seats = await _seats(house, seeded.seats)

            def say(port: int) -> None:
                served: dict[str, Any] = {"port": port, "offset_s": offset.total_seconds()}
                print(json.dumps(served | {"seats": [asdict(seat) for seat in seats]}), flush=True)  # noqa: T201

            await serve_house(house, on_ready=say)
    finally:
        await engine.ground.database.close()


async def _seats(house: House, users: Sequence[User]) -> list[Seat]:
    seats = []
    async with house.database.transaction() as session:
        for user in users:
            link, _ = await make_link(session, user, house.door.limits, now=house.clock.now())
            opened = await open_session(session, user, house.door.limits, now=house.clock.now())
            seats.append(Seat(user.login, user.role, f"/sign-in/{link}", opened))
    return seats


if __name__ == "__main__":
    main()
