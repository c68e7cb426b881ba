"""The last minutes of every campaign's pacing, one reading a second, kept in memory for the manager's chart.

Takes readings of the floor and forgets old ones; whoever runs the floor calls `record` after each step. Lost
with the process, which is all right: the ledger has what matters.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from campaigns.floor.claims import allowance_of
from campaigns.floor.state import UNANSWERED, Floor, Wing, idle_agents

APART = timedelta(seconds=1)
KEPT_READINGS = 8 * 60 * 60
"""One shift at a reading a second."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One instant of one campaign. Answered, abandoned and started count from the beginning of its period.

    `ratio` is unanswered lines for each ready agent; `budget` is how many more calls may be abandoned.
    """

    at: datetime
    lines: int
    ready: int
    answered: int
    abandoned: int
    started: int
    ratio: float
    budget: int
    bound_by: str


class PaceChart:
    """Readings by campaign, oldest first."""

    def __init__(self, kept_readings: int = KEPT_READINGS) -> None:
        self._kept = kept_readings
        self._next_at: datetime | None = None
        self._readings: dict[UUID, deque[Reading]] = {}

    def record(self, floor: Floor, now: datetime) -> None:
        """Take one reading of every campaign, at most one a second; campaigns that left the floor are forgotten."""
        if self._next_at is not None and now < self._next_at:
            return
        self._next_at = now + APART
        for gone in self._readings.keys() - floor.wings.keys():
            del self._readings[gone]
        for wing in floor.wings.values():
            kept = self._readings.setdefault(wing.id, deque(maxlen=self._kept))
            kept.append(read(floor, wing, now))

    def since(self, campaign_id: UUID, start: datetime, *, most: int) -> Sequence[Reading]:
        """Return the readings from an instant on, thinned out evenly to at most `most`; the newest always stays."""
        found = [reading for reading in self._readings.get(campaign_id, ()) if reading.at >= start]
        stride = max(1, -(-len(found) // most))
        return found[::-1][::stride][::-1]


def read(floor: Floor, wing: Wing, now: datetime) -> Reading:
    """Read one campaign off the floor."""
    lines = [line for line in floor.lines.values() if line.campaign_id == wing.id]
    unanswered = sum(line.state in UNANSWERED for line in lines)
    ready = len(idle_agents(floor, wing))
    return Reading(
        at=now,
        lines=len(lines),
        ready=ready,
        answered=wing.tally.live,
        abandoned=wing.tally.abandoned,
        started=wing.tally.started,
        ratio=round(unanswered / ready, 2) if ready else 0.0,
        budget=allowance_of(wing),
        bound_by=wing.bound_by,
    )
