"""A planned day: the same seed is the same day, time adds up, more agents reach more, and the list's end is found."""

from dataclasses import replace

import pytest

from campaigns.forecast.day_counts import dry_from
from campaigns.forecast.day_plan import Trial, run_day, work_s
from campaigns.forecast.supply import Cohort
from campaigns.pace.methods import METHODS
from tests.campaigns.forecast.days import plan


def test_the_same_seed_gives_the_same_day_and_another_seed_another() -> None:
    """A forecast asked twice answers the same."""
    one, again, other = (run_day(plan(), Trial(seed=seed)) for seed in (1, 1, 2))
    assert one == again
    assert one.total != other.total


@pytest.mark.parametrize("method", METHODS)
def test_every_method_runs_a_day_whose_counts_hang_together(method: str) -> None:
    """Answers are connected or abandoned; nobody is called who is not on the list; agents' time is not made up."""
    day = run_day(plan(method=method), Trial(seed=3))
    total = day.total
    assert 0 < total.contacts <= total.connected <= total.answered <= total.dialed
    assert total.answered - total.connected <= total.abandoned
    assert total.dialed + day.untouched == 400
    spent_s = total.idle_s + total.talk_s + total.wrap_s + total.machine_s
    assert 0 < spent_s <= 5 * 7200.0
    assert 0 < total.talk_share < 1


def test_a_hard_ceiling_never_abandons_more_than_the_softer_one() -> None:
    """A method that keeps no ceiling is held by the hard one, and says that the budget bound it."""
    free = plan(method="ratio_3", cohorts=None, chances=(0.3, 0.3))
    loose, held = (run_day(each, Trial(seed=4)).total for each in (free, replace(free, is_hard=True)))
    assert loose.abandoned_share > 0.03
    assert held.abandoned <= 0.03 * held.answered + held.lost_to_detection + 1


def test_more_agents_reach_more_until_the_list_ends() -> None:
    """Ten agents find the end of a list that two do not."""
    few, many = (run_day(plan(agents=agents), Trial(seed=5)) for agents in (2, 10))
    assert many.total.contacts > few.total.contacts
    assert few.dry_at_s is None
    assert many.dry_at_s is not None
    assert 0 < many.dry_at_s < 7200.0
    assert many.untouched == 0


def test_nobody_is_called_before_the_list_opens() -> None:
    """A list that opens in the second hour leaves the first one idle."""
    first, second = run_day(plan(cohorts=(Cohort(400, ((3600.0, 7200.0),)),)), Trial(seed=6)).stretches
    assert (first.dialed, first.talk_s) == (0, 0.0)
    assert second.dialed > 0


def test_a_shorter_day_comes_to_as_many_times_less() -> None:
    """A quarter of the day, times four, is the day within what chance does."""
    endless = plan(cohorts=None, agents=20)
    whole = run_day(endless, Trial(seed=7)).total.connected
    quarters = [4 * run_day(endless, Trial(seed=seed, shrink=4.0)).total.connected for seed in range(8, 14)]
    assert sum(quarters) / len(quarters) == pytest.approx(whole, rel=0.12)


def test_a_day_runs_a_thousand_times_faster_than_life() -> None:
    """By events, not by this machine's clock: the work of a day is bounded by its calls and looks."""
    day = run_day(plan(), Trial(seed=8))
    assert day.looks == 7200
    assert day.events <= 8 * day.total.dialed + 400
    assert work_s(plan()) < 7200 / 1000


def test_a_list_is_at_its_end_when_hardly_any_wish_is_met() -> None:
    """A short gap is no end; nor is the end put off by the few who come back later."""
    met, unmet = True, False
    gap = [(float(s), unmet if 100 <= s < 110 else met) for s in range(300)]
    end = [(float(s), met if s < 100 or s % 10 == 0 else unmet) for s in range(300)]
    assert dry_from(gap) is None
    found = dry_from(end)
    assert found is not None
    assert 60 <= found <= 101
    assert dry_from([]) is None
