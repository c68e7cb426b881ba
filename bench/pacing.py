"""Measure the pacing methods under the referee on every open scenario, and what one decision costs.

`make bench-pacing`, or `python -m bench.pacing [--seeds N] [--scenarios PATTERN] [--methods A,B]`. Prints tables and
writes build/bench/pacing.json and, after a full run, docs/pacing.md. A run broken off goes on where it was. Ends
with 1 when the predictive method passes the ceiling on a scenario, or its daily condition on a day.
"""

import argparse
import fnmatch
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bench._pacing_decision import measure_decision
from bench._pacing_plays import play_all, plays_of
from bench._pacing_report import comparison, details, gap_closed, published_rows, rows_of, teams_of, write_document
from bench._pacing_table import Row, breaches
from campaigns.pace.methods import METHODS
from tests.pacing.referee_box import ROOT, scenarios

RESULT = ROOT / "build" / "bench" / "pacing.json"
JUDGED = "predictive"
DECISION_P99_MOST_US = 2000
ABOVE_SKETCH = (10, 20, 50)


def asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pacing", description=__doc__)
    parser.add_argument("--seeds", type=int, default=None, help="seeds of each scenario; all of its own by default")
    parser.add_argument("--scenarios", default="*", help="a pattern of scenario ids, as in a shell: 'o-n10-*'")
    parser.add_argument("--methods", default=",".join(METHODS), help="names with commas between them")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Play, sum up, print and record; return the exit status."""
    wanted = asked(arguments)
    methods = [name for name in METHODS if name in wanted.methods.split(",")]
    days = [day for day in scenarios() if fnmatch.fnmatchcase(day["id"], wanted.scenarios)]
    if not methods or not days:
        print("No scenario or no method has such a name.", file=sys.stderr)
        return 2
    decision = measure_decision()
    rows = rows_of(days, methods, wanted.seeds, play_all(plays_of(days, methods, wanted.seeds)))
    published = published_rows(days)
    rows = [replace(row, gap_closed=gap_closed(row, rows, published)) for row in rows]
    teams = teams_of(rows)
    teams = [replace(row, gap_closed=gap_closed(row, teams, published)) for row in teams]
    parts = document_parts(rows, teams, decision, published)
    print("\n\n".join(parts))
    record(rows, teams, decision)
    if wanted.seeds is None and len(days) == len(scenarios()) and len(methods) == len(METHODS):
        write_document(parts)
    if JUDGED not in methods:
        return 0
    return judged([row for row in rows if row.method == JUDGED], teams, decision, published)


def document_parts(
    rows: Sequence[Row],
    teams: Sequence[Row],
    decision: Mapping[str, float],
    published: Mapping[tuple[str, str], tuple[float, float]],
) -> list[str]:
    """Return the tables with a line of explanation before each, as they stand in the document."""
    parts = [
        "Busy share of the agents, mean of the scenarios / worst abandoned share of a scenario, in percent:",
        comparison(teams, published),
    ]
    if judged_teams := [row for row in teams if row.method == JUDGED]:
        parts += ["The predictive method by team size:", details(judged_teams)]
        parts += ["The predictive method by scenario:", details([row for row in rows if row.method == JUDGED])]
    parts.append(
        "One decision of the predictive method at {decision_agents:,} agents and {decision_lines:,} lines in flight: "
        "p50 {decision_us_p50:,.0f} µs, p99 {decision_us_p99:,.0f} µs "
        "({decision_work_us_p99:,.0f} µs of processor time, where other work runs beside it).".format(**decision)
    )
    return parts


def record(rows: Sequence[Row], teams: Sequence[Row], decision: Mapping[str, float]) -> None:
    """Write every figure to build/bench/pacing.json."""
    result: dict[str, Any] = {
        "decision": dict(decision),
        "teams": [row.as_json() for row in teams],
        "scenarios": [row.as_json() for row in rows],
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def judged(
    rows: Sequence[Row],
    teams: Sequence[Row],
    decision: Mapping[str, float],
    published: Mapping[tuple[str, str], tuple[float, float]],
) -> int:
    """Say whether the bars are met; only a broken ceiling or daily condition makes the run fail."""
    print()
    for team in teams:
        sketch = published["sketch", team.where][0]
        if team.method == JUDGED:
            bar = "above" if team.agents in ABOVE_SKETCH else "at least"
            is_met = team.busy > sketch if team.agents in ABOVE_SKETCH else team.busy >= sketch
            print(f"{team.where}: {team.busy:.1f} % busy; wanted {bar} {sketch:.1f}: {'met' if is_met else 'NOT MET'}")
    is_cheap = decision["decision_us_p99"] <= DECISION_P99_MOST_US
    print(f"a decision takes at most {DECISION_P99_MOST_US} µs at p99: {'met' if is_cheap else 'NOT MET'}")
    broken = breaches(rows)
    print("\n".join(broken) if broken else "The ceiling and the daily condition hold on every scenario played.")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
