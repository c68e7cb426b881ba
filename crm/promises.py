"""Promises to pay: amount, date and method promised by a liable person, and what became of them.

Kept, partial and broken are decided from payments by rule, never by opinion. A running promise holds
outbound contact until its due date and grace.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from config.errors import BadInput
from config.tables import Base
from crm.money import Money

LONGEST_DAYS = 45
"""A promise further away is a plan and needs approval."""
GRACE_DAYS = 2
"""Days after the due date before a promise counts as broken; payments travel slowly."""


class PromiseState(StrEnum):
    """Where a promise stands."""

    ACTIVE = "active"
    KEPT = "kept"
    PARTIAL = "partial"
    BROKEN = "broken"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class Promise(Base):
    """One promise; at most one is active per case."""

    __tablename__ = "promises"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        Index("uq_promises_active", "case_id", unique=True, postgresql_where=text("state = 'active'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    attempt_id: Mapped[UUID | None]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    due_on: Mapped[date]
    method: Mapped[str]
    state: Mapped[str] = mapped_column(default=PromiseState.ACTIVE.value)
    created_at: Mapped[datetime]
    actor: Mapped[str]


def check_promise(amount: Money, due_on: date, *, today: date, past_due: Money) -> None:
    """Check a promise against the policy: a positive amount up to what is owed, today to 45 days ahead.

    Raises:
        BadInput: names `amount` or `due_on`.
    """
    if amount.minor <= 0:
        raise BadInput("promise_amount", "A promise needs an amount above zero.", {"amount": "above zero"})
    if amount.minor > past_due.minor:
        raise BadInput("promise_amount", "A promise cannot exceed what is past due.", {"amount": f"at most {past_due}"})
    if due_on < today:
        raise BadInput("promise_date", "A promise cannot be due in the past.", {"due_on": "today or later"})
    if (due_on - today).days > LONGEST_DAYS:
        sentence = f"A promise more than {LONGEST_DAYS} days ahead needs a plan."
        raise BadInput("promise_date", sentence, {"due_on": f"within {LONGEST_DAYS} days"})
