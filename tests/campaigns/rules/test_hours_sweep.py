"""Every minute of three years in forty zones: the hours rule opens exactly when the wall clock says so.

What the wall shows is computed here from the zones' offsets alone, minute by minute; the engine's windows are only
laid over it.
"""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

from campaigns.rules.case import Case
from campaigns.rules.hours import check_allowed_hours
from campaigns.rules.windows import Weekly, spans_around
from tests.campaigns.rules.cases import call, person, rule

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
MINUTES = int((END - START).total_seconds()) // 60
FIRST_DAY = START.date().toordinal()
ZONES = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Adak",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "America/Indiana/Indianapolis",
    "America/Boise",
    "America/Halifax",
    "America/St_Johns",
    "America/Mexico_City",
    "America/Tijuana",
    "America/Bogota",
    "America/Lima",
    "America/Santiago",
    "America/Punta_Arenas",
    "America/Sao_Paulo",
    "America/Havana",
    "Atlantic/Azores",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Athens",
    "Europe/Moscow",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Gaza",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Shanghai",
    "Asia/Seoul",
    "Asia/Tehran",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Guam",
    "Pacific/Apia",
]
DAY = {"daily": [["08:00", "21:00"]]}
SHIFTS = {
    **{day: [["08:00", "12:00"], ["13:00", "20:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "sat": [["09:00", "13:00"]],
}
NIGHT = {"daily": [["21:30", "02:30"]]}


def wall_clock(zone: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the local minute (since the first UTC midnight) of every UTC minute, and which lie near a change."""
    info = ZoneInfo(zone)
    hours = [START + timedelta(hours=index) for index in range(MINUTES // 60 + 1)]
    offsets = [_offset(info, at) for at in hours]
    shift = np.repeat(np.array(offsets[:-1], dtype=np.int64), 60)
    near = np.zeros(MINUTES, dtype=bool)
    for index, (before, after) in enumerate(itertools.pairwise(offsets)):
        if before != after:
            first = index * 60
            change = next(m for m in range(1, 61) if _offset(info, hours[index] + timedelta(minutes=m)) == after)
            shift[first + change : first + 60] = after
            near[max(0, first - 300) : first + 300] = True
    return np.arange(MINUTES, dtype=np.int64) + shift, near


def _offset(info: ZoneInfo, at: datetime) -> int:
    offset = at.astimezone(info).utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60


def by_the_wall(windows: dict[str, list[list[str]]], wall: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which minutes lie in a window by what the wall shows; a window over midnight belongs to its first day."""
    day, minute = np.divmod(wall, 1440)
    weekday = (day + FIRST_DAY + 6) % 7
    is_open = np.zeros(len(wall), dtype=bool)
    for index, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun")):
        for start, end in windows.get(name, windows.get("daily", [])):
            first, last = _minute(start), _minute(end)
            if last > first:
                is_open |= (weekday == index) & (minute >= first) & (minute < last)
            else:
                is_open |= (weekday == index) & (minute >= first)
                is_open |= (weekday == (index + 1) % 7) & (minute < last)
    return is_open


def _minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def by_the_engine(weekly: Weekly, zone: str) -> NDArray[np.bool_]:
    """Return which minutes the engine's spans hold."""
    is_open = np.zeros(MINUTES, dtype=bool)
    for ordinal in range(FIRST_DAY - 1, date(2029, 1, 2).toordinal()):
        for start, end in spans_around(weekly, zone, ordinal, False):  # noqa: FBT003 - its keys are positional
            low, high = (int((at - START).total_seconds()) // 60 for at in (start, end))
            is_open[max(0, low) : max(0, min(high, MINUTES))] = True
    return is_open


@pytest.mark.parametrize("zone", ZONES)
def test_every_minute_is_open_as_the_wall_says_when_three_years_are_swept(zone: str) -> None:
    """Windows by day are exact; windows over the hour of a change of clocks never open more than the wall shows."""
    wall, near = wall_clock(zone)
    for windows in (DAY, SHIFTS, NIGHT):
        hours = rule("allowed_hours", {"weekly": windows, "zones": "address"})
        engine, shown = by_the_engine(hours.terms.weekly, zone), by_the_wall(windows, wall)
        assert not (engine & ~shown).any(), "open when the wall says closed"
        assert not ((shown != engine) & ~near).any(), "closed when the wall says open"
        if windows is not NIGHT:
            assert ((shown == engine) | near).all()


@pytest.mark.parametrize("zone", ZONES[:12])
def test_a_check_says_the_same_as_the_spans_when_sampled(zone: str) -> None:
    """What is asked for one contact is what was swept."""
    hours = rule("allowed_hours", {"weekly": SHIFTS, "zones": "address"})
    engine = by_the_engine(hours.terms.weekly, zone)
    someone = person(address_zones=(zone,))
    for minute in range(0, MINUTES, 9973):
        at = START + timedelta(minutes=minute)
        case = Case(call(at, number_zones=()), someone, ())
        assert (check_allowed_hours(hours.terms, case, at) is None) == engine[minute]
