"""Batches, recipes and staged rows of imports: what has been read of a file, how far it has come, what to undo.

Staged rows arrive by COPY in short transactions, so that no reader of the journal waits for a long file.
Merging them into the record is `for_merging.py`.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from crm.debtors import Creditor
from crm.imports import ImportBatch, ImportRecipe, ImportRow, ImportStage

FILES_LOCK = 7_104_000
"""Advisory lock of the one import that runs; a second one waits so long, then is refused."""
LOCK_WAIT = "15s"

STAGE_COLUMNS = tuple(column.name for column in ImportStage.__table__.columns)


class StagedRow(NamedTuple):
    """The part of a staged row that is not the draft's own; `fields` stand in the order of the table's columns."""

    row_number: int
    outcome: str
    leads_person: bool
    errors: Sequence[Mapping[str, str]]
    original: Sequence[str]
    fields: Sequence[object]


async def lock_files(session: AsyncSession) -> bool:
    """Hold the lock of imports until the transaction ends, which the death of the process does too.

    Returns:
        Whether it was got; if not, another import still runs after the wait and the transaction is lost.
    """
    await session.execute(text("select set_config('lock_timeout', :wait, true)"), {"wait": LOCK_WAIT})
    try:
        await session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": FILES_LOCK})
    except OperationalError:
        return False
    return True


async def creditor_of_code(session: AsyncSession, code: str) -> Creditor | None:
    return await session.scalar(select(Creditor).where(Creditor.code == code))


async def add_creditor(session: AsyncSession, creditor_id: UUID, code: str, country: str) -> None:
    """Add a creditor that a file names for the first time, under its code."""
    row = insert(Creditor).values(id=creditor_id, code=code, name=code, country=country)
    await session.execute(row.on_conflict_do_nothing(index_elements=["code"]))


async def last_batch(session: AsyncSession, file_hash: str, recipe_hash: str) -> ImportBatch | None:
    """Find the newest run of this file with this recipe."""
    query = select(ImportBatch).where(ImportBatch.file_hash == file_hash, ImportBatch.recipe_hash == recipe_hash)
    return await session.scalar(query.order_by(ImportBatch.run.desc()).limit(1))


async def batch_for_update(session: AsyncSession, batch_id: UUID) -> ImportBatch | None:
    """Load a batch and lock it: whoever moves its progress reads it first."""
    return await session.scalar(select(ImportBatch).where(ImportBatch.id == batch_id).with_for_update())


async def batches(session: AsyncSession, *, limit: int = 100) -> Sequence[ImportBatch]:
    """List imports, newest first."""
    query = select(ImportBatch).order_by(ImportBatch.started_at.desc(), ImportBatch.id).limit(limit)
    return (await session.scalars(query)).all()


async def set_progress(session: AsyncSession, batch_id: UUID, **values: object) -> None:
    await session.execute(update(ImportBatch).where(ImportBatch.id == batch_id).values(**values))


async def clear_stage(session: AsyncSession, batch_id: UUID) -> None:
    await session.execute(delete(ImportStage).where(ImportStage.batch_id == batch_id))


def copy_text(batch_id: UUID, rows: Iterable[StagedRow]) -> bytes:
    """Write rows in PostgreSQL's text format for COPY; pure and heavy, so it runs in the reading thread."""
    batch = str(batch_id)
    lines = [
        "\t".join(
            [
                batch,
                str(row.row_number),
                row.outcome,
                "t" if row.leads_person else "f",
                _json(row.errors) if row.errors else "[]",
                _json(row.original),
                *[_WRITE[type(value)](value) for value in row.fields],
            ]
        )
        for row in rows
    ]
    return ("\n".join(lines) + "\n").encode() if lines else b""


async def stage_rows(session: AsyncSession, payload: bytes) -> None:
    """Copy rows written by `copy_text` in the caller's transaction."""
    connection = await session.connection()
    raw = (await connection.get_raw_connection()).driver_connection
    assert isinstance(raw, AsyncConnection)
    columns = ", ".join(STAGE_COLUMNS)
    async with raw.cursor() as cursor, cursor.copy(f"copy import_stage ({columns}) from stdin".encode()) as copy:
        await copy.write(payload)


async def next_span(session: AsyncSession, batch_id: UUID, rows: int) -> tuple[int, int] | None:
    """Find the next staged rows to merge: row numbers (after, up to and with); None when all are merged."""
    after = await session.scalar(select(func.max(ImportRow.row_number)).where(ImportRow.batch_id == batch_id)) or 0
    following = (
        select(ImportStage.row_number)
        .where(ImportStage.batch_id == batch_id, ImportStage.row_number > after)
        .order_by(ImportStage.row_number)
        .limit(rows)
        .subquery()
    )
    upto = await session.scalar(select(func.max(following.c.row_number)))
    return None if upto is None else (after, upto)


async def outcomes(session: AsyncSession, batch_id: UUID) -> dict[str, int]:
    """Count a batch's rows by outcome."""
    query = select(ImportRow.outcome, func.count()).where(ImportRow.batch_id == batch_id).group_by(ImportRow.outcome)
    return dict((await session.execute(query)).all())


async def error_codes(session: AsyncSession, batch_id: UUID) -> dict[str, int]:
    """Count a batch's problems by code; a row with two problems counts under both."""
    query = text("""
        select e ->> 'code', count(*) from import_rows r, jsonb_array_elements(r.errors) e
        where r.batch_id = :batch and r.outcome = 'rejected' group by 1 order by 2 desc, 1""")
    found = await session.execute(query, {"batch": batch_id})
    return {str(code): int(count) for code, count in found.all()}


async def rows_of_outcome(
    session: AsyncSession, batch_id: UUID, outcome: str, *, after: int = 0, limit: int = 1000
) -> Sequence[ImportRow]:
    """Page through a batch's rows of one outcome, in the order of the file."""
    query = select(ImportRow).where(
        ImportRow.batch_id == batch_id, ImportRow.outcome == outcome, ImportRow.row_number > after
    )
    return (await session.scalars(query.order_by(ImportRow.row_number).limit(limit))).all()


async def save_recipe(session: AsyncSession, recipe_id: UUID, name: str, body: dict[str, Any], now: datetime) -> None:
    """Save a recipe under its name, in place of an older one of that name."""
    row = insert(ImportRecipe).values(id=recipe_id, name=name, body=body, updated_at=now)
    await session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"body": body, "updated_at": now}))


async def saved_recipes(session: AsyncSession) -> Sequence[ImportRecipe]:
    return (await session.scalars(select(ImportRecipe).order_by(ImportRecipe.name))).all()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _json(value: object) -> str:
    return _encode(value).replace("\\", "\\\\")


def _text(value: str) -> str:
    if "\\" in value or not value.isprintable():
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return value


_WRITE: Mapping[type, Callable[[Any], str]] = {
    str: _text,
    type(None): lambda _: "\\N",
    int: str,
    bool: lambda value: "t" if value else "f",
    date: str,
    tuple: _json,
    list: _json,
}
"""How COPY's text format writes each type; another type in a staged row is a bug."""
