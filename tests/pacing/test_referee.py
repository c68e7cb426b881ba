"""The predictive method under the referee: its ceiling holds on every day, and a seed is a day."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.pacing.referee_box import referee, scenario, scenario_named
from tests.pacing.referee_policy import Policy

DAYS = (
    ("o-n3-p30-a60-drift", 3600, 2),
    ("o-n20-p15-a180-flat", 2400, 1),
    ("o-n50-p50-a60-shift", 1200, 1),
)
CEILING = 0.03

pytestmark = pytest.mark.timeout(300)
"""The referee is compiled by whichever test is first; on a busy machine that alone takes most of a minute."""


def day_of(name: str, day_s: int) -> Mapping[str, Any]:
    """Return the beginning of an open scenario's day."""
    return {**scenario_named(name), "day_s": day_s}


@pytest.mark.parametrize(("name", "day_s", "seed"), DAYS)
def test_the_ceiling_holds_when_the_day_is_short(name: str, day_s: int, seed: int) -> None:
    """Abandoned calls are at most what the ceiling leaves after the errors of machine detection, plus one."""
    day = day_of(name, day_s)
    measured = referee.play(day, seed, Policy())
    detection = scenario.full(day)["amd"]
    lost = detection["fp"] if detection["on"] else 0.0
    assert measured["live"] > 0
    assert measured["ab"] - measured["fp"] <= (CEILING - lost) * measured["live"] + 1


def test_two_plays_are_the_same_when_the_seed_is_the_same() -> None:
    """One seed is one day: every counter and every sum of times is equal."""
    day = day_of("o-n10-p08-a60-up", 900)
    _, first = referee.play(day, 5, Policy(), detail=True)
    _, second = referee.play(day, 5, Policy(), detail=True)
    assert first.i.tolist() == second.i.tolist()
    assert first.f.tolist() == second.f.tolist()


def test_a_policy_begins_anew_when_it_is_started_again() -> None:
    """Nothing of one day is left in the next, so plays can be in any order."""
    day, policy = day_of("o-n10-p08-a60-up", 450), Policy()
    first = referee.play(day, 5, policy)
    second = referee.play(day, 5, policy)
    assert first["launched"] == second["launched"]
