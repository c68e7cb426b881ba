"""Tasks that crash come back after a growing pause and end with their house; one process holds the lease."""

import asyncio
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from config.clock import LoopClock
from config.database import Database
from config.supervising import FIRST_PAUSE_S, LONGEST_PAUSE_S, Supervisor, release_lease, take_lease

pytestmark = pytest.mark.virtual_time

ONE, TWO = UUID(int=1), UUID(int=2)
TERM = timedelta(seconds=10)


async def test_a_crashing_task_starts_again_after_pauses_that_grow_to_a_limit(clock: LoopClock) -> None:
    """A broken part does not spin, and comes back by itself as soon as it can."""
    started_s: list[float] = []

    async def crash() -> None:
        started_s.append(clock.monotonic())
        raise ValueError("broken")

    async with Supervisor(clock).running() as supervisor:
        supervisor.start("broken", crash)
        await clock.sleep(300)
    pauses = [later - earlier for earlier, later in pairwise(started_s)]
    expected = [min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2**number) for number in range(len(pauses))]
    assert pauses == pytest.approx(expected)
    assert max(pauses) == LONGEST_PAUSE_S
    assert supervisor.crashes == ["broken"] * len(started_s)


async def test_one_crash_does_not_touch_the_other_tasks(clock: LoopClock) -> None:
    """Each task stands alone."""
    beats: list[float] = []

    async def crash() -> None:
        raise ValueError

    async def beat() -> None:
        while True:
            beats.append(clock.monotonic())
            await clock.sleep(1)

    async with Supervisor(clock).running() as supervisor:
        supervisor.start("broken", crash)
        supervisor.start("sound", beat)
        await clock.sleep(9.5)
    assert len(beats) == 10


async def test_a_task_that_returns_is_over_and_its_name_free(clock: LoopClock) -> None:
    """A task that has done its work is not started again by itself."""
    runs: list[int] = []

    async def once() -> None:
        runs.append(1)

    async with Supervisor(clock).running() as supervisor:
        for _ in range(2):
            supervisor.start("work", once)
            await clock.sleep(1)
    assert (runs, supervisor.crashes) == ([1, 1], [])


async def test_a_stopped_task_cleans_up_and_stays_stopped(clock: LoopClock) -> None:
    """Stopping and leaving both let a task finish what it must."""
    cleaned: list[str] = []

    async def wait(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.append(name)

    async with Supervisor(clock).running() as supervisor:
        supervisor.start("one", lambda: wait("one"))
        supervisor.start("two", lambda: wait("two"))
        await clock.sleep(1)
        supervisor.stop("one")
        await clock.sleep(60)
        assert cleaned == ["one"]
    assert (cleaned, supervisor.crashes) == (["one", "two"], [])


async def test_of_two_takers_at_one_instant_one_wins(database: Database, clock: LoopClock) -> None:
    """The row is locked, so no two processes ever dial under one epoch."""
    async with asyncio.TaskGroup() as group:
        takers = [
            group.create_task(take_lease(database, "x", holder, now=clock.now(), term=TERM)) for holder in (ONE, TWO)
        ]
    epochs = [taker.result() for taker in takers]
    assert sorted(epoch or 0 for epoch in epochs) == [0, 1]


async def test_epochs_grow_with_every_new_holder_and_every_gap(database: Database, clock: LoopClock) -> None:
    """A renewal in time keeps the epoch; a change of hands or a lapse does not."""
    start = clock.now()

    async def take(holder: UUID, after_s: float) -> int | None:
        return await take_lease(database, "x", holder, now=start + timedelta(seconds=after_s), term=TERM)

    assert [await take(ONE, 0), await take(TWO, 9.9), await take(ONE, 9.9)] == [1, None, 1]
    assert [await take(TWO, 19.8), await take(TWO, 19.9), await take(ONE, 20)] == [None, 2, None]
    assert [await take(TWO, 40), await take(ONE, 50)] == [3, 4]


async def test_a_released_lease_is_free_and_only_its_holder_releases_it(database: Database, clock: LoopClock) -> None:
    """A stranger's release changes nothing."""
    now = clock.now()
    await take_lease(database, "x", ONE, now=now, term=TERM)
    await release_lease(database, "x", TWO, now=now)
    assert await take_lease(database, "x", TWO, now=now, term=TERM) is None
    await release_lease(database, "x", ONE, now=now)
    assert await take_lease(database, "x", TWO, now=now + timedelta(microseconds=1), term=TERM) == 2
