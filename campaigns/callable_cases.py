"""Who of the open cases may be called at an instant, who later, who not and why; what other windows change.

Pure, over groups of the index of openings, so that a million cases cost no more than a few thousand groups. Permits
nothing: the gate judges every contact by the rules themselves.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple
from uuid import UUID

from campaigns.books import Books, CreditorTerms, windows_rules
from campaigns.campaigns import Campaign
from campaigns.ladders import parse_ladder
from campaigns.open_hours import closing_rule, first_open, is_open, open_spans
from campaigns.openings import Shape, hours_rules, zone_name
from campaigns.person_file import PersonFile
from campaigns.rules.judge import judge
from campaigns.rules.rule import Rule
from campaigns.rules.verdict import Verdict
from campaigns.rules.windows import Span
from campaigns.worklist import points_in_order
from crm.attempts import Channel

TODAY = timedelta(hours=24)
"""How far ahead "later today" looks: once around the clock, so that it needs no zone."""
WEEK = timedelta(days=7)
HALF_HOUR, TWO_HOURS = timedelta(minutes=30), timedelta(hours=2)
HALF_HOURS = 48
"""How finely it is kept when cases become free: half an hour today, two hours later; none counts before its instant."""
OPENINGS = 6
JUDGED = 0
"""The profile of a case that was judged by itself for one instant: its hours are in that answer already."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of one campaign that are alike; `free_ats` number by number: None = only a new fact, or too far away."""

    campaign_id: UUID
    bucket: str | None
    zone: str
    profile_id: int
    rule_id: str
    code: str
    free_ats: tuple[datetime | None, ...]
    cases: int


class Standing(NamedTuple):
    """Where a group stands: callable, or the reason against it and when that ends."""

    is_callable: bool
    code: str = ""
    rule_id: str = ""
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Census:
    """All cases at `at`: now + later (within a day) + blocked = all; reasons of those not now."""

    at: datetime
    callable_now: int
    later_today: int
    blocked: int
    by_reason: Mapping[tuple[str, str], int]
    by_hour: Mapping[datetime, int]
    by_zone: Mapping[str, int] = field(default_factory=dict)
    by_bucket: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """What other windows change at `at`; `by_zone` maps a zone to (before, after), largest first."""

    at: datetime
    before: int
    after: int
    became: int
    lost: int
    by_zone: Mapping[str, tuple[int, int]]
    by_reason: Mapping[tuple[str, str], int]
    next_openings: tuple[tuple[datetime, str, int], ...]
    changed_profiles: tuple[int, ...]


@dataclass
class Hours:
    """The open hours of every profile in one campaign over a span of time, worked out once each.

    `windows` are edited ones, None for the campaign's own.
    """

    books: Books
    campaign: Campaign
    profiles: Mapping[int, Sequence[Shape]]
    creditors: Mapping[str, CreditorTerms]
    start: datetime
    end: datetime
    windows: Mapping[str, Any] | None = None
    _spans: dict[int, list[list[Span]]] = field(default_factory=dict)
    _closing: dict[int, tuple[str, str]] = field(default_factory=dict)

    def spans_of(self, profile_id: int) -> list[list[Span]]:
        """Return the open spans of each number of a profile."""
        if profile_id == JUDGED:
            return [[(self.start, self.end)]]
        found = self._spans.get(profile_id)
        if found is None:
            shapes = self.profiles.get(profile_id, ())
            found = [open_spans(shape, self._rules(shape), self.start, self.end) for shape in shapes]
            self._spans[profile_id] = found
        return found

    def standing(self, group: Group, at: datetime) -> Standing:
        """Say where a group stands at an instant not before the start."""
        free = [
            (free_at, spans)
            for free_at, spans in zip(group.free_ats, self.spans_of(group.profile_id), strict=False)
            if free_at is not None
        ]
        if any(free_at <= at and is_open(spans, at) for free_at, spans in free):
            return Standing(is_callable=True)
        nexts = [first_open(spans, max(free_at, at)) for free_at, spans in free]
        next_at = min((instant for instant in nexts if instant is not None), default=None)
        if any(free_at <= at for free_at, _ in free):
            rule_id, code = self._closed_by(group.profile_id, at)
            return Standing(False, code, rule_id, next_at)  # noqa: FBT003 - the standing itself
        return Standing(False, group.code, group.rule_id, next_at)  # noqa: FBT003

    def _closed_by(self, profile_id: int, at: datetime) -> tuple[str, str]:
        found = self._closing.get(profile_id)
        if found is None:
            shape = self.profiles[profile_id][0]
            found = self._closing[profile_id] = closing_rule(shape, self._rules(shape), at)
        return found

    def _rules(self, shape: Shape) -> tuple[Rule, ...]:
        under, day = shape.under(self.creditors), self.start.date()
        if self.windows is None:
            return hours_rules(self.books.rules_for(under, day, self.campaign))
        law = self.books.rules_for(under, day, None)
        return hours_rules((*law, *windows_rules(str(self.campaign.id), self.windows)))


