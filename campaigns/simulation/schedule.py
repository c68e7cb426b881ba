"""One whole schedule: builds the world of a plan, lets faults and people act on it, and lets it come to rest.

After `open_ms`, or when the attempts are made, the faults end, campaigns pause, and everything under way has half an
hour to settle; then the checkers look.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from random import Random
from uuid import UUID

from campaigns.floor.inputs import WingSet
from campaigns.rules.rulebook import Rulebook
from campaigns.simulation.acts.house import Ground, Process, Steps
from campaigns.simulation.acts.lease_acts import start
from campaigns.simulation.acts.line_acts import LIGHT
from campaigns.simulation.checks.findings import Scene, Storms
from campaigns.simulation.crew import Crew
from campaigns.simulation.happenings import Happenings
from campaigns.simulation.ledger import Ledger
from campaigns.simulation.loop import Heap, Machine
from campaigns.simulation.mistakes import NONE, Mistake
from campaigns.simulation.people import WINGS, settle_people
from campaigns.simulation.plan import MINUTE_MS, Plan
from campaigns.simulation.switch import Switch, TextGateway
from campaigns.simulation.weather import LONGEST_DEATH_MS, Weather
from config.errors import Refusal
from config.facts import Fact
from crm.dispositions import Catalogue
from telephony.facts import CallAnswered

SETTLING_MS = 40 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class Books:
    """What the simulated house decides by."""

    rulebook: Rulebook
    catalogue: Catalogue


class Schedule:
    """A world that runs once; `crashes` are failures of tasks that no fault explains."""

    def __init__(
        self, plan: Plan, books: Books, mistakes: frozenset[Mistake] = NONE, steps: Steps | None = None
    ) -> None:
        self.plan = plan
        self.heap = Heap()
        self.rng = Random(plan.seed ^ 0x5EED)
        self.weather = Weather(self.heap, self.rng, plan.faults, self._kill)
        self.ledger = Ledger()
        self.ledger.has_open_index = Mistake.INDEX_DROPPED_AND_NO_LOCK not in mistakes
        self.clock_steps: dict[int, int] = {}
        self.wings: dict[UUID, str] = dict.fromkeys(WINGS if self.rng.random() < 0.3 else WINGS[:1], "running")
        self.ground = Ground(
            plan=plan,
            heap=self.heap,
            ledger=self.ledger,
            switch=Switch(self.heap, self.rng, self._at, lambda _channel, fact: self._tell(fact)),
            gateway=TextGateway(self.heap, self.rng),
            rulebook=books.rulebook,
            catalogue=books.catalogue,
            mistakes=mistakes,
            steps=steps or Steps(),
            wings=self.wings,
            clock_steps=self.clock_steps,
        )
        self.switch, self.gateway = self.ground.switch, self.ground.gateway
        self.processes: dict[int, Process] = {}
        self.lives: Counter[int] = Counter()
        self.crashes: list[tuple[int, str, str]] = []
        self.crew = Crew(self.heap, self.rng, plan, self.weather, self.dialer)
        self.remembered = 0
        self._numbers = (1,) if plan.is_alone else (1, 2)
        self.happenings = Happenings(
            self.ground, self.rng, self.weather, self.crew, self.processes, dialer=self.dialer, revive=self._revive
        )

    def run(self) -> "Schedule":
        """Let it happen; returns itself."""
        settle_people(self.ground, self.rng)
        self.remembered = len(self.ledger.attempts)
        for number in self._numbers:
            self._start(number)
        self.weather.draw_kill(700)
        self.crew.start()
        self.happenings.plan()
        self.heap.run_until(self.plan.open_ms, self._has_made_all)
        self._calm_down()
        self.heap.run_until(self.heap.now_ms + SETTLING_MS, lambda: False)
        return self

    def dialer(self) -> Process | None:
        """Return the process whose screens people see: the one that holds the lease."""
        held = [one for one in self.processes.values() if one.machine.is_alive and one.epoch]
        return max(held, key=lambda one: one.epoch, default=None)

    def _has_made_all(self) -> bool:
        return len(self.ledger.attempts) - self.remembered >= self.plan.attempts

    def _calm_down(self) -> None:
        self.weather.is_calm = True
        self.weather.away.clear()
        for process in self.processes.values():
            if process.machine.is_alive:
                process.machine.stalled_until_ms = 0
        for wing_id in self.wings:
            self.wings[wing_id] = "paused"
        for number in self._numbers:
            process = self.processes[number]
            if not process.machine.is_alive:
                self._start(number)
            for wing_id in self.wings:
                known = process.floor.wings.get(wing_id)
                if known is not None:
                    process.put(WingSet(replace(known, state="paused")))

    # ------------------------------------------------------------------------------------------ processes

    def _start(self, number: int) -> None:
        self.lives[number] += 1
        machine = Machine(number, self.heap, self.weather, partial(self._crashed, number))
        machine.never_forgives = Mistake.RENEWED_EVER_LATER in self.ground.mistakes
        process = Process(number, self.lives[number], self.ground, machine)
        self.processes[number] = process
        start(process)

    def _kill(self, machine: Machine) -> None:
        machine.kill()
        number = machine.number
        self.heap.after(2_000 + int(self.rng.random() * 20_000), lambda: self._revive(number))

    def _revive(self, number: int) -> None:
        if not self.processes[number].machine.is_alive:
            self._start(number)

    def _crashed(self, number: int, task: str, failure: Exception) -> None:
        if type(failure).__name__ not in {"DatabaseFailed", "ProviderFailed"} and not isinstance(failure, Refusal):
            self.crashes.append((self.heap.now_ms, f"{number} {task}", f"{type(failure).__name__}: {failure}"))

    # ------------------------------------------------------------------------------------------ facts on their way

    def _at(self, ms: int) -> datetime:
        return self.ground.at(ms)

    def _tell(self, fact: Fact) -> None:
        """Every process hears the switch; of what changes nothing by itself, only the one that dials."""
        is_light = isinstance(fact, LIGHT)
        for number, process in self.processes.items():
            if process.epoch or not is_light:
                self._send(number, fact)

    def _send(self, number: int, fact: Fact) -> None:
        faults, rng = self.weather.faults, self.rng
        if self.weather.is_calm:
            self.heap.after(30, lambda: self._arrive(number, fact))
            return
        if number in self.weather.away or rng.random() < faults.fact_lost:
            self.weather.note(self.heap.now_ms + 60_000, "fact lost")
            self.weather.deafen(3_000 if isinstance(fact, CallAnswered) else 0, "fact lost")
            return
        ms = 20 + int(rng.random() * 30)
        if rng.random() < faults.fact_late:
            self.weather.note(self.heap.now_ms + 60_000, "fact late")
            self.weather.deafen(3_000 if isinstance(fact, CallAnswered) else 0, "fact late")
            ms += int(rng.random() ** 3 * 600_000)
        self.heap.after(ms, lambda: self._arrive(number, fact))
        if rng.random() < faults.fact_repeated:
            self.heap.after(ms + int(rng.random() ** 2 * 60_000), lambda: self._arrive(number, fact))

    def _arrive(self, number: int, fact: Fact) -> None:
        process = self.processes.get(number)
        if process is not None and process.machine.is_alive:
            process.machine.put(process.facts, fact)

    def _deaths(self) -> Iterator[tuple[int, int, str]]:
        """From a kill until the lease is held anew there may be nobody who hears."""
        for ms in self.weather.kills:
            end_ms = ms + LONGEST_DEATH_MS
            yield ms, min((one for one, _, _ in self.ledger.epochs if ms < one < end_ms), default=end_ms), "kill"

    def _changes(self) -> Iterator[tuple[int, int, str]]:
        return ((ms - 1_000, ms + 4_000, "taken over") for ms, _, _ in self.ledger.epochs)

    def scene(self) -> Scene:
        """Return what the checkers look at."""
        return Scene(
            plan=self.plan,
            ledger=self.ledger,
            channels=self.switch.channels,
            live=self.switch.live,
            texts=self.gateway.taken,
            saved=self.crew.saved,
            crashes=self.crashes,
            standstills=self.happenings.standstills,
            outages=self.happenings.outages,
            replies=self.happenings.replies,
            storms=Storms(self.weather.spells),
            deaf=Storms([*self.weather.deaf, *self._deaths(), *self._changes()]),
            ended_ms=self.heap.now_ms,
        )
