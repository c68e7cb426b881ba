"""What the checkers look at and what they find: the rows and the truth of one schedule, its storms, and violations.

The checkers read rows, the journal, and what the switch and the gateway know to be true. They share no code with the
rules, the floor or the acts.
"""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from campaigns.simulation.acts.outcome_acts import Outcome
from campaigns.simulation.ledger import AttemptRow, Ledger
from campaigns.simulation.plan import Plan
from campaigns.simulation.switch import Accepted, Channel

NOTHING = UUID(int=0)


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One broken invariant: which (see docs/simulation.md), at which true millisecond, of which attempt or person."""

    at_ms: int
    invariant: str
    sentence: str
    about: UUID = NOTHING


@dataclass(slots=True)
class Scene:
    """Everything there is to see of a schedule that has come to rest."""

    plan: Plan
    ledger: Ledger
    channels: dict[UUID, Channel]
    live: dict[UUID, Channel]
    texts: Sequence[Accepted]
    saved: Sequence[tuple[int, Outcome]]
    crashes: Sequence[tuple[int, str, str]]
    standstills: Sequence[tuple[int, str]]
    outages: Sequence[tuple[int, int]]
    replies: Sequence[tuple[int, str]]
    storms: "Storms"
    deaf: "Storms"
    ended_ms: int

    def own(self) -> list[AttemptRow]:
        """Return the attempts made in the schedule, in the order of their permits."""
        return [row for row in self.ledger.attempts.values() if not row.is_past]


class Storms:
    """When faults struck; for promises that hold in calm hours only."""

    def __init__(self, spells: Sequence[tuple[int, int, str]]) -> None:
        merged: list[list[int]] = []
        for start_ms, end_ms, _ in sorted(spells):
            if merged and start_ms <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end_ms)
            else:
                merged.append([start_ms, end_ms])
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def touch(self, start_ms: int, end_ms: int) -> bool:
        """Say whether any fault struck between two instants."""
        place = bisect.bisect_right(self._starts, end_ms) - 1
        return place >= 0 and self._ends[place] >= start_ms


def clock(at: datetime) -> str:
    """Write an instant for a sentence."""
    return at.strftime("%a %H:%M:%S")
