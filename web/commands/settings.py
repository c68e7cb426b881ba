"""`ringfence config`: every setting, its value with secrets masked, and where it comes from."""

import dataclasses
import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from config.settings import load_settings, settings_table
from web.commands.asking import answering


def add_to(app: typer.Typer) -> None:
    """Register `config`."""
    app.command("config")(show_settings)


def show_settings(*, as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False) -> None:
    """Show every setting and where it comes from."""
    rows = settings_table(answering(load_settings))
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(row) for row in rows], ensure_ascii=False))
        return
    table = Table()
    for heading in ("setting", "value", "from", "what it does"):
        table.add_column(heading)
    for row in rows:
        table.add_row(row.name, row.value, row.source, row.description)
    Console().print(table)
