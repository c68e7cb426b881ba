"""Verification of the right party: what is enough, what is written, and what stays closed."""

from uuid import UUID

import pytest

from campaigns.store.for_agents import was_verified
from campaigns.verifying import check_items, verify_party
from config.errors import BadInput, Conflict, NotFound
from crm.attempts import Attempt, Draft
from crm.facts import PartyVerified
from tests.campaigns.rows import World, add_case

ALL = ("full_name", "birth_year", "postal_code")


@pytest.mark.parametrize(
    ("items", "known", "is_enough"),
    [
        (ALL, ALL, True),
        (("full_name", "birth_year"), ALL, True),
        (("full_name", "postal_code"), ALL, True),
        (("full_name",), ALL, False),
        (("birth_year", "postal_code"), ALL, False),
        (("full_name", "full_name"), ALL, False),
        ((), ALL, False),
        (("full_name",), ("full_name",), True),
        (("full_name", "birth_year"), ("full_name", "postal_code"), False),
        (("full_name", "shoe_size"), ALL, False),
    ],
)
def test_the_name_and_one_more_item_of_the_record_are_enough(
    items: tuple[str, ...], known: tuple[str, ...], is_enough: bool
) -> None:
    """A household shares a name; what the record does not have cannot be confirmed."""
    if is_enough:
        check_items(items, known)
        return
    with pytest.raises(BadInput) as refused:
        check_items(items, known)
    assert set(refused.value.details) == {"items"}


async def _call(world: World, **changes: object) -> Attempt:
    case, point = await add_case(world)
    values: dict[str, object] = {
        "id": world.new(), "debtor_id": case.debtor_id, "case_id": case.id, "contact_point_id": point.id,
        "channel": "phone", "value": point.value, "state": "answered", "verdict": {}, "agent_id": world.agent_id,
        "reserved_at": world.now, "answered_at": world.now, "outcome": "conversation", **changes,
    }  # fmt: skip
    async with world.ground.database.transaction() as session:
        attempt = Attempt(**values)
        session.add(attempt)
    return attempt


async def _verify(world: World, attempt_id: UUID, agent_id: UUID | None = None) -> None:
    await verify_party(world.ground, attempt_id=attempt_id, agent_id=agent_id or world.agent_id, items=["full_name"])


async def test_verification_is_written_once_with_its_fact_and_in_the_draft(world: World) -> None:
    """The attempt, the journal and the draft agree, however often the agent presses."""
    attempt = await _call(world)
    async with world.ground.database.transaction() as session:
        session.add(Draft(attempt_id=attempt.id, agent_id=world.agent_id, body={"note": "x"}, updated_at=world.now))
        assert await was_verified(session, attempt) is False
    await _verify(world, attempt.id)
    await _verify(world, attempt.id)
    async with world.ground.database.transaction() as session:
        stored = await session.get_one(Attempt, attempt.id)
        draft = await session.get_one(Draft, attempt.id)
        assert (stored.party, await was_verified(session, stored)) == ("debtor", True)
        assert draft.body == {"note": "x", "verified_items": ["full_name"]}
    facts = [fact for fact in await world.facts() if isinstance(fact, PartyVerified)]
    assert [(fact.attempt_id, fact.actor) for fact in facts] == [(attempt.id, f"user:{world.agent_id}")]


async def test_a_verification_of_one_call_does_not_open_another(world: World) -> None:
    """Each call asks again: somebody else may have picked up."""
    first = await _call(world)
    await _verify(world, first.id)
    async with world.ground.database.transaction() as session:
        first = await session.get_one(Attempt, first.id)
        first.state, first.result = "closed", "completed"
    second = await _call(world)
    async with world.ground.database.transaction() as session:
        assert await was_verified(session, second) is False


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"answered_at": None}, "not_answered"),
        ({"disposition": "TP01"}, "has_outcome"),
    ],
)
async def test_nothing_is_verified_before_the_answer_or_after_the_outcome(
    world: World, changes: dict[str, object], code: str
) -> None:
    """Only a call that is up or in wrap-up can be verified."""
    attempt = await _call(world, **changes)
    with pytest.raises(Conflict) as refused:
        await _verify(world, attempt.id)
    assert refused.value.code == code


async def test_only_the_agent_of_the_call_can_verify_it(world: World) -> None:
    """Another agent's call is as if it did not exist."""
    attempt = await _call(world)
    with pytest.raises(NotFound):
        await _verify(world, attempt.id, world.reviewer_id)
    with pytest.raises(NotFound):
        await _verify(world, UUID(int=1))
