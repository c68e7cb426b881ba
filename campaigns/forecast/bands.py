"""From a few model days to a forecast: for each figure the expected value and the band in which the day will lie.

A band adds what is not known of the day (answers and talk, from trials with either more or less of each), what chance
does on one day, and that the trials were few and short. Nine days in ten lie inside; `bench.forecast` measures it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from campaigns.forecast.day_counts import DayCounts, DayResult, total
from campaigns.forecast.day_plan import Trial
from campaigns.forecast.history import Doubts

Table: TypeAlias = NDArray[np.float64]
DESIGN = ((1, -1), (-1, 1))
"""Trials: a day of many answers and short talk, and one of few and long; each by one standard deviation.

So the effects of both add up, more than they do on most days; and two trials can be twice as long as four.
"""
WIDTH = 2.2
"""Standard deviations on either side: 97 in 100 if all were as assumed, so that nine days in ten remain when not."""
SHORT_DOUBTS = {"abandoned": 0.4, "talk_share": 0.03, "abandoned_share": 0.006}
SHORT_DOUBT = 0.04
"""What shorter trials may be off by: of shares as they are, of counts as a share. Predictive pacing takes half an hour
to settle and spends its budget by the length of the day, so that short days abandon fewer and talk less."""
USUAL_NOISE, USUAL_NOISE_WEIGHT = 1.5, 6
"""Variance of a count as a share of its mean: above 1, for talks differ. Worth six cells of the trials' own."""


