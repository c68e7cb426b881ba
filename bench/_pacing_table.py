"""From plays to figures: shares with confidence intervals, the worst day, and how they stand in a table."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench._pacing_plays import Measured
from tests.pacing.referee_box import scenario

CEILING = 0.03
STUDENT = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.10)
"""The two-sided 95 % quantiles of Student's t for 1, 2, ... degrees of freedom; beyond the last, it is about 2.05."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A method on one scenario, or on all scenarios of one team size. Shares are percent, times seconds.

    `over_day` is by how many abandoned calls the worst day passes its limit (negative: it stays below); `worst_30`
    is None where no half hour held 50 live answers; `gap_closed` is None where the oracle is not known.
    """

    where: str
    method: str
    agents: int
    days: int
    busy: float
    busy_within: float
    abandoned: float
    worst_abandoned: float
    over_day: float
    worst_30: float | None
    calls_per_agent_hour: float
    idle_wait_s: float
    decision_us_p50: float | None
    decision_us_p99: float | None
    gap_closed: float | None = None

    def as_json(self) -> dict[str, object]:
        return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(self).items()}


def scenario_row(day: Mapping[str, Any], method: str, measured: Sequence[Measured]) -> Row:
    """Sum up the days of one scenario under one method."""
    busy = [100 * one["occ_talk"] for one in measured]
    abandoned = 100 * sum(one["ab"] for one in measured) / max(1.0, sum(one["live"] for one in measured))
    return Row(
        where=day["id"],
        method=method,
        agents=day["n_agents"],
        days=len(measured),
        busy=mean(busy),
        busy_within=_half_width(busy),
        abandoned=abandoned,
        worst_abandoned=abandoned,
        over_day=max(over_limit(day, one) for one in measured),
        worst_30=max((100 * one["worst30"] for one in measured if not math.isnan(one["worst30"])), default=None),
        calls_per_agent_hour=mean([one["cph"] for one in measured]),
        idle_wait_s=mean([one["idle_wait"] for one in measured]),
        decision_us_p50=mean([one["decide_us_p50"] for one in measured]) if "decide_us_p50" in measured[0] else None,
        decision_us_p99=max(one["decide_us_p99"] for one in measured) if "decide_us_p99" in measured[0] else None,
    )


def team_row(rows: Sequence[Row]) -> Row:
    """Give every scenario of one team size the same weight."""
    first = rows[0]
    worst = [row.worst_30 for row in rows if row.worst_30 is not None]
    p50s = [row.decision_us_p50 for row in rows if row.decision_us_p50 is not None]
    return Row(
        where=f"{first.agents} agents",
        method=first.method,
        agents=first.agents,
        days=sum(row.days for row in rows),
        busy=mean([row.busy for row in rows]),
        busy_within=math.sqrt(sum(row.busy_within**2 for row in rows)) / len(rows),
        abandoned=mean([row.abandoned for row in rows]),
        worst_abandoned=max(row.abandoned for row in rows),
        over_day=max(row.over_day for row in rows),
        worst_30=max(worst, default=None),
        calls_per_agent_hour=mean([row.calls_per_agent_hour for row in rows]),
        idle_wait_s=mean([row.idle_wait_s for row in rows]),
        decision_us_p50=mean(p50s) if p50s else None,
        decision_us_p99=max((row.decision_us_p99 or 0.0 for row in rows), default=None) if p50s else None,
    )


def over_limit(day: Mapping[str, Any], measured: Measured) -> float:
    """Return by how many calls a day passes the referee's daily condition.

    Abandoned by pacing (errors of detection left out) is at most the ceiling less the expected share of such errors,
    of the day's live answers, plus one.
    """
    detection = scenario.full(day)["amd"]
    lost = detection["fp"] if detection["on"] else 0.0
    return float(measured["ab"] - measured["fp"] - ((CEILING - lost) * measured["live"] + 1))


def breaches(rows: Iterable[Row]) -> list[str]:
    """Say which scenarios pass the ceiling, pooled over their days, or its daily condition."""
    found = []
    for row in rows:
        if row.abandoned > 100 * CEILING:
            found.append(f"{row.where}: {row.abandoned:.3f} % abandoned")
        if row.over_day > 0:
            found.append(f"{row.where}: a day is {row.over_day:.1f} calls over its limit")
    return found


def lines_of(table: Sequence[Sequence[str]]) -> str:
    """Lay out a table in Markdown, numbers to the right; the first row is its heading."""
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    rows = [table[0], rule, *table[1:]]
    return "\n".join(
        "| "
        + " | ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        + " |"
        for row in rows
    )


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _half_width(values: Sequence[float]) -> float:
    """Return half the width of the 95 % confidence interval of the mean; 0 for one value, which has none."""
    n = len(values)
    if n < 2:
        return 0.0
    middle = mean(values)
    deviation = math.sqrt(sum((value - middle) ** 2 for value in values) / (n - 1))
    return (STUDENT[n - 2] if n - 2 < len(STUDENT) else 2.05) * deviation / math.sqrt(n)
