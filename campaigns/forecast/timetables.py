"""When the agents of a model day come, take breaks, pause, leave or lose their connection.

Pure and seeded: an agent's day does not depend on the calls. What an agent does when a break falls due in mid-call is
decided in `model_day`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from campaigns.forecast.draws import draws_of

AGENTS = 2
"""Stream of draws about agents."""
NORMAL_DAY_S = 28_800.0
BREAKS = ((0.25, 900.0), (0.5, 1800.0), (0.75, 900.0))
"""At which share of the day a break falls due on average, and its length in a day of eight hours."""
BREAK_SPREAD = 0.17
"""The break falls due within this share of the day, evenly."""
PAUSE_S, PAUSE_CV = 120.0, 0.7
LOG_IN, BREAK, LOG_OUT, DISCONNECT = 1, 2, 3, 4


class Entry(NamedTuple):
    """One line of the timetable; `length_s` of a break or a lost connection."""

    at_s: float
    agent: int
    kind: int
    length_s: float = 0.0


class Shift(NamedTuple):
    """A change of shift: some leave from `at_s` on, others come `gap_s` later; both over `spread_s`."""

    at_s: float
    leave_share: float
    join_share: float
    gap_s: float
    spread_s: float


class MassDisconnect(NamedTuple):
    """At `at_s` a share of the agents lose their connection for about `length_s`; `place` is its place among events."""

    at_s: float
    share: float
    length_s: float
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The team of a day. `log_in_s` is the time over which they come; a pause falls due every `pause_every_s`."""

    agents: int
    day_s: float = NORMAL_DAY_S
    has_breaks: bool = True
    log_in_s: float = 180.0
    pause_every_s: float = 5400.0
    shifts: Sequence[Shift] = ()
    disconnects: Sequence[MassDisconnect] = ()


def timetable(roster: Roster, seed: int) -> tuple[list[Entry], int]:
    """Return the entries in their order, and how many agents there are at all."""
    windows = [(0.0, roster.day_s)] * roster.agents
    come_late: list[int] = []
    for shift in roster.shifts:
        for agent in range(round(shift.leave_share * roster.agents)):
            windows[agent] = (windows[agent][0], shift.at_s + shift.spread_s * _share(seed, agent, 40))
        for nth in range(round(shift.join_share * roster.agents)):
            agent = roster.agents + nth
            come_late.append(len(windows))
            windows.append((shift.at_s + shift.gap_s + shift.spread_s * _share(seed, agent, 41), roster.day_s))
    entries = []
    for agent, (start_s, end_s) in enumerate(windows):
        if agent not in come_late and roster.agents > 1:
            start_s += roster.log_in_s * _share(seed, agent, 0)  # noqa: PLW2901 - the agent's own beginning
        entries += _agents_day(roster, seed, agent, (start_s, end_s))
    for lost in roster.disconnects:
        for agent in range(len(windows)):
            if _share(seed, agent, 50 + lost.place) < lost.share:
                length_s = lost.length_s * (0.6 + 0.8 * _share(seed, agent, 60 + lost.place))
                entries.append(Entry(lost.at_s, agent, DISCONNECT, length_s))
    return sorted(entries, key=lambda entry: entry[:3]), len(windows)


def _agents_day(roster: Roster, seed: int, agent: int, window: tuple[float, float]) -> list[Entry]:
    start_s, end_s = window
    entries = [Entry(start_s, agent, LOG_IN)]
    if end_s < roster.day_s:
        entries.append(Entry(end_s, agent, LOG_OUT))
    if not roster.has_breaks:
        return entries
    for nth, (share, length_s) in enumerate(BREAKS):
        due_s = roster.day_s * share + (_share(seed, agent, 10 + nth) - 0.5) * BREAK_SPREAD * roster.day_s
        if start_s < due_s < end_s:
            entries.append(Entry(due_s, agent, BREAK, length_s * roster.day_s / NORMAL_DAY_S))
    variance = math.log1p(PAUSE_CV**2)
    due_s, nth = start_s, 0
    while True:
        due_s -= roster.pause_every_s * math.log(_share(seed, agent, 100 + 2 * nth))
        if due_s >= end_s:
            return entries
        normal = draws_of(seed, AGENTS, agent).normal(1000 + 2 * nth)
        entries.append(Entry(due_s, agent, BREAK, PAUSE_S * math.exp(math.sqrt(variance) * normal - variance / 2)))
        nth += 1


def _share(seed: int, agent: int, slot: int) -> float:
    return draws_of(seed, AGENTS, agent).share(slot)
