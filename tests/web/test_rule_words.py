"""The words of the rules page keep up with the rulebooks: every kind, filter, parameter and code has one."""

import re
from collections.abc import Iterator
from pathlib import Path

from campaigns.rules.judge import KINDS
from campaigns.rules.rows import BINDING, CONFIDENCE
from tests.houses import BOOKS
from web.api.rules import _filters

TEXTS = Path(__file__).parents[2] / "web" / "ui" / "src" / "rules"
KEY = re.compile(r'^  "([\w.-]+)":', re.MULTILINE)
DAYS = {"daily", "mon", "tue", "wed", "thu", "fri", "sat", "sun"}
SAID_WITHIN = {"n", "start", "type", "years", "from", *DAYS}
"""Names inside tables that are said as one phrase."""
NO_CODE = re.compile(r"[A-Z]{2}|\d.*|.* .*|[a-z]{2}(-[a-z]+)+")
"""States, times, dates and calendars stand for themselves, and so do words."""


def names(document: object) -> Iterator[str]:
    if isinstance(document, dict):
        for name, inner in document.items():
            yield name
            yield from names(inner)
    elif isinstance(document, list):
        for inner in document:
            yield from names(inner)


def codes(document: object) -> Iterator[tuple[str, str]]:
    """Give (prefix, code) of every text inside a document of parameters."""
    if isinstance(document, dict):
        is_window = isinstance(document.get("type"), str)
        for name, inner in document.items():
            if is_window and name == "type":
                yield ("window", inner)
            elif not (is_window and name == "start"):
                yield from codes(inner)
    elif isinstance(document, list):
        for inner in document:
            yield from codes(inner)
    elif isinstance(document, str) and not NO_CODE.fullmatch(document):
        yield ("code", document)


def wanted() -> set[str]:
    found = {f"kind.{kind}" for kind in KINDS} | {f"binding.{one}" for one in BINDING}
    found |= {f"confidence.{one}" for one in CONFIDENCE}
    for rule in BOOKS.rulebook.rules:
        found |= {f"param.{name}" for name in names(dict(rule.params)) if name not in SAID_WITHIN}
        found |= {f"{prefix}.{code}" for prefix, code in codes(dict(rule.params))}
        for name, values in _filters(rule.applies).items():
            found |= {f"filter.{name}", *(f"code.{value}" for value in values)}
    return found


def test_everything_a_rule_may_say_has_a_word() -> None:
    """Nobody reads a code where a sentence is promised; the build checks that both languages have the same keys."""
    known = set(KEY.findall((TEXTS / "words.en.ts").read_text("utf-8")))
    assert len(known) > 200
    assert sorted(wanted() - known) == []
