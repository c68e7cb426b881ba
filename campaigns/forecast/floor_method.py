"""A predictive method as the floor runs it: never less than a line for each free agent, a slow first minute, a ceiling.

The floor's own rules are in `campaigns.floor.starts`; baselines that are only compared go without.
"""

from dataclasses import dataclass, replace

from campaigns.pace.ceilings import hard_room, spare_allowance
from campaigns.pace.reading import Method, Pace, PaceRules, Reading, SpanKind

MOST_STARTS = 10_000
"""More than any team can use at once."""
ENOUGH_TO_LEARN = 100
"""So many spans are shown to the method even when nothing may start."""
RAMP_S = 60.0
RAMP_TEAM = 20
"""In the first minute one line beyond those for free agents may start a second for so many agents at work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorMethod:
    """`is_hard` bounds spare lines by what the day's budget can still bear; `began_s` is when agents first came.

    `spans` are kept while nothing may start anyway and the method need not be asked. `shrink` is how many times shorter
    than the whole day this one is: a hard ceiling bears so many spare lines as the whole day's answers have earned.
    """

    method: Method
    rules: PaceRules
    is_hard: bool
    shrink: float = 1.0
    began_s: float | None = None
    spans: tuple[tuple[SpanKind, float], ...] = ()

    def decide(self, reading: Reading) -> tuple["FloorMethod", Pace]:
        """Return the method after this reading, and what may start."""
        lines = reading.in_flight + reading.waiting
        free = max(0, reading.idle - lines)
        began_s = reading.at_s if self.began_s is None and reading.agents else self.began_s
        room, limit = self._room(reading, free, lines, began_s)
        spans = (*self.spans, *reading.spans)
        if room == 0 and len(spans) < ENOUGH_TO_LEARN:
            return replace(self, began_s=began_s, spans=spans), Pace(start=0, bound_by=limit)
        method, pace = self.method.decide(replace(reading, spans=spans))
        if pace.start < free:
            pace = replace(pace, start=free, bound_by="one_per_agent")
        if pace.start > room:
            pace = replace(pace, start=room, bound_by=limit)
        return replace(self, method=method, began_s=began_s, spans=()), pace

    def _room(self, reading: Reading, free: int, lines: int, began_s: float | None) -> tuple[int, str]:
        rooms = [(MOST_STARTS, "")]
        if self.is_hard:
            counts = reading.counts
            live = counts.connected - counts.machine_done + counts.dropped
            allowance = spare_allowance(
                round(live * self.shrink),
                round(counts.dropped * self.shrink),
                self.rules.ceiling_share,
                detects_machines=self.rules.lost_to_detection > 0,
            )
            rooms.append((hard_room(free, max(0, lines - reading.idle), allowance), "abandon_budget"))
        if began_s is not None and reading.at_s - began_s < RAMP_S:
            rooms.append((free + max(1, reading.agents // RAMP_TEAM), "ramp"))
        return min(rooms)
