"""Chances about crowds agree with counting out every case."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.pace.crowds import exceeds, poisson_counts, with_one

CHANCES = st.lists(st.floats(0.0, 1.0), min_size=0, max_size=7)


def poisson(mean: float, count: int) -> float:
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1)) if mean else float(count == 0)


@given(CHANCES)
def test_the_count_of_independent_things_is_that_of_every_combination(chances: list[float]) -> None:
    """Adding things one by one gives the same distribution as going through all combinations."""
    counts = poisson_counts(np.zeros(1), 9, begun=0)
    for chance in chances:
        counts = with_one(counts, np.array([chance]))
    expected = np.zeros(9)
    for case in itertools.product((0, 1), repeat=len(chances)):
        expected[sum(case)] += math.prod(p if hit else 1 - p for p, hit in zip(chances, case, strict=True))
    assert counts[0] == pytest.approx(expected, abs=1e-12)


def test_the_last_count_holds_everything_beyond() -> None:
    """Whatever does not fit is not lost: the chances still sum to one."""
    counts = poisson_counts(np.array([3.0]), 3, begun=1)
    for _ in range(4):
        counts = with_one(counts, np.array([0.9]))
    assert counts.sum() == pytest.approx(1.0)
    assert counts[0, -1] > 0.99


@pytest.mark.parametrize(
    ("plus", "minus", "bar"), [(0.3, 0.2, 1), (2.0, 1.0, 0), (2.0, 1.0, 3), (9.0, 4.0, 8), (20.0, 18.0, 5), (5, 9, -3)]
)
def test_the_gap_of_two_counts_is_that_of_summing_all_pairs(plus: float, minus: float, bar: int) -> None:
    """The table answers within a hundredth of summing over both Poisson counts."""
    exact = sum(poisson(plus, x) * poisson(minus, y) for x in range(90) for y in range(90) if x - y >= bar)
    found = exceeds(np.zeros(1), np.array([plus]), np.array([float(minus)]), float(bar))
    assert found[0] == pytest.approx(exact, abs=0.01)


def test_large_crowds_are_normal_and_join_the_table_smoothly() -> None:
    """At the edge of the table both ways of answering agree within two hundredths."""
    inside = exceeds(np.zeros(1), np.array([33.9]), np.array([20.0]), 25.0)
    beyond = exceeds(np.zeros(1), np.array([34.1]), np.array([20.0]), 25.0)
    assert inside[0] == pytest.approx(beyond[0], abs=0.02)
