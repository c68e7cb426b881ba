"""Import a lender's file: look at it, try it dry, apply it, go on after a kill.

Does it in short transactions with the file read in a thread, so that a live floor is not held up. The same
call after a kill goes on where the last commit stopped. What a row means is decided in `import_file`.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from config.errors import Conflict
from config.ground import Ground
from config.virtual_time import real_work
from config.zones import AddressZones, load_address_zones
from crm.facts import CasesImported
from crm.import_file.recipe import Recipe, recipe_from_json, unused_columns
from crm.import_report import OUTCOMES, ImportPreview, ImportProgress, ImportReport, Phase, Progress
from crm.imports import ImportBatch, ImportRow
from crm.reading_files import FileLook, SourceFile, look_at, open_source
from crm.staging import StagedChunk, Staging
from crm.store import for_import
from crm.store.for_merging import Chunk, judge_chunk, merge_chunk

T = TypeVar("T")
UPDATES_SHOWN, REFUSED_SHOWN = 200, 1_000
MERGE_ROWS = 5_000
"""Rows merged in one transaction."""


async def look(path: Path, *, name: str | None = None) -> FileLook:
    """Open a file in a thread and suggest how to read it; raises BadInput as `reading_files.open_source`."""
    return await _in_thread(partial(look_at, path, name=name))


async def preview_cases(
    ground: Ground, path: Path, recipe: Recipe, *, name: str | None = None, as_of_on: date | None = None
) -> ImportPreview:
    """Judge every row against the record and write nothing: each chunk's transaction is rolled back.

    Raises:
        BadInput: the file cannot be read, or not by this recipe.
    """
    source, staging = await _opened(path, recipe, name)
    report = ImportReport(
        None, source.name, source.file_hash, unused_columns=unused_columns(recipe, source.heading.columns), dry_run=True
    )
    updates: list[ImportRow] = []
    refused: list[ImportRow] = []
    batch_id = ground.ids.new()
    async for staged in _chunks(staging, batch_id):
        async with ground.database.transaction() as session:
            creditor_id = await _creditor(session, ground, recipe)
            batch = _new_batch(ground, source, recipe, batch_id, creditor_id, run=0, actor="preview")
            session.add(batch)
            await session.flush()
            await for_import.stage_rows(session, staged.payload)
            await judge_chunk(session, _chunk(ground, batch, 0, staged.last_row, as_of_on))
            counts = await for_import.outcomes(session, batch_id)
            report = report.plus(staged.rows, counts, await for_import.error_codes(session, batch_id))
            for outcome, kept, shown in (("updated", updates, UPDATES_SHOWN), ("rejected", refused, REFUSED_SHOWN)):
                if len(kept) < shown:
                    kept.extend(await for_import.rows_of_outcome(session, batch_id, outcome, limit=shown - len(kept)))
            session.expunge_all()
            await session.rollback()
    return ImportPreview(report, tuple(updates), tuple(refused))


async def import_cases(
    ground: Ground,
    path: Path,
    recipe: Recipe,
    *,
    actor: str,
    name: str | None = None,
    as_of_on: date | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a file, or go on with an import that was killed; a file applied already changes nothing.

    Args:
        ground: clock, ids, database and journal.
        path: the file.
        recipe: how it is read, and whose it is.
        actor: "user:<id>" or "system".
        name: what the file was called by its sender.
        as_of_on: the day the file speaks of, today by default; older rows never overwrite newer ones.
        progress: called after every chunk.

    Raises:
        BadInput: the file cannot be read, or not by this recipe.
        Conflict: another import runs.
    """
    source, staging = await _opened(path, recipe, name)
    async with _only_import(ground):
        batch = await _batch_of(ground, source, recipe, actor)
        if batch.state == "applied":
            return await _applied_before(ground, batch, recipe, source)
        await _stage(ground, batch, staging, progress)
        await _merge(ground, batch.id, as_of_on, progress)
        return await _finish(ground, batch.id, recipe, source)


async def save_recipe(ground: Ground, recipe: Recipe) -> None:
    """Save a recipe under its name, in place of an older one."""
    async with ground.database.transaction() as session:
        await for_import.save_recipe(session, ground.ids.new(), recipe.name, recipe.to_json(), ground.clock.now())


async def saved_recipes(ground: Ground) -> tuple[Recipe, ...]:
    """List the saved recipes by name."""
    async with ground.database.transaction() as session:
        return tuple(recipe_from_json(row.body) for row in await for_import.saved_recipes(session))


@cache
def _address_zones() -> AddressZones:
    """Load the tables of zones once, and take them out of garbage collection.

    They are 170,000 objects that never die; searched at each full collection, they would hold a live floor up for
    a third of a second, several times an import.
    """
    zones = load_address_zones()
    gc.collect()
    gc.freeze()
    return zones


async def _opened(path: Path, recipe: Recipe, name: str | None) -> tuple[SourceFile, Staging]:
    def open_all() -> tuple[SourceFile, Staging]:
        source = open_source(path, name=name, wanted=recipe.columns)
        return source, Staging(source, recipe, _address_zones())

    return await _in_thread(open_all)


@asynccontextmanager
async def _only_import(ground: Ground) -> AsyncIterator[None]:
    """Hold the lock of imports on a connection of its own, without a write in it that readers would wait for."""
    async with ground.database.transaction() as session:
        if not await for_import.lock_files(session):
            raise Conflict("import_running", "Another import is running; try again when it has ended.")
        yield


