"""`ringfence rules check`: published cases judged by the packaged rules or by a file of rules; needs no database.

Exit codes: 0 all agree, 1 some differ, 2 what was given is not right.
"""

import json
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from campaigns.rules.conformance import failures
from campaigns.rules.exchange import rules_from_shared
from campaigns.rules.exchange_cases import SharedCase, case_from_shared
from campaigns.rules.rulebook import Rulebook, read_rulebook
from config.errors import BadInput
from web.commands.asking import answering

DIFFERS = 1


def check_rules(
    file: Annotated[Path, typer.Argument(help="Cases, one JSON object a line.", exists=True, dir_okay=False)],
    rules: Annotated[
        Path | None, typer.Option(help="Rules in the exchange form (YAML); else the packaged ones.", exists=True)
    ] = None,
) -> None:
    """Judge published cases and compare every answer; the last line says how many agree."""
    failed = passed = 0
    book = answering(lambda: read_rulebook() if rules is None else read_shared(rules))
    cases = answering(lambda: list(read_cases(file, book.jurisdictions)))
    for failure in answering(lambda: list(failures(cases, book))):
        failed += 1
        typer.echo(f"{failure.case.id} {failure.case.title}")
        typer.echo(f"  expected  {failure.expected}")
        typer.echo(f"  got       {failure.got}")
    passed = len(cases) - failed
    typer.echo(f"{passed} passed, {failed} failed")
    if failed:
        raise typer.Exit(DIFFERS)


def read_shared(path: Path) -> Rulebook:
    """Read a YAML file of rules. Raises BadInput naming file, row and field."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = yaml.load(path.read_text("utf-8"), loader)  # noqa: S506 - both are safe loaders
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput("bad_rules", f"{path.name} is not YAML: {error}", {"file": path.name}) from error
    if not isinstance(document, Mapping):
        raise BadInput("bad_rules", f"{path.name} holds no table of rules.", {"file": path.name})
    return rules_from_shared(document, where=path.name)


def read_cases(path: Path, places: Container[str]) -> Iterator[SharedCase]:
    """Read a file of cases about known places. Raises BadInput naming the line."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                where = f"{path.name} line {number}"
                case = case_from_shared(_parsed(line, where), where=where)
                if case.jurisdiction not in places:
                    told = f"{where}: jurisdiction does not know {case.jurisdiction!r}."
                    raise BadInput("bad_case", told, {"jurisdiction": case.jurisdiction})
                yield case


def _parsed(line: bytes, where: str) -> Mapping[str, Any]:
    try:
        parsed = json.loads(line)
    except ValueError as error:
        raise BadInput("bad_case", f"{where} is not JSON: {error}", {"case": where}) from error
    if not isinstance(parsed, Mapping):
        raise BadInput("bad_case", f"{where} is not an object.", {"case": where})
    return parsed
