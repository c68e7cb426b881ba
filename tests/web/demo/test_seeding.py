"""The demo's beginning: imported, enrolled, with a lawful past, and the same for the same seed."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from campaigns.books import load_books
from config.clock import LoopClock
from config.database import Database
from config.ground import Ground
from config.ids import SeededIds
from config.journal import Journal
from config.settings import Settings
from crm.store.for_seeding import numbers_in_books
from telephony.simulated.profile import Freshness
from telephony.simulated.world import World
from web.demo.checkers import find_violations
from web.demo.seeding import ROBOTS, SEATS, Seeded, find_seeded, seed_demo
from web.wiring import FACT_TYPES

pytestmark = pytest.mark.virtual_time
BOOKS = load_books()
CASES = 300


async def begin(ground: Ground, world: World, *, seed: int = 7) -> Seeded:
    """Seed a small demo."""
    return await seed_demo(ground, BOOKS, world, seed=seed, cases=CASES, started_at=ground.clock.now())


async def ask(ground: Ground, question: str) -> list[tuple[object, ...]]:
    """Put a question to the tables."""
    async with ground.database.transaction() as session:
        return [tuple(row) for row in (await session.execute(text(question))).all()]


async def test_the_floor_is_ready_when_the_demo_begins(ground: Ground) -> None:
    """Robots, seats, four running campaigns with the team, and every case in the campaign of its bucket."""
    seeded = await begin(ground, World(7))
    assert (seeded.cases, len(seeded.robot_ids), len(seeded.seats)) == (CASES, len(ROBOTS), len(SEATS))
    assert await ask(ground, "select count(*) from users where password_hash is not null") == [(0,)]
    running = "select count(*) from campaigns c join campaign_teams t on t.campaign_id = c.id where state = 'running'"
    assert await ask(ground, running) == [(4,)]
    placed = "select count(*) from cases c join campaigns k on k.id = c.campaign_id and k.bucket = c.bucket"
    assert await ask(ground, placed) == [(CASES,)]
    assert await ask(ground, "select count(*) from import_rows where outcome <> 'new'") == [(0,)]


async def test_the_past_is_lawful_and_binds(ground: Ground) -> None:
    """The checkers find nothing, although some persons are at the cap, some have spoken, and some are on hold."""
    await begin(ground, World(7))
    assert await find_violations(ground) == []
    full = "select count(*) from (select from attempts group by case_id having count(*) = 7) f"
    ((at_cap,),) = await ask(ground, full)
    ((spoken,),) = await ask(ground, "select count(*) from attempts where outcome = 'conversation'")
    ((held,),) = await ask(ground, "select count(*) from holds")
    ((lending,),) = await ask(ground, "select count(*) from attempts where campaign_id is not null")
    assert all(isinstance(count, int) and count > 0 for count in (at_cap, spoken, held))
    assert lending == 0


async def test_the_world_knows_every_number_of_the_books(ground: Ground) -> None:
    """Persons answer by the age of their debt; a later run finds the same demo and tells a new world the same."""
    world, later = World(7), World(7)
    seeded = await begin(ground, world)
    found = await find_seeded(ground, later)
    async with ground.database.transaction() as session:
        numbers = await numbers_in_books(session)
    assert found is not None
    assert (found.robot_ids, found.cases) == (seeded.robot_ids, CASES)
    assert len(numbers) > CASES
    for one in numbers:
        fresh = world.persona(one.number)
        assert fresh == later.persona(one.number)
        assert (fresh.freshness is Freshness.FRESH) == (one.days_past_due <= 5)
        assert fresh.zone in one.zones


async def test_an_empty_database_has_no_demo(ground: Ground) -> None:
    """Nothing is found where nothing was made."""
    assert await find_seeded(ground, World(7)) is None


async def test_one_seed_is_one_beginning(
    clone_database: Callable[[], str], settings: Settings, clock: LoopClock
) -> None:
    """Two databases seeded alike hold the same journal; another seed gives another."""
    prints = []
    for seed in (7, 7, 8):
        ids = SeededIds(seed)
        database = Database(clone_database(), pool_size=1)
        own = Ground(settings, clock, ids, database, Journal(ids, FACT_TYPES))
        await begin(own, World(seed), seed=seed)
        async with database.transaction() as session:
            prints.append(await own.journal.fingerprint(session))
        await database.close()
    assert prints[0] == prints[1] != prints[2]
