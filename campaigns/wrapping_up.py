"""Records what came of a call: disposition, promise, callback, and what they bring; once per command, with undo.

The entry is durable before the agent is told "saved". Nothing leaves the house within the seconds in which it
can be undone. Also the flagged outcome where an agent gave none in time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.agreeing import CallbackTerms, PromiseTerms, agree_callback, end_callbacks, make_promise
from campaigns.applying import apply_effects, load_context, revert_effects
from campaigns.books import Books
from campaigns.campaigns import Campaign
from campaigns.effects import effects_of
from campaigns.floor.commands import OutcomeMissing
from campaigns.floor.inputs import Input, OutcomeGiven, OutcomeUndone
from campaigns.following_up import follow_up
from campaigns.store.for_agents import was_verified
from campaigns.store.for_dialing import attempt_for_update
from campaigns.store.for_wrapping_up import (
    case_for_update,
    current_entry,
    drop_treatments_of,
    entry_of_command,
    running_promise,
)
from campaigns.worklist import NextContact
from config.errors import BadInput, Conflict, NotFound
from config.facts import Fact
from config.ground import Ground
from crm.attempts import Attempt, DispositionEntry, Note
from crm.cases import Case, CaseState, move
from crm.dispositions import Disposition
from crm.facts import (
    CaseMoved,
    DispositionSet,
    NoteAdded,
)

WRAP_UP_AFTER_UNDO = timedelta(seconds=60)
LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One agent's command; `command_id` is made by the client, and the same one again changes nothing."""

    command_id: UUID
    attempt_id: UUID
    agent_id: UUID
    code: str
    is_verified: bool
    reason_code: str | None = None
    note: str | None = None
    promise: PromiseTerms | None = None
    callback: CallbackTerms | None = None


async def record_outcome(
    ground: Ground, books: Books, campaigns: Mapping[UUID, Campaign], outcome: Outcome
) -> OutcomeGiven:
    """Record a disposition with all it brings, in one transaction.

    Raises:
        NotFound: no such call, or not this agent's.
        Conflict: it has an outcome already.
        BadInput: the code is not allowed now, or promise, callback, reason or note do not fit; fields are named.
    """
    disposition = books.catalogue.get(outcome.code)
    _check_fields(disposition, outcome)
    async with ground.database.transaction() as session:
        attempt = await attempt_for_update(session, outcome.attempt_id)
        if attempt is None or attempt.agent_id != outcome.agent_id:
            raise NotFound("no_call", "There is no such call of yours.")
        given = OutcomeGiven(attempt.id, outcome.agent_id, attempt.campaign_id, disposition.is_connect)
        if await entry_of_command(session, outcome.command_id) is not None:
            return given
        if attempt.disposition is not None:
            raise Conflict("has_outcome", "This call has an outcome already.")
        if attempt.answered_at is None:
            raise Conflict("not_answered", "This call was not answered.")
        facts = await _record(ground, session, attempt, outcome, disposition, campaigns)
        await ground.journal.append(session, *facts)
    return given


async def record_missing(
    ground: Ground, books: Books, campaigns: Mapping[UUID, Campaign], missing: OutcomeMissing
) -> Sequence[Input]:
    """Record the flagged outcome of a call whose wrap-up ended without one; the stricter reading counts."""
    async with ground.database.transaction() as session:
        attempt = await attempt_for_update(session, missing.attempt_id)
        if attempt is None or attempt.disposition is not None:
            return []
        code = books.catalogue.unsaid_code(verified=attempt.party == "debtor")
        disposition = books.catalogue.get(code)
        outcome = Outcome(
            command_id=ground.ids.new(),
            attempt_id=attempt.id,
            agent_id=missing.agent_id,
            code=code,
            is_verified=attempt.party == "debtor",
            note="No outcome was given in time.",
        )
        facts = await _record(ground, session, attempt, outcome, disposition, campaigns, actor="system")
        attempt.outcome = "conversation"
        await ground.journal.append(session, *facts)
    return [OutcomeGiven(attempt.id, None, attempt.campaign_id, disposition.is_connect)]


async def undo_outcome(
    ground: Ground, books: Books, *, attempt_id: UUID, agent_id: UUID, command_id: UUID
) -> OutcomeUndone:
    """Take the newest outcome of a call back while the seconds for it run.

    Raises:
        NotFound: no such call, or not this agent's.
        Conflict: there is no outcome, or it is too late.
    """
    async with ground.database.transaction() as session:
        attempt = await attempt_for_update(session, attempt_id)
        if attempt is None or attempt.agent_id != agent_id:
            raise NotFound("no_call", "There is no such call of yours.")
        entry = await current_entry(session, attempt_id)
        now = ground.clock.now()
        if entry is None:
            raise Conflict("no_outcome", "There is no outcome to take back.")
        if entry.at + timedelta(seconds=ground.settings.undo_s) < now:
            raise Conflict("too_late", "An outcome can be taken back for a few seconds only; ask for a correction.")
        facts = await _take_back(ground, books, session, attempt, entry, command_id=command_id)
        await ground.journal.append(session, *facts)
        until = now + WRAP_UP_AFTER_UNDO
        return OutcomeUndone(attempt.id, agent_id, attempt.case_id, attempt.campaign_id, until)


