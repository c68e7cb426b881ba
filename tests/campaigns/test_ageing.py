"""Debts grow older by the calendar between two files, and are cured when nothing is past due."""

from datetime import date, timedelta

import pytest

from campaigns.ageing import age_all, keep_ageing
from campaigns.campaigns import CampaignState
from campaigns.steering import move_campaign
from config.supervising import Supervisor
from crm.accounts import Account
from crm.cases import Case
from crm.facts import CaseMoved
from tests.campaigns.gates import case_of
from tests.campaigns.rows import BOOKS, World, add_case
from tests.conftest import EPOCH

pytestmark = pytest.mark.virtual_time

TODAY = EPOCH.date()


async def add_account(
    world: World, case: Case, *, days: int, as_of: date = TODAY, past_due_minor: int = 14_300
) -> None:
    """Add an account that was so old on the day of its file."""
    async with world.ground.database.transaction() as session:
        session.add(
            Account(
                id=world.new(),
                creditor_id=world.creditor_id,
                debtor_id=case.debtor_id,
                case_id=case.id,
                account_number=f"A{world.new()}",
                product="card",
                currency="USD",
                balance_minor=90_000,
                past_due_minor=past_due_minor,
                days_past_due=days,
                as_of_on=as_of,
                updated_at=world.now,
            )
        )


@pytest.mark.parametrize(("file_was", "expected"), [(0, 3), (1, 4), (2, 5), (3, 6), (30, 33), (-2, 3)])
async def test_every_day_since_the_file_adds_one(world: World, file_was: int, expected: int) -> None:
    """A file of tomorrow's date takes nothing away."""
    case, _ = await add_case(world)
    await add_account(world, case, days=3, as_of=TODAY - timedelta(days=file_was))
    await age_all(world.ground)
    assert (await case_of(world, case)).days_past_due == expected


async def test_a_case_is_as_old_as_its_oldest_account_with_anything_past_due(world: World) -> None:
    """A current account does not make a case look younger or older."""
    case, _ = await add_case(world)
    await add_account(world, case, days=5)
    await add_account(world, case, days=12)
    await add_account(world, case, days=80, past_due_minor=0)
    await age_all(world.ground)
    assert (await case_of(world, case)).days_past_due == 12


async def test_a_case_passes_into_the_next_bucket_over_midnight(world: World) -> None:
    """Five days are the first bucket, six the second, with its campaign; the move is a fact."""
    first, second = await world.campaign("b1"), await world.campaign("b2", "Reasons")
    for campaign in (first, second):
        await move_campaign(world.ground, BOOKS, campaign.id, to=CampaignState.RUNNING, actor="system")
    case, _ = await add_case(world, first)
    await add_account(world, case, days=5)
    await age_all(world.ground)
    assert (await case_of(world, case)).campaign_id == first.id
    await world.ground.clock.sleep(timedelta(days=1).total_seconds())
    await age_all(world.ground)
    moved = await case_of(world, case)
    assert (moved.bucket, moved.campaign_id) == ("b2", second.id)
    (fact,) = [fact for fact in await world.facts() if isinstance(fact, CaseMoved)]
    assert (fact.old_bucket, fact.new_bucket, fact.reason) == ("b1", "b2", "days_past_due")


async def test_a_case_with_nothing_past_due_is_cured_and_called_no_more(world: World) -> None:
    """The debt is current again: the case closes by itself and leaves its campaign."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    await add_account(world, case, days=9, past_due_minor=0)
    await age_all(world.ground)
    cured = await case_of(world, case)
    assert (cured.days_past_due, cured.bucket, cured.campaign_id) == (0, None, None)
    assert (cured.state, cured.closed_reason) == ("closed", "cured")


async def test_cases_age_by_themselves_at_every_midnight(world: World) -> None:
    """Three nights, three days more, with nobody asking."""
    case, _ = await add_case(world)
    await add_account(world, case, days=3)
    await age_all(world.ground)
    async with Supervisor(world.ground.clock).running() as supervisor:
        supervisor.start("ageing", lambda: keep_ageing(world.ground))
        await world.ground.clock.sleep(timedelta(days=3).total_seconds())
    assert (await case_of(world, case)).days_past_due == 6
