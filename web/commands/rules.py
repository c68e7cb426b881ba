"""`ringfence rules lint | list | show | table`: the contact rules as they are packaged; needs no database."""

from pathlib import Path
from typing import Annotated

import typer

from campaigns.rules.rule import Rule
from campaigns.rules.rulebook import SHIPPED, read_rulebook
from campaigns.rules.table import rules_table, state_of
from campaigns.scripts import load_scripts
from campaigns.templates import load_templates
from campaigns.wording import wrong_texts
from config.errors import NotFound
from web.commands.asking import answering
from web.commands.checking_rules import DIFFERS, check_rules
from web.commands.proof import print_key, verify_proof

rules = typer.Typer(help="Check, list and show the contact rules.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register `rules` with all its commands."""
    rules.command("check")(check_rules)
    rules.command("verify")(verify_proof)
    rules.command("key")(print_key)
    app.add_typer(rules, name="rules")


@rules.command("lint")
def lint_rules(folder: Annotated[Path, typer.Argument(help="Folder of rulebooks.")] = SHIPPED) -> None:
    """Read all rulebooks strictly, and hold the packaged texts against their duties of wording.

    Exit code 2 names the first row that is wrong, 1 every text.
    """
    book = answering(lambda: read_rulebook(folder))
    complaints = answering(lambda: wrong_texts(book.rules, load_templates(), load_scripts()))
    for complaint in complaints:
        typer.echo(complaint)
    if complaints:
        raise typer.Exit(DIFFERS)
    typer.echo(f"{len(book.rules)} rules of {len(book.jurisdictions)} places are right (version {book.version}).")


@rules.command("list")
def list_rules(
    jurisdiction: Annotated[str | None, typer.Option(help="Only those that bind there, such as us-ma.")] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Those that are off by default, too.")] = False,
) -> None:
    """List the rules that are on, in the order in which they are reported."""
    book = answering(read_rulebook)
    places = None if jurisdiction is None else set(answering(lambda: book.chain(jurisdiction)))
    shown = [rule for rule in book.rules if places is None or rule.jurisdiction in places]
    for rule in sorted(shown, key=lambda rule: (rule.rank, rule.id)):
        if everything or rule.is_enabled:
            typer.echo(f"{rule.rank:>4}  {rule.id}  ({rule.kind}, {state_of(rule)})")
            typer.echo(f"      {rule.title}")
            typer.echo(f"      {rule.cite}")


@rules.command("show")
def show_rule(rule_id: Annotated[str, typer.Argument(metavar="RULE", help="The rule's id.")]) -> None:
    """Show one rule with its source."""

    def find() -> list[Rule]:
        found = [rule for rule in read_rulebook().rules if rule.id == rule_id]
        if not found:
            raise NotFound("no_rule", f"There is no rule {rule_id}.")
        return found

    for rule in answering(find):
        reading = f", of the counting {rule.reading}" if rule.reading else ""
        lines = {
            "rule": rule.version,
            "what it says": f"{rule.title} / {rule.title_zh}",
            "kind": f"{rule.kind} {dict(rule.params)}",
            "binding": rule.binding,
            "source": f"{rule.cite} {rule.source_url}",
            "checked on": f"{rule.checked_on} (confidence {rule.confidence}{reading})",
            "in force": f"{rule.effective_from or 'always'} to {rule.effective_to or 'further notice'}",
            "state": state_of(rule),
            "note": rule.note,
        }
        for name, text in lines.items():
            typer.echo(f"{name:>12}  {text}")


@rules.command("table")
def print_table() -> None:
    """Print the table of all rules as it stands in docs/rules.md."""
    typer.echo(rules_table(answering(read_rulebook)), nl=False)
