"""Virtual time: an event loop whose clock jumps to the next timer when nothing real is pending.

Real work (a database transaction, a thread) holds the gate; while it is held, time stands still and the
loop waits for readiness as usual. So a whole shift runs in seconds, with the real database in it.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
REAL_WAIT_S = 1.0
"""How long one wait for real readiness lasts before the loop looks again, in real seconds."""


class _GatedSelector(selectors.BaseSelector):
    """Return real readiness first; jump over idle time only while no real work is under way."""

    def __init__(self) -> None:
        self.real = selectors.DefaultSelector()
        self.loop: VirtualLoop | None = None

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = self.real.select(0)
        if ready or timeout == 0:
            return ready
        assert self.loop is not None
        if self.loop.real_work or timeout is None:
            return self.real.select(REAL_WAIT_S)
        self.loop.jump(timeout)
        return []

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:  # noqa: ANN401
        return self.real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:  # noqa: ANN401
        return self.real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:  # noqa: ANN401
        return self.real.modify(fileobj, events, data)

    def get_map(self) -> Any:  # noqa: ANN401
        return self.real.get_map()

    def close(self) -> None:
        self.real.close()


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop on simulated time; `real_work` counts the real operations under way."""

    def __init__(self) -> None:
        self._now = 0.0
        self.real_work = 0
        selector = _GatedSelector()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self._now

    def jump(self, seconds: float) -> None:
        self._now += seconds


@contextmanager
def real_work() -> Iterator[None]:
    """Hold simulated time still while something real is awaited; free of effect on an ordinary loop."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, VirtualLoop):
        yield
        return
    loop.real_work += 1
    try:
        yield
    finally:
        loop.real_work -= 1


def run_virtually(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine function to its end on a fresh virtual loop."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main())
