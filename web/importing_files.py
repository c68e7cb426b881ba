"""Runs an import in the background as a supervised task, and tells how far it is.

The rows are written by `crm/importing.py`, which goes on where it stopped when the same file is sent again.
"""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from config.errors import Refusal
from crm.import_file.recipe import Recipe
from crm.import_report import ImportProgress
from crm.importing import import_cases, look
from crm.imports import ImportBatch
from crm.staff import Right
from crm.store.for_case_pages import creditor_names
from crm.store.for_import import last_batch
from web.house import House
from web.naming import name_actors
from web.shapes.imports import BatchShape, ImportCounts
from web.uploads import Upload

BEGIN_DEADLINE_S = 60.0
COUNTS = ("new", "updated", "unchanged", "duplicate", "rejected")

log = structlog.get_logger()


@dataclass(slots=True)
class _Run:
    """One import under way: `begun` is set once its batch is known to the database, or it is over."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    problem: Refusal | None = None
    shape: BatchShape | None = None


async def start_import(house: House, upload: Upload, recipe: Recipe, *, actor: str) -> UUID:
    """Begin an import and return its batch as soon as that is there.

    Raises:
        BadInput: the file cannot be read by this recipe.
        Conflict: another import runs.
    """
    found = await look(upload.path, name=upload.name)
    file_hash, run = found.source.file_hash, _Run()

    def tell(progress: ImportProgress) -> None:
        run.begun.set()
        if run.shape is not None:
            read = progress.rows_done if progress.rows_total is None else progress.rows_total
            done = 0 if progress.rows_total is None else progress.rows_done
            state = "staged" if progress.phase == "reading" else "applying"
            shape = run.shape.model_copy(update={"state": state, "rows_read": read, "rows_done": done})
            house.hub.broadcast(Right.IMPORT, "import", shape)

    async def work() -> None:
        try:
            report = await import_cases(house.ground, upload.path, recipe, actor=actor, name=upload.name, progress=tell)
            await tell_batch(house, report.batch_id)
        except Refusal as refusal:
            run.problem = refusal
            log.warning("import refused", code=refusal.code)
        finally:
            run.begun.set()

    house.supervisor.start(f"import {house.ids.new()}", work)
    async with asyncio.timeout(BEGIN_DEADLINE_S):
        await run.begun.wait()
    if run.problem is not None:
        raise run.problem
    async with house.database.transaction() as session:
        batch = await last_batch(session, file_hash, recipe.fingerprint)
        assert batch is not None, "an import that has begun has a batch"
        names = await creditor_names(session, [batch.creditor_id])
        actors = await name_actors(session, [batch.actor])
    run.shape = batch_shape(batch, names[batch.creditor_id], actors[batch.actor])
    return batch.id


async def tell_batch(house: House, batch_id: UUID | None) -> None:
    """Send an import's final state to everybody who may import."""
    if batch_id is None:
        return
    async with house.database.transaction() as session:
        batch = await session.get(ImportBatch, batch_id)
        assert batch is not None, "an applied import has a batch"
        names = await creditor_names(session, [batch.creditor_id])
        actors = await name_actors(session, [batch.actor])
    shown = batch_shape(batch, names[batch.creditor_id], actors[batch.actor])
    house.hub.broadcast(Right.IMPORT, "import", shown)


def batch_shape(batch: ImportBatch, creditor: str, actor: str) -> BatchShape:
    """Show a batch, creditor and actor by their names; counts are known once it is applied."""
    counts = ImportCounts(**{name: batch.counts.get(name, 0) for name in COUNTS}) if batch.counts else None
    return BatchShape.model_validate(
        {
            "id": batch.id,
            "creditor": creditor,
            "file_name": batch.file_name,
            "state": batch.state,
            "rows_read": batch.rows_read,
            "rows_done": batch.rows_done,
            "counts": counts,
            "actor": actor,
            "started_at": batch.started_at,
            "finished_at": batch.finished_at,
            "problem": None,
        }
    )
