"""The one clock: the only place that reads time or sleeps.

Nouns take `now`; files that act hold a `Clock`. Durations use `monotonic`, windows use `now`.
Under the virtual loop the same clock runs on simulated time, because it reads the running loop.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Time as the program sees it; `now` is aware UTC, `monotonic` is seconds that never step back."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...

    async def sleep_until(self, at: datetime) -> None: ...


class SystemClock:
    """The machine's clock, moved by a fixed `offset` (the demo starts on a weekday morning)."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self._offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def sleep_until(self, at: datetime) -> None:
        await asyncio.sleep(max(0.0, (at - self.now()).total_seconds()))


class LoopClock:
    """A clock that starts at `epoch` and advances with the running loop's own time.

    On a `VirtualLoop` this is simulated time: a sleep of an hour returns as soon as nothing real is pending.
    """

    def __init__(self, epoch: datetime) -> None:
        self._epoch = epoch

    def now(self) -> datetime:
        return self._epoch + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def sleep_until(self, at: datetime) -> None:
        await asyncio.sleep(max(0.0, (at - self.now()).total_seconds()))
