"""`ringfence simulate`: a shift of robots in virtual time, or the pure core under seeded faults, on all processors.

`--attempts`, `--schedules` and `--replay` ask for faults; without them it is the shift of `web.demo.headless`.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Annotated, Any

import typer
from rich.console import Console

from campaigns.rules.rulebook import read_rulebook
from campaigns.simulation.plan import plan_of
from campaigns.simulation.results import Result, history_of, run_seed, shrink, summary_of
from campaigns.simulation.schedule import Books
from config.log import configure_log
from crm.dispositions import load_catalogue
from web.demo.commands import THE_USUAL, Cases, Seed, WhichScenario, run_shift

ATTEMPTS_OF_A_SCHEDULE = 1_000
CHUNK = 8
"""Schedules given to a worker at once."""
SEED_STEP = 1_000_003
"""So that neighbouring seeds share no schedules."""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("simulate")(simulate)


def simulate(  # noqa: PLR0913 - the options of one command
    hours: Annotated[float, typer.Option(min=0.1, max=24, help="A shift: its length in simulated hours.")] = 8.0,
    seed: Seed = 7,
    cases: Cases = None,
    scenario: WhichScenario = THE_USUAL,
    attempts: Annotated[int | None, typer.Option(min=20, help="Under faults: attempts of all schedules.")] = None,
    schedules: Annotated[int | None, typer.Option(min=1, help="Under faults: how many schedules.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processors to use; all of them unless said.")] = None,
    replay: Annotated[int | None, typer.Option(help="Run one schedule again by its own seed, and tell of it.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")] = False,
) -> None:
    """Run a floor of robots in virtual time, or the pure core under seeded faults, and check the ledger."""
    configure_log("error", "json", sys.stderr)
    if replay is not None:
        report = _replay(replay, attempts or ATTEMPTS_OF_A_SCHEDULE)
    elif attempts is None and schedules is None:
        run_shift(hours, seed, cases, scenario, as_json=as_json)
        return
    else:
        count = schedules or max(1, (attempts or 0) // ATTEMPTS_OF_A_SCHEDULE)
        each = max(20, (attempts or count * ATTEMPTS_OF_A_SCHEDULE) // count)
        report = run_many(seed, schedules=count, attempts=each, jobs=jobs or os.cpu_count() or 1)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
    else:
        _print(report)
    if report["violations"]:
        raise typer.Exit(1)


def run_many(seed: int, *, schedules: int, attempts: int, jobs: int) -> dict[str, Any]:
    """Run many schedules of `attempts` each, and return the report; one seed is one trace on any machine."""
    seeds = [seed * SEED_STEP + number for number in range(schedules)]
    chunks = [(seeds[start : start + CHUNK], attempts) for start in range(0, schedules, CHUNK)]
    results = list(_results(chunks, jobs))
    return summary_of(results, seed=seed, attempts=attempts)


def _results(chunks: Sequence[tuple[list[int], int]], jobs: int) -> Iterator[Result]:
    if jobs == 1:
        for chunk in chunks:
            yield from _run_chunk(chunk)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for found in pool.map(_run_chunk, chunks):
            yield from found


def _run_chunk(chunk: tuple[list[int], int]) -> list[Result]:
    seeds, attempts = chunk
    books = load_simulated_books()
    return [run_seed(seed, attempts, books) for seed in seeds]


def load_simulated_books() -> Books:
    """Read the rules and dispositions that the simulated house decides by."""
    return Books(read_rulebook(), load_catalogue())


def _replay(seed: int, attempts: int) -> dict[str, Any]:
    books = load_simulated_books()
    plan = plan_of(seed, attempts)
    result = run_seed(seed, attempts, books)
    report = summary_of([result], seed=seed, attempts=attempts)
    if result.violations:
        small = shrink(plan, books)
        report["shrunk"] = {"attempts": small.attempts, "faults": sorted(_named(small.faults))}
        report["history"] = list(history_of(small, books))
    return report


def _named(faults: object) -> Iterator[str]:
    for name in getattr(faults, "__slots__", ()):
        if getattr(faults, name):
            yield f"{name}={getattr(faults, name):g}"


def _print(report: dict[str, Any]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for name, value in report.items():
        if isinstance(value, list):
            console.print(f"[bold]{name}[/bold]: {len(value)}")
            for line in value[:60]:
                console.print(f"  {line}", markup=False)
        else:
            console.print(f"[bold]{name}[/bold]: {value}")
