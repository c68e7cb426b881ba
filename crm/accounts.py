"""Accounts: claims with their balances in minor units and their days past due.

The creditor owns balances; a file replaces them. A case is as old as its oldest account.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class Account(Base):
    """One claim of a creditor against a debtor; amounts are minor units of `currency`."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("creditor_id", "account_number"),
        CheckConstraint("days_past_due >= 0", name="days_past_due_not_negative"),
        CheckConstraint("past_due_minor >= 0", name="past_due_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    creditor_id: Mapped[UUID] = mapped_column(ForeignKey("creditors.id"))
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    account_number: Mapped[str]
    product: Mapped[str]
    currency: Mapped[str]
    balance_minor: Mapped[int] = mapped_column(BigInteger)
    past_due_minor: Mapped[int] = mapped_column(BigInteger)
    minimum_due_minor: Mapped[int | None] = mapped_column(BigInteger)
    credit_limit_minor: Mapped[int | None] = mapped_column(BigInteger)
    days_past_due: Mapped[int]
    due_on: Mapped[date | None]
    last_payment_on: Mapped[date | None]
    last_payment_minor: Mapped[int | None] = mapped_column(BigInteger)
    opened_on: Mapped[date | None]
    as_of_on: Mapped[date]
    updated_at: Mapped[datetime]
