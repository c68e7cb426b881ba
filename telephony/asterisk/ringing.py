"""Which calls have rung for as long as was ordered; a heap of instants with one waiter, and no task of its own.

Hanging up is left to `voice.py`.
"""

import asyncio
import heapq
from uuid import UUID

from config.clock import Clock


class Ringing:
    """Begins with the ringing itself, where the switch's own timer begins with the order."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[float, UUID]] = []
        self._changed = asyncio.Event()

    def begin(self, attempt_id: UUID, *, for_s: float) -> None:
        """Note that a call rings from now on."""
        heapq.heappush(self._heap, (self._clock.monotonic() + for_s, attempt_id))
        self._changed.set()

    async def next_over(self) -> UUID:
        """Wait for the next call whose time is over, answered meanwhile or not; cancelling loses none."""
        while True:
            left_s = self._heap[0][0] - self._clock.monotonic() if self._heap else None
            if left_s is not None and left_s <= 0:
                return heapq.heappop(self._heap)[1]
            self._changed.clear()
            try:
                async with asyncio.timeout(left_s):
                    await self._changed.wait()
            except TimeoutError:
                continue
