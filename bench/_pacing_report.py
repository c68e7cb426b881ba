"""The tables of the pacing bench, for the screen, for the record and for the document."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from bench._pacing_plays import Measured, plays_of
from bench._pacing_table import Row, lines_of, mean, scenario_row, team_row
from tests.pacing.referee_box import ROOT, published_scores

DOCUMENT = ROOT / "docs" / "pacing.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
TITLES: Mapping[str, str] = {
    "progressive": "progressive",
    "ratio_2": "ratio 2",
    "ratio_3": "ratio 3",
    "vicidial_hard": "VICIdial hard limit",
    "vicidial_average": "VICIdial average",
    "vicidial_tapered": "VICIdial tapered",
    "sketch": "first sketch",
    "predictive": "predictive",
    "oracle": "oracle",
}
PUBLISHED = ("sketch", "oracle")
"""Played by their author, and known by their busy and abandoned shares only."""
Cell: TypeAlias = Callable[[Row], str]


def rows_of(
    days: Sequence[Mapping[str, Any]], methods: Sequence[str], seeds: int | None, played: Mapping[str, Measured]
) -> list[Row]:
    """Sum up every scenario under every method."""
    found: dict[tuple[str, str], list[Measured]] = {}
    for play in plays_of(days, methods, seeds):
        found.setdefault((play.method, play.day["id"]), []).append(played[play.key])
    return [scenario_row(day, method, found[method, day["id"]]) for method in methods for day in days]


def teams_of(rows: Sequence[Row]) -> list[Row]:
    """Sum up every team size under every method, in the order of `rows`."""
    groups: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.method, row.agents), []).append(row)
    return [team_row(group) for group in groups.values()]


def published_rows(days: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[float, float]]:
    """Return busy and abandoned percentages by policy and scenario, and by policy and team size (the worst)."""
    scores = published_scores()
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for policy in PUBLISHED:
        for day in days:
            score = scores[day["id"]][policy]
            found[policy, day["id"]] = score["busy_percent"], score["abandoned_percent"]
        for agents in {day["n_agents"] for day in days}:
            some = [found[policy, day["id"]] for day in days if day["n_agents"] == agents]
            found[policy, f"{agents} agents"] = mean([busy for busy, _ in some]), max(share for _, share in some)
    return found


def gap_closed(row: Row, rows: Sequence[Row], published: Mapping[tuple[str, str], tuple[float, float]]) -> float | None:
    """Return what part of the way from progressive to the oracle a method goes, None where it cannot be said."""
    below = [one.busy for one in rows if one.method == "progressive" and one.where == row.where]
    above = published.get(("oracle", row.where))
    if not below or above is None or above[0] <= below[0]:
        return None
    return (row.busy - below[0]) / (above[0] - below[0])


def comparison(teams: Sequence[Row], published: Mapping[tuple[str, str], tuple[float, float]]) -> str:
    """Put every method beside every other: mean busy share / worst abandoned share, a line for each team size."""
    cells = {(row.method, row.where): f"{row.busy:.1f} / {row.worst_abandoned:.1f}" for row in teams}
    cells |= {key: f"{busy:.1f} / {share:.1f}" for key, (busy, share) in published.items()}
    shown = [method for method in TITLES if any(key[0] == method for key in cells)]
    sizes = sorted({row.agents for row in teams})
    heading = ["agents", *(TITLES[method] for method in shown)]
    return lines_of(
        [
            heading,
            *([str(size), *(cells.get((method, f"{size} agents"), "") for method in shown)] for size in sizes),
        ]
    )


COLUMNS: Mapping[str, Cell] = {
    "busy %": lambda row: f"{row.busy:.1f} ± {row.busy_within:.1f}",
    "abandoned %": lambda row: f"{row.abandoned:.2f}",
    "worst %": lambda row: f"{row.worst_abandoned:.2f}",
    "worst day, calls to its limit": lambda row: f"{row.over_day:+.1f}",
    "worst 30 min %": lambda row: "" if row.worst_30 is None else f"{row.worst_30:.1f}",
    "persons reached an agent hour": lambda row: f"{row.calls_per_agent_hour:.1f}",
    "idle before a call, s": lambda row: f"{row.idle_wait_s:.1f}",
    "gap closed %": lambda row: "" if row.gap_closed is None else f"{100 * row.gap_closed:.0f}",
    "µs p50 / p99": lambda row: (
        "" if row.decision_us_p50 is None else f"{row.decision_us_p50:.0f} / {row.decision_us_p99:.0f}"
    ),
}
"""What is shown of one method; the busy share has its 95 % confidence interval."""


def details(rows: Sequence[Row]) -> str:
    """Show the figures of one method, a line for each scenario or team size."""
    return lines_of(
        [
            ["", *COLUMNS],
            *([row.where, *(cell(row) for cell in COLUMNS.values())] for row in rows),
        ]
    )


def write_document(parts: Sequence[str], document: Path = DOCUMENT) -> None:
    """Replace what stands between the markers."""
    text = document.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    assert rest, f"{document} has lost its markers"
    document.write_text(f"{before}{BEGIN}\n\n" + "\n\n".join(parts) + f"\n\n{END}{after}", encoding="utf-8")
