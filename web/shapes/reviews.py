"""Shapes of judging recorded calls: the list, one review, comments, corrections."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from web.shapes.shape import Code, CodeText, CommandBody, Document, Instant, Line, PageQuery, Shape

Mark = Literal["yes", "no", "na"]
Milliseconds = Annotated[int, Field(ge=0, le=86_400_000)]


class ReviewQuery(PageQuery):
    """Filters of recorded calls; dates are of the call, both ends included."""

    start_on: date | None = Field(default=None, alias="from")
    end_on: date | None = Field(default=None, alias="to")
    agent: UUID | None = None
    disposition: Code | None = None
    min_s: int | None = Field(default=None, ge=0, le=86_400)
    reviewed: bool | None = None


class ReviewRow(Shape):
    attempt_id: UUID
    at: Instant
    agent: str
    case_number: str
    campaign: str | None
    disposition: str | None
    duration_s: int
    reviewed: bool
    score: int | None


class ReviewPage(Shape):
    rows: list[ReviewRow]
    next: str | None
    total: int


class ReviewAttempt(Shape):
    id: UUID
    case_id: UUID
    case_number: str
    reserved_at: Instant
    bridged_at: Instant | None
    closed_at: Instant | None
    disposition: str | None


class DispositionTrail(Shape):
    """One entry of an attempt's dispositions, oldest first."""

    code: str
    at: Instant
    actor: str
    superseded: bool
    correction_reason: str | None


class RecordingShape(Shape):
    """`peaks` are pairs (agent, consumer) of 0..1."""

    id: UUID
    duration_ms: int
    peaks: list[tuple[float, float]]
    url: str


class CommentShape(Shape):
    id: UUID
    reviewer: str
    mine: bool
    start_ms: int
    end_ms: int | None
    text: str
    at: Instant


class ReviewShape(Shape):
    id: UUID
    scorecard: str
    marks: dict[str, Mark]
    score: int | None
    state: str
    updated_at: Instant


class ReviewView(Shape):
    attempt: ReviewAttempt
    person_name: str
    agent: str
    campaign: str | None
    dispositions: list[DispositionTrail]
    recording: RecordingShape | None
    comments: list[CommentShape]
    review: ReviewShape | None
    verdict_text: str
    script: Document


class ReviewBody(Shape):
    marks: dict[Code, Mark]
    final: bool


class ReviewSaved(Shape):
    score: int | None
    state: str


class CommentBody(Shape):
    start_ms: Milliseconds
    end_ms: Milliseconds | None = None
    text: Annotated[str, Field(min_length=1, max_length=2000)]


class CorrectionPreviewBody(Shape):
    disposition: Code


class CorrectionPreview(Shape):
    effects: list[CodeText]


class CorrectionBody(CommandBody):
    disposition: Code
    reason: Line


class CorrectionDone(Shape):
    dispositions: list[DispositionTrail]
    effects: list[CodeText]
