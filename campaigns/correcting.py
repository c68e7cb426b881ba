"""Corrects a disposition by a superseding entry: nothing is overwritten, and what follows from it is redone.

The same comparison serves the preview and the act (`corrections`). Stops that a person or the law demanded
stay in force: lifting one is a decision of its own.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.applying import apply_effects, load_context, revert_effects
from campaigns.books import Books
from campaigns.corrections import LONGEST_REASON, Consequence, Correction, correct
from campaigns.effects import effects_of
from campaigns.reviewing import refuse_own_call
from campaigns.store.for_dialing import attempt_for_update, set_hints
from campaigns.store.for_reviews import entries_of
from campaigns.store.for_wrapping_up import case_for_update, current_entry, entry_of_command, running_promise
from config.errors import BadInput, Conflict, NotFound
from config.facts import Fact
from config.ground import Ground
from crm.attempts import Attempt, AttemptState, DispositionEntry
from crm.cases import CaseState
from crm.dispositions import Disposition
from crm.facts import CaseMoved, DispositionSet


async def preview_correction(
    ground: Ground, books: Books, attempt_id: UUID, *, code: str, reviewer_id: UUID
) -> Sequence[Consequence]:
    """Say what a corrected disposition would change, without changing anything.

    Raises:
        as `correct_disposition`.
    """
    async with ground.database.transaction() as session:
        attempt, entry = await _correctable(session, attempt_id, reviewer_id)
        return (await _compare(session, books, attempt, entry, code)).consequences


async def correct_disposition(
    ground: Ground, books: Books, attempt_id: UUID, *, code: str, reason: str, command_id: UUID, reviewer_id: UUID
) -> tuple[Sequence[DispositionEntry], Sequence[Consequence]]:
    """Record a disposition that supersedes the one in force, and redo what follows from it, in one transaction.

    Returns all entries, oldest first, and the consequences; the same command again returns the entries and none.

    Raises:
        NotFound: no such call or code. NotAllowed: the reviewer's own call.
        Conflict: the call has no disposition yet or is still up; or the new code needs a promise or callback.
        BadInput: the code is the one in force, does not come of a call, or the reason is empty.
    """
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise BadInput("correction_reason", "A correction needs a reason.", {"reason": f"1 to {LONGEST_REASON}"})
    async with ground.database.transaction() as session:
        attempt, entry = await _correctable(session, attempt_id, reviewer_id)
        if await entry_of_command(session, command_id) is not None:
            return await entries_of(session, attempt_id), ()
        correction = await _compare(session, books, attempt, entry, code)
        now, actor = ground.clock.now(), f"user:{reviewer_id}"
        old_code = entry.code
        fresh = DispositionEntry(
            id=command_id,
            attempt_id=attempt_id,
            code=code,
            reason_code=entry.reason_code,
            note=None,
            at=now,
            actor=actor,
            superseded_by=None,
            correction_reason=why,
        )
        await _supersede(session, books.catalogue.get(code), attempt, old=entry, fresh=fresh)
        facts: list[Fact] = [
            DispositionSet(
                at=now, actor=actor, attempt_id=attempt_id, case_id=attempt.case_id, code=code, supersedes=old_code
            ),
            *await revert_effects(session, correction.to_revert, attempt=attempt, now=now, actor=actor),
            *await apply_effects(session, correction.to_apply, attempt=attempt, now=now, actor=actor, ids=ground.ids),
            *await _move_case(session, attempt, now=now, actor=actor),
        ]
        if correction.to_revert or correction.to_apply:
            # Only a hint: the gate looks at the case again and says when it may be contacted.
            await set_hints(session, {attempt.case_id: now})
        await ground.journal.append(session, *facts)
        return await entries_of(session, attempt_id), correction.consequences


async def _correctable(session: AsyncSession, attempt_id: UUID, reviewer_id: UUID) -> tuple[Attempt, DispositionEntry]:
    attempt = await attempt_for_update(session, attempt_id)
    if attempt is None:
        raise NotFound("unknown_call", "There is no such call.")
    refuse_own_call(attempt, reviewer_id)
    entry = await current_entry(session, attempt_id)
    if entry is None or attempt.state != AttemptState.CLOSED.value:
        raise Conflict("no_outcome", "This call has no outcome yet that could be corrected.")
    return attempt, entry


async def _compare(
    session: AsyncSession, books: Books, attempt: Attempt, entry: DispositionEntry, code: str
) -> Correction:
    old, new = books.catalogue.get(entry.code), books.catalogue.get(code)
    context = await load_context(session, attempt)
    return correct(old, new, old_effects=effects_of(old, context), new_effects=effects_of(new, context))


async def _supersede(
    session: AsyncSession, new: Disposition, attempt: Attempt, *, old: DispositionEntry, fresh: DispositionEntry
) -> None:
    old.superseded_by = fresh.id
    # The database allows one entry in force, so the old one has to give way first.
    await session.flush()
    session.add(fresh)
    attempt.disposition, attempt.party = new.code, new.party
    if new.outcome is not None:
        attempt.outcome = new.outcome
    await session.flush()


async def _move_case(session: AsyncSession, attempt: Attempt, *, now: datetime, actor: str) -> list[Fact]:
    """A case whose promise was taken back is worked again."""
    case = await case_for_update(session, attempt.case_id)
    if case.state != CaseState.PROMISED.value or await running_promise(session, case.id) is not None:
        return []
    case.state = CaseState.WORKING.value
    return [
        CaseMoved(
            at=now,
            actor=actor,
            case_id=case.id,
            old_state=CaseState.PROMISED.value,
            new_state=case.state,
            reason="correction",
        )
    ]
