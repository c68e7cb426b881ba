"""The whole main job through HTTP: a lender's file becomes a call, the call an outcome, the outcome evidence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from httpx2 import AsyncClient

from config.clock import LoopClock
from config.database import Database
from config.ids import SeededIds
from config.settings import Settings
from crm.staff import Role
from tests.flows.floors import API, Desk, Rig, at_desk, open_floor, uuid_of
from tests.flows.lenders import ROWS, lenders_file
from tests.flows.test_imports import apply, body_of, upload
from tests.houses import signed_in

pytestmark = pytest.mark.virtual_time

KATHERINE = ROWS[1:3]
"""One person with two accounts, 10 and 12 days past due, in Pennsylvania."""


@pytest.fixture
async def rig(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> AsyncIterator[Rig]:
    """A running floor without a case."""
    async with open_floor(settings, clock, ids, database, cases=0) as opened:
        yield opened


@asynccontextmanager
async def manager(rig: Rig) -> AsyncIterator[AsyncClient]:
    async with signed_in(rig.house, Role.MANAGER, "maria") as client:
        yield client


async def import_and_start(rig: Rig, client: AsyncClient) -> dict[str, Any]:
    """Import the file and start the campaign of its bucket; return what the campaign's page then shows."""
    found = await upload(client, lenders_file(*KATHERINE))
    batch = await apply(rig.house, client, body_of(found))
    assert (batch["counts"]["new"], batch["actor"]) == (2, "A manager")
    made = (await client.post(f"{API}/campaigns", json={"template": "b2", "name": "Reasons"})).json()
    edit = {"version": made["version"], "teams": [str(rig.world.team_id)]}
    await client.put(f"{API}/campaigns/{made['id']}", json=edit)
    started = await client.post(f"{API}/campaigns/{made['id']}/start", json={})
    assert started.status_code == 200, started.text
    shown: dict[str, Any] = started.json()["campaign"]
    return shown


async def call_katherine(desk: Desk) -> dict[str, Any]:
    """Come ready, take the call, verify the person, and return the call with the debt."""
    await desk.post("/agent/ready")
    call = (await desk.until("talking"))["call"]
    assert (call["person"]["name"], call["debt"]) == ("Katherine Barry", None)
    items = [item["code"] for item in call["verify"]]
    seen: dict[str, Any] = await desk.post(f"/calls/{call['attempt_id']}/verify", {"items": items})
    return seen


async def test_a_row_of_a_file_becomes_a_promise_with_all_its_evidence(rig: Rig) -> None:
    """Two accounts are one case and one call; promise, next step, verdict and recording stand on the case."""
    async with manager(rig) as client:
        campaign = await import_and_start(rig, client)
        assert campaign["changed_by"] == "A manager"
        async with at_desk(rig) as desk:
            call = await call_katherine(desk)
            assert call["debt"]["past_due"] == {"minor": 19_325, "currency": "USD"}
            assert len(call["debt"]["accounts"]) == 2
            path = f"/calls/{call['attempt_id']}"
            read = await desk.post(f"{path}/promise/parse", {"text": "193.25 fri"})
            promise = {
                "amount_minor": read["amount"]["minor"],
                "due_on": read["due_on"],
                "method": read["method"] or "card",
            }
            await rig.house.clock.sleep(30)
            await desk.post("/agent/break", {"reason": "short"})
            body = {"command_id": uuid_of(1), "disposition": "PR01", "promise": promise}
            await desk.post(f"{path}/disposition", body)
            await rig.house.clock.sleep(5)
        case = (await client.get(f"{API}/cases/{call['case_id']}")).json()
        assert (case["case"]["state"], case["promises"][0]["amount"]["minor"]) == ("promised", 19_325)
        assert {item["kind"] for item in case["timeline"]} >= {"call", "disposition", "promise", "move"}
        verdict = (await client.get(f"{API}/attempts/{call['attempt_id']}/verdict")).json()
        assert verdict["allowed"]
        assert "us.regf.hours" in {rule["id"] for rule in verdict["rules"]}
        why = (await client.get(f"{API}/cases/{call['case_id']}/why")).json()["numbers"][0]
        assert (why["allowed"], why["reasons"][0]["code"]) == (False, "held")
    await hear(rig, call["attempt_id"])


async def hear(rig: Rig, attempt_id: str) -> None:
    """Let a reviewer find the call, see its waveform and play it."""
    async with signed_in(rig.house, Role.REVIEWER, "rita") as client:
        rows = (await client.get(f"{API}/reviews/calls")).json()["rows"]
        assert [(row["attempt_id"], row["disposition"]) for row in rows] == [(attempt_id, "PR01")]
        page = (await client.get(f"{API}/reviews/calls/{attempt_id}")).json()
        assert page["dispositions"][0]["actor"] == "An agent"
        assert any(left > 0 and right > 0 for left, right in page["recording"]["peaks"])
        sound = await client.get(page["recording"]["url"])
        assert (sound.status_code, sound.content[:4]) == (200, b"RIFF")


async def test_the_same_file_again_changes_nothing_that_was_agreed(rig: Rig) -> None:
    """A lender sends its file every day; the promise and the case stay."""
    async with manager(rig) as client:
        await import_and_start(rig, client)
        async with at_desk(rig) as desk:
            call = await call_katherine(desk)
            await desk.post("/agent/break", {"reason": "short"})
            body = {"command_id": uuid_of(1), "disposition": "RF01"}
            await desk.post(f"/calls/{call['attempt_id']}/disposition", body)
        found = await upload(client, lenders_file(*KATHERINE, ROWS[0]))
        batch = await apply(rig.house, client, body_of(found))
        assert (batch["counts"]["new"], batch["counts"]["unchanged"]) == (1, 2)
        case = (await client.get(f"{API}/cases/{call['case_id']}")).json()
        assert [item["detail"]["code"] for item in case["timeline"] if item["kind"] == "disposition"] == ["RF01"]