class Band(NamedTuple):
    """From low to high, expected in the middle."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One hour or the day. `talk_share` is talk of talk and waiting, `abandoned_share` is of live answers."""

    dialed: Band
    answered: Band
    contacts: Band
    abandoned: Band
    talk_share: Band
    abandoned_share: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A day: hour by hour and as a whole; when the list runs dry, None if it lasts; how many are never tried.

    `dry_share` is the share of trials in which the list ran dry before the end.
    """

    hours: tuple[Figures, ...]
    day: Figures
    dry_at_s: Band | None
    dry_share: float
    untouched: Band


def trials_of(doubts: Doubts, seed: int, shrink: float) -> list[Trial]:
    """Return the trials of a forecast, in the order of `DESIGN`."""
    return [
        Trial(
            seed=seed * len(DESIGN) + place,
            shrink=shrink,
            answer_factor=math.exp(answers * doubts.answer),
            talk_factor=math.exp(talk * doubts.talk),
        )
        for place, (answers, talk) in enumerate(DESIGN)
    ]


def forecast_of(results: Sequence[DayResult], trials: Sequence[Trial], doubts: Doubts) -> Forecast:
    """Make a forecast of the results of `trials_of`, in the same order."""
    shrink = trials[0].shrink
    hours = len(results[0].stretches)
    hour_doubts = np.array(doubts.hours or (0.0,) * hours)
    noise = _Noise(shrink, len(results), doubts.answer, hour_doubts)

    def counts(name: str, own_doubt: float = 0.0) -> list[Band]:
        table = np.array([[getattr(hour, name) for hour in result.stretches] for result in results], float)
        return noise.of_counts(table, math.hypot(own_doubt, short_doubt(name)))

    def short_doubt(name: str) -> float:
        return SHORT_DOUBTS.get(name, SHORT_DOUBT) if shrink > 1 else 0.0

    def shares(name: str, share: Callable[[DayCounts], float]) -> list[Band]:
        table = np.array([[share(hour) for hour in result.stretches] for result in results], float)
        whole = np.array([share(total(result.stretches)) for result in results])
        answered = sum(result.total.answered for result in results) / table.size
        return noise.of_shares(table, whole, answered, short_doubt(name))

    columns = {
        "dialed": counts("dialed"),
        "answered": counts("answered"),
        "contacts": counts("contacts", doubts.right),
        "abandoned": counts("abandoned"),
        "talk_share": shares("talk_share", lambda hour: hour.talk_share),
        "abandoned_share": shares("abandoned_share", lambda hour: hour.abandoned_share),
    }
    rows = [Figures(**{name: bands[place] for name, bands in columns.items()}) for place in range(hours + 1)]
    dry = [result.dry_at_s * shrink for result in results if result.dry_at_s is not None]
    untouched = [result.untouched * shrink for result in results]
    return Forecast(
        hours=tuple(rows[:-1]),
        day=rows[-1],
        dry_at_s=_spread(dry) if len(dry) * 2 >= len(results) else None,
        dry_share=len(dry) / len(results),
        untouched=_spread(untouched),
    )


def _spread(values: Sequence[float]) -> Band:
    return Band(min(values), sum(values) / len(values), max(values))


@dataclass(frozen=True, slots=True)
class _Noise:
    """How far a day may lie from the mean of the trials; tables have a row for each trial, a column for each hour."""

    shrink: float
    trials: int
    answer_doubt: float
    hour_doubts: Table

    @property
    def _repeated(self) -> float:
        """The day's own chance, and that of the mean of so few short trials."""
        return 1 + self.shrink / self.trials

    def of_counts(self, table: Table, own_doubt: float) -> list[Band]:
        """Return the bands of the hours and, last, of the day."""
        middle = self.shrink * table.mean(axis=0)
        whole = float(middle.sum())
        if whole == 0:
            seen = self.trials / self.shrink
            return [
                *[Band(0.0, 0.0, _most_unseen(seen * len(middle)))] * len(middle),
                Band(0.0, 0.0, _most_unseen(seen)),
            ]
        effect = _effect(self.shrink * table.sum(axis=1)) / whole
        known = effect**2 + own_doubt**2
        noise = _overdispersion(table)
        answers = abs(effect) / self.answer_doubt if self.answer_doubt > 0 else 0.0
        unseen = self.shrink / self.trials / 2
        of_hours = middle**2 * (known + (answers * self.hour_doubts) ** 2) + noise * (middle + unseen) * self._repeated
        of_day = whole**2 * known + noise * whole * self._repeated
        of_day += float(((answers * self.hour_doubts * middle) ** 2).sum())
        variances = [*of_hours.tolist(), of_day]
        return [_band(mean, variance) for mean, variance in zip([*middle.tolist(), whole], variances, strict=True)]

    def of_shares(self, table: Table, whole: Table, answered: float, own_doubt: float) -> list[Band]:
        """Return the bands of the hours and, last, of the day.

        `whole` are the shares of the trials' days, `answered` the answers of an hour of a trial, which bear them.
        """
        middle, mean = table.mean(axis=0), float(whole.mean())
        left = table - table.mean(axis=1, keepdims=True) - middle + table.mean()
        rows, columns = table.shape
        freedom = (rows - 1) * (columns - 1)
        usual = USUAL_NOISE_WEIGHT * USUAL_NOISE * mean * (1 - mean) / max(1.0, answered)
        cell = (float((left**2).sum()) + usual) / (freedom + USUAL_NOISE_WEIGHT)
        effect = _effect(whole)
        known = effect**2 + own_doubt**2
        answers = abs(effect) / self.answer_doubt if self.answer_doubt > 0 else 0.0
        of_hours = known + (answers * self.hour_doubts) ** 2 + cell / self.shrink * self._repeated
        of_day = known + cell / (self.shrink * columns) * self._repeated
        of_day += float(((answers * self.hour_doubts) ** 2).sum()) / columns**2
        variances = [*of_hours.tolist(), of_day]
        bands = [_band(each, variance) for each, variance in zip([*middle.tolist(), mean], variances, strict=True)]
        return [Band(band.low, band.middle, min(1.0, band.high)) for band in bands]


def _effect(days: Table) -> float:
    """Return by how much one standard deviation of all that is not known changes the day."""
    return float(days[0] - days[1]) / 2


def _band(middle: float, variance: float) -> Band:
    reach = WIDTH * math.sqrt(variance)
    return Band(max(0.0, middle - reach), middle, middle + reach)


def _most_unseen(seen: float) -> float:
    """Return how many may happen (95 in 100) in a time of which `seen` as much went by without any."""
    return math.log(20.0) / math.log1p(seen)


def _overdispersion(table: Table) -> float:
    """Return the variance of a count as a share of its mean, from what hours and trials leave unexplained."""
    rows, columns = table.shape
    mean = float(table.mean())
    expected: Table = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / table.sum()
    freedom: int = (rows - 1) * (columns - 1)
    left: Table = table - expected
    unexplained = float((left**2).sum()) / mean
    return (unexplained + USUAL_NOISE * USUAL_NOISE_WEIGHT) / (freedom + USUAL_NOISE_WEIGHT)
