"""The model day against the shared referee: the same seed and parameters give the very same day, under any policy."""

from collections.abc import Mapping
from typing import Any

import pytest

from campaigns.pace.ratio import FixedRatio
from tests.campaigns.forecast.scenarios import RUNS, model_day, scenario

LINES_PER_AGENT = {
    f"every 1 s place max(0, floor({lines} * idle + 0.5) - (in flight + waiting))": float(lines) for lines in (1, 3)
}
MOST_DIALED = 20_000
"""Longer days take too long here; they go by the same laws."""
PLAYED = [run for run in RUNS if run["policy"] in LINES_PER_AGENT and run["seed"] == 1 and run["dialed"] <= MOST_DIALED]


@pytest.mark.parametrize("run", PLAYED, ids=lambda run: f"{run['scenario']}-{run['seed']}-{run['dialed']}")
def test_a_model_day_is_the_referees_day_when_seed_and_policy_are_the_same(run: Mapping[str, Any]) -> None:
    """Every count that the referee publishes is hit exactly, every time to a millionth."""
    day = model_day(scenario(run["scenario"]), run["seed"])
    result = day.run(FixedRatio(lines_per_agent=LINES_PER_AGENT[run["policy"]]), look_s=1.0)
    found, lines = result.total, day.lines
    assert {
        "dialed": found.dialed,
        "failed": lines.failed,
        "busy": lines.busy,
        "no_answer": lines.no_answer,
        "machine_detected": lines.machines,
        "live_connected": found.connected,
        "machine_connected": lines.connected - found.connected,
        "live_answers": found.answered,
        "abandoned": found.abandoned,
        "amd_lost": found.lost_to_detection,
    } == {name: run[name] for name in _COUNTS}
    for name in ("talk_s", "wrap_s", "idle_s", "machine_s"):
        assert getattr(found, name) == pytest.approx(run[name], rel=1e-6), name


def test_days_of_every_size_and_kind_are_played() -> None:
    """The comparison covers one agent to many, flat days, drifts, and days on which agents vanish."""
    assert len(PLAYED) >= 8
    assert {scenario(run["scenario"])["n_agents"] for run in PLAYED} >= {1, 20}


_COUNTS = (
    "dialed",
    "failed",
    "busy",
    "no_answer",
    "machine_detected",
    "live_connected",
    "machine_connected",
    "live_answers",
    "abandoned",
    "amd_lost",
)
