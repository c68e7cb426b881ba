"""Who may be called now, later, not at all, and what other windows would change."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from campaigns.campaigns import Campaign
from campaigns.counting import Counting
from campaigns.steering import edit_campaign
from campaigns.store.for_campaigns import numbers_of_campaigns
from config.errors import BadInput, NotFound
from crm.facts import DispositionSet, HoldLifted, HoldSet
from crm.holds import Hold
from tests.campaigns.rows import BOOKS, EASTERN, WESTERN, World, add_call, add_case
from tests.conftest import EPOCH

SATURDAY = datetime(2026, 11, 7, 14, 30, tzinfo=UTC)
"""09:30 in New York, 06:30 in Los Angeles."""


async def _fill(world: World, campaign: Campaign, *, eastern: int, western: int) -> None:
    for place, count in ((EASTERN, eastern), (WESTERN, western)):
        for _ in range(count):
            await add_case(world, campaign, place=place)


def _edited(campaign: Campaign, **days: Any) -> dict[str, Any]:  # noqa: ANN401 - parts of a windows document
    return {**campaign.windows, **days}


async def test_each_zone_is_counted_on_its_own_clock(world: World) -> None:
    """At ten in New York it is seven in Los Angeles: the west is for later today."""
    campaign = await world.campaign()
    await _fill(world, campaign, eastern=3, western=2)
    problems, census = await Counting(world.ground, BOOKS).check(campaign.id, changes={})
    assert problems == []
    assert census is not None
    assert (census.callable_now, census.later_today, census.blocked) == (3, 2, 0)
    assert {code: count for (code, _), count in census.by_reason.items()} == {"outside_hours": 2}
    # Nine in Los Angeles, when the campaign opens there, is 17:00 UTC.
    assert {hour: count for hour, count in census.by_hour.items() if count} == {
        EPOCH: 3,
        EPOCH.replace(hour=17): 2,
    }


async def test_holds_and_busy_people_are_counted_with_their_reason(world: World) -> None:
    """A manager sees why cases are not called."""
    campaign = await world.campaign()
    stopped, _ = await add_case(world, campaign)
    spoken, spoken_point = await add_case(world, campaign)
    nobody, point = await add_case(world, campaign)
    await add_case(world, campaign)
    async with world.ground.database.transaction() as session:
        session.add(
            Hold(
                id=world.new(),
                debtor_id=stopped.debtor_id,
                kind="cease_communication",
                starts_at=world.now - timedelta(days=1),
                evidence="letter",
                actor="user:x",
            )
        )
        point.state = "invalid"
        await session.merge(point)
    await add_call(world, spoken, spoken_point, "RF01", ago=timedelta(days=2))
    _, census = await Counting(world.ground, BOOKS).check(campaign.id, changes={})
    assert census is not None
    assert (census.callable_now, census.later_today, census.blocked) == (1, 0, 3)
    codes = {code for code, _ in census.by_reason}
    assert codes == {"held", "cooling_off", "no_number"}
    assert nobody.id != stopped.id


async def test_edited_windows_show_who_becomes_callable_before_they_are_saved(world: World) -> None:
    """At Saturday 09:30: the east opens, the west sleeps."""
    campaign = await world.campaign()
    await _fill(world, campaign, eastern=3, western=2)
    windows = _edited(campaign, sat=[["09:00", "17:00"]])
    found, sample = await Counting(world.ground, BOOKS).compare(campaign.id, windows=windows, at=SATURDAY)
    assert (found.before, found.after, found.became, found.lost) == (0, 3, 3, 0)
    assert found.by_zone == {"America/New_York": (0, 3), "America/Los_Angeles": (0, 0)}
    assert found.next_openings == ((SATURDAY.replace(hour=17, minute=0), "America/Los_Angeles", 2),)
    assert len(sample) == 3
    async with world.ground.database.transaction() as session:
        assert (await session.get_one(Campaign, campaign.id)).windows == campaign.windows


async def test_narrower_windows_show_who_is_lost(world: World) -> None:
    """Closing the day loses those who could be called now."""
    campaign = await world.campaign()
    await _fill(world, campaign, eastern=2, western=0)
    closed = _edited(campaign, closed_on=["2026-11-02"])
    found, _ = await Counting(world.ground, BOOKS).compare(campaign.id, windows=closed)
    assert (found.before, found.after, found.became, found.lost) == (2, 0, 0, 2)


async def test_windows_wider_than_the_law_change_nobody(world: World) -> None:
    """12 CFR 1006.6(b)(1): before eight and after nine stays closed whatever is painted."""
    campaign = await world.campaign()
    await _fill(world, campaign, eastern=0, western=2)
    day = [["00:00", "24:00"]]
    always = _edited(campaign, **dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), day))
    found, _ = await Counting(world.ground, BOOKS).compare(campaign.id, windows=always)
    assert (found.before, found.after) == (0, 0)


async def test_settings_that_cannot_be_read_give_problems_and_no_count(world: World) -> None:
    """The page shows what to mend instead of a number that means nothing."""
    campaign = await world.campaign()
    problems, census = await Counting(world.ground, BOOKS).check(campaign.id, changes={"windows": {"mon": "always"}})
    assert census is None
    assert [problem.field for problem in problems] == ["windows"]
    with pytest.raises(BadInput):
        await Counting(world.ground, BOOKS).compare(campaign.id, windows={"mon": "always"})
    with pytest.raises(NotFound):
        await Counting(world.ground, BOOKS).compare(world.new(), windows=None)


async def test_the_list_counts_the_last_day_only(world: World) -> None:
    """Yesterday's calls are not today's."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    for code, hours in (("RF01", 1), ("AB01", 2), ("TP02", 3), ("NC01", 4), ("RF01", 30)):
        await add_call(world, case, point, code, ago=timedelta(hours=hours), campaign=campaign)
    async with world.ground.database.transaction() as session:
        since = world.now - timedelta(hours=24)
        numbers = (await numbers_of_campaigns(session, since=since))[campaign.id]
    assert numbers.enrolled == 1
    assert (numbers.answered, numbers.abandoned, numbers.contacts, numbers.promises) == (3, 1, 1, 0)


