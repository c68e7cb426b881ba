"""Scorecards: what a reviewer judges on a call, with weights and knock-out items, and the score of given marks.

Pure. Keeping reviews is left to `reviewing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from config.documents import Document, packaged
from config.errors import BadInput

MARKS = ("yes", "no", "na")
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to judge; `weight` is its points out of 100; a knock-out answered "no" fails the call."""

    code: str
    en: str
    zh: str
    weight: int
    is_knock_out: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Items that belong together."""

    en: str
    zh: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One version of a card; reviews keep its `name`."""

    code: str
    version: int
    sections: tuple[Section, ...]

    @property
    def name(self) -> str:
        """How a review names the card it was made with: "call-1"."""
        return f"{self.code}-{self.version}"

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)


@dataclass(frozen=True, slots=True)
class Score:
    """0 to 100 points of what applies; `points` is None while nothing that applies is marked.

    A knocked-out call has 0 points. `is_complete`: every item has a mark.
    """

    points: int | None
    is_knocked_out: bool
    is_complete: bool


def score(card: Scorecard, marks: Mapping[str, str]) -> Score:
    """Score marks by item code; an item "na" leaves the sum, one without a mark counts as not yet judged.

    Raises:
        BadInput: names an item or a mark the card does not have.
    """
    weights = {item.code: item.weight for item in card.items}
    wrong = {code: mark for code, mark in marks.items() if code not in weights or mark not in MARKS}
    if wrong:
        raise BadInput("review_marks", "The card has no such item or mark.", dict.fromkeys(wrong, "not on the card"))
    is_complete = all(item.code in marks for item in card.items)
    if any(item.is_knock_out and marks.get(item.code) == "no" for item in card.items):
        return Score(0, is_knocked_out=True, is_complete=is_complete)
    possible = sum(weights[code] for code, mark in marks.items() if mark != "na")
    reached = sum(weights[code] for code, mark in marks.items() if mark == "yes")
    # Whole points, half up; integers only, so that a score never depends on a float.
    points = (2 * WHOLE * reached + possible) // (2 * possible) if possible else None
    return Score(points, is_knocked_out=False, is_complete=is_complete)


def load_scorecard() -> Scorecard:
    """Read the packaged card for calls.

    Raises:
        BadInput: names row and field.
    """
    return read_scorecard(packaged("scorecards/call.toml"))


def read_scorecard(document: Document) -> Scorecard:
    """Read a card strictly: item codes are unique and weights add up to 100.

    Raises:
        BadInput: names row and field.
    """
    card = Scorecard(
        document.text("code"),
        document.whole("version", low=1, high=10_000),
        tuple(_section(row) for row in document.rows("sections")),
    )
    document.finish()
    codes = [item.code for item in card.items]
    if len(set(codes)) != len(codes):
        document.refuse("sections", "have an item twice")
    if (total := sum(item.weight for item in card.items)) != WHOLE:
        document.refuse("sections", f"have weights that add up to {total}, not {WHOLE}")
    return card


def _section(row: Document) -> Section:
    section = Section(row.text("en"), row.text("zh"), tuple(_item(item) for item in row.rows("items")))
    row.finish()
    return section


def _item(row: Document) -> Item:
    item = Item(
        row.text("code"),
        row.text("en"),
        row.text("zh"),
        row.whole("weight", low=1, high=WHOLE),
        row.flag("is_knock_out"),
    )
    row.finish()
    return item
