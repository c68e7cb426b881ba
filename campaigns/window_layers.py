"""What closes an hour of the week besides the campaign: law, house and creditor by rule, and the persons' own wishes.

For showing only, on the person's own clock; the gate judges every contact by the rules themselves. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from campaigns.rules.hours import AllowedHours
from campaigns.rules.proposal import StatedTime
from campaigns.rules.rule import Rule, Shape, matching_rules
from campaigns.rules.windows import Minutes

CELL_MINUTES = 15
DAY_MINUTES = 1440
WEEK_MINUTES = 7 * DAY_MINUTES
DAYS_AHEAD = 366
LAYERS = ("law", "house", "creditor")
"""Layers that rules make, outermost first; what no rule book of the house or terms of a creditor says is law."""
PHONE = "phone"

Week = tuple[tuple[Minutes, ...], ...]
"""Seven days from Monday, each with its open ranges in minutes from midnight, in order, none past midnight."""
ALWAYS: Week = (((0, DAY_MINUTES),),) * 7


@dataclass(frozen=True, slots=True)
class WindowRule:
    """A rule of allowed hours: the week it leaves open, and the coming dates that have other hours."""

    rule: Rule
    week: Week
    dates: tuple[tuple[date, tuple[Minutes, ...]], ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """What all rules of one origin leave open together; a layer without rules leaves everything open."""

    code: str
    week: Week
    rules: tuple[WindowRule, ...]


def call_shape(collector: str) -> Shape:
    """Return the contact that the layers are about: a call about the debt to a person's mobile number."""
    return Shape(collector, PHONE, "live_agent", "consumer", "mobile", "collection")


def rule_layers(rules: Iterable[Rule], shape: Shape, now: datetime) -> list[Layer]:
    """Sort the rules of allowed hours that look at such a contact now into layers, one for each of `LAYERS`."""
    found: dict[str, list[WindowRule]] = {code: [] for code in LAYERS}
    for rule in matching_rules(tuple(rules), shape):
        if isinstance(rule.terms, AllowedHours) and rule.is_in_force(now):
            code = rule.jurisdiction if rule.jurisdiction in LAYERS else "law"
            found[code].append(WindowRule(rule, _flat(rule.terms.weekly.days), _coming(rule.terms, now.date())))
    return [Layer(code, common_week(one.week for one in group), tuple(group)) for code, group in found.items()]


def common_week(weeks: Iterable[Week]) -> Week:
    """Return what is open in every week; all of it when there are none."""
    found = ALWAYS
    for week in weeks:
        found = tuple(_common(one, other) for one, other in zip(found, week, strict=True))
    return found


def barred_cells(wishes: Iterable[tuple[Sequence[StatedTime], int]]) -> list[list[int]]:
    """Count who bars each quarter of an hour: seven days of 96 cells, from (stated times, persons who have these).

    Only wishes that concern calls count, and each person once a cell; a cell that is barred in part is barred.
    """
    counts = [0] * (WEEK_MINUTES // CELL_MINUTES)
    for times, persons in wishes:
        barred = chain.from_iterable(_cells(time) for time in times if time.channels is None or PHONE in time.channels)
        for cell in set(barred):
            counts[cell] += persons
    a_day = DAY_MINUTES // CELL_MINUTES
    return [counts[start : start + a_day] for start in range(0, len(counts), a_day)]


def clock_changes(zones: Iterable[str], first: date) -> list[tuple[date, str, int]]:
    """Return the days of the coming year on which clocks change, with zone and minutes forward, by date and zone."""
    found = []
    for zone in zones:
        info = ZoneInfo(zone)
        offsets = [_midnight(first + timedelta(days=ahead), info).utcoffset() for ahead in range(DAYS_AHEAD + 1)]
        for ahead in range(DAYS_AHEAD):
            before, after = offsets[ahead], offsets[ahead + 1]
            if before is not None and after is not None and before != after:
                found.append((first + timedelta(days=ahead), zone, int((after - before).total_seconds()) // 60))
    return sorted(found)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, datetime.min.time(), zone)


def _coming(terms: AllowedHours, today: date) -> tuple[tuple[date, tuple[Minutes, ...]], ...]:
    first = today.toordinal()
    exceptions = sorted(terms.weekly.exceptions.items())
    return tuple(
        (date.fromordinal(day), tuple(ranges)) for day, ranges in exceptions if first <= day < first + DAYS_AHEAD
    )


def _flat(days: Sequence[Sequence[Minutes]]) -> Week:
    """Cut ranges at midnight and put the rest on the next day, Sunday's on Monday."""
    found: list[list[Minutes]] = [[] for _ in days]
    for place, ranges in enumerate(days):
        for start, end in ranges:
            found[place].append((start, min(end, DAY_MINUTES)))
            if end > DAY_MINUTES:
                found[(place + 1) % 7].append((0, end - DAY_MINUTES))
    return tuple(_joined(sorted(ranges)) for ranges in found)


def _joined(ranges: Sequence[Minutes]) -> tuple[Minutes, ...]:
    found: list[Minutes] = []
    for start, end in ranges:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _common(one: Sequence[Minutes], other: Sequence[Minutes]) -> tuple[Minutes, ...]:
    pairs = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other]
    return tuple(sorted((start, end) for start, end in pairs if start < end))


def _cells(time: StatedTime) -> Iterable[int]:
    length = time.end_minute - time.start_minute
    length += DAY_MINUTES if length <= 0 else 0
    for day in time.days:
        start = day * DAY_MINUTES + time.start_minute
        last = (start + length - 1) // CELL_MINUTES
        for cell in range(start // CELL_MINUTES, last + 1):
            yield cell % (WEEK_MINUTES // CELL_MINUTES)
