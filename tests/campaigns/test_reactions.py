"""What follows from a fact happens soon, after a gap too, and does no harm when it happens twice."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from campaigns.campaigns import Campaign, CampaignState
from campaigns.facts import BucketsEdited, CaseEnrolled
from campaigns.reactions import Reacting
from campaigns.steering import edit_campaign, move_campaign
from config.clock import LoopClock
from config.database import Database
from config.facts import Fact
from config.ids import SeededIds
from config.settings import Settings
from crm.cases import Case
from crm.facts import CallbackAgreed, HoldLifted, HoldSet, OptedOut
from crm.holds import Hold
from tests.campaigns.gates import case_of
from tests.campaigns.rows import BOOKS, add_case
from tests.flows.floors import Rig, at_desk, open_floor

pytestmark = pytest.mark.virtual_time


@pytest.fixture
async def rig(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> AsyncIterator[Rig]:
    """A running floor with one case and one agent."""
    async with open_floor(settings, clock, ids, database, cases=1) as opened:
        yield opened


async def record(rig: Rig, *facts: Fact) -> None:
    """Commit facts as their authors do, and give their readers a second."""
    async with rig.house.database.transaction() as session:
        await rig.house.journal.append(session, *facts)
    await rig.house.clock.sleep(1)


def hold_of(rig: Rig, case: Case, kind: str) -> tuple[Hold, HoldSet]:
    """Make a hold of the whole person and its fact."""
    now, hold_id = rig.world.now, rig.world.new()
    row = Hold(id=hold_id, debtor_id=case.debtor_id, kind=kind, starts_at=now, evidence="said so", actor="system")
    return row, HoldSet(at=now, hold_id=hold_id, debtor_id=case.debtor_id, kind=kind, until=None)


async def ring_somebody(rig: Rig) -> Case:
    """Let the floor call its one person, and stop while the telephone rings."""
    async with at_desk(rig) as desk:
        await desk.post("/agent/ready")
        await rig.house.clock.sleep(3)
    assert len(rig.engine.dialing.floor.lines) == 1
    async with rig.house.database.transaction() as session:
        return (await session.scalars(select(Case))).one()


@pytest.mark.parametrize(("kind", "rings_on"), [
    ("cease_communication", False),
    ("deceased", False),
    ("bankruptcy", False),
    ("promise_running", True),
    ("payment_in_transit", True),
])  # fmt: skip
async def test_a_stop_cuts_the_call_that_rings_and_a_gentle_hold_does_not(rig: Rig, kind: str, rings_on: bool) -> None:
    """Whoever must not be called is not let ring on; what a conversation brought cuts nobody off."""
    case = await ring_somebody(rig)
    row, fact = hold_of(rig, case, kind)
    async with rig.house.database.transaction() as session:
        session.add(row)
    await record(rig, fact)
    assert bool(rig.engine.dialing.floor.lines) == rings_on


async def test_a_stop_is_reacted_to_although_an_older_transaction_ends_without_a_word(rig: Rig) -> None:
    """While that one is open the stop is not read yet, and nothing else would wake the reader afterwards."""
    case = await ring_somebody(rig)
    database, journal = rig.house.database, rig.house.journal
    row, fact = hold_of(rig, case, "deceased")
    async with database.transaction() as older:
        await older.execute(update(Case).where(Case.id == case.id).values(priority=1))
        async with database.transaction() as session:
            session.add(row)
            await journal.append(session, fact)
        # Long enough for the reader to look and find nothing; its clock stands still meanwhile.
        await older.execute(text("select pg_sleep(0.3)"))
    await rig.house.clock.sleep(1)
    assert not rig.engine.dialing.floor.lines


async def test_a_stop_of_another_person_cuts_nothing(rig: Rig) -> None:
    """The stop is the person's own."""
    await ring_somebody(rig)
    await record(rig, OptedOut(at=rig.world.now, debtor_id=rig.world.new(), channel="phone", source="agent"))
    assert len(rig.engine.dialing.floor.lines) == 1