async def _batch_of(ground: Ground, source: SourceFile, recipe: Recipe, actor: str) -> ImportBatch:
    """Find the batch of this file and recipe, or begin one; an import taken back begins a new run."""
    async with ground.database.transaction() as session:
        batch = await for_import.last_batch(session, source.file_hash, recipe.fingerprint)
        if batch is None or batch.state == "undone":
            run = batch.run + 1 if batch else 1
            creditor_id = await _creditor(session, ground, recipe)
            batch = _new_batch(ground, source, recipe, ground.ids.new(), creditor_id, run=run, actor=actor)
            session.add(batch)
        return batch


async def _stage(ground: Ground, batch: ImportBatch, staging: Staging, progress: Progress | None) -> None:
    """Judge the whole file before anything of it is merged; what an earlier try staged is thrown away."""
    async with ground.database.transaction() as session:
        await for_import.batch_for_update(session, batch.id)
        await for_import.clear_stage(session, batch.id)
    rows = 0
    async for staged in _chunks(staging, batch.id):
        async with ground.database.transaction() as session:
            await for_import.batch_for_update(session, batch.id)
            await for_import.stage_rows(session, staged.payload)
        rows += staged.rows
        _tell(progress, "reading", rows, None)
    async with ground.database.transaction() as session:
        await for_import.set_progress(session, batch.id, state="applying", rows_read=rows)


async def _merge(ground: Ground, batch_id: UUID, as_of_on: date | None, progress: Progress | None) -> None:
    """Merge chunk after chunk; the batch's lock and the rows judged so far say where to go on."""
    while True:
        async with ground.database.transaction() as session:
            batch = await for_import.batch_for_update(session, batch_id)
            assert batch is not None
            span = await for_import.next_span(session, batch_id, MERGE_ROWS)
            if span is None:
                return
            done = batch.rows_done + await merge_chunk(session, _chunk(ground, batch, *span, as_of_on))
            await for_import.set_progress(session, batch_id, rows_done=done)
        _tell(progress, "writing", done, batch.rows_read)


async def _finish(ground: Ground, batch_id: UUID, recipe: Recipe, source: SourceFile) -> ImportReport:
    async with ground.database.transaction() as session:
        batch = await for_import.batch_for_update(session, batch_id)
        assert batch is not None
        report = await _report(session, batch, recipe, source)
        counts = {outcome: getattr(report, outcome) for outcome in OUTCOMES}
        assert sum(counts.values()) == batch.rows_read, "a row was lost between reading and merging"
        now = ground.clock.now()
        await for_import.set_progress(session, batch_id, state="applied", counts=counts, finished_at=now)
        await for_import.clear_stage(session, batch_id)
        fact = CasesImported(at=now, actor=batch.actor, batch_id=batch_id, **counts)
        await ground.journal.append(session, fact)
    return report


async def _applied_before(ground: Ground, batch: ImportBatch, recipe: Recipe, source: SourceFile) -> ImportReport:
    """Report a file that is applied already: what it brought is on record, so all its good rows are unchanged."""
    async with ground.database.transaction() as session:
        report = await _report(session, batch, recipe, source)
    good = report.new + report.updated + report.unchanged
    return replace(report, new=0, updated=0, unchanged=good, already_applied=True)


async def _report(session: AsyncSession, batch: ImportBatch, recipe: Recipe, source: SourceFile) -> ImportReport:
    unused = unused_columns(recipe, source.heading.columns)
    report = ImportReport(batch.id, source.name, source.file_hash, unused_columns=unused)
    counts = await for_import.outcomes(session, batch.id)
    return report.plus(batch.rows_read, counts, await for_import.error_codes(session, batch.id))


async def _creditor(session: AsyncSession, ground: Ground, recipe: Recipe) -> UUID:
    found = await for_import.creditor_of_code(session, recipe.creditor_code)
    if found is not None:
        return found.id
    creditor_id = ground.ids.new()
    await for_import.add_creditor(session, creditor_id, recipe.creditor_code, recipe.country)
    return creditor_id


def _new_batch(
    ground: Ground, source: SourceFile, recipe: Recipe, batch_id: UUID, creditor_id: UUID, *, run: int, actor: str
) -> ImportBatch:
    return ImportBatch(
        id=batch_id,
        creditor_id=creditor_id,
        file_name=source.name,
        file_hash=source.file_hash,
        recipe_hash=recipe.fingerprint,
        recipe=recipe.to_json() | {"heading": list(source.heading.columns)},
        run=run,
        state="staged",
        rows_read=0,
        rows_done=0,
        counts={},
        actor=actor,
        started_at=ground.clock.now(),
    )


def _chunk(ground: Ground, batch: ImportBatch, after: int, upto: int, as_of_on: date | None) -> Chunk:
    now = ground.clock.now()
    return Chunk(
        batch_id=batch.id,
        creditor_id=batch.creditor_id,
        after=after,
        upto=upto,
        now=now,
        as_of_on=as_of_on or now.date(),
        customer_column=_heading(batch.recipe, "customer_id") or _heading(batch.recipe, "account_number"),
        currency_column=_heading(batch.recipe, "currency") or _heading(batch.recipe, "account_number"),
    )


def _heading(recipe: Mapping[str, Any], field: str) -> str:
    """Find the lender's name of a field's column in a stored recipe; empty where no column is read as it."""
    return next((heading for heading, key in recipe["columns"].items() if key == field), "")


async def _chunks(staging: Staging, batch_id: UUID) -> AsyncIterator[StagedChunk]:
    """Pull one chunk at a time out of the reading thread, so that no more than one is ever in memory."""
    chunks = staging.chunks(batch_id)
    while (staged := await _in_thread(partial(next, chunks, None))) is not None:
        yield staged


async def _in_thread(work: Callable[[], T]) -> T:
    with real_work():
        return await asyncio.to_thread(work)


def _tell(progress: Progress | None, phase: Phase, rows_done: int, rows_total: int | None) -> None:
    if progress is not None:
        progress(ImportProgress(phase, rows_done, rows_total))
