"""What befalls a simulated house besides its calls: cuts, restarts, outages, wishes of persons, receipts and replies.

When each of them comes is drawn at the start; whom a wish concerns, when it comes. Also notes when the floor stands
still for no reason.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from random import Random
from uuid import UUID

from campaigns.agents import ON_A_CALL, AgentState
from campaigns.simulation.acts.house import Ground, Process
from campaigns.simulation.acts.outcome_acts import ring, stop
from campaigns.simulation.crew import Crew
from campaigns.simulation.ledger import AttemptRow, PersonRow
from campaigns.simulation.loop import LONGEST_PAUSE_MS, Act, Transact
from campaigns.simulation.plan import HOUR_MS, MINUTE_MS
from campaigns.simulation.switch import Accepted
from campaigns.simulation.weather import LONGEST_DEATH_MS, Weather
from config.facts import Fact
from telephony.facts import MessageDelivered, MessageReceived, MessageUndelivered

LOOK_MS = 10 * MINUTE_MS
SLOWEST_WAKING_MS = 1_500
KINDS_OF_STOP = ("cease_communication", "represented_by_attorney", "bankruptcy", "opt_out")


class Happenings:
    """`standstills`, `outages` and `replies` are kept for the checkers."""

    def __init__(
        self,
        ground: Ground,
        rng: Random,
        weather: Weather,
        crew: Crew,
        processes: Mapping[int, Process],
        *,
        dialer: Callable[[], Process | None],
        revive: Callable[[int], None],
    ) -> None:
        self.ground = ground
        self.heap = ground.heap
        self.rng = rng
        self.weather = weather
        self.crew = crew
        self.processes = processes
        self.dialer = dialer
        self.revive = revive
        self.replies: list[tuple[int, str]] = []
        self.standstills: list[tuple[int, str]] = []
        self.outages: list[tuple[int, int]] = []
        self.texts_told = 0
        self._dialed: tuple[Process | None, int] = (None, 0)

    def plan(self) -> None:
        """Set down when what befalls."""
        faults = self.ground.plan.faults
        span_ms = max(20 * MINUTE_MS, self.ground.plan.attempts * 30_000 // self.ground.plan.agents)
        for count, what in (
            (faults.link_cuts, partial(self._cut, "cut")),
            (faults.half_open, partial(self._cut, "half_open")),
            (faults.restarts, self._restart_switch),
            (faults.outages, self._lose_database),
            (faults.stalls, self._stall),
            (faults.surges, self.ground.switch.answer_all),
            (faults.vanishings, self._vanish),
            (faults.steps, self._step_clock),
            (faults.strangers, self._add_stranger),
            (faults.blackouts, self._black_out),
        ):
            for _ in range(count):
                self.heap.after(int(self.rng.random() * span_ms), partial(self._happen, what))
        for _ in range(self.ground.plan.persons // 6):
            self.heap.after(int(self.rng.random() * span_ms), partial(self._happen, self._wish))
        self.heap.after(MINUTE_MS, self._answer_texts)
        self.heap.after(LOOK_MS, self._look_for_standstill)

    def _happen(self, what: Callable[[], object]) -> None:
        if not self.weather.is_calm:
            what()

    def _cut(self, how: str) -> None:
        number = self._any_process()
        ms = 5_000 + int(self.rng.random() * 40_000)
        self.weather.away[number] = how
        self.weather.note(self.heap.now_ms + ms + 60_000, how)
        self.weather.deafen(ms + 6_000, how)
        self.heap.after(ms, partial(self._join, number))

    def _any_process(self) -> int:
        return 1 + int(self.rng.random() * len(self.processes))

    def _join(self, number: int) -> None:
        self.weather.away.pop(number, None)

    def _restart_switch(self) -> None:
        self.weather.note(self.heap.now_ms + 90_000, "switch restart")
        self.weather.deafen(14_000, "switch restart")
        self.ground.switch.restart()
        for number in self.processes:
            self.weather.away[number] = "cut"
            self.heap.after(8_000, partial(self._join, number))

    def _lose_database(self) -> None:
        ms = 500 + int(self.rng.random() * 20_000)
        self.weather.database_back_ms = max(self.weather.database_back_ms, self.heap.now_ms + ms)
        self.outages.append((self.heap.now_ms, self.heap.now_ms + ms))
        self.weather.note(self.heap.now_ms + ms + 60_000, "database away")
        self.weather.deafen(ms + LONGEST_PAUSE_MS, "database away")

    def _stall(self) -> None:
        process = self.dialer()
        if process is not None:
            ms = 1_000 + int(self.rng.random() * 40_000)
            process.machine.stall(ms, self._wakes_after)
            self.weather.note(self.heap.now_ms + ms + 60_000, "stall")
            self.weather.deafen(ms + SLOWEST_WAKING_MS + 5_000, "stall")

    def _wakes_after(self) -> int:
        """A process that stood still comes back task by task, as its memory is read in again."""
        return int(self.rng.random() * SLOWEST_WAKING_MS)

    def _vanish(self) -> None:
        self.weather.note(self.heap.now_ms + 30_000, "agents vanish")
        self.crew.vanish(0.8, 5_000 + int(self.rng.random() * 60_000))

    def _step_clock(self) -> None:
        self.ground.clock_steps[self._any_process()] = int(self.rng.random() * 6_000) - 3_000

    def _add_stranger(self) -> None:
        self.ground.switch.add_stranger(UUID(int=(3 << 64) + self.heap.now_ms))

    def _black_out(self) -> None:
        """Everything stops for the night: both processes die and come back hours later."""
        ms = int((6 + self.rng.random() * 12) * HOUR_MS)
        self.weather.note(self.heap.now_ms + ms + 60_000, "blackout")
        self.weather.deafen(ms + LONGEST_DEATH_MS, "blackout")
        for number in self.processes:
            self.processes[number].machine.kill()
            self.heap.after(ms, partial(self.revive, number))

    def _wish(self) -> None:
        """Somebody asks to be left alone, by a page of either process; half of them are being contacted just now."""
        process = self.dialer()
        if process is None:
            return
        kind = KINDS_OF_STOP[int(self.rng.random() * len(KINDS_OF_STOP))]
        if self.rng.random() < 0.4:
            self.ground.ledger.watchers.append(partial(self._wish_of, kind, int(self.rng.random() ** 3 * 40)))
            return
        open_now = [row.person for row in list(self.ground.ledger.attempts.values())[-12:] if row.state != "closed"]
        persons = open_now if open_now and self.rng.random() < 0.6 else list(self.ground.ledger.persons.values())
        person = persons[int(self.rng.random() * len(persons))]
        process.machine.start("page", partial(_page, process, person, kind), is_one_off=True)

    def _wish_of(self, kind: str, ms: int, row: AttemptRow) -> None:
        """Let the person of a permit ask to be left alone while the contact is on its way."""
        process = self.processes[row.process]
        page = partial(_page, process, row.person, kind)
        self.heap.after(ms, lambda: process.machine.start("page", page, is_one_off=True))

    def _look_for_standstill(self) -> None:
        """Note when nobody is asked for for long under one lease although persons are due and agents are ready."""
        self.heap.after(LOOK_MS, self._look_for_standstill)
        since_ms = self.heap.now_ms - LOOK_MS
        process, before = self.dialer(), self._dialed
        self._dialed = (process, process.epoch) if process is not None else (None, 0)
        if process is None or self.weather.is_calm or self._dialed != before:
            return
        last_ms = self.ground.ledger.asked_ms
        is_due = any(
            one.next_at_ms < since_ms and not one.has_open_attempt for one in self.ground.ledger.persons.values()
        )
        states = [agent.state for agent in process.floor.agents.values()]
        if last_ms < since_ms and is_due and AgentState.READY in states:
            self.standstills.append((self.heap.now_ms, f"nothing starts although persons are due; agents: {states}"))
        on_calls = [one for one in process.floor.agents.values() if one.state in ON_A_CALL]
        for agent in on_calls:
            if (
                agent.since < process.now() - timedelta(milliseconds=LOOK_MS)
                and agent.attempt_id not in self.ground.switch.live
            ):
                self.standstills.append((self.heap.now_ms, f"an agent is {agent.state} and there is no call"))

    # ------------------------------------------------------------------------------------------ texts come back

    def _answer_texts(self) -> None:
        self.heap.after(MINUTE_MS, self._answer_texts)
        for text in self.ground.gateway.taken[self.texts_told :]:
            self._receive(text)
        self.texts_told = len(self.ground.gateway.taken)

    def _receive(self, text: Accepted) -> None:
        now, rng = self.ground.at(self.heap.now_ms), self.rng
        receipt: Fact = MessageDelivered(at=now, attempt_id=text.attempt_id)
        if rng.random() < 0.15:
            receipt = MessageUndelivered(at=now, attempt_id=text.attempt_id, code="30003")
        if rng.random() < 0.1:
            return
        facts = [receipt] * (2 if rng.random() < self.weather.faults.receipt_repeated else 1)
        if rng.random() < 0.1:
            ref = f"r{text.attempt_id.int}"
            self.replies.append((self.heap.now_ms, text.number))
            facts.append(MessageReceived(at=now, number=text.number, text="STOP", provider_ref=ref, to_sender=""))
        for fact in facts:
            holder = self.dialer()
            if holder is not None:
                holder.machine.put(holder.receipts, fact)


def _page(process: Process, person: PersonRow, kind: str) -> Act:
    """Record a stop, as a page does; the second look is woken by the commit."""
    point = person.points[0]

    def record() -> None:
        if kind == "opt_out":
            stop(process, person, kind, channel="phone", point_id=point.id)
        else:
            stop(process, person, kind)

    yield Transact("stop", record)
    ring(process, person)
