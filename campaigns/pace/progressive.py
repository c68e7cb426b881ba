"""Progressive pacing: one line for each ready agent whom no call in flight covers yet, looked at once a second.

The slowest method that calls by itself: only a call that meets no ready agent (he paused, or two lines were
answered while one agent left) can be abandoned.
"""

import math
from dataclasses import dataclass, replace
from typing import Self

from campaigns.pace.reading import Pace, Reading

A_MOMENT_S = 1e-9
"""Absorbs the rounding of sums of ticks."""
BETWEEN_LOOKS = Pace(start=0, bound_by="not_yet")


def next_second_s(at_s: float) -> float:
    """Return the first whole second of the day after this instant."""
    return math.floor(at_s + A_MOMENT_S) + 1.0


def lines_for(wanted: int, reading: Reading, *, bound_by: str) -> Pace:
    """Start what is missing to `wanted` lines in flight or waiting; `bound_by` says what `wanted` comes from."""
    covered = reading.in_flight + reading.waiting
    if wanted > covered:
        return Pace(start=wanted - covered, bound_by=bound_by)
    return Pace(start=0, bound_by="no_agent_free" if wanted <= 0 else "lines_in_flight")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progressive:
    """One line per ready agent. Looks at the first reading of every second."""

    next_look_s: float = 1.0

    def decide(self, reading: Reading) -> tuple[Self, Pace]:
        if reading.at_s + A_MOMENT_S < self.next_look_s:
            return self, BETWEEN_LOOKS
        then = replace(self, next_look_s=next_second_s(reading.at_s))
        return then, lines_for(reading.idle, reading, bound_by="one_per_agent")
