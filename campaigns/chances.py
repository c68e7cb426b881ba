"""How likely a call is answered, and by the right party: by hour, weekday, kind, rank and past of the number.

Pure. Every rate is a base times one factor for each feature, learned from outcomes as they come and smoothed:
few calls are drawn to the parent, a campaign to the house, the house to what is assumed here. It only orders
calls (`call_order`); what may be called is judged elsewhere.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from crm.dispositions import Disposition

HOUSE = UUID(int=0)
"""Stands for all campaigns together, the parent of each."""
BASE: tuple[str, str] = ("base", "")
ASSUMED_ANSWER, ASSUMED_PARTY = 0.2, 0.45
"""(X) Before any call is known: share answered by a person, and by the right party among those."""
BASE_WEIGHT, FACTOR_WEIGHT = 30.0, 30.0
"""How many calls, and how many expected answers, a parent's word is worth against what was seen."""
HALF_LIFE_DAYS = 60.0
"""After so long a call counts half, so that a book that ages or a season that turns is followed."""
MOST, LEAST = 0.95, 0.001
LAST_RANK = 3
ANSWERED = frozenset({"conversation", "answered_other", "abandoned"})

Part = tuple[str, str]
"""A feature and its value, such as ("hour", "18")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What is known of a call before it is made.

    `kind` is the number's label, `rank` its place among the person's (from 0), `here` and `elsewhere` the words of
    `number_past`. `hour` (0 to 23) and `weekday` (0 = Monday) are on the person's clock; None = an average hour.
    """

    kind: str
    rank: int
    here: str
    elsewhere: str
    hour: int | None = None
    weekday: int | None = None

    def parts(self) -> tuple[Part, ...]:
        """Return everything a factor is learned for, the base first."""
        always = (
            BASE,
            ("kind", self.kind),
            ("rank", str(min(self.rank, LAST_RANK))),
            ("here", self.here),
            ("elsewhere", self.elsewhere),
        )
        if self.hour is None:
            return always
        hour = str(self.hour)
        return (*always, ("hour", hour), ("kind_hour", f"{self.kind} {hour}"), ("weekday", str(self.weekday)))


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a call: did a person answer, and was it the right party; None where nobody can tell."""

    is_answered: bool
    is_right_party: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A call and its result; `weight` is -1 where a result is taken back, because it was corrected or undone."""

    campaign_id: UUID | None
    features: Features
    at: datetime
    result: Result
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Calls of one part of a campaign, as they weigh at `at`.

    `answers_due` and `meetings_due` are the answers and meetings that the other parts alone would have brought, so
    that answered / answers_due is this part's own factor even where parts go together (all evenings at home).
    `known` are the answers of which it is known who it was.
    """

    at: datetime
    tried: float = 0.0
    answered: float = 0.0
    answers_due: float = 0.0
    known: float = 0.0
    met: float = 0.0
    meetings_due: float = 0.0


Counts = Mapping[tuple[UUID, Part], Count]


@dataclass(frozen=True, slots=True)
class Odds:
    """The factors of one campaign, ready to be asked many times: by part, that on answers and that on meetings.

    A part that never occurred has factors 1.
    """

    factors: Mapping[Part, tuple[float, float]]

    def of_answer(self, features: Features) -> float:
        """Return the chance (0..1) that a person answers."""
        return self._both(features)[0]

    def of_right_party(self, features: Features) -> float:
        """Return the chance (0..1) that a call reaches the right party."""
        answer, meeting = self._both(features)
        return answer * meeting

    def _both(self, features: Features) -> tuple[float, float]:
        answer = meeting = 1.0
        for part in features.parts():
            found = self.factors.get(part)
            if found is not None:
                answer *= found[0]
                meeting *= found[1]
        return _bounded(answer), _bounded(meeting)


@dataclass(frozen=True, slots=True)
class Chances:
    """All that was learned; keys are (campaign, part), `HOUSE` for all campaigns together."""

    counts: Counts = field(default_factory=dict)

    def odds(self, campaign_id: UUID | None) -> Odds:
        """Return the factors of a campaign, or of the house for one that has no calls yet."""
        parts = {part for scope, part in self.counts if scope in {HOUSE, campaign_id}} | {BASE}
        return Odds({part: _factors(self.counts, campaign_id or HOUSE, part) for part in parts})


def learn(chances: Chances, tried: Sequence[Tried]) -> Chances:
    """Return what is known after further calls, taken one after another in this order.

    Each counts with its campaign and with the house. A factor is the ratio of what came to what was due without it,
    drawn to its parent as a Gamma prior of `FACTOR_WEIGHT` expected answers; the base likewise, which is then the mean
    of a Beta posterior with `BASE_WEIGHT` calls before it.
    """
    counts = dict(chances.counts)
    for one in tried:
        _learn_one(counts, one)
    return Chances(counts)


def came_of(disposition: Disposition) -> Result | None:
    """Read a disposition of a call as a result; None for what says nothing of the number (it never left)."""
    if disposition.code == "NC10" or disposition.outcome is None:
        return None
    if disposition.outcome not in ANSWERED:
        return Result(is_answered=False)
    if disposition.is_right_party:
        return Result(is_answered=True, is_right_party=True)
    is_other = disposition.party == "third_party"
    return Result(is_answered=True, is_right_party=False if is_other else None)


def changed(before: Chances, after: Chances) -> Counts:
    """Return the counts that differ, to be stored."""
    return {key: count for key, count in after.counts.items() if before.counts.get(key) is not count}


def _learn_one(counts: dict[tuple[UUID, Part], Count], tried: Tried) -> None:
    parts = tried.features.parts()
    scopes = (HOUSE,) if tried.campaign_id is None else (HOUSE, tried.campaign_id)
    seen = {scope: [_factors(counts, scope, part) for part in parts] for scope in scopes}
    for scope in scopes:
        answer = _bounded(math.prod(factor for factor, _ in seen[scope]))
        meeting = _bounded(math.prod(factor for _, factor in seen[scope]))
        for part, (of_answer, of_meeting) in zip(parts, seen[scope], strict=True):
            before = _aged(counts.get((scope, part)), tried.at)
            counts[scope, part] = _added(before, tried, answer / of_answer, meeting / of_meeting)


def _added(count: Count, tried: Tried, answers_due: float, meetings_due: float) -> Count:
    result, weight = tried.result, tried.weight
    is_known = result.is_answered and result.is_right_party is not None
    return replace(
        count,
        tried=_plus(count.tried, weight),
        answered=_plus(count.answered, weight * result.is_answered),
        answers_due=_plus(count.answers_due, weight * answers_due),
        known=_plus(count.known, weight * is_known),
        met=_plus(count.met, weight * bool(result.is_right_party)),
        meetings_due=_plus(count.meetings_due, weight * meetings_due * is_known),
    )


def _plus(value: float, more: float) -> float:
    return max(0.0, value + more)


def _aged(count: Count | None, now: datetime) -> Count:
    """Let a count fade until `now`; one that is newer, because facts came late, stays as it is."""
    if count is None:
        return Count(at=now)
    days = (now - count.at).total_seconds() / 86_400
    if days <= 0:
        return count
    left = 0.5 ** (days / HALF_LIFE_DAYS)
    return Count(
        at=now,
        tried=count.tried * left,
        answered=count.answered * left,
        answers_due=count.answers_due * left,
        known=count.known * left,
        met=count.met * left,
        meetings_due=count.meetings_due * left,
    )


def _factors(counts: Counts, scope: UUID, part: Part) -> tuple[float, float]:
    """Return a part's factors on answers and on meetings, drawn to the house's, and those to the assumed ones."""
    is_base = part == BASE
    if scope == HOUSE:
        answer, meeting = (ASSUMED_ANSWER, ASSUMED_PARTY) if is_base else (1.0, 1.0)
    else:
        answer, meeting = _factors(counts, HOUSE, part)
    count = counts.get((scope, part))
    if count is None:
        return answer, meeting
    weight = BASE_WEIGHT if is_base else FACTOR_WEIGHT
    return (
        (count.answered + weight * answer) / (count.answers_due + weight),
        (count.met + weight * meeting) / (count.meetings_due + weight),
    )


def _bounded(chance: float) -> float:
    return min(MOST, max(LEAST, chance))
