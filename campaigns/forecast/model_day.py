"""One campaign day as a chain of events: calls are placed, ring, are answered and taken, agents talk, wrap up and rest.

Runs any `Method` of `campaigns.pace` as the floor does, some thousand times faster. It goes by the referee's laws to
the letter, order of events included, so that the same seed gives the same day; a list that ends is added to them.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

from campaigns.forecast.call_draws import BUSY, FAILED, LIVE, MACHINE, NO_ANSWER, CallDraw, CallDraws
from campaigns.forecast.day_counts import DayCounts, DayResult, dry_from
from campaigns.forecast.desk import FOR_GOOD, OFF, TALKING, WRAPPING, Agents
from campaigns.forecast.laws import GRID_S, CallLaws
from campaigns.forecast.lines import Lines
from campaigns.forecast.supply import Supply, Taken
from campaigns.forecast.timetables import BREAK, LOG_IN, LOG_OUT, Entry
from campaigns.pace.reading import Method

RING, ANSWER, JUDGE, END, DROP, TALK_END, WRAP_END, TIMETABLE, BREAK_END = range(9)
SETTING_UP, RINGING, ANSWERED, WAITING, OVER = range(5)
ANSWER_READY_S = 0.1
"""Without machine detection an answer needs an agent this long after it."""
BUSY_TONE_S = 0.5
ROUNDING_S = 1e-9


@dataclass(slots=True)
class Call:
    """One call in flight or waiting; `is_ready` says whether it will be judged to be a person, rightly or not."""

    number: int
    taken: Taken
    placed_s: float
    since_s: float
    draw: CallDraw
    kind: int = NO_ANSWER
    phase: int = SETTING_UP
    is_ready: bool = False
    ring_s: float = 0.0
    deadline_s: float = 0.0


class ModelDay:
    """One day; build it, `run` it once. `chances` of a live answer stand on a grid of `GRID_S`; counts by stretch."""

    def __init__(
        self,
        *,
        day_s: float,
        laws: CallLaws,
        chances: Sequence[float],
        timetable: tuple[Sequence[Entry], int],
        supply: Supply,
        seed: int,
        stretch_ends_s: Sequence[float] | None = None,
    ) -> None:
        self._day_s = day_s
        self._laws = laws
        self._chances = chances
        self._supply = supply
        self._draws = CallDraws(seed, laws)
        self._entries = timetable[0]
        self._heap: list[tuple[float, int, int, Any, int]] = []
        self._pushed = self._events = 0
        self._ends_s = [day_s] if stretch_ends_s is None else list(stretch_ends_s)
        self._stretches = [DayCounts() for _ in self._ends_s]
        self._here = self._stretches[0]
        self.agents = Agents(timetable[1], self._here, self._come_back)
        self.lines = Lines()
        self._queue: deque[Call] = deque()
        self._wishes: list[tuple[float, bool]] = []
        self._acts: tuple[Callable[[float, Any, int], None], ...] = (
            self._ring,
            self._answer,
            self._judge,
            self._end,
            self._drop,
            self._talk_end,
            self._wrap_end,
            self._follow_timetable,
            self._break_end,
        )

    def run(self, method: Method, *, look_s: float = 1.0) -> DayResult:
        """Let the day go by, with the method asked every `look_s` seconds from then on until the end."""
        for entry in self._entries:
            self._push(entry.at_s, TIMETABLE, entry)
        here = 0
        looks = int(self._day_s / look_s + ROUNDING_S)
        for look in range(1, looks + 1):
            now_s = look * look_s
            self._advance(now_s)
            while now_s >= self._ends_s[here] and here + 1 < len(self._ends_s):
                here += 1
                self._here = self._stretches[here]
                self.agents.begin_stretch(self._here, now_s)
            self._supply.advance(now_s)
            method, pace = method.decide(self.lines.read(self.agents, now_s))
            if pace.start > 0:
                self._place(pace.start, now_s)
        self._advance(self._day_s)
        self.agents.begin_stretch(self._here, self._day_s)
        return DayResult(
            stretches=tuple(self._stretches),
            dry_at_s=dry_from(self._wishes),
            untouched=self._supply.untouched,
            events=self._events,
            looks=looks,
        )

    def _advance(self, until_s: float) -> None:
        heap, acts = self._heap, self._acts
        while heap and heap[0][0] <= until_s:
            now_s, _, act, subject, version = heappop(heap)
            self._events += 1
            acts[act](now_s, subject, version)

    def _push(self, at_s: float, act: int, subject: object, version: int = 0) -> None:
        heappush(self._heap, (at_s, self._pushed, act, subject, version))
        self._pushed += 1

    def _come_back(self, at_s: float, agent: int, version: int) -> None:
        self._push(at_s, BREAK_END, agent, version)

    def _place(self, most: int, now_s: float) -> None:
        taken = self._supply.take(most)
        self._here.unfilled += most - len(taken)
        self._wishes.append((now_s, len(taken) == most))
        chance = self._chances[min(int(now_s / GRID_S), len(self._chances) - 1)]
        for case in taken:
            draw = self._draws.call(self.lines.placed)
            call = Call(self.lines.placed, case, now_s, now_s, draw)
            call.kind = LIVE if draw.live_draw < chance else draw.otherwise
            self.lines.setting_up[call.number] = now_s
            self.lines.placed += 1
            self._here.dialed += 1
            self._plan(call)

    def _plan(self, call: Call) -> None:
        """Put on the calendar all that a call will come to while no agent is needed."""
        draw, ringing, detection = call.draw, self._laws.ringing, self._laws.detection
        rings_at_s = call.placed_s + draw.setup_s
        if call.kind in {FAILED, BUSY}:
            self._push(rings_at_s + (BUSY_TONE_S if call.kind == BUSY else 0.0), END, call)
            return
        self._push(rings_at_s, RING, call)
        ring_s = {LIVE: draw.ring_live_s, MACHINE: draw.ring_machine_s}.get(call.kind)
        if ring_s is None or ring_s >= ringing.timeout_s:
            call.kind = NO_ANSWER
            self._push(rings_at_s + ringing.timeout_s, END, call)
            return
        answered_s = rings_at_s + ring_s
        self._push(answered_s, ANSWER, call)
        if not detection.is_on:
            call.is_ready = True
            call.deadline_s = answered_s + draw.greeting_s + self._laws.hold_s
            self._push(answered_s + ANSWER_READY_S, JUDGE, call)
            return
        is_live = call.kind == LIVE
        call.is_ready = draw.error_draw >= detection.lost_share if is_live else draw.error_draw < detection.missed_share
        judged_s = answered_s + (draw.judged_live_s if is_live else draw.judged_machine_s)
        call.deadline_s = judged_s + self._laws.hold_s
        self._push(judged_s, JUDGE, call)

    def _ring(self, now_s: float, call: Call, _version: int) -> None:
        del self.lines.setting_up[call.number]
        self.lines.ringing[call.number] = call.since_s = now_s
        call.phase = RINGING
        self.lines.spans.append(("setup", now_s - call.placed_s))

    def _answer(self, now_s: float, call: Call, _version: int) -> None:
        del self.lines.ringing[call.number]
        call.ring_s = now_s - call.since_s
        self.lines.judging[call.number] = call.since_s = now_s
        call.phase = ANSWERED

    def _end(self, now_s: float, call: Call, _version: int) -> None:
        """End a call that nobody answered."""
        if call.phase == RINGING:
            del self.lines.ringing[call.number]
            self.lines.spans.append(("ring_other", now_s - call.since_s))
        else:
            del self.lines.setting_up[call.number]
        call.phase = OVER
        if call.kind == FAILED:
            self.lines.failed += 1
        elif call.kind == BUSY:
            self.lines.busy += 1
        else:
            self.lines.no_answer += 1
        self._supply.give_back(call.taken, call.kind, now_s)

    def _judge(self, now_s: float, call: Call, _version: int) -> None:
        """Tell person from machine; what is taken for a person needs an agent now."""
        del self.lines.judging[call.number]
        if not call.is_ready:
            call.phase = OVER
            self.lines.machines += 1
            self.lines.spans.append(("ring_other", call.ring_s))
            if call.kind == LIVE:
                self._here.lost_to_detection += 1
                self._give_up()
            else:
                self._supply.give_back(call.taken, MACHINE, now_s)
            return
        self.lines.to_agent += 1
        self.lines.spans += (("ring_to_agent", call.ring_s), ("classify_to_agent", now_s - call.since_s))
        agent = self.agents.next_idle()
        if agent is not None:
            self._connect(agent, call, now_s)
            return
        call.phase = WAITING
        self.lines.waiting += 1
        self._queue.append(call)
        self._push(call.deadline_s, DROP, call)

    def _drop(self, now_s: float, call: Call, _version: int) -> None:
        """Give up a call that nobody took in time."""
        if call.phase != WAITING:
            return
        call.phase = OVER
        self.lines.waiting -= 1
        self.lines.dropped += 1
        if call.kind == LIVE:
            self._give_up()
        else:
            self._supply.give_back(call.taken, MACHINE, now_s)

    def _give_up(self) -> None:
        self._here.answered += 1
        self._here.abandoned += 1

    def _connect(self, agent: int, call: Call, now_s: float) -> None:
        call.phase = OVER
        self.lines.connected += 1
        agents, draw = self.agents, call.draw
        agents.move(agent, TALKING, now_s)
        is_live = agents.is_live[agent] = call.kind == LIVE
        if is_live:
            self._here.answered += 1
            self._here.connected += 1
            self._here.contacts += draw.right_draw < self._laws.right_share
            self._here.abandoned += now_s > call.deadline_s + ROUNDING_S
            talk_s, wrap_s = draw.talk_s, draw.wrap_s
        else:
            talk_s, wrap_s = draw.machine_talk_s, draw.machine_wrap_s
            self._supply.give_back(call.taken, MACHINE, now_s)
        agents.wrap_ends_s[agent] = now_s + talk_s + wrap_s
        self._push(now_s + talk_s, TALK_END, agent, agents.version[agent])

    def _talk_end(self, now_s: float, agent: int, version: int) -> None:
        agents = self.agents
        if agents.version[agent] == version:
            self.lines.spans.append(("talk", now_s - agents.since_s[agent]))
            agents.move(agent, WRAPPING, now_s)
            self._push(agents.wrap_ends_s[agent], WRAP_END, agent, agents.version[agent])

    def _wrap_end(self, now_s: float, agent: int, version: int) -> None:
        agents = self.agents
        if agents.version[agent] == version:
            self.lines.spans.append(("wrap", now_s - agents.since_s[agent]))
            if agents.is_live[agent]:
                self.lines.live_done += 1
            else:
                self.lines.machine_done += 1
            self._free(agent, now_s)

    def _break_end(self, now_s: float, agent: int, version: int) -> None:
        if self.agents.version[agent] == version:
            self._free(agent, now_s)

    def _free(self, agent: int, now_s: float) -> None:
        """Let an agent take the call that waits longest, or wait for one."""
        if not self.agents.release(agent, now_s):
            return
        while self._queue:
            call = self._queue.popleft()
            if call.phase == WAITING:
                self.lines.waiting -= 1
                self._connect(agent, call, now_s)
                return
        self.agents.queue_up(agent)

    def _follow_timetable(self, now_s: float, entry: Entry, _version: int) -> None:
        agents, agent = self.agents, entry.agent
        if entry.kind == LOG_IN:
            if agents.state[agent] == OFF:
                self._free(agent, now_s)
        elif entry.kind == BREAK:
            agents.leave_when_free(agent, entry.length_s, now_s)
        elif entry.kind == LOG_OUT:
            agents.leave_when_free(agent, FOR_GOOD, now_s)
        else:
            agents.cut_off(agent, entry.length_s, now_s)
