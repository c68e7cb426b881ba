"""Questions of creditors' terms: all creditors with their open cases, one to be changed, and whom a change frees."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from crm.cases import Case, CaseState
from crm.debtors import Creditor


async def all_creditors(session: AsyncSession) -> Sequence[tuple[Creditor, int]]:
    """Return all creditors by name, each with the number of its open cases."""
    is_open = Case.state != CaseState.CLOSED.value
    cases = select(Case.creditor_id, func.count().label("cases")).where(is_open).group_by(Case.creditor_id).subquery()
    query = select(Creditor, func.coalesce(cases.c.cases, 0)).outerjoin(cases, cases.c.creditor_id == Creditor.id)
    rows = (await session.execute(query.order_by(Creditor.name, Creditor.code))).all()
    return [(row[0], row[1]) for row in rows]


async def creditor_by_id(session: AsyncSession, creditor_id: UUID) -> Creditor | None:
    """Return one creditor."""
    return await session.get(Creditor, creditor_id)


async def creditor_for_update(session: AsyncSession, creditor_id: UUID) -> Creditor | None:
    """Load and lock one creditor."""
    return await session.get(Creditor, creditor_id, with_for_update=True)


async def open_cases_of(session: AsyncSession, creditor_id: UUID) -> int:
    """Count a creditor's open cases."""
    query = select(func.count()).where(Case.creditor_id == creditor_id, Case.state != CaseState.CLOSED.value)
    return await session.scalar(query) or 0


async def free_waiting_cases_of(session: AsyncSession, creditor_id: UUID, *, now: datetime) -> None:
    """Make a creditor's cases due again that the gate refused until later, because its terms have changed."""
    waiting = update(Case).where(Case.creditor_id == creditor_id, Case.waits_for_rules, Case.next_contact_at > now)
    await session.execute(waiting.values(next_contact_at=now, waits_for_rules=False))
