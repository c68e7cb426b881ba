"""The gate: one permit for one person at a time, each with its verdict, and refusals with all their reasons."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import text

from campaigns.reserving import Refused, Reserved
from campaigns.store.for_dialing import lock_persons
from crm.attempts import Attempt, Channel
from crm.facts import AttemptRefused, AttemptReserved
from crm.holds import Hold
from tests.campaigns.gates import allow_texts, ask_gate, attempt_of, case_of, open_attempts, permit
from tests.campaigns.rows import WESTERN, World, add_call, add_case
from tests.conftest import EPOCH

WAITING_FOR_A_LOCK = text("select count(*) from pg_locks where not granted")


def hold(world: World, debtor_id: object, kind: str) -> Hold:
    return Hold(id=world.new(), debtor_id=debtor_id, kind=kind, starts_at=world.now, evidence="letter", actor="system")


async def test_two_callers_of_one_person_get_one_permit(world: World) -> None:
    """Nobody is dialed twice at once, whoever asks (I1)."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask_gate(world, campaign, case)) for _ in range(2)]
    answers = [task.result() for task in tasks]
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "Reserved"]
    assert [answer.code for answer in answers if isinstance(answer, Refused)] == ["person_busy"]
    assert await open_attempts(world) == 1


async def test_twenty_callers_of_five_persons_get_five_permits(world: World) -> None:
    """Under a rush each person still has one call, and each permit one row and one fact."""
    campaign = await world.campaign()
    cases = [(await add_case(world, campaign))[0] for _ in range(5)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask_gate(world, campaign, cases[number % 5])) for number in range(20)]
    permits = [task.result() for task in tasks if isinstance(task.result(), Reserved)]
    by_person = Counter(one.attempt.debtor_id for one in permits if isinstance(one, Reserved))
    assert by_person == Counter({case.debtor_id: 1 for case in cases})
    assert await open_attempts(world) == 5
    assert sum(isinstance(fact, AttemptReserved) for fact in await world.facts()) == 5


async def test_a_stop_that_is_committed_while_the_gate_waits_is_obeyed(world: World) -> None:
    """The person is locked before the rules are read, so no stop falls between the two."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    database = world.ground.database
    async with asyncio.TaskGroup() as group, database.transaction() as stopping:
        await lock_persons(stopping, {case.debtor_id})
        asking = group.create_task(ask_gate(world, campaign, case))
        async with asyncio.timeout(10):
            waiting = 0
            while not waiting:
                async with database.transaction() as looking:
                    waiting = await looking.scalar(WAITING_FOR_A_LOCK) or 0
        stopping.add(hold(world, case.debtor_id, "cease_communication"))
    answer = asking.result()
    assert isinstance(answer, Refused)
    assert answer.verdict is not None
    assert "us.fdcpa.cease" in [reason.rule_id for reason in answer.verdict.reasons]
    assert await open_attempts(world) == 0


async def test_a_permit_keeps_the_verdict_it_rests_on(world: World) -> None:
    """For every attempt it can be shown which rules, in which version, allowed it and when."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    reserved = await permit(world, campaign, case)
    stored = await attempt_of(world, reserved.attempt.id)
    rules = [name.partition("@") for name in stored.verdict["rules"]]
    assert stored.verdict["allowed"] is True
    assert stored.verdict["at"] == stored.reserved_at.isoformat()
    assert {"us.regf.hours", "us.regf.call_cap", "house.hours"} <= {name for name, _, _ in rules}
    assert all(version for _, _, version in rules)
    assert (stored.state, stored.counts, stored.lease_epoch, stored.value) == ("reserved", True, 1, point.value)


async def test_a_refusal_keeps_all_its_rules_and_moves_the_hint_to_the_opening(world: World) -> None:
    """At seven in the west the law's, the house's and the campaign's hours all say no; the last to open decides."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign, place=WESTERN)
    answer = await ask_gate(world, campaign, case)
    assert isinstance(answer, Refused)
    (fact,) = [fact for fact in await world.facts() if isinstance(fact, AttemptRefused)]
    assert {"us.regf.hours", "house.hours"} <= set(fact.rules)
    assert any(str(campaign.id) in rule for rule in fact.rules)
    opening = EPOCH.replace(hour=17)
    assert (fact.next_allowed_at, (await case_of(world, case)).next_contact_at) == (opening, opening)
    assert await open_attempts(world) == 0


async def test_a_stop_without_an_end_is_looked_at_again_within_days(world: World) -> None:
    """A hold has no opening; the case is not asked every second and not forgotten either."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    async with world.ground.database.transaction() as session:
        session.add(hold(world, case.debtor_id, "represented_by_attorney"))
    await ask_gate(world, campaign, case)
    hint = (await case_of(world, case)).next_contact_at
    assert hint is not None
    assert timedelta(days=1) < hint - world.now <= timedelta(days=7)


async def test_the_eighth_call_of_a_week_is_refused(world: World) -> None:
    """Seven calls in seven days about one debt, counted from the ledger (12 CFR 1006.14(b)(2)(i)(A))."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    for day in range(1, 7):
        await add_call(world, case, point, "NC01", ago=timedelta(days=day), duration_ms=None)
    assert isinstance(await ask_gate(world, campaign, case), Reserved)
    other, point = await add_case(world, campaign)
    for hour in range(1, 8):
        await add_call(world, other, point, "NC01", ago=timedelta(hours=20 * hour), duration_ms=None)
    answer = await ask_gate(world, campaign, other)
    assert isinstance(answer, Refused)
    assert answer.verdict is not None
    assert "us.regf.call_cap" in [reason.rule_id for reason in answer.verdict.reasons]


@pytest.mark.parametrize("moved_to", ["another campaign", "closed"])
async def test_a_case_that_moved_on_is_not_contacted_for_its_old_campaign(world: World, moved_to: str) -> None:
    """Who paid an hour ago is not called by a list that was read before."""
    campaign, other = await world.campaign(), await world.campaign(name="Other")
    case, _ = await add_case(world, campaign)
    async with world.ground.database.transaction() as session:
        if moved_to == "closed":
            await session.execute(text("update cases set state = 'closed'"))
        else:
            await session.execute(text("update cases set campaign_id = :id"), {"id": other.id})
    assert await ask_gate(world, campaign, case) == Refused("case_moved")


async def test_a_text_passes_the_same_gate(world: World) -> None:
    """Without consent none leaves; with it one does, and the person is busy for calls meanwhile."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    refused = await ask_gate(world, campaign, case, Channel.SMS)
    assert isinstance(refused, Refused)
    assert refused.verdict is not None
    assert [reason.code for reason in refused.verdict.reasons] == ["no_consent"]
    await allow_texts(world, case, point)
    assert isinstance(await ask_gate(world, campaign, case, Channel.SMS), Reserved)
    assert await ask_gate(world, campaign, case) == Refused("person_busy")


async def test_the_database_itself_refuses_a_second_open_attempt(world: World) -> None:
    """What the gate promises is also a constraint, whoever writes."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    first = await permit(world, campaign, case)
    twin = Attempt(
        id=world.new(),
        debtor_id=case.debtor_id,
        case_id=case.id,
        channel="phone",
        value=first.point.value,
        state="reserved",
        verdict={},
        reserved_at=world.now,
    )
    with pytest.raises(Exception, match="uq_attempts_open_person"):
        async with world.ground.database.transaction() as session:
            session.add(twin)
