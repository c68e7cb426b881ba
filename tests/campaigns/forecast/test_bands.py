"""Bands: they hold what is expected, widen with doubt, and contain most days of worlds whose truth is known."""

import math
from dataclasses import replace
from random import Random

import pytest

from campaigns.forecast.bands import DESIGN, Forecast, forecast_of, trials_of
from campaigns.forecast.day_plan import Trial, run_day
from campaigns.forecast.history import Doubts
from tests.campaigns.forecast.days import plan

DOUBTS = Doubts(answer=0.1, talk=0.05, right=0.02, hours=(0.1, 0.1))
DAYS, FORECASTS = 40, 4
WANTED_SHARE = 0.9


def forecast(doubts: Doubts, seed: int, shrink: float = 1.0) -> Forecast:
    trials = trials_of(doubts, seed, shrink)
    return forecast_of([run_day(plan(), trial) for trial in trials], trials, doubts)


def test_every_figure_lies_in_its_band_and_hours_add_up() -> None:
    """Low, expected, high, in this order; the hours' calls are the day's."""
    made = forecast(DOUBTS, 1)
    for figures in (made.day, *made.hours):
        for name in ("dialed", "answered", "contacts", "abandoned", "talk_share", "abandoned_share"):
            band = getattr(figures, name)
            assert 0 <= band.low <= band.middle <= band.high, name
    assert sum(hour.dialed.middle for hour in made.hours) == pytest.approx(made.day.dialed.middle)
    assert made.day.talk_share.high <= 1


def test_a_band_widens_with_doubt_and_with_shorter_trials() -> None:
    """Knowing less is told, and so is having looked less."""

    def width(made: Forecast) -> float:
        return made.day.contacts.high - made.day.contacts.low

    sure = forecast(replace(DOUBTS, answer=0.01, talk=0.01, right=0.001, hours=(0.0, 0.0)), 2)
    unsure = forecast(replace(DOUBTS, answer=0.4, talk=0.3, right=0.2), 2)
    assert width(unsure) > 1.5 * width(sure)
    short = forecast(replace(DOUBTS, answer=0.01, talk=0.01, right=0.001, hours=(0.0, 0.0)), 2, shrink=4.0)
    assert width(short) > width(sure)


def test_what_never_happened_in_the_trials_may_still_happen() -> None:
    """No abandoned call in two days says that a fifth has few, not that it has none."""
    trials = trials_of(DOUBTS, 3, 1.0)
    quiet = [run_day(plan(agents=1, chances=(0.02, 0.02)), trial) for trial in trials]
    assert sum(result.total.abandoned for result in quiet) == 0
    band = forecast_of(quiet, trials, DOUBTS).day.abandoned
    assert (band.low, band.middle) == (0.0, 0.0)
    assert 1 <= band.high <= 5


def test_nine_days_in_ten_lie_inside() -> None:
    """Days of a world that differs from what is expected of it as much as the doubts say."""
    dice = Random(11)
    inside = dict.fromkeys(("contacts", "abandoned", "talk_share"), 0)
    for seed in range(FORECASTS):
        made = forecast(DOUBTS, 20 + seed, shrink=2.0)
        for day in range(DAYS // FORECASTS):
            trial = Trial(
                seed=1000 + seed * 100 + day,
                answer_factor=math.exp(dice.gauss(0, DOUBTS.answer)),
                talk_factor=math.exp(dice.gauss(0, DOUBTS.talk)),
            )
            total = run_day(plan(), trial).total
            for name in inside:
                band = getattr(made.day, name)
                inside[name] += band.low <= getattr(total, name) <= band.high
    assert min(inside.values()) >= WANTED_SHARE * DAYS, inside


def test_trials_are_a_good_day_and_a_bad_one() -> None:
    """A day of many answers and short talk, and one of few and long, each of its own seed."""
    trials = trials_of(DOUBTS, 5, 2.0)
    assert len({trial.seed for trial in trials}) == len(DESIGN)
    assert [(trial.answer_factor > 1, trial.talk_factor > 1) for trial in trials] == [(True, False), (False, True)]
