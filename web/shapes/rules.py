"""Shapes of the rules page: rules with their sources and state, one rule in full, creditors and their terms."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from web.shapes.shape import Code, Document, Shape

Switch = Literal["on", "off", ""]
"""What a creditor's terms may do with a rule: put it on, put it off, or nothing."""


class PlaceShape(Shape):
    """A rulebook; `parent` is the one that binds there too, "" for none."""

    key: str
    name: str
    name_zh: str
    parent: str
    rules: int


class RuleRow(Shape):
    """One row of a rulebook. `is_duty`: it decides no contact. `reading`: confidence in how it counts, if other."""

    id: str
    place: str
    kind: str
    title: str
    title_zh: str
    cite: str
    source_url: str
    binding: str
    confidence: str
    reading: str
    checked_on: date | None
    effective_from: date | None
    effective_to: date | None
    is_enabled: bool
    is_duty: bool
    is_proven: bool
    switch: Switch


class RuleRows(Shape):
    """All rules, the house's first, then place by place, by rank; `version` names the content of all rulebooks."""

    version: str
    today: date
    places: list[PlaceShape]
    rows: list[RuleRow]


class RuleShape(Shape):
    """One rule in full; filters without a value look at any contact, `params` are those of its kind."""

    row: RuleRow
    rank: int
    version: str
    note: str
    filters: dict[str, list[str]]
    params: dict[str, Any]


class RuleVersions(Shape):
    """A rule in each of its periods, the earliest first."""

    versions: list[RuleShape]


class TermsShape(Shape):
    """What a creditor asks beyond the law: rules by id, further rulebooks by key, windows and caps as a campaign's."""

    switched_on: list[Code] = Field(default_factory=list, max_length=500)
    switched_off: list[Code] = Field(default_factory=list, max_length=500)
    jurisdictions: list[Code] = Field(default_factory=list, max_length=200)
    windows: Document | None = None
    caps: Document = Field(default_factory=dict)


class CreditorShape(Shape):
    """A creditor with its terms; `cases` are its open ones."""

    id: UUID
    code: str
    name: str
    country: str
    collector_role: str
    cases: int
    version: int
    terms: TermsShape


class CreditorRows(Shape):
    rows: list[CreditorShape]


class TermsEdit(Shape):
    """The version that was edited, and all terms as they shall be."""

    version: int
    terms: TermsShape
