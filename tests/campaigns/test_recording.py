"""Facts on a person: recorded with evidence and author, obeyed at the gate from then on, undone, and never doubled."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.campaigns import Campaign
from campaigns.closing import take_back
from campaigns.contact_facts import (
    ConsentFact,
    ContactFact,
    HoldFact,
    LiftingFact,
    NoticeFact,
    NumberFact,
    OptOutFact,
    RelatedFact,
    StatedTimeFact,
    ZoneFact,
)
from campaigns.ending import end_fact
from campaigns.recording import record_fact
from campaigns.reserving import Reserved
from campaigns.store.for_facts import KnownFacts, known_facts
from config.errors import Conflict, NotFound
from crm.attempts import Channel
from crm.cases import Case
from crm.contact_points import ContactPoint
from crm.debtors import Relation
from crm.holds import Hold
from tests.campaigns.gates import allow_texts, ask_gate
from tests.campaigns.rows import World, add_call, add_case

ACTOR = "user:00000000-0000-4000-8000-000000000009"
MORNING = StatedTimeFact(days=(0,), start_minute=9 * 60, end_minute=11 * 60)
"""It is ten on a Monday where these persons live."""


async def record(world: World, case: Case, fact: ContactFact, *, evidence: str = "letter of 1 November") -> UUID:
    return await record_fact(world.ground, case.id, fact, actor=ACTOR, evidence=evidence)


async def end(world: World, case: Case, what: str, fact_id: UUID) -> None:
    await end_fact(world.ground, case.id, what, fact_id, actor=ACTOR, reason="taken back", may=lambda _standing: None)


async def is_allowed(world: World, campaign: Campaign, case: Case, channel: Channel = Channel.PHONE) -> bool:
    """Ask the gate, and give a permit back at once."""
    answer = await ask_gate(world, campaign, case, channel)
    if isinstance(answer, Reserved):
        await take_back(world.ground, answer.attempt.id, result="withdrawn")
        return True
    return False


async def on_record(world: World, case: Case) -> KnownFacts:
    async with world.ground.database.transaction() as session:
        return await known_facts(session, case.debtor_id)


async def names(world: World) -> list[str]:
    return [type(fact).__name__ for fact in await world.facts()]


def restricting(point: ContactPoint) -> dict[str, ContactFact]:
    return {
        "cease": HoldFact(kind="cease_communication"),
        "dispute": HoldFact(kind="disputed"),
        "calls only": HoldFact(kind="do_not_contact", channels=("phone",)),
        "number only": HoldFact(kind="do_not_contact", contact_point_id=point.id),
        "stop at number": OptOutFact(channel="phone", contact_point_id=point.id),
        "stop of medium": OptOutFact(channel="phone"),
        "time": MORNING,
        "zone": ZoneFact(zone="America/Los_Angeles"),
        "wrong number": NumberFact(contact_point_id=point.id, kind="wrong_number"),
        "dead number": NumberFact(contact_point_id=point.id, kind="not_in_service"),
    }


@pytest.mark.parametrize("name", [
    "cease", "dispute", "calls only", "number only", "stop at number", "stop of medium", "time", "zone",
    "wrong number", "dead number",
])  # fmt: skip
async def test_what_restricts_is_obeyed_from_the_next_question_on_and_ends(world: World, name: str) -> None:
    """Before: a call is allowed. Recorded: refused. Taken back: allowed again, with the facts of both."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    fact = restricting(point)[name]
    assert await is_allowed(world, campaign, case)
    fact_id = await record(world, case, fact)
    assert not await is_allowed(world, campaign, case)
    await end(world, case, fact.what, fact_id)
    assert await is_allowed(world, campaign, case)


async def test_a_fact_keeps_evidence_author_and_ends_and_is_not_recorded_twice(world: World) -> None:
    """The second letter that says the same is the same fact; the first one's evidence stays."""
    case, _ = await add_case(world, await world.campaign())
    until = world.now + timedelta(days=30)
    first = await record(world, case, HoldFact(kind="complaint", ends_at=until))
    again = await record(world, case, HoldFact(kind="complaint", ends_at=until), evidence="another letter")
    (hold,) = (await on_record(world, case)).holds
    assert (first, again) == (hold.id, hold.id)
    assert (hold.evidence, hold.actor, hold.starts_at, hold.ends_at) == (
        "letter of 1 November",
        ACTOR,
        hold.starts_at,
        until,
    )
    assert (await names(world)).count("HoldSet") == 1
    longer = await record(world, case, HoldFact(kind="complaint"))
    assert longer != first


@pytest.mark.parametrize("fact", [
    OptOutFact(channel="phone"),
    MORNING,
    ZoneFact(zone="America/Chicago"),
    ConsentFact(kind="ecomm"),
    NoticeFact(kind="collection_notice"),
], ids=lambda fact: fact.what)  # fmt: skip
async def test_the_same_fact_twice_is_one_fact(world: World, fact: ContactFact) -> None:
    """Pressing a key twice, or two persons recording the same, leaves one row and one fact in the journal."""
    case, _ = await add_case(world, await world.campaign())
    if isinstance(fact, NoticeFact):
        fact = NoticeFact(kind=fact.kind, sent_at=world.now)
    first = await record(world, case, fact)
    before = await names(world)
    assert await record(world, case, fact) == first
    assert await names(world) == before


