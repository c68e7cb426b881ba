"""Preview mode through HTTP: the agent looks first, without the debt, then dials or passes the case on."""

from collections.abc import AsyncIterator

import pytest

from config.clock import LoopClock
from config.database import Database
from config.ids import SeededIds
from config.settings import Settings
from tests.flows.floors import Away, Desk, Rig, at_desk, open_floor

pytestmark = pytest.mark.virtual_time


@pytest.fixture
async def rig(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> AsyncIterator[Rig]:
    """A running floor whose campaign is in preview mode."""
    async with open_floor(settings, clock, ids, database, mode="preview") as opened:
        yield opened


@pytest.fixture
async def desk(rig: Rig) -> AsyncIterator[Desk]:
    """The agent at their browser."""
    async with at_desk(rig) as seated:
        yield seated


async def test_an_offered_case_is_shown_without_debt_and_dialed_on_demand(desk: Desk, rig: Rig) -> None:
    """The offer names the person only; dialing rings them, and the call is the agent's own."""
    await desk.post("/agent/ready")
    offer = (await desk.until("preview"))["call"]
    assert (offer["state"], offer["debt"], offer["verified"], offer["bridged_at"]) == ("preview", None, False, None)
    assert offer["person"]["name"].startswith("Person")
    assert await rig.facts("AttemptReserved") == []
    dialed = await desk.post("/agent/preview/dial", {"case_id": offer["case_id"]})
    assert (dialed["state"], dialed["call"]["state"], dialed["call"]["case_id"]) == (
        "reserved", "preview", offer["case_id"],
    )  # fmt: skip
    call = (await desk.until("talking"))["call"]
    assert (call["case_id"], call["state"], call["debt"]) == (offer["case_id"], "bridged", None)
    codes = [item["code"] for item in call["verify"]]
    seen = await desk.post(f"/calls/{call['attempt_id']}/verify", {"items": codes})
    assert seen["debt"]["past_due"]["minor"] == 14300


async def test_another_case_than_the_one_shown_is_not_dialed(desk: Desk) -> None:
    """A stale window cannot dial what the server no longer offers."""
    await desk.post("/agent/ready")
    offer = (await desk.until("preview"))["call"]
    other = "00000000-0000-4000-8000-000000000001"
    assert (await desk.post("/agent/preview/dial", {"case_id": other}, status=409))["code"] == "no_preview"
    assert (await desk.get("/agent"))["call"]["case_id"] == offer["case_id"]


async def test_a_case_passed_on_gives_way_to_another_and_keeps_the_reason(desk: Desk, rig: Rig) -> None:
    """The reason is noted on the case, which is not offered again at once."""
    await desk.post("/agent/ready")
    first = (await desk.until("preview"))["call"]["case_id"]
    desk.frames.clear()
    await desk.post("/agent/preview/skip", {"reason": "just moved house"})
    second = (await desk.until("preview"))["call"]["case_id"]
    assert second != first
    assert [str(fact.case_id) for fact in await rig.facts("NoteAdded")] == [first]


async def test_a_preview_that_runs_out_pauses_the_agent(desk: Desk) -> None:
    """Nobody is dialed for an agent who does not look."""
    await desk.post("/agent/ready")
    await desk.until("preview")
    assert (await desk.until("break"))["cause"] == "preview_over"


async def test_a_dialed_case_that_does_not_answer_makes_way_for_the_next(
    settings: Settings, clock: LoopClock, ids: SeededIds, database: Database
) -> None:
    """The system writes the outcome, and the agent looks at another case instead of wrapping up a call nobody had."""
    async with (
        open_floor(settings, clock, ids, database, mode="preview", persons=Away(1)) as rig,
        at_desk(rig) as desk,
    ):
        await desk.post("/agent/ready")
        first = (await desk.until("preview"))["call"]["case_id"]
        desk.frames.clear()
        await desk.post("/agent/preview/dial", {"case_id": first})
        second = (await desk.until("preview"))["call"]["case_id"]
        states = [frame["body"]["state"] for frame in desk.frames if frame["kind"] == "agent"]
        outcomes = [(fact.code, fact.actor) for fact in await rig.facts("DispositionSet")]
    assert second != first
    assert "wrapping_up" not in states
    assert outcomes == [("NC01", "system")]
