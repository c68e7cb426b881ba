"""The bench judges by the referee's own conditions, with the boundary on the side of the person called."""

from collections.abc import Mapping
from typing import Any

import pytest

from bench._pacing_report import gap_closed
from bench._pacing_table import breaches, over_limit, scenario_row

WITH_DETECTION: Mapping[str, Any] = {"id": "with", "n_agents": 10, "amd": {"on": True, "fp": 0.005}}
WITHOUT: Mapping[str, Any] = {"id": "without", "n_agents": 10, "amd": {"on": False}}


def played(live: int, abandoned: int, lost: int = 0, busy: float = 0.5) -> Mapping[str, float]:
    """Make up one day."""
    shares = {"occ_talk": busy, "cph": 10.0, "idle_wait": 5.0, "worst30": float("nan")}
    return {**shares, "live": live, "ab": abandoned, "fp": lost}


@pytest.mark.parametrize(
    ("day", "live", "abandoned", "lost", "over"),
    [
        (WITHOUT, 1000, 31, 0, 0.0),
        (WITHOUT, 1000, 32, 0, 1.0),
        (WITHOUT, 0, 1, 0, 0.0),
        (WITH_DETECTION, 1000, 26, 0, 0.0),
        (WITH_DETECTION, 1000, 27, 0, 1.0),
        (WITH_DETECTION, 1000, 33, 7, 0.0),
    ],
)
def test_a_day_may_abandon_its_ceiling_and_one(
    day: Mapping[str, Any], live: int, abandoned: int, lost: int, over: float
) -> None:
    """Errors of machine detection are charged by their expected share, and not again as they happen."""
    assert over_limit(day, played(live, abandoned, lost)) == pytest.approx(over)


@pytest.mark.parametrize(("first", "second", "broken"), [(30, 30, 0), (30, 31, 1), (10, 50, 1), (29, 32, 2)])
def test_a_scenario_is_reported_when_its_days_pass_the_ceiling(first: int, second: int, broken: int) -> None:
    """Two days of 1,000 live answers may abandon sixty calls together, and each of them thirty-one."""
    days = [played(1000, first), played(1000, second)]
    assert len(breaches([scenario_row(WITHOUT, "predictive", days)])) == broken


def test_half_the_gap_is_closed_when_the_busy_share_is_in_the_middle() -> None:
    """The way from progressive to the oracle is one; without an oracle nothing is said."""
    slow = scenario_row(WITHOUT, "progressive", [played(100, 0, busy=0.5)])
    better = scenario_row(WITHOUT, "predictive", [played(100, 0, busy=0.7)])
    assert gap_closed(better, [slow, better], {("oracle", "without"): (90.0, 3.0)}) == pytest.approx(0.5)
    assert gap_closed(better, [slow, better], {}) is None
