"""The baselines are what they are called: they place the same calls as the referee's own, call by call."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from tests.pacing.day_loops import LOOPS
from tests.pacing.referee_box import published_runs, referee, scenario, scenario_named
from tests.pacing.referee_policy import Policy

FEW: Mapping[str, Any] = {
    "n_agents": 3,
    "p_live": 0.3,
    "aht_s": 60,
    "day_s": 2400,
    "noise": {"sd": 0.15, "tau_s": 900},
}
MANY: Mapping[str, Any] = {
    "n_agents": 30,
    "p_live": 0.12,
    "aht_s": 120,
    "day_s": 2400,
    "amd": {"on": False},
    "events": [
        {"type": "shift", "t": 900, "leave": 0.3, "join": 0.4, "gap": 120, "spread": 200},
        {"type": "disconnect", "t": 1600, "frac": 0.5, "dur_s": 120},
    ],
}

pytestmark = pytest.mark.timeout(300)
"""The referee is compiled by whichever test is first; on a busy machine that alone takes most of a minute."""


@pytest.mark.parametrize("name", LOOPS)
@pytest.mark.parametrize("day", [FEW, MANY], ids=["few", "many"])
def test_a_baseline_ends_with_the_counters_of_the_referees_own(name: str, day: Mapping[str, Any]) -> None:
    """With breaks, a shift change and lost links, every counter and every sum of times is the same at the end."""
    _, ours = referee.play(day, 3, Policy(name), detail=True)
    theirs = scenario.build(day, 3)
    LOOPS[name](theirs)
    assert ours.i.tolist() == theirs.i.tolist()
    assert ours.f == pytest.approx(theirs.f)


def test_the_published_counters_are_hit_when_the_whole_day_is_played() -> None:
    """One agent, eight hours, three lines for a ready agent: the figures that any rebuilt model must hit."""
    run = next(run for run in published_runs() if "floor(3 " in run["policy"])
    measured, state = referee.play(scenario_named(run["scenario"]), run["seed"], Policy("ratio_3"), detail=True)
    found = {
        "dialed": measured["launched"],
        "live_answers": measured["live"],
        "abandoned": measured["ab"],
        "amd_lost": measured["fp"],
        "talk_s": float(state.f[2]),
        "idle_s": float(state.f[1]),
    }
    assert found == pytest.approx({name: run[name] for name in found}, rel=1e-6)
    assert np.isnan(measured["worst30"]) == (run["worst30"] is None)
