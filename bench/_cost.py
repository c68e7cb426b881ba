"""What a piece of work took, by the wall and of this process's CPU, for benchmarks that compare two clients."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Cost:
    """What a number of things took: by the wall, and of this process's CPU."""

    count: int
    wall_s: float
    cpu_s: float


async def cost(count: int, work: Callable[[], Awaitable[None]]) -> Cost:
    wall_s, cpu_s = time.monotonic(), time.process_time()
    await work()
    return Cost(count, time.monotonic() - wall_s, time.process_time() - cpu_s)


def middle(costs: list[Cost]) -> tuple[float, float]:
    """Return the medians: things a second, and CPU milliseconds a thing."""
    a_second = median(one.count / one.wall_s for one in costs)
    return a_second, median(one.cpu_s / one.count for one in costs) * 1000
