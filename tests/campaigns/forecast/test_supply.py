"""The list of a model day: nobody is called outside the hours, more often than allowed, or after they were reached."""

import random

from hypothesis import given
from hypothesis import strategies as st

from campaigns.forecast.call_draws import BUSY, LIVE, NO_ANSWER
from campaigns.forecast.supply import ENDLESS, Cohort, Retry, Supply, shrunk, sooner

DAY_S = 28_800.0
spans = st.lists(st.floats(0, DAY_S), min_size=2, max_size=2, unique=True).map(lambda edges: (tuple(sorted(edges)),))
cohorts = st.lists(st.builds(Cohort, st.integers(0, 40), spans), min_size=1, max_size=4)


def supply(given_cohorts: list[Cohort] | None, retry: Retry | None = None) -> Supply:
    return Supply(given_cohorts, retry or Retry(), random.Random(1))


def test_cases_can_be_taken_from_the_instant_they_open_until_they_close() -> None:
    """The edges of the hours: open at the first instant, closed at the last."""
    some = supply([Cohort(3, ((100.0, 200.0),))])
    for now_s, left in ((99.9, 0), (100.0, 3), (199.9, 3), (200.0, 0)):
        some.advance(now_s)
        assert some.left == left, now_s
    assert some.take(3) == []


def test_a_case_comes_back_after_its_wait_and_not_more_often_than_the_ladder_allows() -> None:
    """Busy lines are tried again after the wait, twice at most; an answer ends the case for the day."""
    some = supply([Cohort(1, ((0.0, DAY_S),))], Retry(after_s={BUSY: 60.0}, most_tries=2))
    some.advance(0.0)
    [first] = some.take(5)
    some.give_back(first, BUSY, 10.0)
    some.advance(69.0)
    assert some.take(5) == []
    some.advance(70.0)
    [second] = some.take(5)
    assert (second.cohort, second.tries) == (first.cohort, 2)
    some.give_back(second, BUSY, 80.0)
    some.advance(DAY_S - 1)
    assert some.take(5) == []


def test_an_outcome_without_a_step_today_ends_the_case() -> None:
    """What the ladder does not repeat on the same day is not tried again."""
    some = supply([Cohort(1, ((0.0, DAY_S),))], Retry(after_s={BUSY: 60.0}, most_tries=7))
    some.advance(0.0)
    [taken] = some.take(1)
    for came_to in (LIVE, NO_ANSWER):
        some.give_back(taken, came_to, 1.0)
    some.advance(DAY_S - 1)
    assert some.left == 0


def test_a_list_without_end_never_runs_dry() -> None:
    """The referee's campaigns have no list."""
    assert supply(None).take(3) == [ENDLESS] * 3


@given(cohorts, st.integers(0, 400))
def test_nobody_is_taken_twice_and_nobody_out_of_nothing(some: list[Cohort], most: int) -> None:
    """However many are asked for, each case is taken once, and those never tried are counted down."""
    stock = supply(some)
    every = sum(cohort.cases for cohort in some)
    taken = 0
    for now_s in (0.0, DAY_S / 3, DAY_S / 2, DAY_S):
        stock.advance(now_s)
        left = stock.left
        got = len(stock.take(most))
        assert got <= min(most, left)
        taken += got
    assert taken + stock.untouched == every


@given(cohorts, st.floats(1, 10))
def test_a_shorter_day_has_as_many_times_fewer_cases(some: list[Cohort], factor: float) -> None:
    """Rounding carries over, so that the whole list is short of its share by less than one case."""
    short = shrunk(some, factor)
    every = sum(cohort.cases for cohort in some)
    assert every / factor - 1.001 <= sum(cohort.cases for cohort in short) <= every / factor + 0.001
    assert sooner(Retry(after_s={BUSY: 60.0}), factor).after_s == {BUSY: 60.0 / factor}
