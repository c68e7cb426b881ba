"""`ringfence rules lint | list | show`: the contact rules as they are packaged; needs no database."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from campaigns.rules.rule import Rule
from campaigns.rules.rulebook import SHIPPED, read_rulebook
from config.errors import NotFound
from web.commands.asking import answering

rules = typer.Typer(help="Check, list and show the contact rules.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register `rules lint`, `rules list` and `rules show`."""
    app.add_typer(rules, name="rules")


@rules.command("lint")
def lint_rules(folder: Annotated[Path, typer.Argument(help="Folder of rulebooks.")] = SHIPPED) -> None:
    """Read all rulebooks strictly; exit code 2 names the first row that is wrong."""
    book = answering(lambda: read_rulebook(folder))
    typer.echo(f"{len(book.rules)} rules of {len(book.jurisdictions)} places are right (version {book.version}).")


@rules.command("list")
def list_rules(
    place: Annotated[str | None, typer.Option(help="Only those in force there, such as us-ny.")] = None,
) -> None:
    """List rules in the order in which they are reported."""
    book = answering(read_rulebook)
    places = None if place is None else set(answering(lambda: book.chain(place)))
    table = Table()
    for heading in ("rank", "rule", "kind", "what it says", "source"):
        table.add_column(heading, no_wrap=heading == "rule")
    for rule in sorted(book.rules, key=lambda rule: (rule.rank, rule.id)):
        if places is None or rule.jurisdiction in places:
            table.add_row(str(rule.rank), rule.id, rule.kind, rule.title, rule.cite)
    Console().print(table)


@rules.command("show")
def show_rule(rule_id: Annotated[str, typer.Argument(metavar="RULE", help="The rule's id.")]) -> None:
    """Show one rule with its source."""

    def find() -> list[Rule]:
        found = [rule for rule in read_rulebook().rules if rule.id == rule_id]
        if not found:
            raise NotFound("no_rule", f"There is no rule {rule_id}.")
        return found

    for rule in answering(find):
        lines = {
            "rule": rule.version,
            "what it says": f"{rule.title} / {rule.title_zh}",
            "kind": f"{rule.kind} {dict(rule.params)}",
            "binding": rule.binding,
            "source": f"{rule.cite} {rule.source_url}",
            "checked on": f"{rule.checked_on} (confidence {rule.confidence})",
            "in force": f"{rule.effective_from or 'always'} to {rule.effective_to or 'further notice'}",
            "enabled": "yes" if rule.is_enabled else "no",
            "note": rule.note,
        }
        for name, text in lines.items():
            typer.echo(f"{name:>12}  {text}")
