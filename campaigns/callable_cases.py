"""Who of the open cases may be called at an instant, who later, who not and why; what other windows change.

Pure, over groups of the index of openings, so that a million cases cost no more than a few thousand groups. Permits
nothing: the gate judges every contact by the rules themselves.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from campaigns.books import Books, CreditorTerms, windows_rules
from campaigns.campaigns import Campaign
from campaigns.ladders import parse_ladder
from campaigns.open_hours import closing_rule, common_spans, first_open, open_spans
from campaigns.openings import NO_NUMBER, PERSON_BUSY, Shape, hours_rules, zone_name
from campaigns.person_file import PersonFile
from campaigns.rules.judge import judge
from campaigns.rules.rule import Rule
from campaigns.rules.verdict import Verdict
from campaigns.rules.windows import Span
from campaigns.worklist import points_in_order
from crm.attempts import Channel

TODAY = timedelta(hours=24)
"""How far ahead "later today" looks: once around the clock, so that it needs no zone."""
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


CALLABLE = Standing(is_callable=True)


@dataclass(frozen=True, slots=True)
class Census:
    """All cases at `at`: now + later (within a day) + blocked = all; reasons of those not now.

    `unsettled` of them are counted as they stood before the last facts or settings, which are still being worked out.
    """

    at: datetime
    callable_now: int
    later_today: int
    blocked: int
    by_reason: Mapping[tuple[str, str], int]
    by_hour: Mapping[datetime, int]
    by_zone: Mapping[str, int] = field(default_factory=dict)
    by_bucket: Mapping[str, int] = field(default_factory=dict)
    as_of: datetime | None = None
    unsettled: int = 0


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
    as_of: datetime | None = None
    unsettled: int = 0


@dataclass
class Hours:
    """The open hours of every profile in one campaign over a span of time, worked out once each.

    `windows` are edited ones, None for the campaign's own. `laws` are the hours of all but the campaign, which several
    campaigns and settings share.
    """

    books: Books
    campaign: Campaign
    profiles: Mapping[int, Sequence[Shape]]
    creditors: Mapping[str, CreditorTerms]
    start: datetime
    end: datetime
    windows: Mapping[str, Any] | None = None
    laws: dict[int, list[list[Span]]] = field(default_factory=dict)
    _owns: dict[tuple[str | None, tuple[str, ...], tuple[str, ...]], list[Span]] = field(default_factory=dict)
    _spans: dict[int, list[list[Span]]] = field(default_factory=dict)
    _closing: dict[int, tuple[str, str]] = field(default_factory=dict)
    _firsts: dict[tuple[int, int, datetime, datetime], datetime | None] = field(default_factory=dict)

    def spans_of(self, profile_id: int) -> list[list[Span]]:
        """Return the open spans of each number of a profile."""
        if profile_id == JUDGED:
            return [[(self.start, self.end)]]
        found = self._spans.get(profile_id)
        if found is None:
            shapes, laws = self.profiles.get(profile_id, ()), self._laws_of(profile_id)
            found = self._spans[profile_id] = [
                common_spans(law, self._own_spans(shape)) for shape, law in zip(shapes, laws, strict=True)
            ]
        return found

    def _laws_of(self, profile_id: int) -> list[list[Span]]:
        found = self.laws.get(profile_id)
        if found is None:
            shapes = self.profiles.get(profile_id, ())
            found = [open_spans(shape, self._law(shape), self.start, self.end) for shape in shapes]
            self.laws[profile_id] = found
        return found

    def _own_spans(self, shape: Shape) -> list[Span]:
        """Return the campaign's own hours; they depend on the zones alone, in the order of the shape."""
        key = (shape.known_zone, shape.address_zones, shape.number_zones)
        if key not in self._owns:
            self._owns[key] = open_spans(shape, self._own, self.start, self.end)
        return self._owns[key]

    def standing(self, group: Group, at: datetime) -> Standing:
        """Say where a group stands at an instant not before the start."""
        numbers = [
            self._number(group.profile_id, index, free_at, at)
            for index, free_at in enumerate(group.free_ats)
            if free_at is not None
        ]
        next_at = min((first for first in numbers if first is not None), default=None)
        if next_at == at:
            return CALLABLE
        if any(free_at is not None and free_at <= at for free_at in group.free_ats):
            rule_id, code = self._closed_by(group.profile_id, at)
            return Standing(False, code, rule_id, next_at)  # noqa: FBT003 - the standing itself
        return Standing(False, group.code, group.rule_id, next_at)  # noqa: FBT003

    def _number(self, profile_id: int, index: int, free_at: datetime, at: datetime) -> datetime | None:
        """Return the first instant from `at` on at which a number that is free from an instant is open."""
        key = (profile_id, index, free_at, at)
        if key not in self._firsts:
            numbers = self.spans_of(profile_id)
            if index >= len(numbers):
                return None
            self._firsts[key] = first_open(numbers[index], max(free_at, at))
        return self._firsts[key]

    def _closed_by(self, profile_id: int, at: datetime) -> tuple[str, str]:
        found = self._closing.get(profile_id)
        if found is None:
            shape = self.profiles[profile_id][0]
            found = self._closing[profile_id] = closing_rule(shape, (*self._law(shape), *self._own), at)
        return found

    def _law(self, shape: Shape) -> tuple[Rule, ...]:
        return hours_rules(self.books.rules_for(shape.under(self.creditors), self.start.date(), None))

    @cached_property
    def _own(self) -> tuple[Rule, ...]:
        windows = self.campaign.windows if self.windows is None else self.windows
        return hours_rules(windows_rules(str(self.campaign.id), windows))


def judged_group(file: PersonFile, books: Books, campaign: Campaign, at: datetime, bucket: str | None) -> Group:
    """Judge one case at one instant, at every number, by the campaign's saved settings."""
    best: Verdict | None = None
    points = [] if file.has_open_attempt else points_in_order(file, parse_ladder(campaign.ladder), None)
    for point in points:
        rules = books.rules_for(file.under(point), at.date(), campaign)
        verdict = judge(file.proposal(point, Channel.PHONE, at), file.person, file.history, rules)
        if best is None or _ends(verdict) < _ends(best):
            best = verdict
    code = PERSON_BUSY if file.has_open_attempt else NO_NUMBER
    rule_id = code
    if best is not None:
        rule_id, code = (best.reasons[0].rule_id, best.reasons[0].code) if best.reasons else ("", "")
    return Group(
        campaign_id=campaign.id,
        bucket=bucket,
        zone=zone_name(file, at),
        profile_id=JUDGED,
        rule_id=rule_id,
        code=code,
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
            by_hour[hour_of(standing.next_at)] += group.cases
    first = hour_of(at)
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


def _ends(verdict: Verdict) -> float:
    return verdict.next_allowed_at.timestamp() if verdict.next_allowed_at else float("inf")


def hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
