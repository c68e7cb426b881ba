"""Shapes of the one timeline of a case and of the verdicts behind it."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from web.shapes.shape import Document, Instant, Shape

TimelineKind = Literal[
    "call",
    "sms_out",
    "sms_in",
    "disposition",
    "promise",
    "callback",
    "hold",
    "move",
    "note",
    "import",
    "treatment",
    "refused",
    "fact",
]
NextKindName = Literal["now", "at", "on_new_fact", "nothing_possible"]


class TimelineItem(Shape):
    """One thing that happened; texts are whole sentences in both languages."""

    at: Instant
    kind: TimelineKind
    title_code: str
    text_en: str
    text_zh: str
    actor: str
    attempt_id: UUID | None
    detail: Document


class WhyReason(Shape):
    """One rule's refusal; the first of a list is the one that binds.

    `lift_en` and `lift_zh` say what ends it. Title and source are empty where they would tell of the debt.
    """

    rule_id: str
    code: str
    sentence_en: str
    sentence_zh: str
    title_en: str
    title_zh: str
    lift_en: str
    lift_zh: str
    cite: str
    source_url: str
    until: Instant | None
    binding: bool


class WhyNumber(Shape):
    """The answer for one number or address; a letter and a visit go to the postal address, which has no id.

    `closes_at` is when a contact that is allowed now will be refused; None: not within a day.
    """

    contact_point_id: UUID | None
    label: str
    masked: str
    allowed: bool
    summary_en: str
    summary_zh: str
    next_allowed_at: Instant | None
    next_kind: NextKindName
    closes_at: Instant | None
    reasons: list[WhyReason]


class ZoneRow(Shape):
    """A zone the person may be in, what says so, the time there, and the readings of the law it counts under.

    `counts_for` are of all_candidates, number_presumption and address; empty: it counts for nothing.
    """

    zone: str
    source: Literal["stated", "postal_code", "state", "country", "number"]
    source_en: str
    source_zh: str
    attempt_id: UUID | None
    local_now: str
    counts_for: list[str]


class WhyView(Shape):
    """Why each number may or may not be contacted at `at`; the texts are the same to copy."""

    case_id: UUID
    at: Instant
    zone: str
    numbers: list[WhyNumber]
    zones: list[ZoneRow]
    text_en: str
    text_zh: str


class WhyQuery(Shape):
    channel: Literal["phone", "sms", "email", "letter", "visit"] = "phone"
    at: Instant | None = Field(default=None)


class RuleVersion(Shape):
    id: str
    version: str
    title_en: str
    title_zh: str


class CountShape(Shape):
    """How much of a cap was used at the attempt, this one not counted."""

    rule_id: str
    title_en: str
    title_zh: str
    used: int
    limit: int


class SaidShape(Shape):
    en: str
    zh: str


class VerdictView(Shape):
    """The verdict frozen with an attempt when it was reserved, and what it was judged on.

    `has_facts` is false for attempts from before facts were kept; then zones, counts and facts are empty.
    """

    at: Instant
    allowed: bool
    reasons: list[WhyReason]
    rules: list[RuleVersion]
    rulebook: str
    tz: str
    has_facts: bool
    zones: list[str]
    counts: list[CountShape]
    facts: list[SaidShape]
    text_en: str
    text_zh: str
