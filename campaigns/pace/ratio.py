"""A fixed ratio: so many lines for each ready agent, whatever comes of them, looked at once a second.

Known as power dialing. Nothing holds it under a ceiling; it is here to be compared with.
"""

import math
from dataclasses import dataclass, replace
from typing import Self

from campaigns.pace.progressive import A_MOMENT_S, BETWEEN_LOOKS, lines_for, next_second_s
from campaigns.pace.reading import Pace, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedRatio:
    """`lines_per_agent` lines per ready agent, halves rounded up. Looks at the first reading of every second."""

    lines_per_agent: float
    next_look_s: float = 1.0

    def decide(self, reading: Reading) -> tuple[Self, Pace]:
        if reading.at_s + A_MOMENT_S < self.next_look_s:
            return self, BETWEEN_LOOKS
        then = replace(self, next_look_s=next_second_s(reading.at_s))
        wanted = math.floor(self.lines_per_agent * reading.idle + 0.5)
        return then, lines_for(wanted, reading, bound_by="lines_per_agent")
