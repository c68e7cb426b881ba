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
    """One rule's refusal; the first of a list is the one that binds."""

    rule_id: str
    code: str
    sentence_en: str
    sentence_zh: str
    cite: str
    until: Instant | None
    binding: bool


class WhyNumber(Shape):
    contact_point_id: UUID
    label: str
    masked: str
    allowed: bool
    next_allowed_at: Instant | None
    next_kind: NextKindName
    reasons: list[WhyReason]


class WhyView(Shape):
    """Why each number may or may not be contacted at `at`; `text` is the same to copy."""

    case_id: UUID
    at: Instant
    numbers: list[WhyNumber]
    text: str


class WhyQuery(Shape):
    channel: Literal["phone", "sms"] = "phone"
    at: Instant | None = Field(default=None)


class RuleVersion(Shape):
    id: str
    version: str


class VerdictView(Shape):
    """The verdict frozen with an attempt when it was reserved."""

    at: Instant
    allowed: bool
    reasons: list[WhyReason]
    rules: list[RuleVersion]
    text: str
