"""The gate's file of a person says what the record says: numbers, stops, holds, consents and the past."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from campaigns.person_file import PersonFile
from campaigns.person_rows import read_person
from campaigns.store.for_dialing import person_rows
from crm.attempts import Channel
from crm.cases import Case
from crm.contact_points import ContactPoint, OptOut
from crm.debtors import Debtor
from crm.holds import Hold
from tests.campaigns.gates import allow_texts, permit
from tests.campaigns.rows import World, add_call, add_case


async def read(world: World, case: Case) -> PersonFile:
    async with world.ground.database.transaction() as session:
        return read_person((await person_rows(session, [case.id], now=world.now))[0])


async def test_a_new_person_has_an_empty_past_and_one_number(world: World) -> None:
    """Nothing is assumed that the record does not say."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    file = await read(world, case)
    assert (file.debtor_id, file.case_id, file.campaign_id) == (case.debtor_id, case.id, campaign.id)
    assert [one.value for one in file.phone_points()] == [point.value]
    assert (file.person.holds, file.person.consents, file.history, file.has_open_attempt) == ((), (), (), False)
    assert (file.person.known_zone, file.person.address_zones) == (None, ("America/New_York",))


async def test_the_past_has_instants_outcomes_and_what_counts(world: World) -> None:
    """Caps and cooling-off are counted from this, in the order of the ledger."""
    case, point = await add_case(world)
    await add_call(world, case, point, "NC01", ago=timedelta(hours=3))
    await add_call(world, case, point, "PR01", ago=timedelta(days=2))
    past = sorted((await read(world, case)).history, key=lambda one: one.at)
    assert [(one.outcome, one.endpoint_id, one.is_counted) for one in past] == [
        ("conversation", point.id, True),
        ("no_answer", point.id, True),
    ]
    assert timedelta(hours=44) < past[1].at - past[0].at < timedelta(hours=46)


async def test_an_open_attempt_is_seen(world: World) -> None:
    """The gate skips who is busy with another contact; its outcome is still pending."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    await permit(world, campaign, case)
    file = await read(world, case)
    assert (file.has_open_attempt, [past.outcome for past in file.history]) == (True, ["pending"])


@pytest.mark.parametrize("state", ["wrong_party", "invalid"])
async def test_a_wrong_number_is_not_proposed_and_is_held(world: World, state: str) -> None:
    """It is barred for ever, whoever proposes it."""
    case, point = await add_case(world)
    async with world.ground.database.transaction() as session:
        await session.execute(update(ContactPoint).values(state=state))
    file = await read(world, case)
    assert file.phone_points() == []
    assert [(hold.kind, hold.endpoint_id) for hold in file.person.holds] == [("wrong_number", point.id)]


@pytest.mark.parametrize(("channel", "whole"), [("sms", False), ("phone", False), ("sms", True)])
async def test_a_stop_is_of_one_number_or_of_a_whole_channel(world: World, channel: str, whole: bool) -> None:
    """A star stops the channel; a number stops the number, for calls as a hold as well."""
    case, point = await add_case(world)
    async with world.ground.database.transaction() as session:
        value = "*" if whole else point.value
        session.add(
            OptOut(id=world.new(), debtor_id=case.debtor_id, channel=channel, value=value, at=world.now, evidence="x")
        )
    person = (await read(world, case)).person
    assert [medium.channel for medium in person.refused_media] == ([channel] if whole else [])
    assert [(stop.channel, stop.endpoint_id) for stop in person.opt_outs] == ([] if whole else [(channel, point.id)])
    held = [(hold.kind, hold.endpoint_id) for hold in person.holds]
    assert held == ([("do_not_contact", point.id)] if channel == "phone" else [])


async def test_holds_and_consents_have_their_scope_and_their_end(world: World) -> None:
    """A hold of one case names its debt; a lifted one is gone; a consent names its number."""
    case, point = await add_case(world)
    async with world.ground.database.transaction() as session:
        for kind, case_id, lifted_at in (
            ("disputed", case.id, None), ("cease_communication", None, None), ("complaint", None, world.now),
        ):  # fmt: skip
            session.add(
                Hold(
                    id=world.new(),
                    debtor_id=case.debtor_id,
                    case_id=case_id,
                    kind=kind,
                    starts_at=world.now - timedelta(days=1),
                    lifted_at=lifted_at,
                    evidence="letter",
                    actor="system",
                )
            )
    await allow_texts(world, case, point)
    person = (await read(world, case)).person
    assert {(hold.kind, hold.debts) for hold in person.holds} == {
        ("disputed", frozenset({case.id})),
        ("cease_communication", None),
    }
    assert [(one.kind, one.endpoint_id, one.revoked_at) for one in person.consents] == [("sms", point.id, None)]


async def test_a_proposal_speaks_of_this_case_and_this_number(world: World) -> None:
    """What the rules judge is exactly what would leave."""
    case, point = await add_case(world)
    async with world.ground.database.transaction() as session:
        await session.execute(update(Debtor).values(known_zone="America/Chicago"))
    file = await read(world, case)
    proposal = file.proposal(file.phone_points()[0], Channel.PHONE, world.now)
    assert (proposal.endpoint_id, proposal.debts, proposal.number_type) == (point.id, (case.id,), "mobile")
    assert (proposal.is_only_number, file.person.known_zone) == (True, "America/Chicago")
