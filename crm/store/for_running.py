"""Questions about the running server itself: the database's clock, leases, and the journal read by people."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from config.journal import JournalReader, JournalRow
from config.supervising import LeaseRow


async def database_now(session: AsyncSession) -> datetime:
    """Return the instant by the database's own clock, not that of the transaction's start."""
    found = await session.execute(select(func.clock_timestamp(type_=DateTime(timezone=True))))
    return found.scalar_one()


async def leases(session: AsyncSession) -> Sequence[LeaseRow]:
    return (await session.scalars(select(LeaseRow).order_by(LeaseRow.name))).all()


async def journal_cursors(session: AsyncSession) -> Sequence[JournalReader]:
    return (await session.scalars(select(JournalReader).order_by(JournalReader.name))).all()


async def recorded_facts(
    session: AsyncSession, *, before: int | None, subject: UUID | None, name: str | None, limit: int
) -> Sequence[JournalRow]:
    """Return facts newest first, those before a number, of one subject or one name where given."""
    query = select(JournalRow).order_by(JournalRow.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(JournalRow.seq < before)
    if subject is not None:
        query = query.where(JournalRow.subject == subject)
    if name is not None:
        query = query.where(JournalRow.name == name)
    return (await session.scalars(query)).all()