async def _record(
    ground: Ground,
    session: AsyncSession,
    attempt: Attempt,
    outcome: Outcome,
    disposition: Disposition,
    campaigns: Mapping[UUID, Campaign],
    *,
    actor: str | None = None,
) -> list[Fact]:
    actor = actor or f"user:{outcome.agent_id}"
    now = ground.clock.now()
    attempt.disposition, attempt.party = disposition.code, disposition.party
    attempt.outcome = disposition.outcome or "conversation"
    session.add(
        DispositionEntry(
            id=outcome.command_id,
            attempt_id=attempt.id,
            code=disposition.code,
            reason_code=outcome.reason_code,
            note=outcome.note,
            at=now,
            actor=actor,
        )
    )
    facts: list[Fact] = [
        DispositionSet(at=now, actor=actor, attempt_id=attempt.id, case_id=attempt.case_id, code=disposition.code)
    ]
    case = await case_for_update(session, attempt.case_id)
    facts += await end_callbacks(session, attempt, now, actor)
    agreed: NextContact | None = None
    if outcome.promise is not None:
        more, agreed = await make_promise(ground, session, attempt, case, outcome.promise, actor)
        facts += more
    if outcome.callback is not None:
        more, agreed = agree_callback(ground, session, attempt, outcome.callback, actor)
        facts += more
    if outcome.note:
        note = Note(id=ground.ids.new(), case_id=case.id, attempt_id=attempt.id, at=now, actor=actor, text=outcome.note)
        session.add(note)
        facts.append(NoteAdded(at=now, actor=actor, note_id=note.id, case_id=case.id))
    facts += _move_case(case, CaseState.PROMISED if outcome.promise else CaseState.WORKING, now, actor)
    await session.flush()
    effects = effects_of(disposition, await load_context(session, attempt)) if disposition.effects else []
    facts += await apply_effects(session, effects, attempt=attempt, now=now, actor=actor, ids=ground.ids)
    campaign = campaigns.get(attempt.campaign_id) if attempt.campaign_id else None
    if campaign is not None:
        facts += await follow_up(ground, session, attempt, disposition, campaign=campaign, agreed=agreed)
    return facts


def _check_fields(disposition: Disposition, outcome: Outcome) -> None:
    problems: dict[str, str] = {}
    if "agent" not in disposition.set_by:
        problems["disposition"] = "set by the system only"
    if disposition.needs_verified and not outcome.is_verified:
        problems["disposition"] = "verify the right party first"
    if disposition.needs_promise and outcome.promise is None:
        problems["promise"] = "needed"
    if disposition.needs_callback and outcome.callback is None:
        problems["callback"] = "needed"
    if outcome.promise is not None and not disposition.needs_promise:
        problems["promise"] = "does not belong to this disposition"
    if outcome.note is not None and len(outcome.note) > LONGEST_NOTE:
        problems["note"] = f"at most {LONGEST_NOTE} characters"
    if problems:
        raise BadInput("outcome_incomplete", "The outcome cannot be saved like this.", problems)


def _move_case(case: Case, to: CaseState, now: datetime, actor: str) -> list[Fact]:
    old = case.state
    if old in {CaseState.PROMISED.value, CaseState.HOLD.value} and to is CaseState.WORKING:
        return []
    case.state = move(CaseState(old), to).value
    if case.state == old:
        return []
    return [CaseMoved(at=now, actor=actor, case_id=case.id, old_state=old, new_state=case.state, reason="outcome")]


async def _take_back(
    ground: Ground, books: Books, session: AsyncSession, attempt: Attempt, entry: DispositionEntry, *, command_id: UUID
) -> list[Fact]:
    now, actor = ground.clock.now(), f"user:{attempt.agent_id}"
    disposition = books.catalogue.get(entry.code)
    effects = effects_of(disposition, await load_context(session, attempt))
    # Nobody demanded what a slip of the finger brought: the undo takes back stops as well.
    facts = await revert_effects(session, effects, attempt=attempt, now=now, actor=actor, lasting_too=True)
    entry.superseded_by, entry.correction_reason = command_id, "undone"
    attempt.disposition, attempt.outcome = None, "conversation"
    # The outcome named a party of its own; what the agent had verified stands, and nothing else does.
    attempt.party = "debtor" if await was_verified(session, attempt) else None
    case = await case_for_update(session, attempt.case_id)
    if case.state == CaseState.PROMISED.value and await running_promise(session, case.id) is None:
        facts += [
            CaseMoved(
                at=now, actor=actor, case_id=case.id, old_state=case.state, new_state=CaseState.WORKING, reason="undo"
            )
        ]
        case.state = CaseState.WORKING.value
    await drop_treatments_of(session, attempt.id, reason="undone")
    undone = DispositionSet(
        at=now, actor=actor, attempt_id=attempt.id, case_id=attempt.case_id, code="", supersedes=entry.code
    )
    return [undone, *facts]
