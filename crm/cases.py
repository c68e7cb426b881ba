"""Cases: one open episode of delinquency of a person with a creditor, the unit of work and state.

States and their moves are one table. `next_contact_at` is only a hint for the worklist; the gate decides.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from config.errors import Conflict
from config.tables import Base


class CaseState(StrEnum):
    """Where a case stands (collections model, section 2.5; later areas add their states)."""

    NEW = "new"
    WORKING = "working"
    PROMISED = "promised"
    HOLD = "hold"
    CLOSED = "closed"


MOVES: dict[CaseState, frozenset[CaseState]] = {
    CaseState.NEW: frozenset({CaseState.WORKING, CaseState.PROMISED, CaseState.HOLD, CaseState.CLOSED}),
    CaseState.WORKING: frozenset({CaseState.PROMISED, CaseState.HOLD, CaseState.CLOSED}),
    CaseState.PROMISED: frozenset({CaseState.WORKING, CaseState.HOLD, CaseState.CLOSED}),
    CaseState.HOLD: frozenset({CaseState.WORKING, CaseState.PROMISED, CaseState.CLOSED}),
    CaseState.CLOSED: frozenset({CaseState.WORKING}),
}

OPEN_STATES = frozenset(CaseState) - {CaseState.CLOSED}


def move(state: CaseState, to: CaseState) -> CaseState:
    """Return the new state; staying is no move and always allowed.

    Raises:
        Conflict: the table has no such move.
    """
    if to == state or to in MOVES[state]:
        return to
    raise Conflict("case_cannot_move", f"A case cannot move from {state} to {to}.")


class Case(Base):
    """One case; amounts are sums over its accounts in minor units, days past due their maximum.

    `waits_for_rules`: its hint is when the rules open again, as the gate said when it refused a case that was due.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("uq_cases_open", "debtor_id", "creditor_id", unique=True, postgresql_where=text("state <> 'closed'")),
        Index("ix_cases_worklist", "campaign_id", "next_contact_at", postgresql_where=text("state <> 'closed'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    creditor_id: Mapped[UUID] = mapped_column(ForeignKey("creditors.id"))
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"), index=True)
    state: Mapped[str] = mapped_column(default=CaseState.NEW.value)
    bucket: Mapped[str | None]
    campaign_id: Mapped[UUID | None]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    currency: Mapped[str]
    balance_minor: Mapped[int] = mapped_column(BigInteger)
    past_due_minor: Mapped[int] = mapped_column(BigInteger)
    days_past_due: Mapped[int]
    priority: Mapped[int] = mapped_column(default=0)
    next_contact_at: Mapped[datetime | None]
    waits_for_rules: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    next_contact_point_id: Mapped[UUID | None]
    tries: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str | None]
