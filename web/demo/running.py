"""The demo: a whole floor on embedded parts with a simulated carrier, robots at twelve desks and free seats for people.

Its clock starts on a weekday morning of the persons it calls and goes on from where an earlier run ended. Nothing
here can reach a trunk: the simulated carrier and gateway are the only providers it is wired to.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from rich.console import Console

from campaigns.books import load_books
from config.clock import SystemClock
from config.database import Database
from config.ids import RandomIds
from config.journal import Journal
from config.launching import running_postgres
from config.migrating import migrate
from config.settings import Settings
from config.supervising import Supervisor
from crm.signing_in import Limits, make_link
from crm.staff import User
from telephony.simulated.gateway import SimulatedGateway
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.world import World
from web.demo.robots import Robots
from web.demo.seeding import Seeded, find_seeded, seed_demo
from web.house import House
from web.serving import serve_house
from web.showing import Showing
from web.wiring import FACT_TYPES, MAPPED, build_engine, build_ground, build_house, running

STARTS_AT = time(9, 30)
ZONE = ZoneInfo("America/New_York")
"""Half past nine in the East, when the first three zones may be called or soon will be."""
ENDS_AT = time(16, 0)
"""A run that begins later than this on the demo's clock starts on the next morning."""
SATURDAY = 5
SEED = 7
DEMO_CASES = 3000


@dataclass(frozen=True, slots=True)
class Seat:
    """A free seat: whose it is and the address that signs its person in once."""

    role: str
    name: str
    address: str


async def run_demo(settings: Settings, *, fresh: bool, cases: int, console: Console) -> None:
    """Run the demo until it is told to stop; print addresses and sign-in links as soon as pages are served."""
    console.print("Starting the database …")
    async with running_postgres(settings, fresh=fresh) as server:
        await asyncio.to_thread(migrate, server.url(), MAPPED)
        clock = SystemClock(await _offset(server.url()))
        ground = build_ground(settings, clock, RandomIds(), server.url())
        books, world = load_books(), World(SEED)
        carrier = SimulatedCarrier(clock, world, recordings=settings.recordings_dir)
        engine = build_engine(ground, books, carrier, SimulatedGateway(clock, world))
        try:
            seeded = await find_seeded(ground, world)
            if seeded is None:
                console.print(f"Making {cases} fictional cases …")
                seeded = await seed_demo(ground, books, world, seed=SEED, cases=cases, started_at=clock.now())
            async with Supervisor(clock).running() as supervisor, running(engine, supervisor):
                house = build_house(engine, supervisor)
                Showing(house).start()
                Robots(engine, carrier, seed=Random().randrange(2**32)).start(seeded.robot_ids, supervisor)
                seats = await _open_seats(house, seeded)

                def say(port: int) -> None:
                    _print_seats(console, settings, port, seats)

                await serve_house(house, on_ready=say)
        finally:
            await ground.database.close()


async def _offset(url: str) -> timedelta:
    """Return how far the demo's clock stands from the real one."""
    database = Database(url)
    try:
        async with database.transaction() as session:
            last = await Journal(RandomIds(), FACT_TYPES).last_at(session)
    finally:
        await database.close()
    now = SystemClock().now()
    return morning_after(max(last, now) if last else now) - now


def morning_after(instant: datetime) -> datetime:
    """Return the instant itself within a weekday's hours, else the next weekday morning at half past nine."""
    local = instant.astimezone(ZONE)
    if local.weekday() < SATURDAY and STARTS_AT <= local.time() < ENDS_AT:
        return instant
    day = local.date() if local.time() < STARTS_AT else local.date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, STARTS_AT, tzinfo=ZONE).astimezone(UTC)


async def _open_seats(house: House, seeded: Seeded) -> list[tuple[User, str]]:
    limits: Limits = house.door.limits
    links: list[tuple[User, str]] = []
    async with house.database.transaction() as session:
        for user in seeded.seats:
            secret, _ = await make_link(session, user, limits, now=house.clock.now())
            links.append((user, secret))
    return links


def _print_seats(console: Console, settings: Settings, port: int, seats: Sequence[tuple[User, str]]) -> None:
    base = settings.public_url or f"http://{settings.host}:{port}"
    console.print(f"\nRingfence demo at [bold]{base}[/bold]  (SIMULATED: no call can leave)")
    console.print("\n[bold]Free seats; each link signs one person in once[/bold]")
    for user, secret in seats:
        # Never folded: a link that is cut in two cannot be clicked or copied.
        line = f"  {user.role:<14} {user.display_name:<18} {base}/sign-in/{secret}"
        console.print(line, soft_wrap=True, highlight=False)
    console.print("\nStop with Ctrl+C. What happened is kept; start anew with: make run ARGS=--fresh")
