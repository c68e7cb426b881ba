"""The index follows every kind of fact: after each it says of every case what the gate would say, now and later."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from campaigns.ageing import age_all
from campaigns.callable_cases import judged_group
from campaigns.campaigns import Campaign
from campaigns.case_openings import CaseOpening
from campaigns.closing import take_back
from campaigns.contact_facts import (
    ConsentFact,
    ContactFact,
    HoldFact,
    LiftingFact,
    NoticeFact,
    NumberFact,
    OptOutFact,
    StatedTimeFact,
    ZoneFact,
)
from campaigns.counting import Counting
from campaigns.ending import lift
from campaigns.person_rows import read_person
from campaigns.recording import record_fact
from campaigns.setting_terms import set_terms
from campaigns.showing_openings import cases_behind
from campaigns.steering import edit_campaign
from campaigns.store.for_dialing import person_rows
from campaigns.wanted_cases import Wanted
from crm.accounts import Account
from crm.cases import Case
from crm.contact_points import ContactPoint
from crm.facts import DispositionSet
from crm.suppressing import ListWanted, suppress_numbers, withdraw_list
from tests.campaigns.gates import permit
from tests.campaigns.rows import BOOKS, EASTERN, WESTERN, World, add_call, add_case

ACTOR = "user:agent"
LATER = (timedelta(0), timedelta(hours=5), timedelta(days=1, hours=2), timedelta(days=4), timedelta(days=6, hours=9))
TWO_ZONES = "America/Denver"
OWN = replace(BOOKS, _remembered={})
"""The books without what other tests' campaigns, which have the same ids and versions, left in them."""
Said = dict[UUID, tuple[bool, datetime | None]]


async def by_the_gate(world: World, campaign: Campaign, at: datetime) -> Said:
    """Judge every open case at every number at an instant, by the record as it is read then."""
    async with world.ground.database.transaction() as session:
        current = await session.get_one(Campaign, campaign.id)
        ids = (
            await session.scalars(select(Case.id).where(Case.campaign_id == campaign.id, Case.state != "closed"))
        ).all()
        files = [read_person(row) for row in await person_rows(session, ids, now=at)]
    said: Said = {}
    for file in files:
        (next_at,) = judged_group(file, OWN, current, at, None).free_ats
        said[file.case_id] = (next_at == at, next_at)
    return said


async def by_the_index(world: World, counting: Counting, campaign: Campaign, at: datetime) -> Said:
    """Read every case of the index as the page of a number shows it."""
    wanted = Wanted(campaign_id=campaign.id)
    rows, following = await cases_behind(world.ground, counting, wanted, at=at, after=None, limit=500)
    assert following is None
    return {
        row.case_id: (row.standing.is_callable, at if row.standing.is_callable else row.standing.next_at)
        for row in rows
    }


async def agree(world: World, counting: Counting, campaign: Campaign) -> Said:
    """Compare both over the week and return what is said of now."""
    for ahead in LATER:
        at = world.now + ahead
        expected = await by_the_gate(world, campaign, at)
        assert await by_the_index(world, counting, campaign, at) == expected, ahead
        _, census = await counting.check(campaign.id, changes={}, at=at)
        assert census is not None
        assert census.callable_now == sum(is_callable for is_callable, _ in expected.values()), ahead
        assert census.callable_now + census.later_today + census.blocked == len(expected)
        assert census.unsettled == 0
    return await by_the_gate(world, campaign, world.now)


async def second_number(world: World, case: Case, zone: str) -> None:
    async with world.ground.database.transaction() as session:
        session.add(
            ContactPoint(
                id=world.new(),
                debtor_id=case.debtor_id,
                kind="phone",
                label="work",
                value=f"+1303555{world.people:04d}",
                zones=[zone],
                rank=2,
                source="test",
                first_seen_at=world.now,
            )
        )


def facts_about(point: ContactPoint, hour: datetime) -> list[ContactFact]:
    """Return one fact of each kind, those that end ending within the week."""
    return [
        HoldFact(kind="disputed", ends_at=hour + timedelta(days=2)),
        HoldFact(kind="cease_communication"),
        HoldFact(kind="do_not_contact", contact_point_id=point.id, channels=("phone",)),
        ConsentFact(kind="hours_waiver", valid_days=3),
        ConsentFact(kind="extra_calls", this_case=True),
        ConsentFact(kind="extra_calls", contact_point_id=point.id, ends_at=hour + timedelta(hours=20)),
        OptOutFact(channel="phone"),
        OptOutFact(channel="phone", contact_point_id=point.id),
        OptOutFact(channel="sms"),
        StatedTimeFact(days=(0, 1, 2, 3, 4), start_minute=9 * 60, end_minute=13 * 60, ends_at=hour + timedelta(days=3)),
        StatedTimeFact(days=(1, 5), start_minute=22 * 60, end_minute=10 * 60),
        ZoneFact(zone="Pacific/Honolulu"),
        NumberFact(contact_point_id=point.id, kind="wrong_number"),
        NumberFact(contact_point_id=point.id, kind="work_number"),
        NumberFact(contact_point_id=point.id, kind="reassigned"),
        NoticeFact(kind="collection_notice"),
    ]


