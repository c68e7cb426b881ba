"""Numbers that lists forbid: do-not-call files, scrub results, our own suppressions; whoever they belong to.

A list is one file with its kind, source and end. The gate joins it by number, so a person who comes with a later
import is covered as well.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class SuppressionKind(StrEnum):
    """What a list says of its numbers."""

    DO_NOT_CALL = "do_not_call"
    DO_NOT_TEXT = "do_not_text"
    DO_NOT_CONTACT = "do_not_contact"
    WRONG_NUMBER = "wrong_number"
    REASSIGNED = "reassigned"
    DECEASED = "deceased"
    BANKRUPTCY = "bankruptcy"
    REPRESENTED_BY_ATTORNEY = "represented_by_attorney"


class SuppressionList(Base):
    """One list; `ends_at` is when its word ends (a scrub is good for weeks), `withdrawn_at` that it was undone.

    While its file is still being read a list is a draft: withdrawn from the start, and shown nowhere. `file_hash` is
    the file's SHA-256, so that the same file is known again.
    """

    __tablename__ = "suppression_lists"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    evidence: Mapped[str]
    actor: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    numbers: Mapped[int] = mapped_column(default=0)
    file_hash: Mapped[str]
    is_draft: Mapped[bool] = mapped_column(default=True)


class SuppressedNumber(Base):
    """One number (E.164) on one list."""

    __tablename__ = "suppressed_numbers"
    __table_args__ = (Index("ix_suppressed_numbers_list_id", "list_id"),)

    value: Mapped[str] = mapped_column(primary_key=True)
    list_id: Mapped[UUID] = mapped_column(ForeignKey("suppression_lists.id"), primary_key=True)
