"""The next day on which a campaign can call: whom it can call when, when its agents work, and the plan of that day.

Pure, over the index of openings as it stands now; cases called until then are still in it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaigns.callable_cases import Group, Hours
from campaigns.campaigns import Campaign, Mode
from campaigns.forecast.day_plan import HOUR_S, DayPlan
from campaigns.forecast.history import Learned
from campaigns.forecast.laws import CallLaws
from campaigns.forecast.supply import KINDS, Cohort, Retry
from campaigns.ladders import Ladder
from campaigns.open_hours import common_spans
from campaigns.rules.windows import Span, first_instant, local_day

LOOK_AHEAD_DAYS = 7
USUAL_WORK_HOURS = 8
BUSY_SHARE = 0.5
"""Work begins when half as many cases can be called as in the day's best hour."""
GRAIN_S = 900.0
"""Open spans are kept to a quarter of an hour: cases open alike are one cohort."""
MOST_AGENTS = 1000
Edges = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDay:
    """The hours of work: the first instant, how many whole hours, and the list in seconds from there."""

    starts_at: datetime
    zone: str
    hours: int
    cohorts: tuple[Cohort, ...]

    @property
    def cases(self) -> int:
        """Count the cases that can be called at some time of the working hours."""
        return sum(cohort.cases for cohort in self.cohorts)

    def callable_by_hour(self) -> tuple[int, ...]:
        """Count the cases that can be called in the middle of each hour, had none been called yet."""
        return tuple(
            sum(cohort.cases for cohort in self.cohorts if _is_open(cohort.spans, (hour + 0.5) * HOUR_S))
            for hour in range(self.hours)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What may be chosen for a forecast; None is as the campaign stands."""

    agents: int | None = None
    method: str | None = None
    ceiling_share: float | None = None
    ceiling_kind: str | None = None
    ring_timeout_s: int | None = None


def usual_zone(groups: Sequence[Group]) -> str:
    """Return the zone of most cases, whose calendar the day is of."""
    zones: Counter[str] = Counter()
    for group in groups:
        if group.zone:
            zones[group.zone] += group.cases
    return min(zones, key=lambda zone: (-zones[zone], zone), default="UTC")


def next_work_day(groups: Sequence[Group], hours: Hours, now: datetime, *, work_hours: int) -> WorkDay | None:
    """Return the first of the next days on which somebody can be called, None if there is none in a week."""
    zone = usual_zone(groups)
    today = local_day(now, zone)
    for ahead in range(1, LOOK_AHEAD_DAYS + 1):
        start, end = first_instant(zone, today + ahead), first_instant(zone, today + ahead + 1)
        cohorts = cohorts_between(groups, hours, start, end)
        if cohorts:
            return _work_day(cohorts, start, zone, work_hours)
    return None


def cohorts_between(groups: Sequence[Group], hours: Hours, start: datetime, end: datetime) -> list[Cohort]:
    """Count the cases by when they can be called between two instants, in seconds from the first."""
    cases: Counter[Edges] = Counter()
    known: dict[tuple[int, tuple[datetime | None, ...]], Edges] = {}
    for group in groups:
        key = (group.profile_id, group.free_ats)
        if key not in known:
            known[key] = _edges(_spans(group, hours, start, end), start)
        if known[key]:
            cases[known[key]] += group.cases
    return [Cohort(count, spans) for spans, count in sorted(cases.items())]


def _spans(group: Group, hours: Hours, start: datetime, end: datetime) -> list[Span]:
    """Return when any number of a case is both free and open."""
    found: list[Span] = []
    for spans, free_at in zip(hours.spans_of(group.profile_id), group.free_ats, strict=False):
        if free_at is not None and free_at < end:
            found += common_spans(spans, [(max(start, free_at), end)])
    return found


def _edges(spans: Sequence[Span], start: datetime) -> Edges:
    """Merge spans and round them to the grain, inwards where they begin and outwards nowhere."""
    merged: list[tuple[float, float]] = []
    for opens_at, closes_at in sorted(spans):
        opens_s = -(-(opens_at - start).total_seconds() // GRAIN_S) * GRAIN_S
        closes_s = (closes_at - start).total_seconds() // GRAIN_S * GRAIN_S
        if opens_s >= closes_s:
            continue
        if merged and opens_s <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes_s))
        else:
            merged.append((opens_s, closes_s))
    return tuple(merged)


def _work_day(cohorts: Sequence[Cohort], day_at: datetime, zone: str, work_hours: int) -> WorkDay:
    edges = sorted({edge for cohort in cohorts for span in cohort.spans for edge in span})
    counts = [sum(cohort.cases for cohort in cohorts if _is_open(cohort.spans, edge)) for edge in edges]
    start_s = next(edge for edge, count in zip(edges, counts, strict=True) if count >= BUSY_SHARE * max(counts))
    hours = max(1, min(work_hours, round((edges[-1] - start_s) / HOUR_S)))
    shifted = [Cohort(cohort.cases, _shifted(cohort.spans, start_s, hours * HOUR_S)) for cohort in cohorts]
    return WorkDay(
        starts_at=day_at + timedelta(seconds=start_s),
        zone=zone,
        hours=hours,
        cohorts=tuple(cohort for cohort in shifted if cohort.spans),
    )


def _shifted(spans: Edges, start_s: float, length_s: float) -> Edges:
    moved = [(max(0.0, opens_s - start_s), min(length_s, closes_s - start_s)) for opens_s, closes_s in spans]
    return tuple((opens_s, closes_s) for opens_s, closes_s in moved if opens_s < closes_s)


def _is_open(spans: Edges, at_s: float) -> bool:
    return any(opens_s <= at_s < closes_s for opens_s, closes_s in spans)


def usual_laws(campaign: Campaign) -> CallLaws:
    """Return the usual laws with what the campaign itself sets: ring time and machine detection."""
    laws = CallLaws()
    return replace(
        laws,
        ringing=replace(laws.ringing, timeout_s=float(campaign.ring_timeout_s)),
        detection=replace(laws.detection, is_on=campaign.detect_machine),
    )


def retry_of(ladder: Ladder, day_s: float) -> Retry:
    """Return what a ladder repeats within the same day."""
    waits = {
        KINDS[after]: step.wait_minutes * 60.0
        for after, step in ladder.steps.items()
        if after in KINDS and step.slot != "next_day" and step.wait_minutes * 60.0 < day_s
    }
    return Retry(after_s=waits, most_tries=ladder.max_per_day)


def plan_of(
    campaign: Campaign, setting: Setting, day: WorkDay, learned: Learned, *, agents: int, retry: Retry
) -> DayPlan:
    """Return the plan of a day under a setting; `agents` are those of the campaign's teams."""
    method = setting.method or ("predictive" if campaign.mode == Mode.PREDICTIVE else "progressive")
    laws = learned.laws
    if setting.ring_timeout_s is not None:
        laws = replace(laws, ringing=replace(laws.ringing, timeout_s=float(setting.ring_timeout_s)))
    return DayPlan(
        agents=max(1, min(MOST_AGENTS, setting.agents or agents)),
        chances=tuple(learned.by_hour[hour] for hour in hours_of_day(day)),
        laws=laws,
        method=method,
        ceiling_share=setting.ceiling_share or campaign.ceiling_share,
        is_hard=method == "predictive" and (setting.ceiling_kind or campaign.ceiling_kind) == "hard",
        cohorts=day.cohorts,
        retry=retry,
    )


def hours_of_day(day: WorkDay) -> tuple[int, ...]:
    """Return the hour of the day in UTC in which most of each working hour lies."""
    halves = (day.starts_at + timedelta(hours=hour, minutes=30) for hour in range(day.hours))
    return tuple(at.hour for at in halves)
