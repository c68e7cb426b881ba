"""The manual's table of all rules is the rulebooks' own."""

from pathlib import Path

from campaigns.rules.table import rules_table
from tests.campaigns.rules.cases import BOOK

MANUAL = Path(__file__).parents[3] / "docs" / "rules.md"


def test_table_in_the_manual_is_current_when_rulebooks_changed() -> None:
    """A reader of docs/rules.md sees the rows that are in force; `ringfence rules table` writes it anew."""
    assert MANUAL.read_text("utf-8").endswith(rules_table(BOOK))
