"""Reviews of recorded calls: a versioned scorecard filled in, comments pinned to the recording.

A reviewer never edits a disposition; a correction is a superseding entry in the record.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class ReviewState(StrEnum):
    """A draft is saved as it is filled in; a final review has a score and does not change any more."""

    DRAFT = "draft"
    FINAL = "final"


class Review(Base):
    """One reviewer's judgement of one call; `marks` maps an item's code to yes, no or na."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("attempt_id", "reviewer_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"))
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    scorecard: Mapped[str]
    marks: Mapped[dict[str, Any]]
    score: Mapped[int | None]
    state: Mapped[str]
    updated_at: Mapped[datetime]


class ReviewComment(Base):
    """A comment pinned to a second or a range of the recording, in milliseconds from its start."""

    __tablename__ = "review_comments"
    __table_args__ = (CheckConstraint("end_ms IS NULL OR end_ms >= start_ms", name="range_ordered"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"), index=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    start_ms: Mapped[int]
    end_ms: Mapped[int | None]
    text: Mapped[str]
    at: Mapped[datetime]
