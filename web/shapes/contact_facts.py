"""Shapes of what is recorded of a person for or against contact, and of lists of suppressed numbers."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from campaigns.contact_facts import ContactFact, Ended
from web.shapes.shape import Code, Instant, Line, Shape

What = Literal["hold", "consent", "opt_out", "stated_time", "zone", "number", "relation", "notice", "suppression"]
EffectName = Literal["restricts", "loosens", "informs"]


class FactBody(Shape):
    """One fact with what it rests on: words, or the call it was said in (`attempt_id`)."""

    fact: Annotated[ContactFact, Field(discriminator="what")]
    evidence: Annotated[str, Field(max_length=500)] = ""
    attempt_id: UUID | None = None


class EndBody(Shape):
    what: Ended
    reason: Line


class FactShape(Shape):
    """One fact as it is shown; where what it rests on is a call, `attempt_id` is that call.

    `until` is the end it was given, `ended_at` when somebody ended it. `number` is masked. `may_end`: by whoever asks.
    """

    id: UUID
    what: What
    kind: str
    effect: EffectName
    in_force: bool
    since: Instant
    until: Instant | None
    ended_at: Instant | None
    evidence: str
    attempt_id: UUID | None
    actor: str
    case_id: UUID | None
    channels: list[str]
    contact_point_id: UUID | None
    number: str | None
    relation_id: UUID | None
    text_en: str
    text_zh: str
    may_end: bool


class FactRows(Shape):
    """Newest first."""

    rows: list[FactShape]


class ListFile(Shape):
    file_id: UUID
    name: str
    size: int


class ListBody(Shape):
    """`ends_on` is the last day the list holds; `region` is where numbers without a country are read."""

    file_id: UUID
    name: Line
    kind: Code
    evidence: Annotated[str, Field(min_length=1, max_length=500)]
    ends_on: date | None = None
    region: Annotated[str, Field(min_length=2, max_length=2)] = "US"


class BadLineShape(Shape):
    line: int
    value: str
    code: str
    en: str
    zh: str


class ListReportShape(Shape):
    """What became of a file; `bad` are its first bad lines."""

    list_id: UUID
    rows: int
    numbers: int
    duplicates: int
    rejected: int
    persons: int
    already_there: bool
    bad: list[BadLineShape]


class ListShape(Shape):
    id: UUID
    name: str
    kind: str
    evidence: str
    actor: str
    starts_at: Instant
    ends_at: Instant | None
    withdrawn_at: Instant | None
    numbers: int
    in_force: bool


class ListRows(Shape):
    """Newest first."""

    rows: list[ListShape]
