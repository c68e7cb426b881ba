"""What is kept of calls, messages and recordings, as rows; keyed by the attempt's id, which is ours.

The state machines are in `calls` and `messages` and know no database, because simulation and replay run
the same steps without one.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class CallRow(Base):
    """One call on the line."""

    __tablename__ = "calls"

    attempt_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    caller_id: Mapped[str]
    state: Mapped[str]
    provider: Mapped[str]
    provider_ref: Mapped[str | None]
    placed_at: Mapped[datetime | None]
    ringing_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    bridged_at: Mapped[datetime | None]
    agent_id: Mapped[UUID | None]
    joined_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    resumed_at: Mapped[datetime | None]
    lost_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cause: Mapped[str | None]
    ended_by: Mapped[str | None]


class MessageRow(Base):
    """One outgoing text: queued, sending (committed), then sent, refused or unknown, then delivered or not."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_provider_ref", "provider_ref"), Index("ix_messages_number", "number"))

    attempt_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    sender: Mapped[str]
    text: Mapped[str]
    template: Mapped[str]
    state: Mapped[str]
    segments: Mapped[int]
    provider_ref: Mapped[str | None]
    queued_at: Mapped[datetime]
    leaves_at: Mapped[datetime]
    sending_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    final_at: Mapped[datetime | None]
    code: Mapped[str | None]


class InboundMessage(Base):
    """One text from outside; the provider's reference makes a repeated delivery harmless."""

    __tablename__ = "inbound_messages"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    provider_ref: Mapped[str] = mapped_column(unique=True)
    number: Mapped[str]
    sender: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]
    debtor_id: Mapped[UUID | None]


class RecordingRow(Base):
    """One two-channel recording; `peaks` are pairs (agent, consumer), 0..1; `path` is below the recordings folder."""

    __tablename__ = "recordings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(index=True)
    path: Mapped[str]
    duration_ms: Mapped[int]
    peaks: Mapped[list[Any]]
    stored_at: Mapped[datetime]
