"""Runs one seed and says what came of it: attempts, violations, the trace's hash, and how to see it again.

Everything is a function of the seed, the number of attempts and the program.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from campaigns.simulation.acts.house import Steps
from campaigns.simulation.checks.findings import Scene, Violation
from campaigns.simulation.checks.line_checks import check_ceiling, check_line, check_replies
from campaigns.simulation.checks.row_checks import check_rows
from campaigns.simulation.checks.rule_checks import check_rules
from campaigns.simulation.mistakes import NONE, Mistake
from campaigns.simulation.plan import CHANCES, COUNTS, Plan, plan_of
from campaigns.simulation.schedule import Books, Schedule

MOST_SHOWN = 20
CHECKERS = (check_rows, check_line, check_ceiling, check_replies, check_rules)


@dataclass(frozen=True, slots=True)
class Result:
    """What one schedule came to; `kills` counts the I/O points at which a process died."""

    seed: int
    attempts: int
    violations: tuple[Violation, ...]
    trace: str
    kills: Counter[str]
    faults: tuple[str, ...]


def violations_of(scene: Scene) -> tuple[Violation, ...]:
    """Ask every checker, and return what they found in the order of time."""
    return tuple(sorted(found for checker in CHECKERS for found in checker(scene)))


def run_seed(
    seed: int, attempts: int, books: Books, mistakes: frozenset[Mistake] = NONE, steps: Steps | None = None
) -> Result:
    """Run the world of one seed."""
    return run_plan(plan_of(seed, attempts), books, mistakes, steps)


def run_plan(plan: Plan, books: Books, mistakes: frozenset[Mistake] = NONE, steps: Steps | None = None) -> Result:
    """Run one world."""
    schedule = Schedule(plan, books, mistakes, steps).run()
    return Result(
        seed=plan.seed,
        attempts=len(schedule.ledger.attempts) - schedule.remembered,
        violations=violations_of(schedule.scene()),
        trace=schedule.ledger.digest(),
        kills=schedule.weather.kill_points,
        faults=faults_of(plan),
    )


def summary_of(results: Sequence[Result], *, seed: int, attempts: int) -> dict[str, Any]:
    """Return the report of many schedules: counts, one hash over all traces, and how to see each violation again."""
    struck, kills = Counter[str](), Counter[str]()
    trace = hashlib.sha256()
    violations: list[dict[str, Any]] = []
    for result in results:
        struck.update(result.faults)
        kills.update(result.kills)
        trace.update(result.trace.encode())
        violations += [
            {
                "invariant": found.invariant,
                "sentence": found.sentence,
                "at_s": found.at_ms / 1000,
                "replay": f"ringfence simulate --replay {result.seed} --attempts {attempts}",
            }
            for found in result.violations[:MOST_SHOWN]
        ]
    return {
        "seed": seed,
        "schedules": len(results),
        "attempts": sum(result.attempts for result in results),
        "faults": dict(sorted(struck.items())),
        "kill_points": dict(sorted(kills.items())),
        "violations": violations,
        "trace": trace.hexdigest(),
    }


def faults_of(plan: Plan) -> tuple[str, ...]:
    """Name the kinds of faults that may strike in a plan."""
    return tuple(name for name in (*CHANCES, *COUNTS) if getattr(plan.faults, name))


def shrink(
    plan: Plan, books: Books, mistakes: frozenset[Mistake] = NONE, steps: Steps | None = None, *, tries: int = 40
) -> Plan:
    """Return the smallest world found that still breaks the same invariant: fewer faults first, then fewer attempts.

    Each try runs a whole world; a plan that breaks nothing is returned as it is.
    """
    broken = {found.invariant for found in run_plan(plan, books, mistakes, steps).violations[:1]}
    if not broken:
        return plan

    def still_breaks(candidate: Plan) -> bool:
        return any(found.invariant in broken for found in run_plan(candidate, books, mistakes, steps).violations)

    for name in faults_of(plan):
        if tries == 0:
            break
        tries -= 1
        candidate = replace(plan, faults=replace(plan.faults, **{name: 0}))
        if still_breaks(candidate):
            plan = candidate
    while tries and plan.attempts > 20:
        tries -= 1
        candidate = replace(plan, attempts=plan.attempts // 2)
        if not still_breaks(candidate):
            break
        plan = candidate
    return plan


def history_of(
    plan: Plan, books: Books, mistakes: frozenset[Mistake] = NONE, steps: Steps | None = None, *, most: int = 60
) -> Sequence[str]:
    """Return what happened up to the first violation, as far as it concerns the same attempt or person; newest last."""
    schedule = Schedule(plan, books, mistakes, steps).run()
    found = violations_of(schedule.scene())
    if not found:
        return []
    first = found[0]
    row = schedule.ledger.attempts.get(first.about)
    about = {first.about}
    if row is not None:
        about |= {row.person.id, *(one.id for one in row.person.attempts)}
    lines = [
        f"{line.at_ms / 1000:12.3f}  process {line.process}  {line.name} {line.more} {str(line.about)[-8:]}"
        for line in schedule.ledger.journal
        if line.about in about
    ]
    lines += [
        f"{start_ms / 1000:12.3f}  {what}"
        for start_ms, end_ms, what in schedule.weather.spells
        if start_ms <= first.at_ms + 60_000 and end_ms >= first.at_ms - 60_000
    ]
    if first.about in schedule.switch.channels:
        channel = schedule.switch.channels[first.about]
        lines.append(f"{channel.accepted_ms / 1000:12.3f}  switch: process {channel.process}, {channel.fate}")
    return sorted(lines)[-most:]
