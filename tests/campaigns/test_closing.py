"""Attempts are closed with what the line said, and refunded only on proof that nothing left."""

from datetime import timedelta
from uuid import UUID

import pytest

from campaigns.assigning import assign
from campaigns.campaigns import Campaign
from campaigns.closing import close_call, take_back
from campaigns.facts import CallAbandoned
from config.facts import Fact
from config.ground import Ground
from crm.facts import AttemptClosed, DispositionSet
from telephony.calls import Call, CallState
from telephony.facts import AnsweredBy, EndCause
from tests.campaigns.gates import attempt_of, case_of, open_attempts, permit
from tests.campaigns.rows import BOOKS, World, add_case


def ended(attempt_id: UUID, ground: Ground, cause: EndCause, answered_by: AnsweredBy | None = None) -> Call:
    """Return an ended call as the line tells of it."""
    now = ground.clock.now()
    return Call(
        attempt_id=attempt_id,
        number="+14045550101",
        caller_id="+12125550100",
        state=CallState.ENDED,
        placed_at=now - timedelta(seconds=30),
        answered_at=None if answered_by is None else now,
        answered_by=answered_by,
        ended_at=now,
        cause=cause,
        ended_by="provider",
    )


async def close(world: World, campaign: Campaign, call: Call) -> list[Fact]:
    async with world.ground.database.transaction() as session:
        return await close_call(world.ground, BOOKS, {campaign.id: campaign}, session, call)


@pytest.mark.parametrize(("cause", "answered_by", "code", "outcome"), [
    (EndCause.NO_ANSWER, None, "NC01", "no_answer"),
    (EndCause.ABANDONED, "human", "AB01", "abandoned"),
    (EndCause.COMPLETED, "unknown", "AB01", "abandoned"),
])  # fmt: skip
async def test_a_call_no_agent_had_gets_its_outcome_from_the_line(
    world: World, cause: EndCause, answered_by: AnsweredBy | None, code: str, outcome: str
) -> None:
    """Unanswered ones by their cause; one that a person answered and nobody took was abandoned, whoever hung up."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    reserved = await permit(world, campaign, case)
    facts = await close(world, campaign, ended(reserved.attempt.id, world.ground, cause, answered_by))
    attempt = await attempt_of(world, reserved.attempt.id)
    assert (attempt.state, attempt.disposition, attempt.outcome, attempt.counts) == ("closed", code, outcome, True)
    assert [fact.code for fact in facts if isinstance(fact, DispositionSet)] == [code]
    assert any(isinstance(fact, CallAbandoned) for fact in facts) == (outcome == "abandoned")
    assert await open_attempts(world) == 0


async def test_a_call_an_agent_had_waits_for_the_agents_word(world: World) -> None:
    """Until then it counts as a conversation, the stricter reading."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    reserved = await permit(world, campaign, case)
    await assign(world.ground, reserved.attempt.id, world.agent_id, epoch=0)
    facts = await close(world, campaign, ended(reserved.attempt.id, world.ground, EndCause.COMPLETED, "human"))
    attempt = await attempt_of(world, reserved.attempt.id)
    assert (attempt.state, attempt.disposition, attempt.outcome) == ("closed", None, "conversation")
    assert [type(fact) for fact in facts] == [AttemptClosed]


async def test_an_end_that_is_told_twice_closes_once(world: World) -> None:
    """Two ends of one call are one outcome."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    reserved = await permit(world, campaign, case)
    call = ended(reserved.attempt.id, world.ground, EndCause.BUSY)
    assert await close(world, campaign, call)
    assert await close(world, campaign, call) == []


async def test_a_call_of_unknown_fate_counts(world: World) -> None:
    """The person may have been called, so the caps count it; only proof refunds."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    reserved = await permit(world, campaign, case)
    await close(world, campaign, ended(reserved.attempt.id, world.ground, EndCause.UNKNOWN))
    attempt = await attempt_of(world, reserved.attempt.id)
    assert (attempt.state, attempt.result, attempt.counts) == ("closed", "unknown", True)


@pytest.mark.parametrize("result", ["stale", "not_left", "withdrawn"])
async def test_a_call_that_never_left_is_refunded_and_due_again(world: World, result: str) -> None:
    """The attempt stays in the ledger as not counted, and the person can be called at once."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    reserved = await permit(world, campaign, case)
    await take_back(world.ground, reserved.attempt.id, result=result)
    await take_back(world.ground, reserved.attempt.id, result=result)
    attempt = await attempt_of(world, reserved.attempt.id)
    assert (attempt.state, attempt.result, attempt.counts, attempt.disposition) == ("closed", result, False, "NC10")
    assert [fact.result for fact in await world.facts() if isinstance(fact, AttemptClosed)] == [result]
    hint = (await case_of(world, case)).next_contact_at
    assert hint is not None
    assert hint <= world.now
    await permit(world, campaign, case)


async def test_a_call_that_is_over_is_not_refunded(world: World) -> None:
    """A late "not left" does not take back what was closed with a result."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    reserved = await permit(world, campaign, case)
    await close(world, campaign, ended(reserved.attempt.id, world.ground, EndCause.NO_ANSWER))
    await take_back(world.ground, reserved.attempt.id, result="stale")
    attempt = await attempt_of(world, reserved.attempt.id)
    assert (attempt.result, attempt.counts) == ("no_answer", True)
