"""The pure core under seeded faults: no invariant breaks, one seed is one trace, a failing seed is seen again."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from campaigns.simulation.mistakes import Mistake
from campaigns.simulation.plan import Faults, plan_of
from campaigns.simulation.results import faults_of, history_of, run_plan, run_seed, shrink, summary_of
from tests.simulation.worlds import books
from web.commands.simulate import run_many

SCHEDULES, ATTEMPTS = 200, 1_000


@pytest.mark.timeout(1200)
def test_no_invariant_breaks_in_two_hundred_schedules() -> None:
    """Two hundred thousand attempts under kills, cuts, storms and lost answers: nothing the checkers know is broken."""
    report = run_many(1, schedules=SCHEDULES, attempts=ATTEMPTS, jobs=os.cpu_count() or 1)
    assert report["violations"] == []
    assert report["attempts"] >= SCHEDULES * ATTEMPTS * 0.9
    assert len(report["faults"]) == len(Faults.__dataclass_fields__)
    assert len(report["kill_points"]) > 30


@pytest.mark.timeout(300)
def test_one_seed_is_one_trace_whatever_the_order_of_sets() -> None:
    """The same seed gives the same hash in a process whose strings hash differently."""
    code = (
        "from campaigns.simulation.results import run_seed\n"
        "from tests.simulation.worlds import books\n"
        "print(run_seed(11, 60, books()).trace)"
    )
    traces = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert traces == {run_seed(11, 60, books()).trace + "\n"}


def test_another_seed_is_another_trace() -> None:
    """The hash would not prove much if it were always the same."""
    assert run_seed(1, 60, books()).trace != run_seed(2, 60, books()).trace


def test_a_failing_seed_says_how_to_see_it_again() -> None:
    """The report holds a command for each violation, and the same seed with the mistake breaks the same invariant."""
    mistakes = frozenset({Mistake.RULES_NOT_ASKED})
    first = run_seed(3, 100, books(), mistakes)
    report = summary_of([first], seed=3, attempts=100)
    assert report["violations"][0]["replay"] == "ringfence simulate --replay 3 --attempts 100"
    assert run_seed(3, 100, books(), mistakes).violations == first.violations
    json.dumps(report)


def test_a_failing_world_shrinks_to_fewer_faults_and_tells_its_history() -> None:
    """What is left is no bigger, still breaks the invariant, and its history ends near the breach."""
    mistakes = frozenset({Mistake.RULES_NOT_ASKED})
    plan = plan_of(3, 100)
    small = shrink(plan, books(), mistakes)
    assert faults_of(small) == ()
    assert small.attempts <= plan.attempts
    assert run_plan(small, books(), mistakes).violations
    assert any("AttemptReserved" in line for line in history_of(small, books(), mistakes))


def test_calm_weather_keeps_everybody_at_work() -> None:
    """Without faults all attempts are made and none is abandoned in a campaign with a line for each agent."""
    plan = replace(plan_of(4, 300), faults=Faults(), mode="progressive")
    result = run_plan(plan, books())
    assert result.violations == ()
    assert result.attempts >= 300
