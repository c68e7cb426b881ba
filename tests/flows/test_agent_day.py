"""An agent's day through HTTP and the live socket, on the simulated line in virtual time."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from config.clock import LoopClock
from config.database import Database
from config.ids import SeededIds
from config.settings import Settings
from tests.conftest import EPOCH
from tests.flows.floors import API, Desk, Rig, at_desk, open_floor, uuid_of
from web.showing import LOST_AFTER_S, WATCH_EVERY_S
from web.speaking import PING_EVERY_S

pytestmark = pytest.mark.virtual_time

DEBT_WORDS = ("143.00", "14300", "90000", 'past_due": {', "Acme")
"""The case's amounts and creditor: what must not be in any answer before verification."""


@pytest.fixture
async def rig(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> AsyncIterator[Rig]:
    """A running floor with one agent and three people to call."""
    async with open_floor(settings, clock, ids, database) as opened:
        yield opened


@pytest.fixture
async def desk(rig: Rig) -> AsyncIterator[Desk]:
    """The agent at their browser."""
    async with at_desk(rig) as seated:
        yield seated


async def talk(desk: Desk) -> dict[str, Any]:
    """Come ready, wait until the first call is joined, and return the call."""
    await desk.post("/agent/ready")
    call: dict[str, Any] = (await desk.until("talking"))["call"]
    return call


async def verified(desk: Desk) -> dict[str, Any]:
    call = await talk(desk)
    codes = [item["code"] for item in call["verify"]]
    found: dict[str, Any] = await desk.post(f"/calls/{call['attempt_id']}/verify", {"items": codes})
    return found


def tells_debt(document: object) -> list[str]:
    text = json.dumps(document)
    return [word for word in DEBT_WORDS if word in text]


async def test_a_call_goes_from_the_pop_to_a_promise_and_on_to_the_next(desk: Desk, rig: Rig) -> None:
    """Ready, pop without debt, verification, debt, promise read back, outcome, and the next call comes."""
    call = await talk(desk)
    pop = next(frame for frame in desk.frames if frame["kind"] == "call")
    assert pop["body"]["attempt_id"] == call["attempt_id"]
    assert len(json.dumps(pop)) <= 8 * 1024
    assert [frame["body"] for frame in desk.frames if tells_debt(frame["body"])] == []
    assert (call["verified"], call["debt"], call["state"]) == (False, None, "bridged")
    assert call["person"]["name"] in call["say_now"]["en"]
    assert {item["code"]: item["expected"] for item in call["verify"]} == {
        "full_name": call["person"]["name"], "birth_year": "1980", "postal_code": "30301",
    }  # fmt: skip
    path = f"/calls/{call['attempt_id']}"
    seen = await desk.post(f"{path}/verify", {"items": ["full_name", "birth_year"]})
    assert (seen["verified"], seen["debt"]["past_due"]) == (True, {"minor": 14300, "currency": "USD"})
    read = await desk.post(f"{path}/promise/parse", {"text": "full fri"})
    assert (read["amount"], read["due_on"], read["problems"]) == (seen["debt"]["past_due"], "2026-11-06", [])
    assert "143.00 USD by Friday" in read["read_back_en"]
    promise = {"amount_minor": 14300, "due_on": "2026-11-06", "method": "card"}
    body = {"command_id": uuid_of(1), "disposition": "PR01", "promise": promise, "note": "paid on payday"}
    done = await desk.post(f"{path}/disposition", body)
    assert done["agent"]["state"] == "ready"
    assert [(fact.amount_minor, str(fact.due_on)) for fact in await rig.facts("PromiseMade")] == [(14300, "2026-11-06")]
    assert (await desk.until("talking"))["call"]["attempt_id"] != call["attempt_id"]
    numbers = (await desk.get("/agent"))["numbers"]
    assert (numbers["calls"], numbers["contacts"], numbers["promises"]) == (2, 1, 1)


async def test_a_refresh_gives_the_same_call_and_draft(desk: Desk) -> None:
    """What was typed is back after the page is loaded anew, in the middle of the call."""
    call = await talk(desk)
    draft = {**call["draft"], "note": "has a new address", "verified_items": ["full_name"], "disposition": "TP02"}
    saved = await desk.client.put(f"{API}/calls/{call['attempt_id']}/draft", json=draft)
    assert saved.status_code == 200, saved.text
    again = (await desk.get("/agent"))["call"]
    assert (again["attempt_id"], again["draft"]) == (call["attempt_id"], draft)


async def test_an_outcome_taken_back_leaves_the_call_in_wrap_up_with_its_draft(desk: Desk, rig: Rig) -> None:
    """Within the undo time the outcome is gone, the promise cancelled, and a new outcome stands."""
    call = await verified(desk)
    path = f"/calls/{call['attempt_id']}"
    await desk.post("/agent/break", {"reason": "short"})  # so that no next call comes in between
    await desk.client.put(f"{API}{path}/draft", json={**call["draft"], "note": "promised"})
    promise = {"amount_minor": 5000, "due_on": "2026-11-05", "method": "card"}
    await desk.post(f"{path}/disposition", {"command_id": uuid_of(1), "disposition": "PR02", "promise": promise})
    await desk.until("break")
    undone = await desk.post(f"{path}/undo", {"command_id": uuid_of(2)})
    assert (undone["draft"]["note"], undone["verified"], undone["state"]) == ("promised", True, "ended")
    assert (await desk.post(f"{path}/undo", {"command_id": uuid_of(2)}))["attempt_id"] == call["attempt_id"]
    assert (await desk.get("/agent"))["state"] == "wrapping_up"
    late = await desk.post(
        f"{path}/disposition", {"command_id": uuid_of(1), "disposition": "PR02", "promise": promise}, status=409
    )
    assert late["code"] == "undone"
    done = await desk.post(f"{path}/disposition", {"command_id": uuid_of(3), "disposition": "RF01"})
    assert done["agent"]["call"] is None
    codes = [(fact.code, fact.supersedes) for fact in await rig.facts("DispositionSet")]
    assert codes == [("PR02", None), ("", "PR02"), ("RF01", None)]
    assert [fact.state for fact in await rig.facts("PromiseEnded")] == ["cancelled"]


async def test_an_undone_outcome_about_the_person_does_not_open_the_debt(desk: Desk) -> None:
    """An outcome that names the person as the party is no verification once it is taken back."""
    call = await talk(desk)
    path = f"/calls/{call['attempt_id']}"
    await desk.post("/agent/break", {"reason": "short"})
    await desk.post(f"{path}/disposition", {"command_id": uuid_of(1), "disposition": "LG04"})
    undone = await desk.post(f"{path}/undo", {"command_id": uuid_of(2)})
    assert (undone["verified"], undone["debt"], tells_debt(undone)) == (False, None, [])
    refused = await desk.post(f"{path}/promise/parse", {"text": "full fri"}, status=409)
    assert refused["code"] == "not_verified"


@pytest.mark.parametrize("items", [["birth_year", "postal_code"], ["full_name"], ["full_name", "mother"]])
async def test_too_little_or_unknown_proof_keeps_the_debt_closed(desk: Desk, items: list[str]) -> None:
    """The name and one more item of the record are the least."""
    call = await talk(desk)
    refused = await desk.post(f"/calls/{call['attempt_id']}/verify", {"items": items}, status=422)
    assert (refused["code"], tells_debt(refused)) == ("verify_items", [])
    assert (await desk.get("/agent"))["call"]["debt"] is None


async def test_the_same_command_again_gives_the_same_answer(desk: Desk, rig: Rig) -> None:
    """A request repeated by a bad line records one outcome."""
    call = await talk(desk)
    body = {"command_id": uuid_of(1), "disposition": "TP02"}
    first = await desk.post(f"/calls/{call['attempt_id']}/disposition", body)
    again = await desk.post(f"/calls/{call['attempt_id']}/disposition", body)
    assert (first["saved_at"], first["undo_until"]) == (again["saved_at"], again["undo_until"])
    assert len(await rig.facts("DispositionSet")) == 1
    other = {"command_id": uuid_of(2), "disposition": "TP01"}
    refused = await desk.post(f"/calls/{call['attempt_id']}/disposition", other, status=409)
    assert refused["code"] == "has_outcome"


async def test_an_outcome_comes_too_late_to_be_taken_back_after_ten_seconds(desk: Desk, rig: Rig) -> None:
    """At the end of the undo time it still works, a moment later it does not."""
    call = await talk(desk)
    path = f"/calls/{call['attempt_id']}"
    await desk.post("/agent/break", {"reason": "short"})
    done = await desk.post(f"{path}/disposition", {"command_id": uuid_of(1), "disposition": "TP02"})
    ends_at = datetime.fromisoformat(done["undo_until"])
    assert ends_at - datetime.fromisoformat(done["saved_at"]) == timedelta(seconds=rig.house.settings.undo_s)
    await rig.house.clock.sleep_until(ends_at + timedelta(seconds=0.1))
    assert (await desk.post(f"{path}/undo", {"command_id": uuid_of(2)}, status=409))["code"] == "too_late"


async def test_a_break_asked_for_in_a_call_comes_after_it(desk: Desk) -> None:
    """The wish is shown, can be taken back, and is granted with the outcome."""
    call = await talk(desk)
    assert (await desk.post("/agent/break", {"reason": "lunch"}))["break_after"] is True
    assert (await desk.post("/agent/ready"))["break_after"] is False
    wished = await desk.post("/agent/break", {"reason": "lunch"})
    assert (wished["state"], wished["break_after"]) == ("talking", True)
    body = {"command_id": uuid_of(1), "disposition": "TP02"}
    after = (await desk.post(f"/calls/{call['attempt_id']}/disposition", body))["agent"]
    assert (after["state"], after["break_reason"], after["cause"]) == ("break", "lunch", "break_after_call")


async def test_wrap_up_can_be_extended_a_few_times(desk: Desk) -> None:
    """Each press adds thirty seconds, until the limit says so."""
    call = await talk(desk)
    ended = await desk.post(f"/calls/{call['attempt_id']}/hang_up")
    assert (ended["state"], ended["ended_by"]) == ("ended", "agent")
    until = datetime.fromisoformat((await desk.until("wrapping_up"))["until"])
    for _ in range(4):
        longer = datetime.fromisoformat((await desk.post("/agent/extend"))["until"])
        assert longer - until == timedelta(seconds=30)
        until = longer
    assert (await desk.post("/agent/extend", status=409))["code"] == "wrap_up_limit"


async def test_wrap_up_that_runs_out_is_flagged_and_pauses_the_agent(desk: Desk, rig: Rig) -> None:
    """Without an outcome in time the stricter one is recorded and no call follows."""
    call = await verified(desk)
    await desk.post(f"/calls/{call['attempt_id']}/hang_up")
    paused = await desk.until("break")
    assert (paused["cause"], paused["call"]) == ("wrap_up_over", None)
    await rig.house.clock.sleep(1)
    assert [(fact.code, fact.actor) for fact in await rig.facts("DispositionSet")] == [("NG05", "system")]


async def test_hold_and_resume_are_shown_in_the_answer(desk: Desk, rig: Rig) -> None:
    """The answer has the state after the line did it."""
    call = await talk(desk)
    path = f"/calls/{call['attempt_id']}"
    await rig.house.clock.sleep(5)
    assert (await desk.post(f"{path}/hold"))["state"] == "held"
    await rig.house.clock.sleep(5)
    assert (await desk.post(f"{path}/resume"))["state"] == "bridged"


async def test_slots_of_a_callback_are_in_the_persons_day_with_reasons(desk: Desk) -> None:
    """Hours of the person's zone; closed ones name the rule; an open one can be agreed."""
    call = await verified(desk)
    path = f"/calls/{call['attempt_id']}"
    found = await desk.get(f"{path}/callback-slots?days=2")
    slots = {slot["local"]: slot for slot in found["slots"]}
    assert found["zone"] == "America/New_York"
    assert slots["Tue 10:00"]["allowed"] is True
    assert (slots["Tue 07:00"]["allowed"], bool(slots["Tue 07:00"]["rule"]), bool(slots["Tue 07:00"]["why"])) == (
        False, True, True,
    )  # fmt: skip
    callback = {"due_at": slots["Tue 10:00"]["at"], "contact_point_id": None, "owner": "me"}
    body = {"command_id": uuid_of(1), "disposition": "NG01", "callback": callback}
    await desk.post(f"{path}/disposition", body)


async def test_nobody_sees_another_agents_call(desk: Desk) -> None:
    """A call that is not the agent's own is as if it did not exist."""
    call = await talk(desk)
    stranger = f"/calls/{uuid_of(9)}"
    for path in ("hang_up", "hold", "resume"):
        assert (await desk.post(f"{stranger}/{path}", status=404))["code"] == "no_call"
    assert (await desk.post(f"{stranger}/verify", {"items": ["full_name"]}, status=404))["code"] == "no_call"
    assert (await desk.get("/agent"))["call"]["attempt_id"] == call["attempt_id"]


async def test_a_ready_agent_whose_browser_is_silent_is_lost_until_they_come_ready(
    settings: Settings, clock: LoopClock, ids: SeededIds, database: Database
) -> None:
    """Six silent seconds take a ready agent off the floor; a link that is back does not make them ready by itself."""
    async with open_floor(settings, clock, ids, database, cases=0) as rig, at_desk(rig) as desk:
        await desk.post("/agent/ready")
        await clock.sleep(30)
        assert (await desk.get("/agent"))["state"] == "ready"
        desk.is_silent = True
        lost = await desk.until("lost")
        assert lost["cause"] == "link_lost"
        silent_s = (datetime.fromisoformat(lost["since"]) - EPOCH).total_seconds() - 30
        assert LOST_AFTER_S - PING_EVERY_S <= silent_s <= LOST_AFTER_S + PING_EVERY_S + WATCH_EVERY_S
        shown = len(desk.frames)
        desk.is_silent = False
        await clock.sleep(10)
        assert [frame["body"]["state"] for frame in desk.frames[shown:]] == ["lost"]
        assert (await desk.post("/agent/ready"))["state"] == "ready"


async def test_a_break_survives_a_closed_browser(
    settings: Settings, clock: LoopClock, ids: SeededIds, database: Database
) -> None:
    """No call goes to somebody on a break, so there is nothing to protect."""
    async with open_floor(settings, clock, ids, database, cases=0) as rig, at_desk(rig) as desk:
        await desk.post("/agent/break", {"reason": "lunch"})
        desk.is_silent = True
        await clock.sleep(600)
        assert (await desk.get("/agent"))["break_reason"] == "lunch"


async def test_a_call_outlives_the_browser(desk: Desk, rig: Rig) -> None:
    """A silent browser in mid-call changes nothing for the person on the line."""
    call = await talk(desk)
    desk.is_silent = True
    await rig.house.clock.sleep(60)
    view = await desk.get("/agent")
    assert (view["state"], view["call"]["attempt_id"], view["call"]["state"]) == (
        "talking", call["attempt_id"], "bridged",
    )  # fmt: skip


@pytest.mark.parametrize(("path", "body", "code"), [
    ("/agent/break", {"reason": "nap"}, "break_reason"),
    ("/agent/extend", {}, "no_wrap_up"),
    ("/agent/preview/skip", {"reason": "bad hour"}, "no_preview"),
    ("/agent/preview/dial", {"case_id": uuid_of(1)}, "no_preview"),
])  # fmt: skip
async def test_what_makes_no_sense_now_is_refused(desk: Desk, path: str, body: dict[str, Any], code: str) -> None:
    """Each refusal has its code, and the agent stays where they were."""
    answer = await desk.client.post(API + path, json=body)
    assert (answer.status_code in {409, 422}, answer.json()["code"]) == (True, code)
    assert (await desk.get("/agent"))["state"] == "offline"
