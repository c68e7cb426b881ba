"""Closes attempts when their calls are over: what the line said, and the disposition where no agent gives one.

A call that reached an agent keeps its attempt's outcome as a conversation until the agent says otherwise, the
stricter reading. A call that never left is taken back and does not count.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.applying import apply_effects, load_context
from campaigns.books import Books
from campaigns.campaigns import Campaign
from campaigns.closures import code_of
from campaigns.effects import effects_of
from campaigns.facts import CallAbandoned
from campaigns.following_up import follow_up
from campaigns.store.for_dialing import add_system_entry, attempt_to_close, set_hints, write_closed
from config.facts import Fact
from config.ground import Ground
from crm.attempts import Attempt, AttemptState
from crm.dispositions import Disposition
from crm.facts import AttemptClosed, DispositionSet
from telephony.calls import Call, CallState
from telephony.facts import EndCause
from telephony.store import update_call


async def close_call(
    ground: Ground, books: Books, campaigns: Mapping[UUID, Campaign], session: AsyncSession, call: Call
) -> list[Fact]:
    """Close the attempt of an ended call, in the transaction that stores the end; return the facts.

    Twice changes nothing.
    """
    attempt = await attempt_to_close(session, call.attempt_id)
    if attempt is None or attempt.state == AttemptState.CLOSED.value:
        return []
    now = ground.clock.now()
    cause = call.cause or EndCause.UNKNOWN
    attempt.state, attempt.closed_at, attempt.result = AttemptState.CLOSED.value, now, cause.value
    facts: list[Fact] = []
    campaign = campaigns.get(attempt.campaign_id) if attempt.campaign_id else None
    if attempt.answered_at is None and campaign is not None:
        facts = await _dispose(ground, books, session, attempt, call, campaign)
    else:
        attempt.outcome = attempt.outcome or "answered_other"
        await write_closed(session, attempt)
    closed = AttemptClosed(
        at=now,
        attempt_id=attempt.id,
        case_id=attempt.case_id,
        campaign_id=attempt.campaign_id,
        channel=attempt.channel,
        result=cause.value,
        outcome=attempt.outcome or "answered_other",
    )
    return [closed, *facts]


async def take_back(ground: Ground, attempt_id: UUID, *, result: str) -> None:
    """Close an attempt of which it is certain that nothing left; it is refunded and the case is due again."""
    async with ground.database.transaction() as session:
        attempt = await attempt_to_close(session, attempt_id)
        if attempt is None or attempt.state == AttemptState.CLOSED.value:
            return
        now = ground.clock.now()
        attempt.state, attempt.closed_at, attempt.result = AttemptState.CLOSED.value, now, result
        attempt.counts, attempt.outcome, attempt.disposition = False, "not_connected", "NC10"
        await write_closed(session, attempt)
        await add_system_entry(session, ground.ids.new(), attempt.id, "NC10", at=now, actor="system")
        await set_hints(session, {attempt.case_id: now})
        ended = Call(
            attempt_id=attempt.id,
            number=attempt.value,
            caller_id="",
            state=CallState.ENDED,
            ended_at=now,
            cause=EndCause.CANCELLED,
            ended_by="system",
        )
        await update_call(session, ended)
        closed = AttemptClosed(
            at=now,
            attempt_id=attempt.id,
            case_id=attempt.case_id,
            campaign_id=attempt.campaign_id,
            channel=attempt.channel,
            result=result,
            outcome="not_connected",
        )
        await ground.journal.append(session, closed)


async def _dispose(
    ground: Ground, books: Books, session: AsyncSession, attempt: Attempt, call: Call, campaign: Campaign
) -> list[Fact]:
    disposition = books.catalogue.get(code_of(books.catalogue, call))
    now = ground.clock.now()
    attempt.disposition, attempt.outcome, attempt.party = disposition.code, disposition.outcome, disposition.party
    await write_closed(session, attempt)
    await add_system_entry(session, ground.ids.new(), attempt.id, disposition.code, at=now, actor="system")
    facts: list[Fact] = [DispositionSet(at=now, attempt_id=attempt.id, case_id=attempt.case_id, code=disposition.code)]
    if disposition.outcome == "abandoned":
        facts.append(CallAbandoned(at=now, attempt_id=attempt.id, case_id=attempt.case_id, campaign_id=campaign.id))
    facts += await _bring(ground, session, attempt, disposition)
    return facts + await follow_up(ground, session, attempt, disposition, campaign=campaign)


async def _bring(ground: Ground, session: AsyncSession, attempt: Attempt, disposition: Disposition) -> list[Fact]:
    if not disposition.effects:
        return []
    effects = effects_of(disposition, await load_context(session, attempt))
    return await apply_effects(
        session, effects, attempt=attempt, now=ground.clock.now(), actor="system", ids=ground.ids
    )
