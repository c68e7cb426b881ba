"""A restart goes on with the day it left: the same budget, the same counts, read from the ledger."""

from datetime import timedelta

from campaigns.floor.wings import course_of, wing_of
from campaigns.pace.budget import Ceilings
from campaigns.pace.ceilings import CeilingKind
from campaigns.store.for_campaigns import calls_by_slot
from tests.campaigns.rows import World, add_call, add_case


async def test_the_ledger_gives_the_budget_and_the_day_when_the_floor_starts(world: World) -> None:
    """Three answers of today, one abandoned, and two of last week; another campaign's and older ones are left out."""
    campaign, other = await world.campaign(), await world.campaign("b2", "Others")
    calls = [
        (campaign, "PR01", timedelta(minutes=3)),
        (campaign, "AB01", timedelta(minutes=20)),
        (campaign, "TP01", timedelta(minutes=70)),
        (campaign, "AM01", timedelta(minutes=75)),
        (campaign, "PR01", timedelta(days=7)),
        (campaign, "AB01", timedelta(days=7)),
        (campaign, "PR01", timedelta(days=31)),
        (other, "AB01", timedelta(minutes=5)),
    ]
    for owner, code, ago in calls:
        case, point = await add_case(world, owner)
        await add_call(world, case, point, code, ago=ago, campaign=owner, duration_ms=None)
    now = world.now
    async with world.ground.database.transaction() as session:
        hours = await calls_by_slot(session, since=now - timedelta(days=30), unit="hour")
        minutes = await calls_by_slot(session, since=now - timedelta(minutes=30), unit="minute")
    course = course_of(hours[campaign.id], minutes[campaign.id], now)
    standings = course.budget.standings(now, Ceilings.under(0.03), detects_machines=False)
    assert [(one.period, one.live, one.abandoned) for one in standings] == [
        ("days_30", 5, 2),
        ("day", 3, 1),
        ("half_hour", 2, 1),
    ]
    counts = course.counts
    assert (counts.dialed, counts.to_agent, counts.dropped, counts.connected, counts.machines) == (4, 3, 1, 2, 1)
    assert course.began_at is not None
    assert timedelta(minutes=75) <= now - course.began_at < timedelta(minutes=136)
    wing = wing_of(campaign, frozenset({world.team_id}), hours[campaign.id], course)
    assert (wing.tally.started, wing.tally.live, wing.tally.abandoned, wing.tally.machines) == (6, 5, 2, 1)
    assert wing.ceiling_kind is CeilingKind.HARD


async def test_a_start_in_the_morning_begins_a_new_day(world: World) -> None:
    """Yesterday's calls are in the thirty days and not in the day."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    await add_call(world, case, point, "AB01", ago=timedelta(hours=15), campaign=campaign, duration_ms=None)
    now = world.now
    async with world.ground.database.transaction() as session:
        hours = await calls_by_slot(session, since=now - timedelta(days=30), unit="hour")
    course = course_of(hours[campaign.id], (), now)
    assert course.began_at is None
    assert course.counts.dropped == 0
    standings = course.budget.standings(now, Ceilings.under(0.03), detects_machines=False)
    assert [one.abandoned for one in standings] == [1, 0, 0]
