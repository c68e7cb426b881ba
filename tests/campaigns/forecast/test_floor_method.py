"""A method as the floor runs it: a line for each free agent, a slow first minute, and the hard ceiling."""

from dataclasses import dataclass

import numpy as np
import pytest

from campaigns.forecast.floor_method import FloorMethod
from campaigns.pace.reading import Counts, Pace, PaceRules, Reading


@dataclass(frozen=True)
class Wishing:
    """A method that always wants the same number of calls."""

    start: int

    def decide(self, reading: Reading) -> tuple["Wishing", Pace]:  # noqa: ARG002
        return self, Pace(start=self.start, bound_by="wish")


def reading(at_s: float, *, idle: int, ringing: int = 0, talking: int = 0, **counts: int) -> Reading:
    return Reading(at_s=at_s, idle=idle, ring_s=np.ones(ringing), talk_s=np.ones(talking), counts=Counts(**counts))


def floor(start: int, *, is_hard: bool, began_s: float | None = 0.0) -> FloorMethod:
    return FloorMethod(method=Wishing(start), rules=PaceRules(), is_hard=is_hard, began_s=began_s)


@pytest.mark.parametrize(
    ("start", "idle", "ringing", "expected"),
    [(0, 3, 0, (3, "one_per_agent")), (0, 3, 2, (1, "one_per_agent")), (0, 3, 5, (0, "wish")), (9, 3, 0, (9, "wish"))],
)
def test_each_free_agent_gets_a_line(start: int, idle: int, ringing: int, expected: tuple[int, str]) -> None:
    """Whatever the method wants, an agent whom no line covers gets one: it cannot be abandoned."""
    _, pace = floor(start, is_hard=False).decide(reading(100.0, idle=idle, ringing=ringing))
    assert (pace.start, pace.bound_by) == expected


def test_the_first_minute_is_slow() -> None:
    """Forty agents may start two lines a second beyond their own; from the second minute on, what the method wants."""
    method = floor(50, is_hard=False, began_s=None)
    method, pace = method.decide(reading(5.0, idle=3, talking=37))
    assert (pace.start, pace.bound_by) == (5, "ramp")
    for at_s, expected in ((64.9, 5), (65.0, 50)):
        _, pace = method.decide(reading(at_s, idle=3, talking=37))
        assert pace.start == expected, at_s


@pytest.mark.parametrize(("live", "dropped", "expected"), [(0, 0, 2), (100, 0, 5), (100, 2, 3), (100, 3, 2)])
def test_spare_lines_fit_what_the_budget_bears(live: int, dropped: int, expected: int) -> None:
    """Of a hundred answers three may be abandoned: two free agents and three spare lines."""
    counts = {"connected": live - dropped if live else 0, "dropped": dropped}
    _, pace = floor(50, is_hard=True).decide(reading(100.0, idle=2, **counts))
    assert pace.start == expected
