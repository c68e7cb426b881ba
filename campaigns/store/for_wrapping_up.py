"""What recording an outcome asks the database."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.treatments import Treatment, TreatmentState
from crm.attempts import DispositionEntry
from crm.callbacks import Callback, CallbackState
from crm.cases import Case
from crm.promises import Promise, PromiseState


async def case_for_update(session: AsyncSession, case_id: UUID) -> Case:
    """Load and lock a case."""
    return await session.get_one(Case, case_id, with_for_update=True)


async def entry_of_command(session: AsyncSession, command_id: UUID) -> DispositionEntry | None:
    """Return the entry a command made, if it was carried out before."""
    return await session.get(DispositionEntry, command_id)


async def current_entry(session: AsyncSession, attempt_id: UUID) -> DispositionEntry | None:
    """Return the disposition in force of an attempt."""
    query = select(DispositionEntry).where(
        DispositionEntry.attempt_id == attempt_id, DispositionEntry.superseded_by.is_(None)
    )
    return await session.scalar(query)


async def running_promise(session: AsyncSession, case_id: UUID) -> Promise | None:
    """Return the active promise of a case."""
    query = select(Promise).where(Promise.case_id == case_id, Promise.state == PromiseState.ACTIVE.value)
    return await session.scalar(query)


async def open_callbacks(session: AsyncSession, case_id: UUID, *, due_by: datetime) -> Sequence[Callback]:
    """Return a case's open callbacks that were due by an instant."""
    query = select(Callback).where(
        Callback.case_id == case_id, Callback.state == CallbackState.OPEN.value, Callback.due_at <= due_by
    )
    return (await session.scalars(query.order_by(Callback.due_at))).all()


async def drop_treatments_of(session: AsyncSession, attempt_id: UUID, *, reason: str) -> None:
    """Drop the texts still waiting that an attempt's outcome asked for."""
    waiting = update(Treatment).where(
        Treatment.attempt_id == attempt_id, Treatment.state == TreatmentState.WAITING.value
    )
    await session.execute(waiting.values(state=TreatmentState.DROPPED.value, reason=reason))
