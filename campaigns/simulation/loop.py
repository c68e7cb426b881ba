"""Simulated time and simulated processes: acts are generators that yield what they wait for, one heap says who is next.

Between any two yields a process can be killed. Nothing here knows calls; what an act asks of the database or of a
vendor is a function that is run when the request arrives there.
"""

import heapq
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from config.errors import Refusal

RESTARTED_AFTER_MS = 500
LONGEST_PAUSE_MS = 30_000
LOOKS_EVERY = 32
"""Events between two looks whether all is over."""


class DatabaseFailed(Exception):
    """The database refused, was away, or its answer to a commit was lost."""


class ProviderFailed(Exception):
    """A vendor gave no answer (`effect` unknown) or was out of reach (impossible)."""

    def __init__(self, effect: str) -> None:
        super().__init__(effect)
        self.effect = effect


class UniqueBroken(Exception):
    """A unique index or a constraint of the database refused a row."""


@dataclass(slots=True)
class Transact:
    """Run `act` in one transaction; what it returns is the answer."""

    name: str
    act: Callable[[], Any]


@dataclass(slots=True)
class Order:
    """Ask a vendor; `act` runs where the request arrives."""

    name: str
    act: Callable[[], Any]
    is_text: bool = False


@dataclass(slots=True)
class Pause:
    """Wait for so many milliseconds."""

    ms: int


@dataclass(slots=True, eq=False)
class Line:
    """A queue of one process, with at most one reader at a time that waits until `deadline_ms`."""

    items: deque[Any] = field(default_factory=deque)
    readers: deque["Task"] = field(default_factory=deque)


@dataclass(slots=True)
class Next:
    """Take the next item of a queue; None when none came by `deadline_ms`."""

    line: Line
    deadline_ms: int | None = None


Request: TypeAlias = Transact | Order | Pause | Next
Act: TypeAlias = Generator[Request, Any, Any]


@dataclass(slots=True, eq=False)
class Task:
    """One named endless act of a process; `turn` changes with every step, so that old wake-ups are known."""

    name: str
    make: Callable[[], Act]
    act: Act
    turn: int = 0
    pause_ms: int = RESTARTED_AFTER_MS
    began_ms: int = 0
    is_one_off: bool = False


class Heap:
    """What happens next; equal instants in the order they were asked for."""

    def __init__(self) -> None:
        self.now_ms = 0
        self._entries: list[tuple[int, int, Callable[[], None]]] = []
        self._count = 0

    def after(self, ms: int, act: Callable[[], None]) -> None:
        """Let something happen in so many milliseconds."""
        self._count += 1
        heapq.heappush(self._entries, (self.now_ms + (max(0, ms)), self._count, act))

    def run_until(self, end_ms: int, is_over: Callable[[], bool]) -> None:
        """Let things happen until an instant, or until `is_over`."""
        entries, pop = self._entries, heapq.heappop
        while entries and entries[0][0] <= end_ms and not is_over():
            for _ in range(LOOKS_EVERY):
                if not entries or entries[0][0] > end_ms:
                    break
                self.now_ms, _, act = pop(entries)
                act()
        if not is_over():
            self.now_ms = max(self.now_ms, end_ms)


class Machine:
    """The tasks of one life of one process; `fate` says what becomes of each request (see `Weather`)."""

    def __init__(self, number: int, heap: Heap, fate: "Fate", crashed: Callable[[str, Exception], None]) -> None:
        self.number = number
        self.heap = heap
        self.is_alive = True
        self.stalled_until_ms = 0
        self.never_forgives = False
        self._wakes_after: Callable[[], int] = int
        self._fate = fate
        self._crashed = crashed

    def start(self, name: str, make: Callable[[], Act], *, is_one_off: bool = False) -> None:
        """Run a named act; an endless one is started again when the database fails it."""
        task = Task(name, make, make(), is_one_off=is_one_off)
        self._go_on(task)

    def stall(self, ms: int, wakes_after: Callable[[], int]) -> None:
        """Let the process stand still; each of its tasks goes on a moment after that, as `wakes_after` says."""
        self.stalled_until_ms = self.heap.now_ms + ms
        self._wakes_after = wakes_after

    def kill(self) -> None:
        """End the process where it stands."""
        self.is_alive = False

    def put(self, line: Line, item: Any) -> None:  # noqa: ANN401 - queues hold anything
        """Put something into a queue; a waiting reader goes on at once."""
        line.items.append(item)
        if line.readers:
            task = line.readers.popleft()
            task.turn += 1
            turn = task.turn
            self.heap.after(self._lag_ms(), lambda: self._deliver(task, turn, line))

    def _deliver(self, task: Task, turn: int, line: Line) -> None:
        if task.turn != turn or not self.is_alive:
            return
        if line.items:
            self._go_on(task, line.items.popleft())
        else:
            line.readers.append(task)

    def _lag_ms(self) -> int:
        return max(0, self.stalled_until_ms - self.heap.now_ms)

    def _go_on(self, task: Task, value: object = None, error: Exception | None = None) -> None:
        if not self.is_alive:
            return
        if self.stalled_until_ms > self.heap.now_ms:
            self.heap.after(self._lag_ms() + self._wakes_after(), lambda: self._go_on(task, value, error))
            return
        while True:
            try:
                request = task.act.throw(error) if error is not None else task.act.send(value)
            except StopIteration:
                return
            except (DatabaseFailed, UniqueBroken, AssertionError, LookupError, ProviderFailed, Refusal) as failure:
                self._restart(task, failure)
                return
            if type(request) is Next and request.line.items:
                value, error = request.line.items.popleft(), None
                continue
            self._wait(task, request)
            return

    def _restart(self, task: Task, failure: Exception) -> None:
        self._crashed(task.name, failure)
        if task.is_one_off:
            return
        if self.heap.now_ms - task.began_ms > LONGEST_PAUSE_MS and not self.never_forgives:
            task.pause_ms = RESTARTED_AFTER_MS
        task.began_ms = self.heap.now_ms + task.pause_ms
        task.act = task.make()
        self.heap.after(task.pause_ms, lambda: self._go_on(task))
        task.pause_ms = min(LONGEST_PAUSE_MS, task.pause_ms * 2)

    def _wait(self, task: Task, request: Request) -> None:
        task.turn += 1
        turn = task.turn
        if type(request) is Next:
            request.line.readers.append(task)
            if request.deadline_ms is not None:
                line = request.line
                self.heap.after(request.deadline_ms - self.heap.now_ms, lambda: self._give_up(task, turn, line))
        elif type(request) is Pause:
            self.heap.after(request.ms, lambda: self._go_on(task))
        else:
            assert isinstance(request, Transact | Order)
            self._fate.meet(self, task, request)

    def _give_up(self, task: Task, turn: int, line: Line) -> None:
        if task.turn == turn and self.is_alive:
            task.turn += 1
            line.readers.remove(task)
            self._go_on(task)

    def answer(self, task: Task, value: object = None, error: Exception | None = None) -> None:
        """Let an act go on with the answer to its request, or with its failure."""
        self._go_on(task, value, error)


class Fate:
    """What becomes of requests; `Weather` is the one with faults."""

    def meet(self, machine: Machine, task: Task, request: Transact | Order) -> None:
        """Carry the request out at once."""
        machine.heap.after(1, lambda: machine.answer(task, request.act()))