def judged_group(file: PersonFile, books: Books, campaign: Campaign, at: datetime, bucket: str | None) -> Group:
    """Judge one case at one instant, at every number, by the campaign's saved settings."""
    best: Verdict | None = None
    for point in points_in_order(file, parse_ladder(campaign.ladder), None):
        rules = books.rules_for(file.under(point), at.date(), campaign)
        verdict = judge(file.proposal(point, Channel.PHONE, at), file.person, file.history, rules)
        if best is None or _ends(verdict) < _ends(best):
            best = verdict
    reason = best.reasons[0] if best is not None and best.reasons else None
    return Group(
        campaign_id=campaign.id,
        bucket=bucket,
        zone=zone_name(file, at),
        profile_id=JUDGED,
        rule_id=reason.rule_id if reason else "",
        code=reason.code if reason else "",
        free_ats=(best.next_allowed_at if best else None,),
        cases=1,
    )


def census(groups: Sequence[Group], hours: Mapping[UUID, Hours], at: datetime) -> Census:
    """Count where all cases stand at an instant; `hours` by campaign.

    `by_hour` counts cases by the hour in which they first become callable, the present hour being those callable
    now; it covers one day. `by_zone` and `by_bucket` count those callable now.
    """
    now = later = total = 0
    reasons: Counter[tuple[str, str]] = Counter()
    by_hour: Counter[datetime] = Counter()
    zones: Counter[str] = Counter()
    buckets: Counter[str] = Counter()
    for group in groups:
        standing = hours[group.campaign_id].standing(group, at)
        total += group.cases
        if standing.is_callable:
            now += group.cases
            zones[group.zone] += group.cases
            buckets[group.bucket or ""] += group.cases
            continue
        reasons[standing.code, standing.rule_id] += group.cases
        if standing.next_at is not None and standing.next_at <= at + TODAY:
            later += group.cases
            by_hour[_hour(standing.next_at)] += group.cases
    first = _hour(at)
    by_hour[first] += now
    return Census(
        at,
        now,
        later,
        total - now - later,
        dict(reasons.most_common()),
        {hour: by_hour[hour] for hour in (first + timedelta(hours=ahead) for ahead in range(25))},
        dict(zones.most_common()),
        dict(sorted(buckets.items())),
    )


def difference(groups: Sequence[Group], before: Hours, after: Hours, at: datetime) -> Difference:
    """Compare two settings of one campaign at an instant."""
    zones: dict[str, list[int]] = {}
    became = lost = 0
    reasons: Counter[tuple[str, str]] = Counter()
    openings: Counter[tuple[datetime, str]] = Counter()
    changed: dict[int, None] = {}
    for group in groups:
        was, standing = before.standing(group, at).is_callable, after.standing(group, at)
        counts = zones.setdefault(group.zone, [0, 0])
        counts[0] += group.cases * was
        counts[1] += group.cases * standing.is_callable
        became += group.cases * (standing.is_callable and not was)
        lost += group.cases * (was and not standing.is_callable)
        if was != standing.is_callable:
            changed[group.profile_id] = None
        if not standing.is_callable:
            reasons[standing.code, standing.rule_id] += group.cases
            if standing.next_at is not None:
                openings[standing.next_at, group.zone] += group.cases
    return Difference(
        at,
        sum(counts[0] for counts in zones.values()),
        sum(counts[1] for counts in zones.values()),
        became,
        lost,
        {zone: (one, two) for zone, (one, two) in sorted(zones.items(), key=lambda item: (-item[1][1], item[0]))},
        dict(reasons.most_common()),
        tuple(sorted((instant, zone, count) for (instant, zone), count in openings.items())[:OPENINGS]),
        tuple(changed),
    )


def week_of_openings(groups: Sequence[Group], hours: Mapping[UUID, Hours], at: datetime) -> dict[datetime, int]:
    """Return, hour by hour over the coming week, how many cases could be called at the beginning of the hour.

    Groups that differ only in when they become free are taken together: how many are free by an hour is a running
    sum, and the hours of their profile are laid out once.
    """
    instants = [at, *(_hour(at) + timedelta(hours=ahead) for ahead in range(1, 7 * 24 + 1))]
    counts = [0] * len(instants)
    alike: dict[tuple[UUID, int], list[int]] = {}
    for group in groups:
        if len(set(group.free_ats)) > 1:
            for index, instant in enumerate(instants):
                counts[index] += group.cases * hours[group.campaign_id].standing(group, instant).is_callable
        elif group.free_ats and group.free_ats[0] is not None:
            free = alike.setdefault((group.campaign_id, group.profile_id), [0] * (len(instants) + 1))
            free[bisect_left(instants, group.free_ats[0])] += group.cases
    for (campaign_id, profile_id), free in alike.items():
        numbers = hours[campaign_id].spans_of(profile_id)
        for index, (instant, by_then) in enumerate(zip(instants, accumulate(free), strict=False)):
            if by_then and any(is_open(spans, instant) for spans in numbers):
                counts[index] += by_then
    return dict(zip(instants, counts, strict=True))


def free_at_of(slot: int, at: datetime) -> datetime:
    """Return the end of the slot in which a group becomes free; see `opening_groups`."""
    return at + (slot * HALF_HOUR if slot <= HALF_HOURS else TODAY + (slot - HALF_HOURS) * TWO_HOURS)


def _ends(verdict: Verdict) -> float:
    return verdict.next_allowed_at.timestamp() if verdict.next_allowed_at else float("inf")


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
