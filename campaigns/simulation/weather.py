"""The faults of one schedule: what becomes of each request, and when links, databases and processes go.

Draws only from the schedule's own generator. `spells` tells the checkers when it stormed, so that promises which no
process can keep without its database or its link are asked for in calm hours only.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from random import Random

from campaigns.simulation.loop import (
    LONGEST_PAUSE_MS,
    DatabaseFailed,
    Fate,
    Heap,
    Machine,
    Order,
    ProviderFailed,
    Task,
    Transact,
    UniqueBroken,
)
from campaigns.simulation.plan import Faults
from config.errors import Refusal

OF_THE_PROCESS = (UniqueBroken, LookupError, AssertionError, Refusal)
"""What an act may raise where it is carried out; it belongs to the process that asked."""
LONGEST_DEATH_MS = 110_000
"""A process is back after 22 seconds, and the longest term of its own lease has run out after 60 more."""
LISTS, MOST_LISTS = 8.0, 0.4
"""So much more often a list of all calls is too slow than an order for one."""
DEADLINE_MS = 5_000
"""After which an answer that does not come is a time-out (`provider_deadline_s`)."""


class Weather(Fate):
    """`kill` is called with the machine that dies at this I/O point."""

    def __init__(self, heap: Heap, rng: Random, faults: Faults, kill: Callable[[Machine], None]) -> None:
        self.heap = heap
        self.rng = rng
        self.faults = faults
        self.kill = kill
        self.is_calm = False
        self.database_back_ms = 0
        self.kills_left = faults.kills
        self.kills: list[int] = []
        self.next_kill = 0
        self.points = 0
        self.kill_points: Counter[str] = Counter()
        self.spells: list[tuple[int, int, str]] = []
        self.deaf: list[tuple[int, int, str]] = []
        self.away: dict[int, str] = {}
        self._unlucky: Counter[str] = Counter()

    def draw_kill(self, points: int) -> None:
        """Choose the I/O point of the next kill within so many points from now."""
        self.next_kill = self.points + 1 + int(self.rng.random() * points)

    def note(self, until_ms: int, what: str) -> None:
        """Remember that something strikes from now until an instant."""
        self.spells.append((self.heap.now_ms, until_ms, what))

    def deafen(self, ms: int, what: str) -> None:
        """Remember that for so long from now it may be impossible to hear somebody answer, or to do anything then."""
        self.deaf.append((self.heap.now_ms, self.heap.now_ms + ms, what))

    def meet(self, machine: Machine, task: Task, request: Transact | Order) -> None:
        """Carry a request out a moment later, or let a fault strike it; killing is drawn before everything."""
        self.points += 1
        if self.kills_left and self.points >= self.next_kill and not self.is_calm:
            self._kill_at(machine, request)
        elif isinstance(request, Transact):
            self._transact(machine, task, request)
        else:
            self._order(machine, task, request)

    def _kill_at(self, machine: Machine, request: Transact | Order) -> None:
        self.kills_left -= 1
        self.draw_kill(700)
        arrives = self.rng.random() < 0.5
        self.kill_points[f"{request.name} {'after' if arrives else 'before'}"] += 1
        self.note(self.heap.now_ms + LONGEST_DEATH_MS, "kill")
        self.kills.append(self.heap.now_ms)
        if arrives:
            self.heap.after(2, lambda: _try(request.act))
        self.kill(machine)

    def _transact(self, machine: Machine, task: Task, request: Transact) -> None:
        draw, faults = self.rng.random(), self.faults
        ms = 1 + int(draw * 4)
        if self.is_calm:
            self.heap.after(ms, lambda: _carry_out(machine, task, request))
        elif self.heap.now_ms < self.database_back_ms:
            self.heap.after(100, lambda: machine.answer(task, error=DatabaseFailed("away")))
        elif draw < faults.commit_failed:
            self.note(self.heap.now_ms + 2_000, "commit failed")
            self.deafen(LONGEST_PAUSE_MS, "commit failed")
            self.heap.after(ms, lambda: machine.answer(task, error=DatabaseFailed("failed")))
        elif draw < faults.commit_failed + faults.commit_unknown:
            self.note(self.heap.now_ms + 2_000, "commit unknown")
            self.deafen(LONGEST_PAUSE_MS, "commit unknown")
            self.heap.after(ms, lambda: _try(request.act))
            self.heap.after(ms + 200, lambda: machine.answer(task, error=DatabaseFailed("unknown")))
        elif draw > 1 - faults.slow_commit:
            self.note(self.heap.now_ms + 4_000, "slow commit")
            self.deafen(4_000, "slow commit")
            late_ms = int(self.rng.random() * 2_000)
            if late_ms % 2:
                self.heap.after(late_ms, lambda: _carry_out(machine, task, request))
            else:
                self.heap.after(ms, lambda: _carry_out(machine, task, request, late_ms))
        else:
            self.heap.after(ms, lambda: _carry_out(machine, task, request))

    def _order(self, machine: Machine, task: Task, request: Order) -> None:
        draw, faults = self.rng.random(), self.faults
        ms = 5 + int(draw * 20)
        lost = faults.text_lost_answer if request.is_text else faults.answer_lost
        is_list = request.name == "list"
        if is_list:
            lost = min(MOST_LISTS, lost * LISTS)
        if self.is_calm:
            self.heap.after(ms, lambda: _carry_out(machine, task, request))
        elif self.is_away(machine):
            self._order_into_nothing(machine, task)
        elif draw < lost:
            self.note(self.heap.now_ms + DEADLINE_MS, "answer lost")
            self.deafen(0 if request.is_text or is_list else DEADLINE_MS + 1_000, "answer lost")
            self.heap.after(ms + int(self.rng.random() * 3_000) * request.is_text, lambda: _try(request.act))
            self.heap.after(DEADLINE_MS, lambda: machine.answer(task, error=ProviderFailed("unknown")))
        elif draw < lost + (faults.text_not_taken if request.is_text else 0):
            self.heap.after(DEADLINE_MS, lambda: machine.answer(task, error=ProviderFailed("unknown")))
        elif draw > 1 - faults.place_refused:
            self.note(self.heap.now_ms + 1_000, "refused")
            self.deafen(3_000, "refused")
            self.heap.after(ms, lambda: machine.answer(task, error=ProviderFailed("impossible")))
        else:
            self.heap.after(ms, lambda: _carry_out(machine, task, request))

    def is_away(self, machine: Machine) -> bool:
        """Say whether a process has no link to the vendors now."""
        return machine.number in self.away

    def _order_into_nothing(self, machine: Machine, task: Task) -> None:
        if self.away[machine.number] == "cut":
            self.heap.after(20, lambda: machine.answer(task, error=ProviderFailed("impossible")))
        else:
            self.heap.after(DEADLINE_MS, lambda: machine.answer(task, error=ProviderFailed("unknown")))


def _carry_out(machine: Machine, task: Task, request: Transact | Order, answer_ms: int = 0) -> None:
    try:
        value = request.act()
    except OF_THE_PROCESS as error:
        machine.answer(task, error=error)
    else:
        if answer_ms:
            machine.heap.after(answer_ms, lambda: machine.answer(task, value))
        else:
            machine.answer(task, value)


def _try(act: Callable[[], object]) -> None:
    """Let a request arrive whose answer nobody hears."""
    with suppress(*OF_THE_PROCESS):
        act()
