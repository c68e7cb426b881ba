"""Callbacks: dated requests of a person to be called, in the person's own zone.

A callback beats the strategy's order but never the rules. Due ones are proposed to the gate first.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class CallbackState(StrEnum):
    """Where a callback stands."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class Callback(Base):
    """One requested call; `zone` is the IANA zone in which the time was agreed."""

    __tablename__ = "callbacks"
    __table_args__ = (Index("ix_callbacks_due", "due_at", postgresql_where=text("state = 'open'")),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"))
    contact_point_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_points.id"))
    attempt_id: Mapped[UUID | None]
    due_at: Mapped[datetime]
    zone: Mapped[str]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(default=CallbackState.OPEN.value)
    created_at: Mapped[datetime]
    actor: Mapped[str]
