"""Correcting a disposition: a superseding entry, its consequences shown first and then redone."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.applying import apply_effects, evidence_of, load_context
from campaigns.correcting import correct_disposition, preview_correction
from campaigns.effects import effects_of
from config.errors import BadInput, Conflict, NotAllowed, NotFound
from crm.attempts import Attempt, DispositionEntry
from crm.cases import Case, CaseState
from crm.contact_points import ContactPoint
from crm.facts import CaseMoved, DispositionSet, HoldLifted, PromiseEnded
from crm.holds import Hold, HoldKind
from crm.promises import Promise
from tests.campaigns.rows import BOOKS, World, add_call, add_case


async def _call(world: World, code: str) -> tuple[Attempt, Case, ContactPoint]:
    """A call whose disposition has brought its effects, as wrapping up does."""
    case, point = await add_case(world)
    attempt = await add_call(world, case, point, code)
    async with world.ground.database.transaction() as session:
        effects = effects_of(BOOKS.catalogue.get(code), await load_context(session, attempt))
        await apply_effects(session, effects, attempt=attempt, now=world.now, actor="user:agent", ids=world.ground.ids)
    return attempt, case, point


async def _correct(
    world: World, attempt: Attempt, code: str, *, command_id: UUID | None = None, reason: str = "Heard the recording"
) -> tuple[list[tuple[str, bool]], list[str]]:
    entries, consequences = await correct_disposition(
        world.ground,
        BOOKS,
        attempt.id,
        code=code,
        reason=reason,
        command_id=command_id or world.new(),
        reviewer_id=world.reviewer_id,
    )
    trail = [(entry.code, entry.superseded_by is None) for entry in entries]
    return trail, [row.code for row in consequences]


async def _preview(world: World, attempt: Attempt, code: str) -> list[str]:
    found = await preview_correction(world.ground, BOOKS, attempt.id, code=code, reviewer_id=world.reviewer_id)
    return [row.code for row in found]


async def _open_holds(world: World) -> list[str]:
    async with world.ground.database.transaction() as session:
        rows = await session.scalars(select(Hold).where(Hold.lifted_at.is_(None)).order_by(Hold.kind))
        return [row.kind for row in rows]


async def test_nothing_is_overwritten(world: World) -> None:
    """Both entries stay, with reason and author, and the newer one is in force."""
    attempt, _, _ = await _call(world, "TP02")
    trail, _ = await _correct(world, attempt, "RF01")
    assert trail == [("TP02", False), ("RF01", True)]
    async with world.ground.database.transaction() as session:
        stored = await session.get_one(Attempt, attempt.id)
        assert (stored.disposition, stored.party, stored.outcome) == ("RF01", "debtor", "conversation")
        rows = (await session.scalars(select(DispositionEntry).order_by(DispositionEntry.at))).all()
    assert rows[1].correction_reason == "Heard the recording"
    assert rows[1].actor == f"user:{world.reviewer_id}"
    assert rows[0].superseded_by == rows[1].id
    facts = [fact for fact in await world.facts() if isinstance(fact, DispositionSet)]
    assert [(fact.code, fact.supersedes) for fact in facts] == [("RF01", "TP02")]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("TP02", "RF01", ["counted_as"]),
        ("RF01", "DS02", ["added:hold:disputed"]),
        ("DS02", "RF01", ["removed:hold:disputed"]),
        ("LG04", "RF01", ["kept:hold:cease_communication"]),
        ("TP01", "TP02", ["removed:number_wrong_party"]),
        ("TP05", "TP02", ["kept:opt_out_phone_number"]),
        ("PR06", "RF01", ["removed:hold:payment_in_transit:3d"]),
    ],
)
async def test_the_preview_says_what_then_happens(world: World, old: str, new: str, wanted: list[str]) -> None:
    """What the reviewer agreed to is what is done, and the preview itself does nothing."""
    attempt, _, _ = await _call(world, old)
    before = await _open_holds(world)
    assert await _preview(world, attempt, new) == wanted
    assert await _open_holds(world) == before
    _, done = await _correct(world, attempt, new)
    assert done == wanted


async def test_a_wrong_stop_is_not_lifted_by_a_correction(world: World) -> None:
    """Resuming contact after a demand to stop is a decision of its own."""
    attempt, _, _ = await _call(world, "LG04")
    await _correct(world, attempt, "RF01")
    assert await _open_holds(world) == ["cease_communication"]


async def test_a_pause_comes_and_goes_with_the_correction(world: World) -> None:
    """The case is paused or free in the same transaction, and looked at again."""
    attempt, case, point = await _call(world, "DS02")
    await _correct(world, attempt, "TP01")
    assert await _open_holds(world) == []
    assert any(isinstance(fact, HoldLifted) for fact in await world.facts())
    async with world.ground.database.transaction() as session:
        assert (await session.get_one(ContactPoint, point.id)).state == "wrong_party"
        hint = (await session.get_one(Case, case.id)).next_contact_at
    assert hint is not None
    assert hint <= world.now


async def test_a_promise_that_was_none_is_cancelled_with_its_pause(world: World) -> None:
    """The case is worked again, and no broken promise is held against the person."""
    attempt, case, _ = await _call(world, "PR01")
    async with world.ground.database.transaction() as session:
        stored = await session.get_one(Case, case.id)
        stored.state = CaseState.PROMISED.value
        promise = Promise(
            id=world.new(),
            case_id=case.id,
            attempt_id=attempt.id,
            amount_minor=5000,
            currency="USD",
            due_on=date(2026, 11, 10),
            method="card",
            created_at=world.now,
            actor="user:agent",
        )
        hold = Hold(
            id=world.new(),
            debtor_id=case.debtor_id,
            case_id=case.id,
            kind=HoldKind.PROMISE_RUNNING.value,
            starts_at=world.now,
            ends_at=world.now + timedelta(days=9),
            evidence=evidence_of(attempt.id),
            actor="user:agent",
        )
        session.add_all([promise, hold])
    _, done = await _correct(world, attempt, "NG03")
    assert done == ["removed:promise"]
    assert await _open_holds(world) == []
    facts = await world.facts()
    assert [fact.state for fact in facts if isinstance(fact, PromiseEnded)] == ["cancelled"]
    assert [(fact.old_state, fact.new_state) for fact in facts if isinstance(fact, CaseMoved)] == [
        ("promised", "working")
    ]


async def test_the_same_command_again_corrects_once(world: World) -> None:
    """A retry after a lost answer adds no entry."""
    attempt, _, _ = await _call(world, "TP02")
    command_id = world.new()
    first, _ = await _correct(world, attempt, "RF01", command_id=command_id)
    again, consequences = await _correct(world, attempt, "RF01", command_id=command_id)
    assert again == first
    assert consequences == []


async def test_a_correction_can_itself_be_corrected(world: World) -> None:
    """The trail grows, one entry is in force."""
    attempt, _, _ = await _call(world, "TP02")
    await _correct(world, attempt, "RF01")
    trail, _ = await _correct(world, attempt, "DS02")
    assert trail == [("TP02", False), ("RF01", False), ("DS02", True)]


async def test_what_cannot_be_corrected_is_refused(world: World) -> None:
    """Own calls, calls still up, missing reasons, unknown calls and codes."""
    attempt, _, _ = await _call(world, "TP02")
    with pytest.raises(BadInput):
        await _correct(world, attempt, "RF01", reason="  ")
    with pytest.raises(BadInput):
        await _correct(world, attempt, "TP02")
    with pytest.raises(NotFound):
        await _correct(world, attempt, "XX99")
    with pytest.raises(NotAllowed):
        await preview_correction(world.ground, BOOKS, attempt.id, code="RF01", reviewer_id=world.agent_id)
    with pytest.raises(NotFound):
        await preview_correction(world.ground, BOOKS, world.new(), code="RF01", reviewer_id=world.reviewer_id)
    async with world.ground.database.transaction() as session:
        (await session.get_one(Attempt, attempt.id)).state = "answered"
    with pytest.raises(Conflict):
        await _correct(world, attempt, "RF01")