KINDS = range(len(facts_about(ContactPoint(id=UUID(int=1)), datetime(2026, 11, 2))))  # noqa: DTZ001 - only counted


@pytest.mark.parametrize("kind", KINDS)
async def test_the_index_agrees_with_the_gate_after_a_fact_is_recorded(world: World, kind: int) -> None:
    """On a person with a past and one without, with one number and with two."""
    campaign, counting = await world.campaign(), Counting(world.ground, OWN)
    plain, point = await add_case(world, campaign, place=EASTERN)
    called, called_point = await add_case(world, campaign, place=WESTERN)
    await second_number(world, called, TWO_ZONES)
    for hours in (1, 30, 50, 70, 90, 100, 120):
        await add_call(world, called, called_point, "NC01", ago=timedelta(hours=hours), campaign=campaign)
    await agree(world, counting, campaign)
    for case, its_point in ((plain, point), (called, called_point)):
        fact = facts_about(its_point, world.now)[kind]
        await record_fact(world.ground, case.id, fact, actor=ACTOR, evidence="said so")
    await agree(world, counting, campaign)


async def test_the_index_agrees_with_the_gate_as_a_call_is_made_and_ends(world: World) -> None:
    """While the line is up nobody else calls; a call taken back frees, a conversation makes the person wait a week."""
    campaign, counting = await world.campaign(), Counting(world.ground, OWN)
    case, point = await add_case(world, campaign)
    assert (await agree(world, counting, campaign))[case.id][0]
    reserved = await permit(world, campaign, case)
    assert not (await agree(world, counting, campaign))[case.id][0]
    await take_back(world.ground, reserved.attempt.id, result="withdrawn")
    assert (await agree(world, counting, campaign))[case.id][0]
    await add_call(world, case, point, "RF01", ago=timedelta(minutes=5), campaign=campaign)
    async with world.ground.database.transaction() as session:
        said = DispositionSet(at=world.now, attempt_id=world.new(), case_id=case.id, code="RF01")
        await world.ground.journal.append(session, said)
    said_now = (await agree(world, counting, campaign))[case.id]
    assert said_now[1] is not None
    assert said_now[1] - world.now > timedelta(days=6)


async def test_a_lifted_hold_and_a_fact_that_undoes_one_open_again(world: World) -> None:
    """Both are facts on a hold that stands."""
    campaign, counting = await world.campaign(), Counting(world.ground, OWN)
    case, _ = await add_case(world, campaign)
    for ending in ("lift", "lifting_fact"):
        fact = HoldFact(kind="represented_by_attorney")
        hold_id = await record_fact(world.ground, case.id, fact, actor=ACTOR, evidence="a lawyer called")
        assert not (await agree(world, counting, campaign))[case.id][0]
        if ending == "lift":
            await lift(world.ground, hold_id, actor=ACTOR, reason="not any more")
        else:
            undone = LiftingFact(hold_id=hold_id, kind="attorney_unresponsive")
            await record_fact(world.ground, case.id, undone, actor=ACTOR, evidence="no answer in thirty days")
        assert (await agree(world, counting, campaign))[case.id][0]


async def test_a_list_takes_its_numbers_out_and_gives_them_back(world: World, tmp_path: Path) -> None:
    """Nobody names the persons of a list; they are found by their numbers."""
    campaign, counting = await world.campaign(), Counting(world.ground, OWN)
    listed, point = await add_case(world, campaign)
    free, _ = await add_case(world, campaign)
    await agree(world, counting, campaign)
    file = tmp_path / "list.csv"
    file.write_text(f"number\n{point.value}\n", encoding="utf-8")
    wanted = ListWanted(name="State list", kind="do_not_call", evidence="order 7")
    report = await suppress_numbers(world.ground, file, wanted, actor=ACTOR)
    said = await agree(world, counting, campaign)
    assert (said[listed.id][0], said[free.id][0]) == (False, True)
    await withdraw_list(world.ground, report.list_id, actor=ACTOR, reason="a mistake")
    assert (await agree(world, counting, campaign))[listed.id][0]


