"""Lists of suppressed numbers as rows: drafts while their file is read, then in force at once as a whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from config.database import ask
from crm.contact_points import ContactPoint
from crm.suppressions import SuppressedNumber, SuppressionList

LISTS_LOCK = 7_104_001
"""Advisory lock of the one list that is being read; a second file waits so long, then is refused."""
LOCK_WAIT = "15s"
ROWS_REMOVED = 50_000
REMOVE_SOME: LiteralString = """
    WITH gone AS (SELECT n.value, n.list_id FROM suppressed_numbers n JOIN suppression_lists l ON l.id = n.list_id
                   WHERE l.is_draft LIMIT %(limit)s),
         removed AS (DELETE FROM suppressed_numbers n USING gone
                      WHERE n.value = gone.value AND n.list_id = gone.list_id RETURNING 1)
    SELECT count(*) AS removed FROM removed
"""


async def lock_lists(session: AsyncSession) -> bool:
    """Hold the lock of lists until the transaction ends; False if another file is being read all the while."""
    await session.execute(text("select set_config('lock_timeout', :wait, true)"), {"wait": LOCK_WAIT})
    try:
        await session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LISTS_LOCK})
    except OperationalError:
        return False
    return True


async def remove_drafts(session: AsyncSession) -> bool:
    """Remove a part of what killed imports left; False when nothing was left."""
    rows = await ask(session, REMOVE_SOME, {"limit": ROWS_REMOVED})
    if rows[0]["removed"]:
        return True
    await session.execute(text("DELETE FROM suppression_lists WHERE is_draft"))
    return False


async def standing_list(
    session: AsyncSession, *, file_hash: str, kind: str, ends_at: datetime | None, now: datetime
) -> SuppressionList | None:
    """Return the list that this very file made with this kind and end, if it still stands."""
    query = select(SuppressionList).where(
        SuppressionList.file_hash == file_hash,
        SuppressionList.kind == kind,
        SuppressionList.is_draft.is_(False),
        SuppressionList.withdrawn_at.is_(None),
        SuppressionList.ends_at == ends_at if ends_at is not None else SuppressionList.ends_at.is_(None),
    )
    found = await session.scalar(query.limit(1))
    return found if found is None or found.ends_at is None or found.ends_at > now else None


async def copy_numbers(session: AsyncSession, list_id: UUID, numbers: Sequence[str]) -> None:
    """Copy different numbers into a list, in the caller's transaction."""
    connection = await session.connection()
    raw = (await connection.get_raw_connection()).driver_connection
    assert isinstance(raw, AsyncConnection)
    payload = "".join(f"{number}\t{list_id}\n" for number in numbers).encode()
    statement = b"COPY suppressed_numbers (value, list_id) FROM STDIN"
    async with raw.cursor() as cursor, cursor.copy(statement) as copy:
        await copy.write(payload)


async def put_in_force(session: AsyncSession, list_id: UUID, *, numbers: int, at: datetime) -> None:
    """Let a list that was read whole count from now on."""
    row = update(SuppressionList).where(SuppressionList.id == list_id)
    await session.execute(row.values(is_draft=False, withdrawn_at=None, starts_at=at, numbers=numbers))


async def all_lists(session: AsyncSession) -> Sequence[SuppressionList]:
    """Return the lists that were read whole, newest first."""
    query = select(SuppressionList).where(SuppressionList.is_draft.is_(False))
    return (await session.scalars(query.order_by(SuppressionList.starts_at.desc(), SuppressionList.id))).all()


async def list_for_update(session: AsyncSession, list_id: UUID) -> SuppressionList | None:
    """Load and lock a list; None for a draft."""
    row = await session.get(SuppressionList, list_id, with_for_update=True)
    return None if row is None or row.is_draft else row


async def persons_listed(session: AsyncSession, list_id: UUID) -> int:
    """Count the persons on record who have a number of a list."""
    query = (
        select(func.count(func.distinct(ContactPoint.debtor_id)))
        .join(SuppressedNumber, SuppressedNumber.value == ContactPoint.value)
        .where(SuppressedNumber.list_id == list_id)
    )
    return await session.scalar(query) or 0
