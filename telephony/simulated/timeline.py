"""What is due when at a simulated vendor, and the facts on their way to us.

One heap of due acts, run in order of time by whoever looks next; no task of its own. Facts pass the faults here.
What the acts do is decided in `provider.py` and `gateway.py`.
"""

import asyncio
import heapq
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from config.clock import Clock
from config.facts import Fact
from telephony.simulated.faults import NO_FAULTS, FaultKind, Faults

TICK_S = 1e-6
"""Acts due within a tick are due: a timer may fire a rounding error before its instant."""

MOST_WAITING = 1_000_000
"""Facts that may wait for the reader; more means that nobody reads."""


class Timeline:
    """Acts by instant, and an outbox of facts with one reader. All calls must be made on the one event loop."""

    def __init__(self, clock: Clock, faults: Faults = NO_FAULTS) -> None:
        self._clock = clock
        self._faults = faults
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()
        self._emitted = count()
        self._outbox: deque[Fact] = deque()
        self._changed = asyncio.Event()
        self._instant_s: float | None = None

    def monotonic(self) -> float:
        """Give the instant of the act that is running, which a late reader may have kept waiting; else the clock's."""
        return self._clock.monotonic() if self._instant_s is None else self._instant_s

    def now(self) -> datetime:
        """Give the same instant as aware UTC; it stamps the facts."""
        late_s = self._clock.monotonic() - self.monotonic()
        return self._clock.now() - timedelta(seconds=max(0.0, late_s))

    def after(self, delay_s: float, act: Callable[[], None]) -> None:
        """Run `act` so many seconds from now; acts of one instant run in the order they were given."""
        heapq.heappush(self._heap, (self.monotonic() + max(0.0, delay_s), next(self._order), act))
        self._changed.set()

    def emit(self, fact: Fact) -> None:
        """Send a fact on its way to us, through the faults."""
        nth = next(self._emitted)
        if self._faults.strikes(FaultKind.FACT_REPEATED, nth):
            self.after(self._faults.delay_s(FaultKind.FACT_REPEATED, nth), partial(self._deliver, fact))
        if self._faults.strikes(FaultKind.FACT_LOST, nth):
            return
        if self._faults.strikes(FaultKind.FACT_LATE, nth):
            self.after(self._faults.delay_s(FaultKind.FACT_LATE, nth), partial(self._deliver, fact))
            return
        self._deliver(fact)

    def advance(self) -> None:
        """Run every act that is due by now."""
        due_by = self._clock.monotonic() + TICK_S
        try:
            while self._heap and self._heap[0][0] <= due_by:
                self._instant_s, _, act = heapq.heappop(self._heap)
                act()
        finally:
            self._instant_s = None

    async def next_fact(self) -> Fact:
        """Wait for the next fact; cancelling loses none."""
        while True:
            self.advance()
            if self._outbox:
                return self._outbox.popleft()
            self._changed.clear()
            delay_s = self._heap[0][0] - self._clock.monotonic() if self._heap else None
            try:
                async with asyncio.timeout(delay_s):
                    await self._changed.wait()
            except TimeoutError:
                continue

    def _deliver(self, fact: Fact) -> None:
        assert len(self._outbox) < MOST_WAITING, "nobody reads the simulated vendor's facts"
        self._outbox.append(fact)
        self._changed.set()
