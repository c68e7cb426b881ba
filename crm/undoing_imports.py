"""Take an import back while nobody worked its cases, and give out its refused rows for correction.

Does both from what the batch kept of the file; importing itself is `importing.py`.
"""

from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from config.errors import Conflict, NotFound
from config.ground import Ground
from crm.facts import ImportUndone
from crm.import_file.problems import Language, Problem
from crm.import_file.rejects import reject_lines
from crm.imports import ImportBatch
from crm.store import for_import, for_undoing


async def undo_import(ground: Ground, batch_id: UUID, *, actor: str) -> int:
    """Take an import back and return how many accounts it had touched.

    Raises:
        NotFound: there is no such import.
        Conflict: it is not applied, one of its cases was worked, or a later file changed one of its accounts;
            `details` lists the first of them.
    """
    async with ground.database.transaction() as session:
        batch = await for_import.batch_for_update(session, batch_id)
        if batch is None:
            raise NotFound("import_unknown", "There is no such import.")
        if batch.state != "applied":
            raise Conflict("import_not_applied", "Only an import that is applied can be taken back.")
        blockers = await for_undoing.blockers_of_undo(session, batch_id)
        if blockers:
            raise Conflict(
                "import_in_use",
                "The import cannot be taken back: its cases were worked or later files changed its accounts.",
                {f"{blocker.kind} {blocker.number}": "in use" for blocker in blockers},
            )
        try:
            accounts = await for_undoing.restore_before(session, batch_id)
        except IntegrityError as error:
            raise Conflict("import_in_use", "The import cannot be taken back: something depends on it.") from error
        await for_import.set_progress(session, batch_id, state="undone", finished_at=ground.clock.now())
        undone = ImportUndone(at=ground.clock.now(), actor=actor, batch_id=batch_id, accounts=accounts)
        await ground.journal.append(session, undone)
        return accounts


async def refused_rows(ground: Ground, batch_id: UUID, *, language: Language = "en") -> AsyncIterator[str]:
    """Yield the lines of the CSV of refused rows: the lender's columns untouched, then the reasons.

    Raises:
        NotFound: there is no such import.
    """
    after, is_first = 0, True
    async with ground.database.transaction() as session:
        batch = await session.get(ImportBatch, batch_id)
    if batch is None:
        raise NotFound("import_unknown", "There is no such import.")
    heading = list(batch.recipe.get("heading", ()))
    while True:
        async with ground.database.transaction() as session:
            rows = await for_import.rows_of_outcome(session, batch_id, "rejected", after=after)
        entries = [(row.row_number, row.original or [], [Problem(**error) for error in row.errors]) for row in rows]
        for line in list(reject_lines(heading, entries, language=language))[0 if is_first else 1 :]:
            yield line
        if not rows:
            return
        after, is_first = rows[-1].row_number, False
