"""The order of calls is worth something in a world of which the truth is known, and leaves nobody out."""

import pytest

from bench._callees import STARTS_AT, Town
from bench.whom import Score, play

SEEDS = (1, 2)
SMALL = {"persons": 250, "days": 5, "calls_an_hour": 9}


def mean(scores: list[Score]) -> float:
    """Return the mean of the true chances of the calls made, which has less luck in it than their outcomes."""
    return sum(one.expected_per_100_calls for one in scores) / len(scores)


@pytest.fixture(scope="module")
def scores() -> dict[str, list[Score]]:
    """Play every order in the same small worlds."""
    return {name: [play(name, seed, **SMALL) for seed in SEEDS] for name in ("random", "listed", "kept", "truth")}


def test_learned_order_reaches_more_right_parties_than_random_order(scores: dict[str, list[Score]]) -> None:
    """A tenth more for the same calls, in worlds where knowing every number's true chance would bring at most twice."""
    assert mean(scores["kept"]) > 1.1 * mean(scores["random"])
    assert mean(scores["kept"]) > 1.05 * mean(scores["listed"])
    assert mean(scores["truth"]) > mean(scores["kept"])


def test_learned_order_leaves_nobody_out(scores: dict[str, list[Score]]) -> None:
    """Who has a poor chance is called as well; greed that knows the truth would leave some alone."""
    assert [one.never_tried for one in scores["kept"]] == [0.0] * len(SEEDS)


def test_every_order_gets_the_same_calls(scores: dict[str, list[Score]]) -> None:
    """What is compared are orders, not efforts."""
    assert len({one.calls for row in scores.values() for one in row}) == 1


def test_the_truth_is_that_of_the_world() -> None:
    """Called again and again at one hour, numbers reach the right party as often as their true chances say."""
    town = Town(1, 400)
    expected = met = 0.0
    for callee in town.callees:
        if not callee.may_be_called(STARTS_AT):
            continue
        for number in list(callee.left.values()):
            for _ in range(6):
                if number.id in callee.left:
                    call = town.call(callee, number, STARTS_AT)
                    expected += call.truth
                    met += bool(call.result.is_right_party)
    assert expected > 80
    assert met == pytest.approx(expected, abs=3 * expected**0.5)
