"""A stop works within a second on calls that are reserved or ring, as far as it concerns them, and cuts no talk."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from campaigns.contact_facts import (
    ConsentFact,
    ContactFact,
    HoldFact,
    NumberFact,
    OptOutFact,
    RelatedFact,
    StatedTimeFact,
    ZoneFact,
)
from campaigns.recording import record_fact
from config.clock import LoopClock
from config.database import Database
from config.ids import SeededIds
from config.settings import Settings
from crm.cases import Case
from crm.contact_points import ContactPoint
from crm.debtors import Relation
from crm.suppressing import ListWanted, suppress_numbers, withdraw_list
from tests.campaigns.gates import case_of
from tests.campaigns.ringing import results_of, ringing, ringing_floor
from tests.flows.floors import Rig, at_desk, open_floor

pytestmark = pytest.mark.virtual_time

WITHIN_S = 1.0
LINES = 100
ACTOR = "user:00000000-0000-4000-8000-000000000009"
NOW_TIME = StatedTimeFact(days=(0,), start_minute=9 * 60, end_minute=11 * 60)
"""It is ten on a Monday where these persons live."""
CUTS: dict[str, ContactFact] = {
    "cease": HoldFact(kind="cease_communication"),
    "dispute of the case": HoldFact(kind="disputed"),
    "calls": HoldFact(kind="do_not_contact", channels=("phone",)),
    "medium": OptOutFact(channel="phone"),
    "time": NOW_TIME,
    "zone": ZoneFact(zone="America/Los_Angeles"),
}
LEAVES: dict[str, ContactFact] = {
    "a running promise": HoldFact(kind="promise_running"),
    "texts": OptOutFact(channel="sms"),
    "a hold of letters": HoldFact(kind="do_not_contact", channels=("letter",)),
    "another time": replace(NOW_TIME, days=(1,)),
    "the same zone": ZoneFact(zone="America/New_York"),
    "a consent": ConsentFact(kind="extra_calls"),
}


@pytest.fixture
async def rig(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> AsyncIterator[Rig]:
    """Two telephones ring."""
    async with ringing_floor(settings, clock, ids, database, lines=2) as opened:
        yield opened


async def people(rig: Rig) -> list[tuple[Case, ContactPoint]]:
    """Return the persons by case number, each with their number."""
    async with rig.house.database.transaction() as session:
        cases = (await session.scalars(select(Case).order_by(Case.number))).all()
        points = {row.debtor_id: row for row in (await session.scalars(select(ContactPoint))).all()}
    return [(case, points[case.debtor_id]) for case in cases]


async def record(rig: Rig, case: Case, fact: ContactFact) -> UUID:
    """Record a fact, and let a second go by."""
    made = await record_fact(rig.world.ground, case.id, fact, actor=ACTOR, evidence="said so")
    await rig.house.clock.sleep(WITHIN_S)
    return made


@pytest.mark.parametrize("name", CUTS)
async def test_what_restricts_ends_the_ringing_call_of_that_person_alone(rig: Rig, name: str) -> None:
    """The other telephone rings on."""
    (case, _), (other, _) = await people(rig)
    await record(rig, case, CUTS[name])
    assert list(ringing(rig)) == [other.debtor_id]


@pytest.mark.parametrize("name", LEAVES)
async def test_what_does_not_concern_the_call_lets_it_ring(rig: Rig, name: str) -> None:
    """A stop is worked as far as it was said, and no further."""
    (case, _), (other, _) = await people(rig)
    await record(rig, case, LEAVES[name])
    assert set(ringing(rig)) == {case.debtor_id, other.debtor_id}


@pytest.mark.parametrize("kind", ["wrong_number", "not_in_service"])
async def test_a_number_that_is_not_the_persons_stops_ringing(rig: Rig, kind: str) -> None:
    """Somebody else's telephone is not let ring on."""
    (case, point), (other, _) = await people(rig)
    await record(rig, case, NumberFact(contact_point_id=point.id, kind=kind))
    assert list(ringing(rig)) == [other.debtor_id]


async def test_a_stop_for_another_number_or_a_related_person_cuts_nothing(rig: Rig) -> None:
    """The number that rings is not the one that was named."""
    (case, point), _ = await people(rig)
    second = ContactPoint(
        id=rig.world.new(),
        debtor_id=case.debtor_id,
        kind="phone",
        label="home",
        value="+14045550999",
        zones=point.zones,
        source="test",
        first_seen_at=rig.world.now,
    )
    relation = Relation(
        id=rig.world.new(),
        debtor_id=case.debtor_id,
        full_name="A Sister",
        relation="sister",
        source="test",
        created_at=rig.world.now,
    )
    async with rig.house.database.transaction() as session:
        session.add_all([second, relation])
    await record(rig, case, OptOutFact(channel="phone", contact_point_id=second.id))
    await record(rig, case, RelatedFact(relation_id=relation.id, kind="refused"))
    assert len(ringing(rig)) == 2


