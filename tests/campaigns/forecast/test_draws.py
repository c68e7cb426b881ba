"""Draws agree with those the referee publishes, one by one and in blocks."""

import json

import pytest

from campaigns.forecast.call_draws import BLOCK, CALLS, CallDraws
from campaigns.forecast.draws import draws_of
from campaigns.forecast.laws import CallLaws
from tests.campaigns.forecast.scenarios import PACING

PUBLISHED = json.loads((PACING / "conformance.json").read_text(encoding="utf-8"))["rng"]


def test_published_draws_are_hit() -> None:
    """Uniform and normal draws of several seeds and streams, to the last digit that is published."""
    assert draws_of(1, 1, 0).share(0) == pytest.approx(PUBLISHED["u(1,1,0,0)"], rel=1e-12)
    assert draws_of(1, 1, 12345).share(7) == pytest.approx(PUBLISHED["u(1,1,12345,7)"], rel=1e-12)
    assert draws_of(987654321, 2, 3).share(40) == pytest.approx(PUBLISHED["u(987654321,2,3,40)"], rel=1e-12)
    assert draws_of(1, 1, 0).normal(2) == pytest.approx(PUBLISHED["z(1,1,0,2)"], rel=1e-12)
    assert draws_of(5, 3, 9).normal(0) == pytest.approx(PUBLISHED["z(5,3,9,0)"], rel=1e-12)


@pytest.mark.parametrize("number", [0, 1, BLOCK - 1, BLOCK, 3 * BLOCK + 5])
def test_a_call_drawn_in_a_block_is_the_call_drawn_alone(number: int) -> None:
    """Also where one block ends and the next begins, and when calls between are not asked for."""
    calls = CallDraws(7, CallLaws())
    for before in range(0, number, BLOCK):
        calls.call(before)
    found, alone = calls.call(number), draws_of(7, CALLS, number)
    assert (found.live_draw, found.error_draw, found.right_draw) == (alone.share(0), alone.share(10), alone.share(16))
