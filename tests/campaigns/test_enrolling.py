"""Every open case stands in the bucket its age says and in that bucket's campaign, and every move is a fact."""

import pytest
from sqlalchemy import update

from campaigns.campaigns import Campaign, CampaignState
from campaigns.enrolling import enrol_all
from campaigns.facts import CaseEnrolled
from campaigns.steering import move_campaign, put_in_first_buckets
from crm.cases import Case
from crm.facts import CaseMoved
from tests.campaigns.gates import case_of
from tests.campaigns.rows import BOOKS, World, add_case


async def aged_case(world: World, days: int) -> Case:
    case, _ = await add_case(world)
    async with world.ground.database.transaction() as session:
        await session.execute(update(Case).where(Case.id == case.id).values(days_past_due=days, bucket=None))
    return case


async def started(world: World, bucket: str, name: str) -> Campaign:
    campaign = await world.campaign(bucket, name)
    return await move_campaign(world.ground, BOOKS, campaign.id, to=CampaignState.RUNNING, actor="system")


@pytest.mark.parametrize(("days", "bucket"), [
    (1, "b1"), (5, "b1"), (6, "b2"), (17, "b2"), (18, "b3"), (30, "b3"), (31, "b4"), (4000, "b4"),
])  # fmt: skip
async def test_the_age_decides_the_bucket_at_both_ends(world: World, days: int, bucket: str) -> None:
    """The four ranges of the method, without gap or overlap."""
    campaign = await started(world, bucket, "The one")
    case = await aged_case(world, days)
    await enrol_all(world.ground)
    placed = await case_of(world, case)
    assert (placed.bucket, placed.campaign_id) == (bucket, campaign.id)


async def test_a_draft_takes_no_cases(world: World) -> None:
    """A campaign nobody has started yet calls nobody."""
    await world.campaign("b1")
    case = await aged_case(world, 3)
    await enrol_all(world.ground)
    placed = await case_of(world, case)
    assert (placed.bucket, placed.campaign_id) == ("b1", None)


async def test_enrolling_again_moves_nothing_and_says_nothing(world: World) -> None:
    """The reader of a fact may see it twice."""
    await started(world, "b1", "Early")
    case = await aged_case(world, 3)
    assert await enrol_all(world.ground) == 1
    assert await enrol_all(world.ground) == 0
    facts = await world.facts()
    assert [fact.case_id for fact in facts if isinstance(fact, CaseEnrolled)] == [case.id]
    assert [(fact.old_bucket, fact.new_bucket) for fact in facts if isinstance(fact, CaseMoved)] == [(None, "b1")]


@pytest.mark.parametrize(("state", "after"), [("new", "closed"), ("working", "closed"), ("promised", "promised")])
async def test_a_cured_case_closes_unless_something_is_still_agreed(world: World, state: str, after: str) -> None:
    """Nothing past due ends the work; a promise is still watched."""
    case, _ = await add_case(world)
    async with world.ground.database.transaction() as session:
        await session.execute(update(Case).values(days_past_due=0, state=state))
    await enrol_all(world.ground)
    cured = await case_of(world, case)
    assert (cured.state, cured.bucket) == (after, None)


async def test_a_set_of_buckets_that_is_there_stays_when_a_server_starts(world: World) -> None:
    """The packaged buckets are for a new installation only."""
    before = len(await world.facts())
    await put_in_first_buckets(world.ground)
    assert len(await world.facts()) == before