async def test_a_stop_works_although_an_older_transaction_is_open(rig: Rig) -> None:
    """The commit itself wakes whoever stops; a long import elsewhere does not delay it."""
    (case, _), (other, _) = await people(rig)
    async with rig.house.database.engine.connect() as older:
        await older.execute(text("select pg_current_xact_id()"))
        await record(rig, case, HoldFact(kind="deceased"))
        assert list(ringing(rig)) == [other.debtor_id]


async def test_a_talk_is_never_cut(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> None:
    """Whoever is being spoken to hears the end of the sentence."""
    async with open_floor(settings, clock, ids, database, cases=1) as rig, at_desk(rig) as desk:
        await desk.post("/agent/ready")
        await desk.until("talking")
        ((case, _),) = await people(rig)
        await record(rig, case, HoldFact(kind="cease_communication"))
        assert (await desk.get("/agent"))["state"] == "talking"
        assert len(rig.engine.dialing.floor.lines) == 1


async def test_a_call_whose_order_has_not_left_is_taken_back(
    settings: Settings, clock: LoopClock, ids: SeededIds, database: Database
) -> None:
    """A permit that is stopped before its order leaves is never dialed, and counts for nothing."""
    async with open_floor(settings, clock, ids, database, cases=1) as rig, at_desk(rig) as desk:
        for number in range(8):
            rig.house.supervisor.stop(f"hand {number}")
        await desk.post("/agent/ready")
        await rig.house.clock.sleep(0.1)
        ((attempt_id, _),) = (await results_of(rig)).items()
        ((case, _),) = await people(rig)
        await record(rig, case, HoldFact(kind="deceased"))
        assert await results_of(rig) == {attempt_id: "withdrawn"}
        assert not rig.engine.dialing.floor.lines


async def test_a_list_of_numbers_ends_the_calls_to_them(rig: Rig, tmp_path: Path) -> None:
    """Within a second of the list's last commit, and when it is withdrawn the cases are due again."""
    (case, point), (other, _) = await people(rig)
    file = tmp_path / "registry.csv"
    file.write_text(f"+12125550199\n{point.value}\n", encoding="utf-8")
    wanted = ListWanted(name="Registry", kind="do_not_call", evidence="download")
    report = await suppress_numbers(rig.world.ground, file, wanted, actor=ACTOR)
    await rig.house.clock.sleep(WITHIN_S)
    assert list(ringing(rig)) == [other.debtor_id]
    async with rig.house.database.transaction() as session:
        later = rig.world.now + timedelta(days=7)
        await session.execute(update(Case).values(next_contact_at=later, waits_for_rules=Case.id == case.id))
    await withdraw_list(rig.world.ground, report.list_id, actor=ACTOR, reason="by mistake")
    await rig.house.clock.sleep(WITHIN_S)
    assert (await case_of(rig.world, case)).next_contact_at != later
    assert (await case_of(rig.world, other)).next_contact_at == later


async def test_what_loosens_makes_those_cases_due_that_waited_for_the_rules(rig: Rig) -> None:
    """A case that the plan put off stays put off."""
    (case, _), (other, _) = await people(rig)
    later = rig.world.now + timedelta(days=7)
    async with rig.house.database.transaction() as session:
        await session.execute(update(Case).values(next_contact_at=later, waits_for_rules=Case.id == case.id))
    for one in (case, other):
        await record(rig, one, ConsentFact(kind="extra_calls"))
    assert (await case_of(rig.world, case)).next_contact_at != later
    assert (await case_of(rig.world, other)).next_contact_at == later


async def test_many_stops_among_many_ringing_lines_work_within_a_second(
    settings: Settings, clock: LoopClock, ids: SeededIds, database: Database
) -> None:
    """All of theirs end, and nobody else's; `bench/_stops.py` measures five hundred on a real clock."""
    async with ringing_floor(settings, clock, ids, database, lines=LINES) as rig:
        some = (await people(rig))[::10]
        for case, _ in some[1:]:
            fact = HoldFact(kind="cease_communication")
            await record_fact(rig.world.ground, case.id, fact, actor=ACTOR, evidence="letter")
        await record(rig, some[0][0], HoldFact(kind="bankruptcy"))
        left = set(ringing(rig))
        assert len(left) == LINES * 9 // 10
        assert not left & {case.debtor_id for case, _ in some}
