"""Draws are fair, independent of order, and the same for one seed."""

from itertools import pairwise
from statistics import fmean, stdev

import pytest

from telephony.simulated.draws import draws_about

MANY = 20_000


def test_shares_are_fair_when_many_are_drawn() -> None:
    """A simulated floor is no better than its dice: mean, spread and neighbours of 20,000 draws."""
    shares = [draws_about(7, 1, key).share(0) for key in range(MANY)]
    assert fmean(shares) == pytest.approx(0.5, abs=0.01)
    assert stdev(shares) == pytest.approx(12**-0.5, abs=0.01)
    products = [(a - 0.5) * (b - 0.5) for a, b in pairwise(shares)]
    assert fmean(products) == pytest.approx(0.0, abs=0.003)


def test_the_wanted_mean_and_spread_come_out_when_times_are_drawn() -> None:
    """A ring time given as mean and deviation has them."""
    times = [draws_about(7, 1, key).positive(0, 12.0, 6.0) for key in range(MANY)]
    assert fmean(times) == pytest.approx(12.0, rel=0.03)
    assert stdev(times) == pytest.approx(6.0, rel=0.06)
    assert min(times) > 0


def test_another_world_comes_out_when_anything_differs() -> None:
    """Seed, stream, key, occasion and slot all matter."""
    base = draws_about(7, 1, 5, 0).share(0)
    others = [draws_about(8, 1, 5), draws_about(7, 2, 5), draws_about(7, 1, 6), draws_about(7, 1, 5, 1)]
    assert len({base, *(draws.share(0) for draws in others), draws_about(7, 1, 5).share(1)}) == 6


def test_keys_are_picked_in_proportion_when_they_have_weights() -> None:
    """A weight of nothing is never picked."""
    picked = [draws_about(7, 1, key).pick(0, {"often": 3.0, "never": 0.0, "seldom": 1.0}) for key in range(MANY)]
    assert "never" not in picked
    assert picked.count("often") / MANY == pytest.approx(0.75, abs=0.01)
