"""Who of a campaign's cases may be called at an instant, who later, who not and why; what other windows change.

Pure, over person files; made for thousands at once. It asks the same judge as the gate and permits nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from campaigns.books import Books, Under
from campaigns.campaigns import Campaign
from campaigns.ladders import Ladder, parse_ladder
from campaigns.person_file import PersonFile, Point
from campaigns.rules.case import Case
from campaigns.rules.judge import first_denial, judge
from campaigns.rules.rule import Rule
from campaigns.rules.verdict import Verdict
from campaigns.worklist import points_in_order
from crm.attempts import Channel

TODAY = timedelta(hours=24)
"""How far ahead "later today" looks: once around the clock, so that it needs no zone."""
SAMPLE = 10
OPENINGS = 6
NO_NUMBER, PERSON_BUSY = "no_number", "person_busy"
"""Codes of what no rule says: no number is left, or an attempt is under way."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one case stands at an instant: free to call, or the first reason against it.

    `next_at` is when it becomes callable, None for one that is or that time alone will not free.
    """

    case_id: UUID
    name: str
    zone: str
    is_callable: bool
    code: str = ""
    rule_id: str = ""
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Census:
    """All cases of a campaign at `at`: now + later (within a day) + blocked = all; reasons of those not now."""

    at: datetime
    callable_now: int
    later_today: int
    blocked: int
    by_reason: Mapping[tuple[str, str], int]
    by_hour: Mapping[datetime, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """What other windows change at `at`; `by_zone` maps a zone to (before, after), largest first."""

    at: datetime
    before: int
    after: int
    became: tuple[UUID, ...]
    lost: tuple[UUID, ...]
    by_zone: Mapping[str, tuple[int, int]]
    by_reason: Mapping[tuple[str, str], int]
    next_openings: tuple[tuple[datetime, str, int], ...]
    sample: tuple[tuple[UUID, str], ...]


@dataclass
class Asker:
    """Judges many files under one campaign's settings; remembers the rules of what each number is under."""

    books: Books
    campaign: Campaign
    at: datetime
    windows: Mapping[str, Any] | None = None
    _rules: dict[Under, tuple[Rule, ...]] = field(default_factory=dict)
    _ladder: Ladder = field(init=False)

    def __post_init__(self) -> None:
        self._ladder = parse_ladder(self.campaign.ladder)

    def rules_for(self, file: PersonFile, point: Point) -> tuple[Rule, ...]:
        """Return the rules that bind this number, with the edited windows where there are some."""
        under = file.under(point)
        found = self._rules.get(under)
        if found is None:
            day = self.at.date()
            if self.windows is None:
                found = self.books.rules_for(under, day, self.campaign)
            else:
                found = self.books.rules_with_windows(under, day, self.campaign, self.windows)
            self._rules[under] = found
        return found

    def points(self, file: PersonFile) -> list[Point]:
        """Return the numbers that may be proposed, in the ladder's order."""
        return points_in_order(file, self._ladder, None)

    def may_call(self, file: PersonFile) -> bool:
        """Tell whether any number of the person may be called at the instant."""
        if file.has_open_attempt:
            return False
        return any(self._denial(file, point) is None for point in self.points(file))

    def _denial(self, file: PersonFile, point: Point) -> Rule | None:
        proposal, rules = file.proposal(point, Channel.PHONE, self.at), self.rules_for(file, point)
        return first_denial(proposal, file.person, file.history, rules, at=self.at)

    def standing(self, file: PersonFile) -> Standing:
        """Say where a case stands; of several numbers, the refusal that ends first speaks."""
        zone = zone_name(file, self.at)
        points = self.points(file)
        if file.has_open_attempt or not points:
            code = PERSON_BUSY if file.has_open_attempt else NO_NUMBER
            return Standing(file.case_id, file.name, zone, is_callable=False, code=code, rule_id=code)
        best: Verdict | None = None
        for point in points:
            proposal = file.proposal(point, Channel.PHONE, self.at)
            verdict = judge(proposal, file.person, file.history, self.rules_for(file, point))
            if verdict.allowed:
                return Standing(file.case_id, file.name, zone, is_callable=True)
            if best is None or _ends(verdict) < _ends(best):
                best = verdict
        assert best is not None
        reason = best.reasons[0]
        return Standing(
            file.case_id,
            file.name,
            zone,
            is_callable=False,
            code=reason.code,
            rule_id=reason.rule_id,
            next_at=best.next_allowed_at,
        )


def census(files: Sequence[PersonFile], asker: Asker) -> Census:
    """Count where all cases stand at the asker's instant.

    `by_hour` counts cases by the hour in which they first become callable, the present hour being those callable
    now; it covers one day.
    """
    standings = [asker.standing(file) for file in files]
    first, end = _hour(asker.at), asker.at + TODAY
    later = [row.next_at for row in standings if row.next_at is not None and row.next_at <= end]
    now = sum(row.is_callable for row in standings)
    by_hour: Counter[datetime] = Counter(map(_hour, later))
    by_hour[first] += now
    return Census(
        asker.at,
        now,
        len(later),
        len(standings) - now - len(later),
        _by_reason(standings),
        {hour: by_hour[hour] for hour in (first + timedelta(hours=ahead) for ahead in range(25))},
    )


def difference(files: Sequence[PersonFile], before: Asker, after: Asker) -> Difference:
    """Compare two settings at one instant, case by case."""
    assert before.at == after.at, "two settings are compared at one instant"
    zones: dict[str, list[int]] = {}
    became, lost, standings = [], [], []
    names: dict[UUID, str] = {}
    for file in files:
        was, standing = before.may_call(file), after.standing(file)
        standings.append(standing)
        counts = zones.setdefault(standing.zone, [0, 0])
        counts[0] += was
        counts[1] += standing.is_callable
        if standing.is_callable and not was:
            became.append(file.case_id)
        if was and not standing.is_callable:
            lost.append(file.case_id)
        names[file.case_id] = file.name
    changed = [*became, *lost][:SAMPLE]
    return Difference(
        after.at,
        sum(counts[0] for counts in zones.values()),
        sum(counts[1] for counts in zones.values()),
        tuple(became),
        tuple(lost),
        {zone: (one, two) for zone, (one, two) in sorted(zones.items(), key=lambda item: (-item[1][1], item[0]))},
        _by_reason(standings),
        _openings(standings),
        tuple((case_id, names[case_id]) for case_id in changed),
    )


def zone_name(file: PersonFile, at: datetime) -> str:
    """Name the zones a person may be in, joined by " + "; "unknown" where nothing tells."""
    points = file.phone_points()
    if not points:
        zones = (file.person.known_zone,) if file.person.known_zone else file.person.address_zones
    else:
        zones = Case(file.proposal(points[0], Channel.PHONE, at), file.person, ()).zones("all_candidates")
    return " + ".join(sorted(zones)) or "unknown"


def _by_reason(standings: Sequence[Standing]) -> dict[tuple[str, str], int]:
    counted = Counter((row.code, row.rule_id) for row in standings if not row.is_callable)
    return dict(counted.most_common())


def _openings(standings: Sequence[Standing]) -> tuple[tuple[datetime, str, int], ...]:
    counted = Counter((row.next_at, row.zone) for row in standings if row.next_at is not None)
    found = [(at, zone, count) for (at, zone), count in counted.items()]
    return tuple(sorted(found)[:OPENINGS])


def _ends(verdict: Verdict) -> float:
    return verdict.next_allowed_at.timestamp() if verdict.next_allowed_at else float("inf")


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
