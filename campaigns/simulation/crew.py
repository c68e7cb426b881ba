"""Robots at the agents' screens and persons who answer: what people do to the floor while it runs.

Each robot looks at its screen every few seconds, as the process that dials shows it, and does what an agent would. A
command that got no answer is given again under the same id.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from uuid import UUID

from campaigns.agents import AgentState, Signal
from campaigns.floor.inputs import AgentSignalled
from campaigns.simulation.acts.floor_acts import expect_preview, give_up
from campaigns.simulation.acts.gate import Wanted, reserve_some
from campaigns.simulation.acts.house import Process
from campaigns.simulation.acts.lease_acts import agent_id
from campaigns.simulation.acts.outcome_acts import Outcome, record_outcome
from campaigns.simulation.ledger import AttemptRow
from campaigns.simulation.loop import Act, Heap
from campaigns.simulation.mistakes import Mistake
from campaigns.simulation.plan import Plan
from campaigns.simulation.weather import Weather
from config.errors import Refusal

LOOKS_MS = 5_000
WAITS = frozenset({AgentState.READY, AgentState.BREAK})
CODES = (
    (0.25, "NG05"),
    (0.40, "TP02"),
    (0.50, "TP01"),
    (0.60, "TP05"),
    (0.68, "PR03"),
    (0.74, "LG01"),
    (0.80, "DS01"),
    (1.01, "AB03"),
)
"""What a talk comes to; shares added up."""


@dataclass(slots=True)
class Seat:
    """One robot: the command it waits to see saved, and what it has seen saved."""

    id: UUID
    pending: Outcome | None = None
    asks_of: Process | None = None
    """The life of a process that was asked for a call and has not answered."""
    forgets: UUID | None = None
    away_until_ms: int = 0


@dataclass(slots=True)
class Crew:
    """All robots; `saved` are the commands that a process said are saved, `stuck` what no screen ever explained."""

    heap: Heap
    rng: Random
    plan: Plan
    weather: Weather
    dialer: Callable[[], Process | None]
    seats: list[Seat] = field(default_factory=list)
    saved: list[tuple[int, Outcome]] = field(default_factory=list)
    commands: int = 0

    @property
    def _sleeps(self) -> int:
        """While no line rings screens are looked at less often, but before an offered case is withdrawn."""
        return 6 if self.plan.mode == "preview" else 20

    def start(self) -> None:
        """Let everybody sit down."""
        for number in range(self.plan.agents):
            seat = Seat(agent_id(number))
            self.seats.append(seat)
            self.heap.after(1_000 + int(self.rng.random() * LOOKS_MS), partial(self._look, seat))

    def vanish(self, share: float, ms: int) -> None:
        """Cut the browsers of a share of the agents at once."""
        process = self.dialer()
        for seat in self.seats:
            if self.rng.random() < share:
                seat.away_until_ms = self.heap.now_ms + ms
                if process is not None:
                    process.put(AgentSignalled(agent_id=seat.id, signal=Signal.LINK_LOST, cause="link"))

    def _look(self, seat: Seat) -> None:
        process = self.dialer()
        agent = None if process is None else process.floor.agents.get(seat.id)
        is_quiet = process is None or (agent is not None and agent.state in WAITS and not process.floor.lines)
        looks_ms = (LOOKS_MS // 2 + int(self.rng.random() * LOOKS_MS)) * (self._sleeps if is_quiet else 1)
        self.heap.after(looks_ms, partial(self._look, seat))
        if process is None or self.heap.now_ms < seat.away_until_ms:
            return
        if seat.pending is not None:
            self._give(seat, process, seat.pending)
        elif agent is None:
            return
        elif agent.state in {AgentState.OFFLINE, AgentState.LOST, AgentState.BREAK}:
            if not self.is_over:
                process.put(AgentSignalled(agent_id=seat.id, signal=Signal.CAME_READY, cause="agent"))
        elif agent.state is AgentState.WRAPPING_UP and agent.attempt_id is not None:
            self._wrap_up(seat, process, agent.attempt_id)
        elif agent.state is AgentState.PREVIEW and agent.case_id is not None and seat.asks_of is not process:
            seat.asks_of = process
            process.machine.start("preview", partial(self._dial, seat, process, agent.case_id), is_one_off=True)

    @property
    def is_over(self) -> bool:
        return self.heap.now_ms > self.plan.open_ms

    def _wrap_up(self, seat: Seat, process: Process, attempt_id: UUID) -> None:
        if seat.forgets == attempt_id:
            return
        if self.rng.random() < self.weather.faults.forgotten_outcome and not self.weather.is_calm:
            seat.forgets = attempt_id
            return
        self.commands += 1
        share = self.rng.random()
        code = next(code for up_to, code in CODES if share < up_to)
        seat.pending = Outcome(UUID(int=(4 << 64) + self.commands), attempt_id, seat.id, code)
        self._give(seat, process, seat.pending)

    def _give(self, seat: Seat, process: Process, outcome: Outcome) -> None:
        process.machine.start("command", partial(self._command, seat, process, outcome), is_one_off=True)
        if self.rng.random() < self.weather.faults.command_repeated:
            process.machine.start("command", partial(self._command, seat, process, outcome), is_one_off=True)
            self.commands += 1
            other = replace(outcome, command_id=UUID(int=(4 << 64) + self.commands), code="AB03")
            process.machine.start("command", partial(self._command, seat, process, other), is_one_off=True)

    def _command(self, seat: Seat, process: Process, outcome: Outcome) -> Act:
        if process.errs(Mistake.SAVED_BEFORE_COMMIT):
            self._see_saved(seat, outcome)
        try:
            given = yield from record_outcome(process, outcome)
        except Refusal:
            if seat.pending is outcome:
                seat.pending = None
            return
        self._see_saved(seat, outcome)
        process.put(given)

    def _see_saved(self, seat: Seat, outcome: Outcome) -> None:
        self.saved.append((self.heap.now_ms, outcome))
        if seat.pending is outcome:
            seat.pending = None

    def _dial(self, seat: Seat, process: Process, case_id: UUID) -> Act:
        try:
            persons = process.ledger.persons
            person = persons[UUID(int=case_id.int - (1 << 64))]
            answers = yield from reserve_some(process, [Wanted(person, agent_id=seat.id)], most=1)
            if not isinstance(answers[0], AttemptRow):
                process.put(AgentSignalled(agent_id=seat.id, signal=Signal.CAME_READY, cause="refused"))
                return
            agent = process.floor.agents.get(seat.id)
            if agent is None or agent.state is not AgentState.PREVIEW:
                yield from give_up(process, answers[0].id)
                return
            process.put(expect_preview(process, answers[0]))
        finally:
            if seat.asks_of is process:
                seat.asks_of = None
