"""Steering campaigns: copies of templates, edits on a version, moves that pass a check, the set of buckets."""

from uuid import uuid4

import pytest

from campaigns.buckets import Bucket
from campaigns.campaigns import CampaignState
from campaigns.facts import BucketsEdited, CampaignEdited, CampaignMoved
from campaigns.steering import create_campaign, edit_buckets, edit_campaign, load_campaign, move_campaign
from campaigns.store.for_campaigns import all_buckets
from config.errors import BadInput, Conflict, NotFound
from tests.campaigns.rows import BOOKS, World

ACTOR = "user:manager"


async def test_a_new_campaign_is_a_draft_copy_of_its_template(world: World) -> None:
    """It can be changed without changing the template, and dials nobody yet."""
    one = await create_campaign(world.ground, template="b2", name="  First   try ", actor=ACTOR)
    two = await create_campaign(world.ground, template="b2", name="Second", actor=ACTOR)
    assert (one.name, one.state, one.version, one.bucket) == ("First try", "draft", 1, "b2")
    assert one.windows == two.windows
    assert one.windows is not two.windows
    facts = [fact for fact in await world.facts() if isinstance(fact, CampaignEdited)]
    assert [(fact.version, fact.fields, fact.actor) for fact in facts] == [(1, ("created",), ACTOR)] * 2


async def test_a_taken_name_or_an_unknown_template_is_refused(world: World) -> None:
    """Two campaigns are never mistaken for one another."""
    await world.campaign(name="Same")
    with pytest.raises(Conflict):
        await create_campaign(world.ground, template="b2", name="Same", actor=ACTOR)
    with pytest.raises(NotFound):
        await create_campaign(world.ground, template="b9", name="Other", actor=ACTOR)
    with pytest.raises(BadInput):
        await create_campaign(world.ground, template="b2", name="   ", actor=ACTOR)


async def test_an_edit_makes_a_version_and_names_the_fields(world: World) -> None:
    """A verdict can say under which settings it was given."""
    campaign = await world.campaign()
    edited = await edit_campaign(
        world.ground,
        BOOKS,
        campaign.id,
        version=campaign.version,
        changes={"wrap_up_s": 90, "mode": "predictive"},
        actor=ACTOR,
    )
    assert (edited.version, edited.wrap_up_s, edited.changed_by) == (campaign.version + 1, 90, ACTOR)
    last = (await world.facts())[-1]
    assert isinstance(last, CampaignEdited)
    assert last.fields == ("wrap_up_s",)


async def test_an_edit_on_a_stale_version_is_refused_and_changes_nothing(world: World) -> None:
    """Of two managers, the second sees what the first did before overwriting it."""
    campaign = await world.campaign()
    stale = campaign.version
    await edit_campaign(world.ground, BOOKS, campaign.id, version=stale, changes={"wrap_up_s": 99}, actor=ACTOR)
    with pytest.raises(Conflict) as caught:
        await edit_campaign(world.ground, BOOKS, campaign.id, version=stale, changes={"wrap_up_s": 66}, actor=ACTOR)
    assert caught.value.code == "stale_version"
    async with world.ground.database.transaction() as session:
        kept = await load_campaign(session, campaign.id)
        assert (kept.version, kept.wrap_up_s) == (stale + 1, 99)


async def test_an_edit_that_changes_nothing_makes_no_version_and_no_fact(world: World) -> None:
    """Pressing save twice leaves no trace of the second time."""
    campaign = await world.campaign()
    before = len(await world.facts())
    windows = {day: list(reversed(ranges)) for day, ranges in campaign.windows.items() if isinstance(ranges, list)}
    same = await edit_campaign(
        world.ground,
        BOOKS,
        campaign.id,
        version=campaign.version,
        changes={"windows": windows, "name": campaign.name},
        teams=[world.team_id],
        actor=ACTOR,
    )
    assert same.version == campaign.version
    assert len(await world.facts()) == before


async def test_teams_are_replaced_as_a_whole_and_unknown_ones_refused(world: World) -> None:
    """The floor serves exactly the teams that were chosen."""
    campaign = await world.campaign()
    with pytest.raises(NotFound):
        await edit_campaign(
            world.ground, BOOKS, campaign.id, version=campaign.version, changes={}, teams=[uuid4()], actor=ACTOR
        )
    edited = await edit_campaign(
        world.ground, BOOKS, campaign.id, version=campaign.version, changes={}, teams=[], actor=ACTOR
    )
    assert edited.version == campaign.version + 1


