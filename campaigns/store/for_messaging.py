"""What texts ask the database: which are due, whose number it is, what became of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.treatments import Treatment, TreatmentState
from crm.contact_points import ContactPoint
from telephony.tables import InboundMessage


async def due_treatments(session: AsyncSession, *, now: datetime, limit: int) -> Sequence[Treatment]:
    """Return wanted texts whose time has come, earliest first."""
    query = select(Treatment).where(Treatment.state == TreatmentState.WAITING.value, Treatment.not_before <= now)
    return (await session.scalars(query.order_by(Treatment.not_before, Treatment.id).limit(limit))).all()


async def next_treatment_at(session: AsyncSession, *, after: datetime) -> datetime | None:
    """Return when the next wanted text after an instant is due; None if none waits."""
    query = select(func.min(Treatment.not_before)).where(
        Treatment.state == TreatmentState.WAITING.value, Treatment.not_before > after
    )
    return await session.scalar(query)


async def settle_treatment(
    session: AsyncSession,
    treatment_id: UUID,
    state: TreatmentState,
    reason: str,
    attempt_id: UUID | None,
    *,
    not_before: datetime | None = None,
) -> None:
    """Say what became of a wanted text, or when it is looked at again."""
    values: dict[str, Any] = {"state": state.value, "reason": reason, "sent_attempt_id": attempt_id}
    if not_before is not None:
        values["not_before"] = not_before
    await session.execute(update(Treatment).where(Treatment.id == treatment_id).values(values))


async def owners_of_number(session: AsyncSession, number: str) -> Sequence[UUID]:
    """Return the persons whose contact point a number is, oldest first."""
    query = select(ContactPoint.debtor_id).where(ContactPoint.value == number)
    return (await session.scalars(query.order_by(ContactPoint.first_seen_at, ContactPoint.debtor_id))).all()


async def attach_inbound(session: AsyncSession, provider_ref: str, debtor_id: UUID) -> None:
    """Put an incoming text on a person's timeline."""
    row = update(InboundMessage).where(InboundMessage.provider_ref == provider_ref)
    await session.execute(row.values(debtor_id=debtor_id))
