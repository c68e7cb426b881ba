"""The page a campaign draws its calls from."""

from uuid import UUID

from campaigns.listing import Listing
from tests.campaigns.rows import BOOKS, World, add_case


async def with_cases(world: World, count: int) -> tuple[Listing, UUID]:
    """Make a campaign with cases that are due."""
    campaign = await world.campaign()
    for _ in range(count):
        await add_case(world, campaign)
    return Listing(world.ground, BOOKS), campaign.id


async def test_cases_are_drawn_again_when_they_were_put_back(world: World) -> None:
    """What was not asked for comes again, in its order."""
    listing, campaign_id = await with_cases(world, 3)
    pairs = await listing.next_cases(campaign_id, 3)
    listing.put_back(campaign_id, pairs[1:])
    assert len(pairs) == 3
    assert await listing.next_cases(campaign_id, 3) == pairs[1:]


async def test_cases_are_read_anew_when_their_page_was_dropped_meanwhile(world: World) -> None:
    """A hold lifted while the gate is asked drops the page; nothing breaks, and nobody is lost."""
    listing, campaign_id = await with_cases(world, 3)
    pairs = await listing.next_cases(campaign_id, 3)
    listing.refresh(campaign_id)
    listing.put_back(campaign_id, pairs[1:])
    assert sorted(await listing.next_cases(campaign_id, 3)) == sorted(pairs)
