"""What a running campaign's pacing remembers between two decisions: the day's counts, its method, its last decision.

A value that the floor keeps with each campaign; how the floor counts is in `campaigns.floor.tallies`, how it decides
in `campaigns.floor.starts`.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from campaigns.pace.budget import Budget
from campaigns.pace.reading import Counts, Method, Pace, SpanKind
from config.frozen import replace

LOOK_EVERY = timedelta(seconds=1)
"""How long a decision holds when no agent comes free meanwhile."""
RAMP = timedelta(seconds=60)
"""How long calls beyond one for each free agent grow slowly after a start, a pause or a mass disconnect."""
VANISHED_SHARE = 0.3
"""So many of the agents gone between two looks are no breaks any more, but a disconnect."""
LEAST_VANISHED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """`spans` ended since the last decision; `open_calls` are with an agent and have no outcome yet.

    `unserved` free agents got no call at the last decision; `next_look_at` is None when only facts can change it.
    """

    budget: Budget = field(default_factory=Budget)
    counts: Counts = field(default_factory=Counts)
    spans: tuple[tuple[SpanKind, float], ...] = ()
    open_calls: frozenset[UUID] = frozenset()
    began_at: datetime | None = None
    method: Method | None = None
    pace: Pace | None = None
    agents: int = 0
    unserved: int = 0
    looked_at: datetime | None = None
    next_look_at: datetime | None = None
    ramp_until: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Say whether the last decision is too old."""
        return self.looked_at is None or now - self.looked_at >= LOOK_EVERY

    def ramped(self, agents: int, now: datetime) -> "Course":
        """Return the course with these agents at work; the ramp begins anew when they came or vanished all at once."""
        gone = self.agents - agents
        is_shaken = gone >= LEAST_VANISHED and gone >= VANISHED_SHARE * self.agents
        ramp_until = now + RAMP if agents and (self.agents == 0 or is_shaken) else self.ramp_until
        return replace(self, agents=agents, ramp_until=ramp_until)
