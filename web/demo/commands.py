"""`ringfence demo`: a floor for people to sit at; and the shift of robots that it shares with `ringfence simulate`."""

import asyncio
import json
import sys
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from config.log import configure_log
from config.settings import load_settings
from web.commands.asking import answering
from web.demo.headless import run_headless
from web.demo.running import DEMO_CASES, run_demo
from web.demo.scenarios import SCENARIOS, USUAL

Cases = Annotated[int | None, typer.Option(min=100, max=20_000, help="How many fictional cases there are.")]
ScenarioName = StrEnum("ScenarioName", {name: name for name in SCENARIOS})  # type: ignore[misc]
THE_USUAL = ScenarioName(USUAL)
WhichScenario = Annotated[ScenarioName, typer.Option("--scenario", help="Which kind of shift.")]
Seed = Annotated[int, typer.Option(help="Which world; the same seed is the same world and the same shift.")]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("demo")(demo)


def demo(
    hours: Annotated[float, typer.Option(min=0.1, max=24, help="Length of the shift; with --headless only.")] = 8.0,
    seed: Seed = 7,
    cases: Cases = None,
    scenario: WhichScenario = THE_USUAL,
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw away what earlier runs kept.")] = False,
    headless: Annotated[bool, typer.Option("--headless", help="No pages: a shift of robots in virtual time.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the shift's report as one JSON object.")] = False,
) -> None:
    """Run a whole floor with a simulated carrier and fictional persons."""
    if headless:
        run_shift(hours, seed, cases, scenario, as_json=as_json)
        return
    settings = answering(load_settings)
    configure_log("warning", settings.log_format, sys.stderr)
    answering(lambda: asyncio.run(run_demo(settings, fresh=fresh, cases=cases or DEMO_CASES, console=Console())))


def run_shift(hours: float, seed: int, cases: int | None, scenario: ScenarioName, *, as_json: bool) -> None:
    """Run a floor of robots in virtual time, check its ledger, and print the report; exits with 1 on a violation."""
    configure_log("error", "json", sys.stderr)
    report = run_headless(hours=hours, seed=seed, cases=cases, scenario=SCENARIOS[scenario.value])
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
    else:
        console = Console()
        for name, value in report.items():
            console.print(f"[bold]{name}[/bold]: {value}")
    if report["violations"]:
        raise typer.Exit(1)
