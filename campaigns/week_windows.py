"""When a campaign may call: weekly ranges, holidays, and single dates with other hours, as one checked document.

Ranges are on the person's own clock and belong to the day they start on, also past midnight. A single date goes
before a holiday, a holiday before the weekday. Whether a call is allowed is judged by the rules made from it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from campaigns.holiday_calendars import check_region, public_holidays
from campaigns.rules.fields import WEEKDAYS
from config.documents import Document

ZONE_BASES = ("consumer",)
DAY_MINUTES = 24 * 60
MOST_DATES = 1000
"""Single dates of a campaign; some years of an office calendar."""
_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
_NOT_WEEKLY = frozenset({"closed_on", "exceptions", "holidays", "holiday_ranges", "zone_basis"})

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Windows:
    """Weekly ranges in minutes from local midnight, Monday first; an end past 1440 runs over midnight.

    Ranges are half-open, in order and do not touch (touching ones are merged). `closed_on` are local dates
    without any range, `exceptions` local dates with ranges of their own. `holidays` is a region of
    `holiday_calendars`, whose days have `holiday_ranges` only (none = closed); None keeps holidays as weekdays.
    """

    days: tuple[Ranges, ...]
    closed_on: frozenset[date] = field(default_factory=frozenset)
    exceptions: Mapping[date, Ranges] = field(default_factory=dict)
    holidays: str | None = None
    holiday_ranges: Ranges = ()
    zone_basis: str = "consumer"

    @property
    def is_open_ever(self) -> bool:
        """Tell whether any hour is open; hours of holidays alone do not count."""
        return any(self.days) or bool(self.exceptions)


def parse_windows(document: Any) -> Windows:  # noqa: ANN401 - a JSON document
    """Check a windows document: ranges that do not overlap, also over midnight and over Sunday; real dates; a region.

    Raises:
        BadInput: names the day, and what is wrong with which range.
    """
    body = Document("windows", document)
    days = tuple(_merged(body, day) for day in WEEKDAYS)
    closed = body.dates("closed_on")
    exceptions = _exceptions(body.table("exceptions"))
    both = sorted(day.isoformat() for day in closed & exceptions.keys())
    if both:
        body.refuse("exceptions", f"gives hours to {both[0]}, which is closed")
    if len(closed) + len(exceptions) > MOST_DATES:
        body.refuse("closed_on", f"and exceptions have more than {MOST_DATES} dates")
    holidays = body.optional_text("holidays")
    if holidays is not None:
        check_region(holidays)
    holiday_ranges = _merged(body, "holiday_ranges")
    if holiday_ranges and holidays is None:
        body.refuse("holiday_ranges", "need a calendar of holidays")
    basis = body.text("zone_basis", allowed=ZONE_BASES) if body.has("zone_basis") else ZONE_BASES[0]
    body.finish()
    for place, name in enumerate(WEEKDAYS):
        spill = max((end for _, end in days[place]), default=0) - DAY_MINUTES
        tomorrow = days[(place + 1) % 7]
        if tomorrow and tomorrow[0][0] < spill:
            body.refuse(name, "runs over midnight into a range of the next day")
    return Windows(days, closed, exceptions, holidays, holiday_ranges, basis)


def windows_document(windows: Windows) -> dict[str, Any]:
    """Write windows back as the document they came from, in one canonical form; what is not used is left out."""
    body: dict[str, Any] = {name: _pairs(day) for name, day in zip(WEEKDAYS, windows.days, strict=True)}
    body["closed_on"] = sorted(day.isoformat() for day in windows.closed_on)
    if windows.exceptions:
        body["exceptions"] = {day.isoformat(): _pairs(ranges) for day, ranges in sorted(windows.exceptions.items())}
    if windows.holidays is not None:
        body |= {"holidays": windows.holidays, "holiday_ranges": _pairs(windows.holiday_ranges)}
    return {**body, "zone_basis": windows.zone_basis}


def rule_windows(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored document as `campaign_rules` takes it: the week, and every special date as an exception.

    Dates of the document go before holidays. A creditor's document may have a list of closed `exceptions`.

    Raises:
        BadInput: the region of its holidays has no calendar.
    """
    weekly = {day: ranges for day, ranges in document.items() if day not in _NOT_WEEKLY}
    exceptions: dict[str, Any] = {}
    if document.get("holidays"):
        ranges = document.get("holiday_ranges", [])
        exceptions = {day.isoformat(): ranges for day in public_holidays(document["holidays"])}
    exceptions |= {day: [] for day in document.get("closed_on", ())}
    own = document.get("exceptions", {})
    exceptions |= own if isinstance(own, Mapping) else {day: [] for day in own}
    return {**weekly, "exceptions": exceptions}


def clock_time(minute: int) -> str:
    """Write minutes from midnight as HH:MM; the end of the day is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _pairs(ranges: Ranges) -> list[list[str]]:
    return [[clock_time(start), clock_time(end if end <= DAY_MINUTES else end - DAY_MINUTES)] for start, end in ranges]


def _exceptions(body: Document) -> dict[date, Ranges]:
    found: dict[date, Ranges] = {}
    for name in body.names():
        try:
            day = date.fromisoformat(name)
        except ValueError:
            body.refuse(name, "is no date YYYY-MM-DD")
        if name != day.isoformat():
            body.refuse(name, "is no date YYYY-MM-DD")
        found[day] = _merged(body, name)
        if not found[day]:
            body.refuse(name, "has no hours; a closed date belongs to closed_on")
    return found


def _merged(body: Document, day: str) -> Ranges:
    found: list[tuple[int, int]] = []
    for start, end in sorted(_range(body, day, pair) for pair in body.list(day)):
        if found and start < found[-1][1]:
            body.refuse(day, f"has ranges that overlap at {clock_time(start)}")
        if found and start == found[-1][1]:
            start = found.pop()[0]  # noqa: PLW2901 - two ranges that touch are one
        found.append((start, end))
    return tuple(found)


def _range(body: Document, day: str, pair: object) -> tuple[int, int]:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        body.refuse(day, "must be a list of [from, to]")
    start, end = (_minute(body, day, value) for value in pair)
    if start in {end, DAY_MINUTES}:
        body.refuse(day, f"has an empty range at {clock_time(start)}")
    return (start, end if end > start else end + DAY_MINUTES)


def _minute(body: Document, day: str, value: object) -> int:
    if not isinstance(value, str) or not _CLOCK_TIME.fullmatch(value):
        body.refuse(day, f"has no time HH:MM in {value!r}")
    return int(value[:2]) * 60 + int(value[3:])
