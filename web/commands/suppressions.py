"""`ringfence import suppressions FILE`: put a do-not-call file, a scrub or our own list in force, as a whole or not."""

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from config.errors import BadInput
from config.ground import Ground
from crm.import_file.rejects import csv_line
from crm.suppressing import ListReport, ListWanted, Reject, suppress_numbers
from crm.suppression_file import BadLine
from crm.suppressions import SuppressionKind
from web.commands.asking import on_ground

ACTOR = "system"
SHOWN = 10
"""Bad lines that are printed; all of them are written by `--rejected`."""
COLUMNS = ("line", "value", "code", "message")


def import_suppressions(
    file: Annotated[Path, typer.Argument(help="One number a line, or columns; with or without a heading.")],
    kind: Annotated[str, typer.Option(help=f"What it says of them: {', '.join(SuppressionKind)}.")],
    name: Annotated[str, typer.Option(help="What the list is called.")],
    evidence: Annotated[str, typer.Option(help="Where it comes from: a registry, a vendor and date, a letter.")],
    ends_on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day it holds.")] = None,
    region: Annotated[str, typer.Option(help="Where numbers without a country are read.")] = "US",
    rejected: Annotated[Path | None, typer.Option(help="Write lines without a number to this file.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")] = False,
) -> None:
    """Suppress numbers, whoever they belong to. The same file again changes nothing."""
    wanted = ListWanted(
        name=name, kind=kind, evidence=evidence, ends_on=ends_on.date() if ends_on else None, region=region
    )
    bad: list[BadLine] = []

    async def work(ground: Ground) -> ListReport:
        if not file.is_file():
            raise BadInput("no_file", f"There is no file {file}.", {"FILE": "not there"})
        with _rejecting(rejected, bad) as reject:
            return await suppress_numbers(ground, file, wanted, actor=ACTOR, reject=reject)

    report = on_ground(work)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(report) | {"list_id": str(report.list_id)}))
    else:
        _show(name, report, bad)


@contextmanager
def _rejecting(path: Path | None, shown: list[BadLine]) -> Iterator[Reject]:
    """Keep the first bad lines for printing, and write all of them where a file is given."""
    out = None if path is None else path.open("w", encoding="utf-8-sig", newline="")
    try:
        if out is not None:
            out.write(csv_line(COLUMNS))

        def reject(bad: BadLine) -> None:
            if len(shown) < SHOWN:
                shown.append(bad)
            if out is not None:
                out.write(csv_line([str(bad.line), bad.value, bad.code, bad.en]))

        yield reject
    finally:
        if out is not None:
            out.close()


def _show(name: str, report: ListReport, bad: list[BadLine]) -> None:
    console = Console()
    if report.already_there:
        console.print("This file is in force already; nothing was changed.")
    else:
        table = Table(title=f"{name}: {report.rows:,} lines", title_justify="left")
        table.add_column("outcome")
        table.add_column("lines", justify="right")
        for outcome in ("numbers", "duplicates", "rejected"):
            table.add_row(outcome, f"{getattr(report, outcome):,}")
        console.print(table)
        for line in bad:
            console.print(f"  line {line.line}: {line.en}", markup=False)
    console.print(f"Persons on record with a number of it: {report.persons:,}")
    console.print(f"List {report.list_id}", markup=False)
