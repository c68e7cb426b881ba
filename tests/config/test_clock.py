"""The clocks tell aware instants, never step back, and wait as long as they are told."""

from datetime import UTC, datetime, timedelta

import pytest

from config.clock import LoopClock, SystemClock
from tests.conftest import EPOCH


@pytest.mark.virtual_time
@pytest.mark.parametrize("seconds", [0.0, 0.001, 59.9, 86_400.0])
async def test_a_sleep_lasts_as_long_as_it_says(clock: LoopClock, seconds: float) -> None:
    """Wall and monotonic time go together."""
    before_s = clock.monotonic()
    await clock.sleep(seconds)
    assert clock.now() == EPOCH + timedelta(seconds=seconds)
    assert clock.monotonic() - before_s == pytest.approx(seconds)


@pytest.mark.virtual_time
@pytest.mark.parametrize("ahead", [timedelta(hours=5), timedelta(0), timedelta(days=-1)])
async def test_waiting_for_an_instant_ends_there_or_at_once(clock: LoopClock, ahead: timedelta) -> None:
    """What lies in the past is not waited for."""
    await clock.sleep_until(EPOCH + ahead)
    assert clock.now() == max(EPOCH, EPOCH + ahead)


async def test_the_machines_clock_can_stand_elsewhere() -> None:
    """The demo begins on a weekday morning whatever the hour is here; the offset is fixed."""
    offset = timedelta(hours=-7, minutes=3)
    clock, real = SystemClock(offset), datetime.now(UTC)
    assert abs(clock.now() - (real + offset)) < timedelta(seconds=5)
    assert clock.now().tzinfo is UTC


async def test_monotonic_time_never_steps_back() -> None:
    """Timeouts are measured by it."""
    clock = SystemClock()
    readings = [clock.monotonic() for _ in range(1000)]
    assert readings == sorted(readings)


async def test_the_machines_clock_waits_for_nothing_that_has_passed() -> None:
    """A missed instant is acted on at once."""
    clock = SystemClock()
    before_s = clock.monotonic()
    await clock.sleep_until(clock.now() - timedelta(days=1))
    assert clock.monotonic() - before_s < 1
