"""Effects in the database: carried out once, taken back only where nobody demanded them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from campaigns.applying import apply_effects, evidence_of, load_context, revert_effects
from campaigns.effects import effects_of
from config.facts import Fact
from crm.attempts import Attempt
from crm.callbacks import Callback
from crm.contact_points import Consent, ContactPoint, OptOut
from crm.holds import Hold
from tests.campaigns.rows import BOOKS, World, add_call, add_case


async def _apply(world: World, attempt: Attempt) -> list[Fact]:
    async with world.ground.database.transaction() as session:
        effects = effects_of(BOOKS.catalogue.get(attempt.disposition or ""), await load_context(session, attempt))
        return await apply_effects(
            session, effects, attempt=attempt, now=world.now, actor="user:agent", ids=world.ground.ids
        )


async def _revert(world: World, attempt: Attempt, *, lasting_too: bool = False) -> list[Fact]:
    async with world.ground.database.transaction() as session:
        effects = effects_of(BOOKS.catalogue.get(attempt.disposition or ""), await load_context(session, attempt))
        return await revert_effects(
            session, effects, attempt=attempt, now=world.now, actor="user:agent", lasting_too=lasting_too
        )


async def _holds(world: World) -> list[Hold]:
    async with world.ground.database.transaction() as session:
        return list((await session.scalars(select(Hold))).all())


async def _point_state(world: World, point: ContactPoint) -> str:
    async with world.ground.database.transaction() as session:
        return (await session.get_one(ContactPoint, point.id)).state


@pytest.mark.parametrize(
    ("code", "kind", "is_about_case", "days"),
    [
        ("DS02", "disputed", True, None),
        ("PR06", "payment_in_transit", True, 3),
        ("HS02", "hardship_deferral", False, 30),
        ("LG04", "cease_communication", False, None),
        ("LG02", "bankruptcy", False, None),
        ("DS04", "complaint", False, None),
    ],
)
async def test_a_hold_has_its_scope_and_its_end(
    world: World, code: str, kind: str, is_about_case: object, days: int | None
) -> None:
    """A dispute is about one debt; a demand to stop is about the person."""
    case, point = await add_case(world)
    facts = await _apply(world, await add_call(world, case, point, code))
    hold = (await _holds(world))[0]
    assert (hold.kind, hold.case_id == case.id) == (kind, is_about_case)
    if days is None:
        assert hold.ends_at is None
    else:
        assert hold.ends_at is not None
        assert abs(hold.ends_at - world.now - timedelta(days=days)) < timedelta(minutes=1)
    assert [type(fact).__name__ for fact in facts] == ["HoldSet"]


@pytest.mark.parametrize("code", ["DS02", "LG05", "TP01", "TP07", "PR06"])
async def test_applying_twice_changes_nothing_more(world: World, code: str) -> None:
    """A reader that sees a fact twice does no harm."""
    case, point = await add_case(world)
    attempt = await add_call(world, case, point, code)
    assert await _apply(world, attempt)
    assert await _apply(world, attempt) == []


async def test_an_open_ended_hold_is_not_doubled_by_another_call(world: World) -> None:
    """Two complaints are one pause."""
    case, point = await add_case(world)
    await _apply(world, await add_call(world, case, point, "LG04"))
    assert await _apply(world, await add_call(world, case, point, "LG04")) == []
    assert len(await _holds(world)) == 1


async def test_a_later_pause_reaches_further(world: World) -> None:
    """Who says again that the money is on its way gets three days from then."""
    case, point = await add_case(world)
    first = await add_call(world, case, point, "PR06", ago=timedelta(days=2))
    async with world.ground.database.transaction() as session:
        await apply_effects(
            session,
            effects_of(BOOKS.catalogue.get("PR06"), await load_context(session, first)),
            attempt=first,
            now=world.now - timedelta(days=2),
            actor="user:agent",
            ids=world.ground.ids,
        )
    assert await _apply(world, await add_call(world, case, point, "PR06"))
    assert len(await _holds(world)) == 2


async def test_a_number_only_gets_worse(world: World) -> None:
    """A wrong number does not become merely doubtful."""
    case, point = await add_case(world)
    await _apply(world, await add_call(world, case, point, "TP01"))
    assert await _apply(world, await add_call(world, case, point, "NC06")) == []
    assert await _point_state(world, point) == "wrong_party"


async def test_three_suspensions_in_a_row_make_a_number_suspect(world: World) -> None:
    """The third time, and only without another outcome between."""
    case, point = await add_case(world)
    codes = ["NC05", "NC05", "NC01", "NC05", "NC05", "NC05"]
    changed = [
        bool(await _apply(world, await add_call(world, case, point, code, ago=timedelta(days=9 - day))))
        for day, code in enumerate(codes)
    ]
    assert changed == [False] * 5 + [True]
    assert await _point_state(world, point) == "suspect"


async def test_a_correction_lifts_a_pause_and_frees_a_number_but_no_demand(world: World) -> None:
    """What the house decided can be taken back, what the person demanded cannot."""
    case, point = await add_case(world)
    for code, freed in (("DS02", True), ("TP01", True), ("LG04", False), ("TP05", False), ("LG02", False)):
        attempt = await add_call(world, case, point, code)
        await _apply(world, attempt)
        assert bool(await _revert(world, attempt)) is freed, code
    assert await _point_state(world, point) == "new"
    standing = [hold.kind for hold in await _holds(world) if hold.lifted_at is None]
    assert standing == ["cease_communication", "bankruptcy"]


async def test_an_undo_within_seconds_takes_everything_back(world: World) -> None:
    """A slip of the finger leaves no stop behind."""
    case, point = await add_case(world)
    attempt = await add_call(world, case, point, "LG05")
    await _apply(world, attempt)
    await _revert(world, attempt, lasting_too=True)
    async with world.ground.database.transaction() as session:
        assert (await session.scalars(select(OptOut))).all() == []


async def test_a_stop_of_another_call_survives_an_undo(world: World) -> None:
    """Only what this call brought is taken back."""
    case, point = await add_case(world)
    earlier = await add_call(world, case, point, "LG05", ago=timedelta(days=1))
    await _apply(world, earlier)
    attempt = await add_call(world, case, point, "LG05")
    await _apply(world, attempt)
    await _revert(world, attempt, lasting_too=True)
    async with world.ground.database.transaction() as session:
        assert {row.channel for row in (await session.scalars(select(OptOut))).all()} == {"phone", "sms"}


async def test_a_callback_taken_back_ends_the_consent_it_meant(world: World) -> None:
    """Without the callback no extra call is allowed."""
    case, point = await add_case(world)
    attempt = await add_call(world, case, point, "NG01")
    async with world.ground.database.transaction() as session:
        callback = Callback(
            id=world.new(),
            case_id=case.id,
            debtor_id=case.debtor_id,
            attempt_id=attempt.id,
            due_at=world.now + timedelta(days=1),
            zone="America/New_York",
            created_at=world.now,
            actor="user:agent",
        )
        consent = Consent(
            id=world.new(),
            debtor_id=case.debtor_id,
            kind="extra_calls",
            given_at=world.now,
            evidence=evidence_of(attempt.id),
        )
        session.add_all([callback, consent])
    facts = await _revert(world, attempt)
    assert [type(fact).__name__ for fact in facts] == ["CallbackEnded"]
    async with world.ground.database.transaction() as session:
        assert (await session.get_one(Callback, callback.id)).state == "cancelled"
        assert (await session.get_one(Consent, consent.id)).revoked_at is not None
