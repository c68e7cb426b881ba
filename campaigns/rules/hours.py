"""Time of day: allowed weekly hours, and the hours the consumer called inconvenient.

Everything is wall clock in the consumer's zones, never UTC and never a fixed offset; with several candidate
zones the contact must be permitted in each of them. A campaign's own windows are the same kind of rule.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.rules.case import ZONE_BASES, Case
from campaigns.rules.fields import WEEKDAYS, Fields
from campaigns.rules.proposal import StatedTime
from campaigns.rules.verdict import Denial
from campaigns.rules.windows import HORIZON_DAYS, Minutes, Weekly, next_opening, span_at

ZONE_UNKNOWN = Denial("zone_unknown", None, "zone_known")


@dataclass(frozen=True, slots=True)
class AllowedHours:
    weekly: Weekly
    zones: str
    waived_by_consent: str | None
    waived_over_days: int | None = None


@dataclass(frozen=True, slots=True)
class StatedTimes:
    zones: str


def read_allowed_hours(fields: Fields) -> AllowedHours:
    """Compile ``weekly`` ({mon..sun or daily: windows}), ``zones``, ``holidays`` (a calendar) and ``holiday_windows``.

    ``waived_by_consent`` names a consent that lifts the rule, ``waived_if_days_past_due_over`` an age of the debts.

    ``exceptions`` maps single dates (YYYY-MM-DD) to windows and is what a campaign uses. Raises BadInput.
    """
    weekly = fields.table("weekly")
    daily = weekly.windows("daily")
    days = tuple(weekly.windows(day) or daily for day in WEEKDAYS)
    weekly.finish()
    exceptions: dict[int, tuple[Minutes, ...]] = {}
    calendar = fields.optional_text("holidays", allowed=fields.calendars)
    holiday_windows = fields.windows("holiday_windows")
    if calendar is not None:
        exceptions = dict.fromkeys(fields.calendars[calendar], holiday_windows)
    exceptions |= fields.dated_windows("exceptions")
    return AllowedHours(
        weekly=Weekly(days, exceptions),
        zones=fields.text("zones", allowed=ZONE_BASES, default="all_candidates"),
        waived_by_consent=fields.optional_text("waived_by_consent"),
        waived_over_days=fields.optional_number("waived_if_days_past_due_over", minimum=0),
    )


def check_allowed_hours(terms: AllowedHours, case: Case, at: datetime) -> Denial | None:
    """Deny outside the windows; `until` is the first instant open in every zone at once."""
    zones = case.zones(terms.zones)
    if zones and all(span_at(terms.weekly, zone, at) for zone in zones):
        return None
    if terms.waived_by_consent and _is_waived(case, terms.waived_by_consent, at):
        return None
    if terms.waived_over_days is not None and _are_older(case, terms.waived_over_days):
        return None
    if not zones:
        return ZONE_UNKNOWN
    until = _first_common(at, zones, lambda zone, when: next_opening(terms.weekly, zone, when))
    return Denial("outside_hours", until, "time", (("zones", ", ".join(zones)),))


def _is_waived(case: Case, consent: str, at: datetime) -> bool:
    return all(case.has_consent(consent, at, match="any", debt=debt) for debt in case.debts or (None,))


def _are_older(case: Case, days: int) -> bool:
    debts = [case.person.debts.get(debt) for debt in case.proposal.debts]
    return bool(debts) and all(debt is not None and debt.days_past_due > days for debt in debts)


def read_stated_times(fields: Fields) -> StatedTimes:
    """Compile ``zones``. Raises BadInput.

    ``max_hours_per_week`` is how much of the week the law lets a person bar (South Korea: 28 hours); a wish that
    goes beyond it is honoured all the same.
    """
    fields.optional_number("max_hours_per_week")
    return StatedTimes(zones=fields.text("zones", allowed=ZONE_BASES, default="all_candidates"))


def check_stated_times(terms: StatedTimes, case: Case, at: datetime) -> Denial | None:
    """Deny inside a span the consumer called inconvenient, in any candidate zone.

    Source of the day rule: a span belongs to the weekday it starts on, also past midnight (12 CFR 1006.6(b)(1)(i)).
    """
    if not case.person.stated_times:
        return None
    barred = barred_week(case.person.stated_times, case.proposal.channel)
    if barred is None:
        return None
    zones = case.zones(terms.zones)
    if not zones:
        return ZONE_UNKNOWN
    if not any(span_at(barred, zone, at, widened=True) for zone in zones):
        return None
    until = _first_common(at, zones, lambda zone, when: _leaving(barred, zone, when))
    return Denial("stated_time", until, "time", (("zones", ", ".join(zones)),))


@functools.lru_cache(maxsize=4096)
def barred_week(times: tuple[StatedTime, ...], channel: str) -> Weekly | None:
    days: list[list[Minutes]] = [[] for _ in WEEKDAYS]
    for time in times:
        if time.channels is None or channel in time.channels:
            runs_over = time.end_minute <= time.start_minute
            span = (time.start_minute, time.end_minute + 1440 * runs_over)
            for day in time.days:
                days[day].append(span)
    return Weekly(tuple(tuple(day) for day in days)) if any(days) else None


def _leaving(barred: Weekly, zone: str, at: datetime) -> datetime | None:
    """Return the first instant >= `at` outside the barred spans, None when there is none within the horizon."""
    last = at + timedelta(days=HORIZON_DAYS)
    while at <= last:
        span = span_at(barred, zone, at, widened=True)
        if span is None:
            return at
        at = span[1]
    return None


def _first_common(
    at: datetime, zones: tuple[str, ...], opening: Callable[[str, datetime], datetime | None]
) -> datetime | None:
    """Return the first instant that every zone opens at; each step is a lower bound, so none is passed over."""
    last = at + timedelta(days=HORIZON_DAYS)
    while at <= last:
        openings = [opening(zone, at) for zone in zones]
        latest = at
        for instant in openings:
            if instant is None:
                return None
            latest = max(latest, instant)
        if latest == at:
            return at
        at = latest
    return None
