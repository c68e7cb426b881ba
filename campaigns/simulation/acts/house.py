"""One life of one simulated server process: what it holds in memory, its clock, its queues, and how its acts start.

The acts stand in `gate`, `floor_acts`, `line_acts`, `text_acts`, `outcome_acts` and `lease_acts`, under the names of
the -ing files whose order of steps they follow. What they share with the other process is the ledger.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from campaigns.floor.commands import Command
from campaigns.floor.inputs import Input
from campaigns.floor.state import Floor
from campaigns.floor.step import step
from campaigns.rules.rule import Rule
from campaigns.rules.rulebook import Rulebook
from campaigns.simulation.ledger import AttemptRow, Ledger, PersonRow
from campaigns.simulation.loop import Heap, Line, Machine
from campaigns.simulation.mistakes import Mistake
from campaigns.simulation.plan import Plan
from campaigns.simulation.switch import Switch, TextGateway
from config.facts import Fact
from crm.dispositions import Catalogue
from telephony.calls import Call
from telephony.calls import step as step_call
from telephony.messages import Message
from telephony.messages import step as step_message

RING_TIMEOUT_MS = 24_000


@dataclass(frozen=True, slots=True)
class Steps:
    """The product's pure steps; a test may hand in a broken one."""

    floor: Callable[[Floor, Input | Fact, datetime], tuple[Floor, list[Command]]] = step
    call: Callable[[Call, Fact], Call] = step_call
    message: Callable[[Message, Fact], Message] = step_message


@dataclass(frozen=True, slots=True)
class Permit:
    """The right to place one call, as `telephony.placing` has it."""

    row: AttemptRow
    judged_at_ms: int
    epoch: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What all processes of a schedule share: the ledger, the vendors, the books, the plan."""

    plan: Plan
    heap: Heap
    ledger: Ledger
    switch: Switch
    gateway: TextGateway
    rulebook: Rulebook
    catalogue: Catalogue
    mistakes: frozenset[Mistake]
    steps: Steps
    wings: Mapping[UUID, str]
    clock_steps: dict[int, int]

    def rules(self, on: datetime) -> tuple[Rule, ...]:
        """Return the rules in force around an instant."""
        return self.rulebook.rules_for(("us",), on.date())

    def at(self, ms: int) -> datetime:
        """Return a true instant."""
        return self.plan.starts_at + timedelta(milliseconds=ms)


class Process:
    """One life of a process; `epoch` is that of the lease it holds, 0 without."""

    def __init__(self, number: int, life: int, ground: Ground, machine: Machine) -> None:
        self.number = number
        self.ground = ground
        self.ledger = ground.ledger
        self.machine = machine
        self.holder = UUID(int=(number << 32) + life)
        self.floor = Floor()
        self.epoch = 0
        self.stepped_at: datetime | None = None
        self.todo: deque[Input | Fact] = deque()
        self.undone: deque[Command] = deque()
        self.out_of_reach_until_ms = 0
        self.permits: dict[UUID, Permit] = {}
        self.leaving: dict[UUID, bool] = {}
        self.calls: dict[UUID, Call] = {}
        self.expected_ms: dict[UUID, int] = {}
        self.unwritten: dict[UUID, list[Fact]] = {}
        self.pages: dict[UUID, deque[PersonRow]] = {}
        self.inputs, self.acts, self.facts, self.receipts = Line(), Line(), Line(), Line()
        self.stops, self.bell = Line(), Line()
        self._ids = (number << 96) + (life << 64)

    def new_id(self) -> UUID:
        self._ids += 1
        return UUID(int=self._ids)

    def now(self) -> datetime:
        """Return the wall clock of this process."""
        return self.ground.at(self.ground.heap.now_ms + self.ground.clock_steps.get(self.number, 0))

    @property
    def now_ms(self) -> int:
        """Return true time, which is what monotonic time runs by."""
        return self.ground.heap.now_ms

    def errs(self, mistake: Mistake) -> bool:
        """Say whether a mistake is planted."""
        return mistake in self.ground.mistakes

    def put(self, what: Input | Fact) -> None:
        """Hand something to the floor."""
        self.machine.put(self.inputs, what)

    def write(self, fact: str, about: UUID, more: str = "") -> None:
        """Append to the journal."""
        self.ledger.write(self.now_ms, self.number, fact, about, more)

    def step_floor(self, what: Input | Fact) -> list[Command]:
        """Move the floor and return what it wants done. Raises Refusal."""
        now = self.now()
        self.floor, commands = self.ground.steps.floor(self.floor, what, now)
        self.stepped_at = now
        return commands

    def step_call(self, call: Call, fact: Fact) -> Call:
        """Move a call. Raises ImpossibleMove."""
        return self.ground.steps.call(call, fact)

    def step_message(self, message: Message, fact: Fact) -> Message:
        """Move a text. Raises ImpossibleMove."""
        return self.ground.steps.message(message, fact)