Change = Callable[[World, Campaign], Awaitable[object]]


async def _other_terms(world: World, campaign: Campaign) -> None:  # noqa: ARG001 - the table's signature
    terms: dict[str, Any] = {"windows": {"mon": [["15:00", "16:00"]], "fri": []}, "caps": {"day": ONE_A_DAY}}
    await set_terms(world.ground, BOOKS.rulebook, world.creditor_id, version=1, terms=terms, actor=ACTOR)


async def _other_caps(world: World, campaign: Campaign) -> None:
    await edit_campaign(
        world.ground,
        BOOKS,
        campaign.id,
        version=campaign.version,
        changes={"caps": {"day": ONE_A_DAY}},
        actor="user:manager",
    )


async def _closed(world: World, campaign: Campaign) -> None:
    """A payment cures the youngest case; the others become a day older."""
    del campaign
    async with world.ground.database.transaction() as session:
        first = (await session.scalars(select(Case).order_by(Case.number))).first()
        assert first is not None
        session.add(
            Account(
                id=world.new(),
                creditor_id=first.creditor_id,
                debtor_id=first.debtor_id,
                case_id=first.id,
                account_number="A1",
                product="card",
                currency="USD",
                balance_minor=100,
                past_due_minor=0,
                days_past_due=0,
                as_of_on=world.now.date(),
                updated_at=world.now,
            )
        )
    await age_all(world.ground)


ONE_A_DAY: dict[str, Any] = {"limit": 1, "window": {"type": "local_calendar_days", "n": 1}}


@pytest.mark.parametrize("change", [_other_terms, _other_caps, _closed])
async def test_the_index_agrees_with_the_gate_after_settings_change(world: World, change: Change) -> None:
    """Terms, caps and a day of ageing name no case; all are looked over."""
    campaign, counting = await world.campaign(), Counting(world.ground, OWN)
    for place in (EASTERN, WESTERN):
        case, point = await add_case(world, campaign, place=place)
        await add_call(world, case, point, "NC01", ago=timedelta(minutes=30), campaign=campaign)
    await agree(world, counting, campaign)
    await change(world, campaign)
    await agree(world, counting, campaign)


async def test_a_case_that_nobody_named_is_found_by_looking_over_all(world: World) -> None:
    """The index mends itself within the hour: a missing row, one too many, one of another bucket."""
    campaign, counting = await world.campaign(), Counting(world.ground, OWN)
    kept, _ = await add_case(world, campaign)
    closed, _ = await add_case(world, campaign)
    await counting.keeper.catch_up()
    added, _ = await add_case(world, campaign)
    async with world.ground.database.transaction() as session:
        closing = text("UPDATE cases SET state = 'closed', closed_at = opened_at WHERE id = :id")
        await session.execute(closing, {"id": closed.id})
        await session.execute(text("UPDATE cases SET bucket = 'b2' WHERE id = :id"), {"id": kept.id})
    again = Counting(world.ground, OWN)
    assert await again.keeper.catch_up() == 3
    async with world.ground.database.transaction() as session:
        rows = (await session.scalars(select(CaseOpening))).all()
    assert {(row.case_id, row.bucket) for row in rows} == {(kept.id, "b2"), (added.id, "b1")}
    assert await again.keeper.catch_up() == 0


async def test_a_number_opens_its_cases_page_by_page(world: World) -> None:
    """Those of one zone that are callable later, three of four on the first page."""
    campaign, counting = await world.campaign(), Counting(world.ground, OWN)
    for place, count in ((EASTERN, 2), (WESTERN, 4)):
        for _ in range(count):
            await add_case(world, campaign, place=place)
    wanted = Wanted(campaign_id=campaign.id, standing="later", zone=WESTERN[1])
    first, following = await cases_behind(world.ground, counting, wanted, at=None, after=None, limit=3)
    second, end = await cases_behind(world.ground, counting, wanted, at=None, after=following, limit=3)
    assert (len(first), len(second), end) == (3, 1, None)
    assert len({row.case_id for row in first + second}) == 4
    assert {(row.standing.code, row.zone, row.standing.next_at) for row in first} == {
        ("outside_hours", WESTERN[1], world.now.replace(hour=17, minute=0, second=0, microsecond=0))
    }
    for empty in (Wanted(standing="now", zone=WESTERN[1]), Wanted(reason=("held", "us.fdcpa.cease"))):
        assert await cases_behind(world.ground, counting, empty, at=None, after=None, limit=3) == ([], None)
