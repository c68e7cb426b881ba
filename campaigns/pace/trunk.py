"""The limits of the trunk, kept over all campaigns together: lines at once and calls started a second.

A bucket of starts fills with time and holds at most one second of them. None means that the trunk sets no limit.
"""

from dataclasses import dataclass
from datetime import datetime

from config.frozen import replace
from config.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Trunk:
    """The limits, and how many starts are left at `filled_at`."""

    most_lines: int | None = None
    most_calls_per_second: float | None = None
    starts_left: float = 0.0
    filled_at: datetime | None = None

    def filled(self, now: datetime) -> "Trunk":
        """Return the trunk with the starts that time has brought; at least one start fits, however slow the trunk."""
        if self.most_calls_per_second is None:
            return self
        most = max(1.0, self.most_calls_per_second)
        if self.filled_at is None:
            return replace(self, starts_left=most, filled_at=now)
        gone_s = max(0.0, (now - self.filled_at).total_seconds())
        left = min(most, self.starts_left + gone_s * self.most_calls_per_second)
        return replace(self, starts_left=left, filled_at=now)

    def room(self, lines: int) -> tuple[int | None, str]:
        """Return how many calls may start with so many lines in use, and which limit says so; None without limits."""
        rooms: list[tuple[int, str]] = []
        if self.most_lines is not None:
            rooms.append((max(0, self.most_lines - lines), "most_lines"))
        if self.most_calls_per_second is not None:
            rooms.append((int(self.starts_left + _ROUNDING), "calls_per_second"))
        return min(rooms, default=(None, ""))

    def with_started(self, count: int) -> "Trunk":
        """Return the trunk after so many starts."""
        return self if self.most_calls_per_second is None else replace(self, starts_left=self.starts_left - count)


def trunk_of(settings: Settings) -> Trunk:
    """Return the trunk that the settings describe."""
    return Trunk(most_lines=settings.most_lines, most_calls_per_second=settings.most_calls_per_second)


_ROUNDING = 1e-9
"""Absorbs the rounding of sums of seconds."""