async def test_consent_opens_texts_and_its_revocation_closes_them_at_once(world: World) -> None:
    """Permission counts from when it is given to when it is taken back, not a minute longer."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    assert not await is_allowed(world, campaign, case, Channel.SMS)
    consent = await record(world, case, ConsentFact(kind="sms", channel="sms", contact_point_id=point.id))
    assert await is_allowed(world, campaign, case, Channel.SMS)
    await end(world, case, "consent", consent)
    assert not await is_allowed(world, campaign, case, Channel.SMS)
    assert {"ConsentGiven", "ConsentRevoked"} <= set(await names(world))
    with pytest.raises(Conflict):
        await end(world, case, "consent", consent)


async def test_consent_to_more_calls_lifts_the_cap_for_a_week(world: World) -> None:
    """After seven calls in a week an eighth needs the person's word (12 CFR 1006.14(b)(3)(i))."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    for hour in range(1, 8):
        await add_call(world, case, point, "NC01", ago=timedelta(hours=20 * hour), duration_ms=None)
    assert not await is_allowed(world, campaign, case)
    await record(world, case, ConsentFact(kind="extra_calls"))
    (consent,) = (await on_record(world, case)).consents
    assert (consent.valid_days, consent.actor) == (7, ACTOR)
    assert await is_allowed(world, campaign, case)


async def test_a_hold_of_calls_leaves_texts_open(world: World) -> None:
    """A fact binds as far as it was said, and no further."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    await allow_texts(world, case, point)
    await record(world, case, HoldFact(kind="do_not_contact", channels=("phone",)))
    assert await is_allowed(world, campaign, case, Channel.SMS)


async def test_a_lawyer_who_does_not_answer_opens_the_hold_without_lifting_it(world: World) -> None:
    """The hold stands, with the fact that undoes it under the federal rule (15 U.S.C. 1692c(a)(2))."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    hold_id = await record(world, case, HoldFact(kind="represented_by_attorney"))
    assert not await is_allowed(world, campaign, case)
    await record(world, case, LiftingFact(hold_id=hold_id, kind="attorney_unresponsive"), evidence="30 days, no answer")
    (hold,) = (await on_record(world, case)).holds
    assert (hold.lifted_at, hold.lifting_facts) == (None, ["attorney_unresponsive"])
    assert "30 days, no answer" in hold.evidence
    assert await is_allowed(world, campaign, case)


async def test_taking_a_wrong_number_back_restores_what_was_known(world: World) -> None:
    """State and label are as before, and the fact stays on record as ended."""
    case, point = await add_case(world, await world.campaign())
    for kind in ("wrong_number", "work_number"):
        fact_id = await record(world, case, NumberFact(contact_point_id=point.id, kind=kind))
        (marked,) = (await on_record(world, case)).points
        assert (marked.state, marked.label) != ("new", "mobile")
        await end(world, case, "number", fact_id)
    (restored,) = (await on_record(world, case)).points
    assert (restored.state, restored.label) == ("new", "mobile")
    assert all(item["ended_at"] for item in restored.facts)


async def test_a_new_zone_takes_the_place_of_the_old_one(world: World) -> None:
    """A person is in one place; where they were before stays on record with its end."""
    case, _ = await add_case(world, await world.campaign())
    for zone in ("America/Denver", "America/Chicago"):
        await record(world, case, ZoneFact(zone=zone))
    zones = (await on_record(world, case)).zones
    assert {(row.zone, row.ends_at is None) for row in zones} == {
        ("America/Denver", False),
        ("America/Chicago", True),
    }


async def test_facts_on_a_related_person_are_kept_and_end(world: World) -> None:
    """Whether a third person may be asked rests on facts with a start and an end."""
    case, _ = await add_case(world, await world.campaign())
    relation = Relation(
        id=world.new(),
        debtor_id=case.debtor_id,
        full_name="A Sister",
        relation="sister",
        source="test",
        created_at=world.now,
    )
    async with world.ground.database.transaction() as session:
        session.add(relation)
    fact_id = await record(world, case, RelatedFact(relation_id=relation.id, kind="refused"))
    await end(world, case, "relation", fact_id)
    (row,) = (await on_record(world, case)).relation_facts
    assert (row.kind, row.actor, row.ended_at is not None) == ("refused", ACTOR, True)
    assert {"RelationFactRecorded", "RelationFactEnded"} <= set(await names(world))


async def test_nothing_of_another_person_can_be_recorded_or_ended(world: World) -> None:
    """A case opens its own person's facts only."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    other, point = await add_case(world, campaign)
    hold_id = await record(world, other, HoldFact(kind="disputed"))
    for fact in (
        NumberFact(contact_point_id=point.id, kind="wrong_number"),
        OptOutFact(channel="phone", contact_point_id=point.id),
        LiftingFact(hold_id=hold_id, kind="verification_sent"),
        RelatedFact(relation_id=world.new(), kind="refused"),
    ):
        with pytest.raises(NotFound):
            await record(world, case, fact)
    for what in ("hold", "consent", "opt_out", "stated_time", "zone", "number", "relation"):
        with pytest.raises(NotFound):
            await end(world, case, what, hold_id)
    async with world.ground.database.transaction() as session:
        assert [row.lifted_at for row in (await session.scalars(select(Hold))).all()] == [None]
