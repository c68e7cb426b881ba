"""The command line: names the commands and loads only the one that is asked for, so that help appears at once.

What a command does is in `web/commands`.
"""

import importlib
import sys
from dataclasses import dataclass

import typer


@dataclass(frozen=True, slots=True)
class Command:
    """One command; its module has `add_to(app)`, which registers it."""

    name: str
    module: str
    summary: str


COMMANDS = (
    Command("demo", "web.demo.commands", "Run a whole floor with a simulated carrier and fictional persons."),
    Command("simulate", "web.commands.simulate", "Run robots in virtual time, or the core under faults, and check it."),
    Command("serve", "web.commands.serve", "Serve pages and dial with the configured provider."),
    Command("import", "web.commands.imports", "Import a lender's file of cases, or a list of suppressed numbers."),
    Command("user", "web.commands.users", "Add a user, or make a one-time sign-in link."),
    Command("rules", "web.commands.rules", "Check, list and show the contact rules."),
    Command("forecast", "web.commands.forecast", "Say what a campaign's next day comes to, hour by hour."),
    Command("asterisk", "web.commands.asterisk", "Write what an Asterisk loads, from the settings."),
    Command("check", "web.commands.asterisk", "Check in plain words whether an Asterisk is ready."),
    Command("config", "web.commands.settings", "Show every setting and where it comes from."),
    Command("migrate", "web.commands.tables", "Bring the database's tables to their newest form."),
    Command("openapi", "web.commands.openapi", "Print the OpenAPI document."),
)


def main() -> None:
    """Run the command line."""
    build_app(sys.argv[1] if len(sys.argv) > 1 else "")()


def build_app(wanted: str) -> typer.Typer:
    """Build the command line with one command loaded; the others are there by name and summary only."""
    app = typer.Typer(
        name="ringfence",
        help="The call-center server for collections that rings only when it may.",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    loaded: set[str] = set()
    for command in COMMANDS:
        if command.name == wanted:
            importlib.import_module(command.module).add_to(app)
            loaded.add(command.module)
    for command in COMMANDS:
        if command.module not in loaded:
            app.command(command.name, help=command.summary)(_not_loaded)
    return app


def _not_loaded() -> None:
    """Stand for a command that was not asked for."""


if __name__ == "__main__":
    main()
