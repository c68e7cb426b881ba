"""Setting a creditor's terms: a version, a fact, and the gate that obeys at the next attempt."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from campaigns.facts import CreditorTermsEdited
from campaigns.reserving import Refused, Reserved
from campaigns.setting_terms import load_creditor, set_terms
from config.errors import BadInput, Conflict, NotFound
from crm.cases import Case
from crm.debtors import Creditor
from tests.campaigns.gates import ask_gate, case_of
from tests.campaigns.rows import BOOKS, World, add_case

ACTOR = "user:manager"
NEVER: dict[str, Any] = {"windows": {"sun": [["03:00", "03:15"]]}}


async def save(world: World, terms: dict[str, Any], version: int = 1) -> Creditor:
    return await set_terms(world.ground, BOOKS.rulebook, world.creditor_id, version=version, terms=terms, actor=ACTOR)


async def test_the_gate_obeys_new_terms_at_the_next_attempt_and_names_them(world: World) -> None:
    """No restart and no waiting; the refusal says whose hours they are, and lifting them opens at once."""
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    await save(world, NEVER)
    refused = await ask_gate(world, campaign, case)
    assert isinstance(refused, Refused)
    assert refused.verdict is not None
    assert "creditor.acme.hours" in {reason.rule_id for reason in refused.verdict.reasons}
    await save(world, {}, version=2)
    assert isinstance(await ask_gate(world, campaign, case), Reserved)


async def test_a_cap_of_the_creditor_holds_in_every_campaign(world: World) -> None:
    """One call a day is one, whichever campaign makes it."""
    first, second = await world.campaign(), await world.campaign("b2", "Press")
    case, _ = await add_case(world, first)
    await save(world, {"caps": {"day": {"limit": 1, "window": {"type": "local_calendar_days", "n": 1}}}})
    assert isinstance(await ask_gate(world, first, case), Reserved)
    refused = await ask_gate(world, second, case)
    assert isinstance(refused, Refused)


async def test_a_change_is_a_new_version_with_a_fact_of_who_changed_what(world: World) -> None:
    """An auditor can tell since when which rules bound a creditor's debts."""
    saved = await save(world, {"switched_off": ["house.hours"], **NEVER})
    assert (saved.terms_version, saved.terms["switched_off"]) == (2, ["house.hours"])
    fact = (await world.facts())[-1]
    assert isinstance(fact, CreditorTermsEdited)
    assert (fact.creditor_id, fact.version, fact.fields) == (world.creditor_id, 2, ("switched_off", "windows"))
    assert fact.actor == ACTOR


async def test_the_same_terms_make_no_version_and_no_fact(world: World) -> None:
    """Pressing save twice leaves one trace."""
    await save(world, NEVER)
    again = await save(world, NEVER, version=2)
    assert again.terms_version == 2
    assert sum(isinstance(fact, CreditorTermsEdited) for fact in await world.facts()) == 1


async def test_a_stale_version_and_wrong_terms_change_nothing(world: World) -> None:
    """Of two managers the second sees what the first did; what the gate could not read is not stored."""
    await save(world, NEVER)
    with pytest.raises(Conflict):
        await save(world, {}, version=1)
    with pytest.raises(BadInput):
        await save(world, {"switched_off": ["us.regf.hours"]}, version=2)
    async with world.ground.database.transaction() as session:
        creditor = await load_creditor(session, world.creditor_id)
    assert (creditor.terms_version, list(creditor.terms)) == (2, ["windows"])


async def test_an_unknown_creditor_is_not_found(world: World) -> None:
    """Neither to read nor to change."""
    with pytest.raises(NotFound):
        await set_terms(world.ground, BOOKS.rulebook, uuid4(), version=1, terms={}, actor=ACTOR)
    async with world.ground.database.transaction() as session:
        with pytest.raises(NotFound):
            await load_creditor(session, uuid4())


async def test_cases_that_the_old_terms_held_back_are_due_again(world: World) -> None:
    """A running campaign need not wait for the end of a refusal that is no longer true; a wish of the ladder stays."""
    campaign = await world.campaign()
    held, _ = await add_case(world, campaign)
    wished, _ = await add_case(world, campaign)
    later = world.now + timedelta(days=3)
    async with world.ground.database.transaction() as session:
        for case, waits in ((held, True), (wished, False)):
            row = update(Case).where(Case.id == case.id)
            await session.execute(row.values(next_contact_at=later, waits_for_rules=waits))
    await save(world, NEVER)
    freed = await case_of(world, held)
    assert freed.next_contact_at is not None
    assert freed.next_contact_at <= world.now
    assert (await case_of(world, wished)).next_contact_at == later