async def test_a_stop_of_texts_cuts_no_call(rig: Rig) -> None:
    """STOP is about texts; a call is another channel."""
    case = await ring_somebody(rig)
    await record(rig, OptedOut(at=rig.world.now, debtor_id=case.debtor_id, channel="sms", source="reply"))
    assert len(rig.engine.dialing.floor.lines) == 1


async def test_a_case_is_due_again_when_its_hold_is_lifted(rig: Rig) -> None:
    """Nobody has to wait for the week in which a held case is looked at again."""
    async with rig.house.database.transaction() as session:
        case = (await session.scalars(select(Case))).one()
        await session.execute(update(Case).values(next_contact_at=rig.world.now + timedelta(days=7)))
    await record(rig, HoldLifted(at=rig.world.now, hold_id=rig.world.new(), debtor_id=case.debtor_id))
    hint = (await case_of(rig.world, case)).next_contact_at
    assert hint is not None
    assert hint <= rig.world.now


async def test_new_buckets_and_a_first_start_bring_cases_into_their_campaign(rig: Rig) -> None:
    """The case of the second bucket moves when that bucket's campaign is started, with a fact."""
    case, _ = await add_case(rig.world)
    async with rig.house.database.transaction() as session:
        await session.execute(update(Case).where(Case.id == case.id).values(days_past_due=10, bucket=None))
    second = await rig.world.campaign("b2", "Reasons")
    await record(rig, BucketsEdited(at=rig.world.now, codes=("b1", "b2", "b3", "b4")))
    assert ((await case_of(rig.world, case)).bucket, (await case_of(rig.world, case)).campaign_id) == ("b2", None)
    await move_campaign(rig.world.ground, BOOKS, second.id, to=CampaignState.RUNNING, actor="system")
    await rig.house.clock.sleep(1)
    assert (await case_of(rig.world, case)).campaign_id == second.id
    enrolled = [fact.campaign_id for fact in await rig.facts("CaseEnrolled") if fact.case_id == case.id]
    assert enrolled == [None, second.id]


async def test_a_fact_seen_twice_does_nothing_the_second_time(rig: Rig) -> None:
    """Readers may see a fact again after a crash; the books stay as they are."""
    edited = BucketsEdited(at=rig.world.now, codes=("b1", "b2", "b3", "b4"))
    await record(rig, edited)
    before = [fact for fact in await rig.world.facts() if isinstance(fact, CaseEnrolled)]
    await record(rig, edited, edited)
    assert [fact for fact in await rig.world.facts() if isinstance(fact, CaseEnrolled)] == before


async def test_an_edited_campaign_is_what_the_floor_works_by(rig: Rig) -> None:
    """Settings are taken over without a restart, and the period's count of calls is kept."""
    (campaign_id,) = rig.engine.dialing.floor.wings
    async with rig.house.database.transaction() as session:
        campaign = await session.get_one(Campaign, campaign_id)
    await edit_campaign(
        rig.world.ground, BOOKS, campaign_id, version=campaign.version, changes={"wrap_up_s": 45}, actor="user:manager"
    )
    await rig.house.clock.sleep(1)
    assert rig.engine.dialing.floor.wings[campaign_id].wrap_up_s == 45


async def test_a_reader_that_was_away_goes_on_where_it_stopped(rig: Rig) -> None:
    """What was recorded meanwhile is reacted to, in its order, by the next life of the reader."""
    supervisor = rig.house.supervisor
    supervisor.stop("reactions")
    await rig.house.clock.sleep(1)
    case, _ = await add_case(rig.world)
    async with rig.house.database.transaction() as session:
        await session.execute(update(Case).where(Case.id == case.id).values(days_past_due=20, bucket=None))
    unrelated = CallbackAgreed(at=rig.world.now, callback_id=rig.world.new(), case_id=case.id, due_at=rig.world.now)
    await record(rig, unrelated, BucketsEdited(at=rig.world.now, codes=("b3",)), unrelated)
    assert (await case_of(rig.world, case)).bucket is None
    supervisor.start("reactions", Reacting(rig.engine.context).run)
    await rig.house.clock.sleep(1)
    assert (await case_of(rig.world, case)).bucket == "b3"
