"""What texts ask the database: which are due, whose number it is, what became of them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import LiteralString
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.treatments import Treatment, TreatmentState
from config.database import ask, write
from telephony.tables import InboundMessage

DUE: LiteralString = """
    SELECT id, attempt_id, case_id, debtor_id, campaign_id, step, template, not_before, state, reason
      FROM treatments WHERE state = 'waiting' AND not_before <= %(now)s ORDER BY not_before, id LIMIT %(limit)s
"""
NEXT_DUE: LiteralString = """
    SELECT min(not_before) AS at FROM treatments WHERE state = 'waiting' AND not_before > %(after)s
"""
SETTLE: LiteralString = """
    UPDATE treatments SET state = %(state)s, reason = %(reason)s, sent_attempt_id = %(attempt_id)s,
           not_before = coalesce(%(not_before)s, not_before)
     WHERE id = %(id)s
"""


ADD_TREATMENT: LiteralString = """
    INSERT INTO treatments (id, attempt_id, case_id, debtor_id, campaign_id, step, template, not_before, state, reason)
    VALUES (%(id)s, %(attempt_id)s, %(case_id)s, %(debtor_id)s, %(campaign_id)s, %(step)s, %(template)s,
            %(not_before)s, 'waiting', %(reason)s)
"""
WANTED_COLUMNS = (
    "id",
    "attempt_id",
    "case_id",
    "debtor_id",
    "campaign_id",
    "step",
    "template",
    "not_before",
    "reason",
)


async def add_treatment(session: AsyncSession, treatment: Treatment) -> None:
    """Store a wanted text, waiting for its time."""
    await write(session, ADD_TREATMENT, {name: getattr(treatment, name) for name in WANTED_COLUMNS})


async def due_treatments(session: AsyncSession, *, now: datetime, limit: int) -> Sequence[Treatment]:
    """Return wanted texts whose time has come, earliest first; they belong to no session."""
    return [Treatment(**row) for row in await ask(session, DUE, {"now": now, "limit": limit})]


async def next_treatment_at(session: AsyncSession, *, after: datetime) -> datetime | None:
    """Return when the next wanted text after an instant is due; None if none waits."""
    at = (await ask(session, NEXT_DUE, {"after": after}))[0]["at"]
    return None if at is None else at.astimezone(UTC)


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
    values = {
        "id": treatment_id,
        "state": state.value,
        "reason": reason,
        "attempt_id": attempt_id,
        "not_before": not_before,
    }
    await write(session, SETTLE, values)


async def drop_treatment_of(session: AsyncSession, attempt_id: UUID, reason: str) -> None:
    """Say of a wanted text that it was taken back before it left, and why."""
    wanted = update(Treatment).where(Treatment.sent_attempt_id == attempt_id)
    await session.execute(wanted.values(state=TreatmentState.DROPPED.value, reason=reason))


async def attach_inbound(session: AsyncSession, provider_ref: str, debtor_id: UUID) -> None:
    """Put an incoming text on a person's timeline."""
    row = update(InboundMessage).where(InboundMessage.provider_ref == provider_ref)
    await session.execute(row.values(debtor_id=debtor_id))
