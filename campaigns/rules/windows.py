"""Weekly windows on a wall clock, and the instants they stand for in one zone.

A boundary that the wall clock skips or shows twice is taken strictly: an allowed window opens at the later
and closes at the earlier reading, a barred one (`widened`) the other way round. Knows no rule and no person.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HORIZON_DAYS = 60  # No opening within two months is "nothing possible": a person has to look at the case.

Minutes = tuple[int, int]  # [start, end) since the midnight of the day it starts on; the end may pass 1440
Span = tuple[datetime, datetime]  # [start, end) in UTC


@dataclass(frozen=True, slots=True, eq=False)
class Weekly:
    """Windows per weekday (0 = Monday). `exceptions` replace the weekday's on one date, by proleptic ordinal."""

    days: tuple[tuple[Minutes, ...], ...]
    exceptions: Mapping[int, tuple[Minutes, ...]] = field(default_factory=dict)

    def on(self, ordinal: int) -> tuple[Minutes, ...]:
        exception = self.exceptions.get(ordinal)
        return self.days[(ordinal + 6) % 7] if exception is None else exception


@functools.lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """Return the zone. Raises ZoneInfoNotFoundError for a name the zone data lacks."""
    return ZoneInfo(name)


def local_day(at: datetime, zone: str) -> int:
    """Return the proleptic ordinal of the local date of an instant."""
    return at.astimezone(zone_of(zone)).toordinal()


@functools.lru_cache(maxsize=16384)
def first_instant(zone: str, ordinal: int) -> datetime:
    """Return the first instant of a local date, also where midnight is skipped or shown twice."""
    readings = _readings(zone, ordinal, 0)
    return min((reading for reading in readings if local_day(reading, zone) >= ordinal), default=max(readings))


def span_at(weekly: Weekly, zone: str, at: datetime, *, widened: bool = False) -> Span | None:
    """Return the window that holds the instant, None when there is none."""
    for span in spans_around(weekly, zone, local_day(at, zone), widened):
        if span[0] <= at < span[1]:
            return span
    return None


def next_opening(weekly: Weekly, zone: str, at: datetime) -> datetime | None:
    """Return the first instant >= `at` inside a window, None when there is none within the horizon."""
    today = local_day(at, zone)
    for ordinal in range(today, today + HORIZON_DAYS + 2):
        for start, end in spans_around(weekly, zone, ordinal, False):  # noqa: FBT003 - lru_cache keys are positional
            if end > at:
                return max(start, at)
    return None


@functools.lru_cache(maxsize=16384)
def spans_around(weekly: Weekly, zone: str, ordinal: int, widened: bool) -> tuple[Span, ...]:  # noqa: FBT001
    """Return the windows that touch a local date or its neighbours, merged, in order, as UTC spans."""
    early, late = (min, max) if widened else (max, min)
    spans = (
        (early(_readings(zone, ordinal, start)), late(_readings(zone, ordinal, end)))
        for start, end in _merged_minutes(weekly, ordinal)
    )
    return tuple(span for span in spans if span[0] < span[1])


def _merged_minutes(weekly: Weekly, ordinal: int) -> list[Minutes]:
    """Windows of the day before, the day and the day after, in minutes from the day's midnight, merged.

    A span running over midnight stops there when the next date has windows of its own (a holiday).
    """
    merged: list[Minutes] = []
    found = sorted(
        (shift * 1440 + start, shift * 1440 + (min(end, 1440) if ordinal + shift + 1 in weekly.exceptions else end))
        for shift in (-1, 0, 1)
        for start, end in weekly.on(ordinal + shift)
    )
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _readings(zone: str, ordinal: int, minute: int) -> tuple[datetime, datetime]:
    days, minute = divmod(minute, 1440)
    midnight = datetime.combine(date.fromordinal(ordinal + days), datetime.min.time())
    wall = (midnight + timedelta(minutes=minute)).replace(tzinfo=zone_of(zone))
    return wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
