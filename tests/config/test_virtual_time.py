"""Simulated time jumps from timer to timer, and only while nothing real is under way."""

import asyncio
import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from config.clock import LoopClock
from config.database import Database
from config.virtual_time import VirtualLoop, real_work, run_virtually
from tests.conftest import EPOCH

pytestmark = pytest.mark.virtual_time


async def test_timers_come_in_their_order_and_at_their_instants(clock: LoopClock) -> None:
    """A day of waiting takes no time and wakes everybody exactly when they wished."""
    woken: list[tuple[str, timedelta]] = []

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.now() - EPOCH))

    async with asyncio.TaskGroup() as group:
        for name, seconds in (("day", 86_400), ("second", 1), ("hour", 3600), ("minute", 60)):
            group.create_task(sleeper(name, seconds))
    assert woken == [
        ("second", timedelta(seconds=1)),
        ("minute", timedelta(minutes=1)),
        ("hour", timedelta(hours=1)),
        ("day", timedelta(days=1)),
    ]


async def test_time_stands_still_while_a_thread_works(clock: LoopClock) -> None:
    """A timer that is due in simulated time waits until the real work is done."""
    order: list[str] = []
    may_end = threading.Event()

    async def work() -> None:
        with real_work():
            await asyncio.to_thread(may_end.wait, 10)
            order.append("work")

    async def timer() -> None:
        await clock.sleep(0.001)
        order.append("timer")

    async with asyncio.TaskGroup() as group:
        group.create_task(work())
        group.create_task(timer())
        await asyncio.to_thread(lambda: threading.Timer(0.05, may_end.set).start())
        assert clock.now() == EPOCH
    assert order == ["work", "timer"]


async def test_time_stands_still_during_a_transaction(clock: LoopClock, database: Database) -> None:
    """However slow the database, the shift sees none of it."""
    woken_at = []

    async def timer() -> None:
        await clock.sleep(0.01)
        woken_at.append(clock.now())

    async with asyncio.TaskGroup() as group:
        group.create_task(timer())
        async with database.transaction() as session:
            await session.execute(text("select pg_sleep(0.1)"))
            assert (woken_at, clock.now()) == ([], EPOCH)
    assert woken_at == [EPOCH + timedelta(seconds=0.01)]


async def test_the_gate_opens_again_after_a_failure(clock: LoopClock) -> None:
    """Work that fails or is cancelled holds nobody up for ever."""
    with pytest.raises(ValueError, match="broken"), real_work():
        raise ValueError("broken")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(30):
            await asyncio.Event().wait()
    assert clock.now() == EPOCH + timedelta(seconds=30)


async def test_a_timeout_passes_in_simulated_time(clock: LoopClock) -> None:
    """Deadlines are tested without waiting for them."""
    started = clock.monotonic()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(3600):
            await asyncio.Event().wait()
    assert clock.monotonic() - started == 3600


def test_a_whole_program_runs_on_simulated_time() -> None:
    """A shift of eight hours is over at once, and its answer comes back."""

    async def shift() -> float:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        await asyncio.sleep(8 * 3600)
        return loop.time()

    assert run_virtually(shift) == 8 * 3600
