"""`ringfence import`: the same import of cases as the page's, on the same database, server running or not.

Lists of numbers are read by `suppressions`.
"""

import json
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from config.errors import BadInput
from config.ground import Ground
from crm.import_file.problems import Problem
from crm.import_file.recipe import Recipe, recipe_from_json
from crm.import_report import OUTCOMES, ImportProgress, ImportReport
from crm.importing import import_cases, look, preview_cases, saved_recipes
from crm.undoing_imports import refused_rows, undo_import
from web.commands.asking import on_ground
from web.commands.suppressions import import_suppressions

ACTOR = "system"
DEFAULT_CREDITOR = "lender"
"""Whose a file is where neither the command nor a recipe says it."""

importing = typer.Typer(help="Import a lender's file, or a list of numbers.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register `import cases` and `import suppressions`."""
    importing.command("suppressions")(import_suppressions)
    app.add_typer(importing, name="import")


@importing.callback()
def import_group() -> None:
    """Import a lender's file, or a list of numbers."""


@importing.command("cases")
def import_file(
    file: Annotated[Path | None, typer.Argument(help="The lender's file: CSV in any common form, or XLSX.")] = None,
    creditor: Annotated[str | None, typer.Option(help="Code of the creditor whose cases these are.")] = None,
    recipe: Annotated[str | None, typer.Option(help="A saved recipe's name, or a JSON file with one.")] = None,
    rejected: Annotated[Path | None, typer.Option(help="Write rejected rows with their reasons to this file.")] = None,
    undo: Annotated[UUID | None, typer.Option(help="Take this import back instead.")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge every row and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")] = False,
) -> None:
    """Import cases. Sent again, the same file goes on where it stopped, or changes nothing."""

    async def work(ground: Ground) -> ImportReport | int:
        if undo is not None:
            return await undo_import(ground, undo, actor=ACTOR)
        if file is None or not file.is_file():
            raise BadInput("no_file", f"There is no file {file}." if file else "Name a file.", {"FILE": "not there"})
        if rejected is not None and dry_run:
            raise BadInput("no_batch", "A dry run keeps no rejected rows; leave one of the two options out.")
        how = await _recipe(ground, file, recipe, creditor)
        if dry_run:
            return (await preview_cases(ground, file, how)).report
        report = await _import(ground, file, how)
        if rejected is not None and report.batch_id is not None:
            await _write_rejected(ground, report.batch_id, rejected)
        return report

    result = on_ground(work)
    if isinstance(result, int):
        typer.echo(json.dumps({"accounts": result}) if as_json else f"Taken back: {result} accounts.")
    elif as_json:
        typer.echo(json.dumps(result.to_json(), ensure_ascii=False))
    else:
        _show(result)


async def _import(ground: Ground, file: Path, recipe: Recipe) -> ImportReport:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading", total=None)

        def tell(progress: ImportProgress) -> None:
            bar.update(task, description=progress.phase, completed=progress.rows_done, total=progress.rows_total)

        return await import_cases(ground, file, recipe, actor=ACTOR, progress=tell)


async def _recipe(ground: Ground, file: Path, named: str | None, creditor: str | None) -> Recipe:
    """Find the recipe: a JSON file, a saved one, or what the file itself suggests.

    Raises:
        BadInput: no such recipe, or the file leaves open how its dates are written.
    """
    if named is None:
        return await _suggested(file, creditor or DEFAULT_CREDITOR)
    body = _read_recipe(Path(named))
    if body is None:
        body = next((row.to_json() for row in await saved_recipes(ground) if row.name == named), None)
    if body is None:
        raise BadInput("no_recipe", f"There is no recipe {named}.", {"--recipe": "neither saved nor a file"})
    code = creditor or body.get("creditor_code") or DEFAULT_CREDITOR
    return recipe_from_json({"name": named, **body, "creditor_code": code})


async def _suggested(file: Path, creditor: str) -> Recipe:
    suggestion = (await look(file)).suggestion
    if len(suggestion.date_styles) > 1:
        styles = ", ".join(style.value for style in suggestion.date_styles)
        sentence = "The file's dates can be read in several ways; name a recipe with its date_style."
        raise BadInput("date_style_open", sentence, {"date_style": styles})
    return suggestion.recipe(file.name, creditor)


def _read_recipe(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput("bad_recipe", f"{path} is not JSON: {error}", {"--recipe": str(path)}) from error
    if not isinstance(body, dict):
        raise BadInput("bad_recipe", f"{path} is not a recipe.", {"--recipe": str(path)})
    return body


async def _write_rejected(ground: Ground, batch_id: UUID, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        async for line in refused_rows(ground, batch_id):
            out.write(line)


def _show(report: ImportReport) -> None:
    console = Console()
    table = Table(title=f"{report.file_name}: {report.rows} rows" + (" (dry run)" if report.dry_run else ""))
    table.add_column("outcome")
    table.add_column("rows", justify="right")
    for outcome in OUTCOMES:
        table.add_row(outcome, f"{getattr(report, outcome):,}")
    console.print(table)
    for code, count in report.errors.items():
        console.print(f"  {count:>7,}  {code}: {Problem(code, '').message('en')}", markup=False)
    if report.unused_columns:
        console.print(f"Columns not used: {', '.join(report.unused_columns)}", markup=False)
    if report.already_applied:
        console.print("This file was applied before; nothing was changed.")
    if report.batch_id is not None:
        console.print(f"Import {report.batch_id}", markup=False)
