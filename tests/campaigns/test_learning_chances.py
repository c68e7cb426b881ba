"""Chances are learned from the journal once, outlive a restart, and order the list."""

from datetime import timedelta
from uuid import UUID

from campaigns.campaigns import Campaign
from campaigns.chances import BASE, Chances
from campaigns.learning_chances import Learning
from campaigns.listing import Listing
from campaigns.store.for_chances import load_chances
from campaigns.store.for_dialing import cases_due_for_contact
from crm.attempts import Attempt
from crm.cases import Case
from crm.contact_points import ContactPoint
from crm.facts import DispositionSet
from tests.campaigns.rows import BOOKS, World, add_call, add_case


async def outcome(
    world: World, campaign: Campaign, case: Case, point: ContactPoint, code: str, *, ago: timedelta = timedelta(hours=1)
) -> Attempt:
    """Add a closed call with its disposition as a row and as a fact."""
    attempt = await add_call(world, case, point, code, ago=ago, duration_ms=None, campaign=campaign)
    await say(world, attempt, code)
    return attempt


async def say(world: World, attempt: Attempt, code: str, *, supersedes: str | None = None) -> None:
    """Write that a disposition was recorded, or replaced by another."""
    fact = DispositionSet(
        at=world.now, attempt_id=attempt.id, case_id=attempt.case_id, code=code, supersedes=supersedes
    )
    async with world.ground.database.transaction() as session:
        await world.ground.journal.append(session, fact)


async def stored(world: World) -> Chances:
    """Return what the database keeps."""
    async with world.ground.database.transaction() as session:
        return await load_chances(session)


def seen(chances: Chances, campaign: Campaign) -> tuple[float, float, float]:
    """Return a campaign's calls, answers and right parties."""
    count = chances.counts[campaign.id, BASE]
    return round(count.tried, 3), round(count.answered, 3), round(count.met, 3)


async def test_each_outcome_counts_once_when_the_process_starts_again(world: World) -> None:
    """A second life loads what the first had learned, and learns only what is new."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    for hours, code in enumerate(("PR01", "TP01", "AM01", "NC01"), start=1):
        await outcome(world, campaign, case, point, code, ago=timedelta(hours=hours))
    first = Learning(world.ground, BOOKS)
    await first.catch_up()
    assert seen(first.chances, campaign) == (4, 2, 1)
    await outcome(world, campaign, case, point, "NC01", ago=timedelta(minutes=5))
    second = Learning(world.ground, BOOKS)
    await second.catch_up()
    assert seen(second.chances, campaign) == (5, 2, 1)
    assert (await stored(world)).counts == second.chances.counts


async def test_two_processes_learn_one_after_another_what_each_has_stored(world: World) -> None:
    """A process that comes back to the lease goes on from what the other had learned."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    here, there = Learning(world.ground, BOOKS), Learning(world.ground, BOOKS)
    await outcome(world, campaign, case, point, "NC01")
    await here.catch_up()
    await there.catch_up()
    assert here.chances.counts == there.chances.counts == (await stored(world)).counts


async def test_a_look_waits_when_the_last_one_was_just_now(world: World) -> None:
    """The list is drawn from all the time; learning now and then is enough."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    learning = Learning(world.ground, BOOKS)
    await learning.catch_up()
    await outcome(world, campaign, case, point, "NC01")
    await learning.catch_up()
    assert learning.chances.counts == {}


async def test_an_undone_outcome_is_taken_back_and_the_new_one_counts(world: World) -> None:
    """What an agent corrected teaches nothing wrong."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    attempt = await outcome(world, campaign, case, point, "PR01")
    await say(world, attempt, "", supersedes="PR01")
    await say(world, attempt, "TP02")
    learning = Learning(world.ground, BOOKS)
    await learning.catch_up()
    assert seen(learning.chances, campaign) == (1, 1, 0)


async def test_a_case_is_called_earlier_when_its_number_is_the_better_one(world: World) -> None:
    """Whose person picked up last time comes before one who never did, from the database on."""
    campaign = await world.campaign()
    poor, poor_point = await add_case(world, campaign)
    good, good_point = await add_case(world, campaign)
    for back in range(12):
        ago = timedelta(days=2, hours=back)
        await outcome(world, campaign, poor, poor_point, "NC01", ago=ago)
        await outcome(world, campaign, good, good_point, "TP10", ago=ago)
    listing = Listing(world.ground, BOOKS)
    assert [one.case_id for one in await listing.next_cases(campaign.id, 2)] == [good.id, poor.id]
    assert await chosen(world, campaign) == [good.id]


async def chosen(world: World, campaign: Campaign) -> list[UUID]:
    """Return the one case that the database itself would put on a page."""
    async with world.ground.database.transaction() as session:
        rows = await cases_due_for_contact(session, campaign.id, now=world.now, untried=0.1, limit=1)
    return [row["id"] for row in rows]