async def test_a_count_is_kept_for_a_while_and_made_anew_after_an_edit(world: World) -> None:
    """The list costs little, and shows what new windows did."""
    campaign = await world.campaign()
    await _fill(world, campaign, eastern=2, western=0)
    counts = Counting(world.ground, BOOKS)
    assert await counts.count(campaign, enrolled=2) == 2
    await _fill(world, campaign, eastern=1, western=0)
    assert await counts.count(campaign, enrolled=3) == 2
    edited = await edit_campaign(
        world.ground,
        BOOKS,
        campaign.id,
        version=campaign.version,
        changes={"windows": _edited(campaign, closed_on=["2026-11-02"])},
        actor="user:manager",
    )
    assert await counts.count(edited, enrolled=3) == 0


async def test_a_fact_moves_the_count_when_it_is_recorded(world: World) -> None:
    """The index follows the journal: a hold and a call on record take their cases out, a lifting back in."""
    campaign = await world.campaign()
    stopped, _ = await add_case(world, campaign)
    called, point = await add_case(world, campaign)
    counting = Counting(world.ground, BOOKS)
    assert await _now(counting, campaign) == 2
    now = world.ground.clock.now()
    async with world.ground.database.transaction() as session:
        hold = Hold(
            id=world.new(),
            debtor_id=stopped.debtor_id,
            kind="cease_communication",
            starts_at=now,
            evidence="letter",
            actor="user:x",
        )
        session.add(hold)
        fact = HoldSet(at=now, hold_id=hold.id, debtor_id=hold.debtor_id, kind=hold.kind, until=None)
        await world.ground.journal.append(session, fact)
    assert await _now(counting, campaign) == 1
    await add_call(world, called, point, "RF01", ago=timedelta(hours=2), campaign=campaign)
    async with world.ground.database.transaction() as session:
        said = DispositionSet(at=now, attempt_id=world.new(), case_id=called.id, code="RF01")
        await world.ground.journal.append(session, said)
    assert await _now(counting, campaign) == 0
    async with world.ground.database.transaction() as session:
        (await session.get_one(Hold, hold.id)).lifted_at = now
        await world.ground.journal.append(session, HoldLifted(at=now, hold_id=hold.id, debtor_id=hold.debtor_id))
    assert await _now(counting, campaign) == 1


async def test_all_campaigns_are_counted_together_over_the_week(world: World) -> None:
    """The manager sees now, the zones, and the hours that open; the night is empty."""
    campaign = await world.campaign()
    await _fill(world, campaign, eastern=3, western=2)
    census, week = await Counting(world.ground, BOOKS).all_campaigns(at=EPOCH)
    assert (census.callable_now, census.later_today) == (3, 2)
    assert dict(census.by_zone) == {"America/New_York": 3}
    assert (week[EPOCH.replace(hour=17)], week[EPOCH + timedelta(hours=15)], len(week)) == (5, 0, 169)


async def _now(counting: Counting, campaign: Campaign) -> int:
    _, census = await counting.check(campaign.id, changes={})
    assert census is not None
    return census.callable_now
