"""Attempts: the single ledger of every try to reach a person, over all channels.

An attempt is reserved with its verdict before anything leaves; that row is the permit. It counts from
that moment and is refunded only on proof that nothing left. At most one is open per person.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class Channel(StrEnum):
    """How a person is reached."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"


class AttemptState(StrEnum):
    """Where an attempt stands: reserved (the permit exists), leaving, open contact, final."""

    RESERVED = "reserved"
    SENT = "sent"
    ANSWERED = "answered"
    CLOSED = "closed"
    UNKNOWN = "unknown"


OPEN_STATES = ("reserved", "sent", "answered", "unknown")
"""While an attempt is in one of these, no other may start for the person."""


class Attempt(Base):
    """One try; `result` is what the line or gateway said, the disposition what came of it.

    `counts` is false only when it is proven that nothing left our system. `verdict` holds the rules in force,
    their versions and what each said.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        Index(
            "uq_attempts_open_person",
            "debtor_id",
            unique=True,
            postgresql_where=text("state IN ('reserved', 'sent', 'answered', 'unknown')"),
        ),
        Index("ix_attempts_debtor_reserved", "debtor_id", "reserved_at"),
        Index("ix_attempts_campaign_reserved", "campaign_id", "reserved_at"),
        CheckConstraint("state <> 'closed' OR result IS NOT NULL", name="closed_has_result"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    campaign_id: Mapped[UUID | None]
    contact_point_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_points.id"))
    channel: Mapped[str]
    direction: Mapped[str] = mapped_column(default="outbound")
    purpose: Mapped[str] = mapped_column(default="collection")
    value: Mapped[str]
    state: Mapped[str]
    counts: Mapped[bool] = mapped_column(default=True)
    lease_epoch: Mapped[int] = mapped_column(BigInteger, default=0)
    verdict: Mapped[dict[str, Any]]
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reserved_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    bridged_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    result: Mapped[str | None]
    party: Mapped[str | None]
    disposition: Mapped[str | None]
    outcome: Mapped[str | None]
    """How counting rules read it, in the words of `campaigns.rules.proposal.OUTCOMES`; None while it is pending."""


class DispositionEntry(Base):
    """One recorded disposition of an attempt; a correction supersedes, nothing is overwritten."""

    __tablename__ = "disposition_entries"
    __table_args__ = (
        Index(
            "uq_disposition_entries_current", "attempt_id", unique=True, postgresql_where=text("superseded_by IS NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"))
    code: Mapped[str]
    reason_code: Mapped[str | None]
    note: Mapped[str | None]
    at: Mapped[datetime]
    actor: Mapped[str]
    superseded_by: Mapped[UUID | None]
    correction_reason: Mapped[str | None]


class Draft(Base):
    """What an agent has typed for a call so far; kept by the server so that a refresh loses nothing."""

    __tablename__ = "drafts"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    body: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class Note(Base):
    """A written remark on a case; append-only."""

    __tablename__ = "notes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    attempt_id: Mapped[UUID | None]
    at: Mapped[datetime]
    actor: Mapped[str]
    text: Mapped[str]
