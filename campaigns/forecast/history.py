"""What a campaign's past says of tomorrow: chances and lengths, each drawn towards what is usual while calls are few.

Pure, over counts of the last weeks; `forecasting` asks the database for them. How sure each figure is comes with it,
because a forecast's band is as wide as what it does not know.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from campaigns.forecast.laws import CallLaws

USUAL_LIVE_SHARE, USUAL_LIVE_CALLS = 0.15, 60
"""A live answer in about seven calls is what collectors report; worth sixty calls of one's own."""
USUAL_RIGHT_SHARE, USUAL_RIGHT_CALLS = 0.6, 20
USUAL_SHARE_CALLS = 60
HOUR_LOG_SD = 0.25
"""How much one hour usually differs from the day, as a standard deviation of the logarithm."""
DAY_LOG_SD, USUAL_DAYS = 0.08, 5
"""How much one day usually differs from the next; worth five days of one's own."""
USUAL_LENGTHS = 20
LENGTH_CV = 1.2
"""Spread of single conversations, wrap-up included."""


@dataclass(frozen=True, slots=True)
class Length:
    """How many lengths were measured, and their mean in seconds."""

    count: int = 0
    mean_s: float = 0.0


class Tally(NamedTuple):
    """Calls of one hour of the day (UTC) or of one day: how many were dialed, and how many a person answered."""

    dialed: int = 0
    live: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A campaign's calls of the last weeks. `by_hour` maps the hour of the day in UTC; `by_day` is in any order."""

    by_hour: Mapping[int, Tally] = field(default_factory=dict)
    by_day: Sequence[Tally] = ()
    machines: int = 0
    busy: int = 0
    failed: int = 0
    conversations: int = 0
    reached: int = 0
    setup: Length = Length()
    ring: Length = Length()
    talk: Length = Length()
    wrap: Length = Length()

    @property
    def all(self) -> Tally:
        return Tally(sum(each.dialed for each in self.by_day), sum(each.live for each in self.by_day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """How sure the figures are: standard deviations of logarithms, of the whole day and of single hours beyond it."""

    answer: float = 0.15
    talk: float = 0.10
    right: float = 0.10
    hours: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What to expect: the laws, the chance of a live answer by hour of the day in UTC, and how sure it is."""

    laws: CallLaws
    by_hour: tuple[float, ...]
    hour_doubts: tuple[float, ...]
    answer_doubt: float
    talk_doubt: float
    right_doubt: float
    calls: int

    def doubts(self, hours: Sequence[int]) -> Doubts:
        """Return the doubts of a day with these hours of the day (UTC)."""
        return Doubts(
            answer=self.answer_doubt,
            talk=self.talk_doubt,
            right=self.right_doubt,
            hours=tuple(self.hour_doubts[hour % 24] for hour in hours),
        )


def learn(history: History, usual: CallLaws) -> Learned:
    """Combine a history with usual laws (whose ring time, detection and hold are the campaign's own)."""
    every = history.all
    calls = every.dialed + USUAL_LIVE_CALLS
    live_share = (every.live + USUAL_LIVE_SHARE * USUAL_LIVE_CALLS) / calls
    odds = live_share / (1 - live_share)
    by_hour, doubts = [], []
    for hour in range(24):
        factor, doubt = _hour_factor(history.by_hour.get(hour, Tally()), live_share)
        by_hour.append(live_share * factor)
        doubts.append(doubt)
    right = history.reached + USUAL_RIGHT_CALLS
    right_share = (history.conversations + USUAL_RIGHT_SHARE * USUAL_RIGHT_CALLS) / right
    return Learned(
        laws=replace(_laws(history, usual), right_share=right_share),
        by_hour=tuple(by_hour),
        hour_doubts=tuple(doubts),
        answer_doubt=math.sqrt(1 / (calls * odds) + _day_variance(history.by_day)),
        talk_doubt=LENGTH_CV / math.sqrt(history.talk.count + USUAL_LENGTHS),
        right_doubt=math.sqrt((1 - right_share) / (right_share * right)),
        calls=every.dialed,
    )


def _hour_factor(tally: Tally, live_share: float) -> tuple[float, float]:
    """Return how an hour differs from the day, drawn towards not at all, and the doubt that is left."""
    precision = tally.dialed * live_share / (1 - live_share)
    prior = 1 / HOUR_LOG_SD**2
    weight = precision / (precision + prior)
    seen = (tally.live + 0.5) / (tally.dialed * live_share + 0.5)
    return math.exp(weight * math.log(seen)), math.sqrt(1 / (precision + prior))


def _day_variance(days: Sequence[Tally]) -> float:
    """Return how much days differ beyond chance: the variance of the logarithm of their share of live answers."""
    full = [day for day in days if day.live > 0]
    dialed, live = sum(day.dialed for day in full), sum(day.live for day in full)
    if live in {0, dialed}:
        return DAY_LOG_SD**2
    share = live / dialed
    beyond = [math.log(day.live / day.dialed / share) ** 2 - (1 - share) / (share * day.dialed) for day in full]
    return max(0.0, (sum(beyond) + USUAL_DAYS * DAY_LOG_SD**2) / (len(beyond) + USUAL_DAYS))


def _laws(history: History, usual: CallLaws) -> CallLaws:
    """Return the laws whose means and shares are those of the history, as far as it says anything of them."""
    every = history.all
    others = every.dialed - every.live

    def share(count: int, usually: float) -> float:
        return (count + usually * USUAL_SHARE_CALLS) / (max(others, count) + USUAL_SHARE_CALLS)

    def mean_s(seen: Length, usually_s: float) -> float:
        return (seen.count * seen.mean_s + USUAL_LENGTHS * usually_s) / (seen.count + USUAL_LENGTHS)

    return replace(
        usual,
        setup=replace(usual.setup, mean_s=mean_s(history.setup, usual.setup.mean_s)),
        ringing=replace(usual.ringing, live_mean_s=mean_s(history.ring, usual.ringing.live_mean_s)),
        machine_share=share(history.machines, usual.machine_share),
        busy_share=share(history.busy, usual.busy_share),
        failed_share=share(history.failed, usual.failed_share),
        talk_s=mean_s(history.talk, usual.talk_s),
        wrap_s=mean_s(history.wrap, usual.wrap_s),
    )
