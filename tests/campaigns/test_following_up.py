"""After an outcome the case knows when and where it is tried next, and whether a text is wanted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from campaigns.campaigns import Campaign
from campaigns.facts import TreatmentChosen
from campaigns.following_up import follow_up
from campaigns.treatments import Treatment
from campaigns.worklist import NextContact
from config.facts import Fact
from crm.attempts import Attempt
from tests.campaigns.gates import case_of
from tests.campaigns.rows import BOOKS, World, add_call, add_case


async def follow(world: World, campaign: Campaign, attempt: Attempt, agreed: NextContact | None = None) -> list[Fact]:
    """Follow the attempt's outcome up, as closing and wrapping up do."""
    disposition = BOOKS.catalogue.get(attempt.disposition or "")
    async with world.ground.database.transaction() as session:
        return await follow_up(world.ground, session, attempt, disposition, campaign=campaign, agreed=agreed)


async def treatments(world: World) -> list[Treatment]:
    async with world.ground.database.transaction() as session:
        return list((await session.scalars(select(Treatment))).all())


async def test_a_missed_call_brings_a_later_try_and_a_text(world: World) -> None:
    """The ladder's wait, at a number of the person, and one waiting text after the plan's delay."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    call = await add_call(world, case, point, "NC01", ago=timedelta(minutes=1), campaign=campaign)
    (fact,) = await follow(world, campaign, call)
    hinted = await case_of(world, case)
    assert hinted.next_contact_at is not None
    assert hinted.next_contact_at > world.now + timedelta(minutes=30)
    assert (hinted.next_contact_point_id, hinted.tries) == (point.id, 1)
    (text,) = await treatments(world)
    assert (text.attempt_id, text.state, text.reason) == (call.id, "waiting", "call_did_not_reach")
    assert isinstance(fact, TreatmentChosen)
    assert (fact.step, fact.not_before) == ("sms", text.not_before)
    assert text.not_before > world.now


@pytest.mark.parametrize("code", ["RF01", "TP02", "PR01"])
async def test_no_text_follows_a_call_that_was_answered(world: World, code: str) -> None:
    """Nobody who talked with us gets a text that says we missed them."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    call = await add_call(world, case, point, code, ago=timedelta(minutes=1), campaign=campaign)
    assert await follow(world, campaign, call) == []
    assert await treatments(world) == []


async def test_a_time_the_person_named_beats_the_ladder(world: World) -> None:
    """A callback is when they said, at the number they said, whatever the ladder would do."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    call = await add_call(world, case, point, "NG01", ago=timedelta(minutes=1), campaign=campaign)
    agreed = NextContact(world.now + timedelta(days=2, minutes=7), point.id)
    await follow(world, campaign, call, agreed)
    hinted = await case_of(world, case)
    assert (hinted.next_contact_at, hinted.next_contact_point_id) == (agreed.at, point.id)
