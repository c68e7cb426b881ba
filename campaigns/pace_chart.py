"""The last minutes of every campaign's pacing, one reading a second, kept in memory for the manager's chart.

Takes readings of the floor and forgets old ones; whoever runs the floor calls `record` after each step. Lost
with the process, which is all right: the ledger has what matters.
"""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from campaigns.agents import AgentState
from campaigns.floor.claims import allowance_of
from campaigns.floor.state import UNANSWERED, Floor, LineState, Wing, serves
from campaigns.pace.ceilings import CeilingKind

APART = timedelta(seconds=1)
KEPT_READINGS = 8 * 60 * 60
"""One shift at a reading a second."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One instant of one campaign. Answered, abandoned and started count from the beginning of its period.

    `ratio` is unanswered lines for each ready agent; `budget` is how many more calls may be abandoned and
    `budget_period` the period that leaves the fewest. `price` and what is expected are those of the last decision
    (see `campaigns.pace.reading.Pace`), `talking` and `wrapping_up` are agents of its teams.
    """

    at: datetime
    lines: int
    ready: int
    answered: int
    abandoned: int
    started: int
    ratio: float
    budget: float
    bound_by: str
    setting_up: int = 0
    ringing: int = 0
    waiting: int = 0
    talking: int = 0
    wrapping_up: int = 0
    budget_period: str = ""
    price: float = 0.0
    expected_answers: float = 0.0
    expected_abandoned: float = 0.0


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
    states = Counter(line.state for line in floor.lines.values() if line.campaign_id == wing.id)
    crew = Counter(agent.state for agent in floor.agents.values() if serves(agent, wing))
    unanswered = sum(states[state] for state in UNANSWERED)
    ready = crew[AgentState.READY]
    period, left = _left(wing, now)
    pace = wing.course.pace
    return Reading(
        at=now,
        lines=states.total(),
        ready=ready,
        answered=wing.tally.live,
        abandoned=wing.tally.abandoned,
        started=wing.tally.started,
        ratio=round(unanswered / ready, 2) if ready else 0.0,
        budget=left,
        bound_by=wing.bound_by,
        setting_up=unanswered - states[LineState.RINGING],
        ringing=states[LineState.RINGING],
        waiting=states[LineState.WAITING],
        talking=crew[AgentState.TALKING] + crew[AgentState.RESERVED],
        wrapping_up=crew[AgentState.WRAPPING_UP],
        budget_period=period,
        price=0.0 if pace is None else round(pace.price, 5),
        expected_answers=0.0 if pace is None else round(pace.expected_answers, 2),
        expected_abandoned=0.0 if pace is None else round(pace.expected_abandoned, 3),
    )


def told(wing: Wing) -> Mapping[str, Any]:
    """Return what is logged of a campaign's last decision; ids and numbers only."""
    pace = wing.course.pace
    return {
        "campaign": str(wing.id),
        "bound_by": wing.bound_by,
        "agents": wing.course.agents,
        "price": None if pace is None else round(pace.price, 4),
        "expected_answers": None if pace is None else round(pace.expected_answers, 2),
        "expected_abandoned": None if pace is None else round(pace.expected_abandoned, 3),
    }


def _left(wing: Wing, now: datetime) -> tuple[str, float]:
    """Return the period whose budget binds first, and how many more calls may be abandoned in it."""
    standings = wing.course.budget.standings(now, wing.period_ceilings, detects_machines=wing.detects_machines)
    tightest = min(standings[:2], key=lambda standing: standing.left)
    if wing.ceiling_kind is CeilingKind.HARD:
        return tightest.period, float(allowance_of(wing, now))
    return tightest.period, round(tightest.left, 1)