async def test_a_campaign_starts_pauses_and_halts_with_a_fact_each(world: World) -> None:
    """Who stopped the dialing, and when, can be shown."""
    campaign = await world.campaign()
    for to in (CampaignState.RUNNING, CampaignState.PAUSED, CampaignState.RUNNING, CampaignState.HALTED):
        moved = await move_campaign(world.ground, BOOKS, campaign.id, to=to, actor=ACTOR)
        assert moved.state == to
    moves = [(fact.old, fact.new) for fact in await world.facts() if isinstance(fact, CampaignMoved)]
    assert moves == [("draft", "running"), ("running", "paused"), ("paused", "running"), ("running", "halted")]


async def test_starting_twice_is_starting_once(world: World) -> None:
    """A double click is no second start."""
    campaign = await world.campaign()
    for _ in range(2):
        await move_campaign(world.ground, BOOKS, campaign.id, to=CampaignState.RUNNING, actor=ACTOR)
    assert sum(isinstance(fact, CampaignMoved) for fact in await world.facts()) == 1


async def test_a_campaign_that_fails_its_check_does_not_start(world: World) -> None:
    """The refusal names what to mend, and nothing is dialed."""
    campaign = await create_campaign(world.ground, template="b1", name="No team", actor=ACTOR)
    with pytest.raises(Conflict) as caught:
        await move_campaign(world.ground, BOOKS, campaign.id, to=CampaignState.RUNNING, actor=ACTOR)
    assert caught.value.code == "check_failed"
    assert set(caught.value.details) == {"teams"}
    async with world.ground.database.transaction() as session:
        assert (await load_campaign(session, campaign.id)).state == "draft"


async def test_a_running_campaign_cannot_be_edited_into_one_that_may_not_run(world: World) -> None:
    """A script that does not exist would leave agents without words in mid-call."""
    campaign = await world.campaign()
    await move_campaign(world.ground, BOOKS, campaign.id, to=CampaignState.RUNNING, actor=ACTOR)
    with pytest.raises(Conflict) as caught:
        await edit_campaign(
            world.ground, BOOKS, campaign.id, version=campaign.version, changes={"script": "gone"}, actor=ACTOR
        )
    assert set(caught.value.details) == {"script"}
    async with world.ground.database.transaction() as session:
        assert (await load_campaign(session, campaign.id)).script == "reminder"


def _bucket(code: str, first: int, last: int | None) -> Bucket:
    return Bucket(code=code, name_en=code, name_zh=code, first_day=first, last_day=last)


async def test_the_set_of_buckets_is_replaced_as_a_whole(world: World) -> None:
    """The reader of the fact puts the cases into their new buckets."""
    await edit_buckets(world.ground, [_bucket("b2", 11, None), _bucket("b1", 1, 10)], actor=ACTOR)
    async with world.ground.database.transaction() as session:
        assert [(row.code, row.first_day) for row in await all_buckets(session)] == [("b1", 1), ("b2", 11)]
    last = (await world.facts())[-1]
    assert isinstance(last, BucketsEdited)
    assert last.codes == ("b1", "b2")


@pytest.mark.parametrize(
    "rows",
    [
        [("b1", 1, 5)],
        [("b1", 1, 5), ("b2", 7, None)],
        [("b1", 1, 5), ("b1", 6, None)],
        [],
    ],
)
async def test_a_wrong_set_of_buckets_changes_nothing(world: World, rows: list[tuple[str, int, int | None]]) -> None:
    """The old set stays whole."""
    with pytest.raises(BadInput):
        await edit_buckets(world.ground, [_bucket(*row) for row in rows], actor=ACTOR)
    async with world.ground.database.transaction() as session:
        assert len(await all_buckets(session)) == 4


async def test_a_bucket_that_a_started_campaign_works_cannot_go(world: World) -> None:
    """No running campaign loses its cases by an edit elsewhere."""
    campaign = await world.campaign("b4", name="Way out")
    await move_campaign(world.ground, BOOKS, campaign.id, to=CampaignState.RUNNING, actor=ACTOR)
    with pytest.raises(Conflict) as caught:
        await edit_buckets(world.ground, [_bucket("b1", 1, None)], actor=ACTOR)
    assert caught.value.details == {"b4": "Way out"}
