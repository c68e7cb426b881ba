"""A reviewer's day over HTTP: find a call, hear it, comment, score it, correct its outcome."""

from typing import Any
from uuid import uuid4

import pytest

from crm.attempts import Attempt
from crm.staff import Role
from tests.campaigns.rows import BOOKS, World, add_call, add_case, build_world
from tests.houses import signed_in
from web.house import House

ALL_YES = {item.code: "yes" for item in BOOKS.scorecard.items}
SOUND = bytes(range(256)) * 8


@pytest.fixture
async def world(house: House) -> World:
    """An agent's calls in the house's database."""
    return await build_world(house.ground)


async def _call(world: World, code: str = "TP02") -> Attempt:
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    call = await add_call(world, case, point, code, campaign=campaign)
    folder = world.ground.settings.recordings_dir
    folder.mkdir(parents=True)
    (folder / f"{call.id}.wav").write_bytes(SOUND)
    return call


async def test_a_call_is_found_scored_and_shown_as_reviewed(house: House, world: World) -> None:
    """List, page, marks kept as they are made, the score only at the end."""
    call = await _call(world)
    async with signed_in(house, Role.REVIEWER, "rita") as client:
        rows = (await client.get("/api/v1/reviews/calls?disposition=TP02&min_s=30")).json()["rows"]
        assert [(row["attempt_id"], row["agent"], row["reviewed"]) for row in rows] == [
            (str(call.id), "An agent", False)
        ]
        page = (await client.get(f"/api/v1/reviews/calls/{call.id}")).json()
        assert page["dispositions"][0]["code"] == "TP02"
        assert page["recording"]["peaks"] == [[0.1, 0.2]]
        assert page["review"] is None
        assert "us.regf.hours@1" in page["verdict_text"]
        assert page["script"]["code"] == "reminder"
        assert not any(row["said"] for row in page["script"]["disclosures"])
        address = f"/api/v1/reviews/{call.id}"
        kept = await client.put(address, json={"marks": {"greeted": "yes"}, "final": False})
        assert kept.json() == {"score": None, "state": "draft"}
        refused = await client.put(address, json={"marks": {"greeted": "yes"}, "final": True})
        assert (refused.status_code, refused.json()["code"]) == (422, "review_incomplete")
        done = await client.put(address, json={"marks": {**ALL_YES, "listened": "no"}, "final": True})
        assert done.json() == {"score": 95, "state": "final"}
        rows = (await client.get("/api/v1/reviews/calls?reviewed=true")).json()["rows"]
        assert [(row["reviewed"], row["score"]) for row in rows] == [(True, 95)]


async def test_comments_are_pinned_and_removed(house: House, world: World) -> None:
    """A comment stands at its place with its writer, and goes when its writer says so."""
    call = await _call(world)
    async with signed_in(house, Role.REVIEWER, "rita") as client:
        address = f"/api/v1/reviews/{call.id}/comments"
        made = await client.post(address, json={"start_ms": 1500, "end_ms": 4000, "text": "Calm and clear"})
        assert (made.status_code, made.json()["mine"], made.json()["reviewer"]) == (200, True, "A reviewer")
        outside = await client.post(address, json={"start_ms": 70_000, "text": "Later"})
        assert (outside.status_code, set(outside.json()["details"])) == (422, {"start_ms"})
        async with signed_in(house, Role.SUPERVISOR) as other:
            gone = await other.delete(f"{address}/{made.json()['id']}")
            assert gone.status_code == 403
        assert (await client.delete(f"{address}/{made.json()['id']}")).status_code == 204
        assert (await client.get(f"/api/v1/reviews/calls/{call.id}")).json()["comments"] == []


async def test_a_correction_is_shown_first_and_then_recorded(house: House, world: World) -> None:
    """The reviewer reads the consequences, saves, and the trail shows both entries."""
    call = await _call(world)
    body: dict[str, Any] = {"disposition": "DS02", "reason": "The person disputes it", "command_id": str(uuid4())}
    async with signed_in(house, Role.REVIEWER, "rita") as client:
        address = f"/api/v1/reviews/{call.id}/correction"
        preview = (await client.post(f"{address}/preview", json={"disposition": "DS02"})).json()["effects"]
        assert [row["code"] for row in preview] == ["counted_as", "added:hold:disputed"]
        assert all(row["en"] and row["zh"] for row in preview)
        done = (await client.post(address, json=body)).json()
        assert done["effects"] == preview
        assert [(row["code"], row["superseded"]) for row in done["dispositions"]] == [("TP02", True), ("DS02", False)]
        again = (await client.post(address, json=body)).json()
        assert again["dispositions"] == done["dispositions"]
        promise = await client.post(address, json={**body, "disposition": "PR01", "command_id": str(uuid4())})
        assert (promise.status_code, promise.json()["code"]) == (409, "correction_needs_promise")


@pytest.mark.parametrize(
    ("header", "status", "sound"),
    [
        (None, 200, SOUND),
        ("bytes=0-", 206, SOUND),
        ("bytes=100-199", 206, SOUND[100:200]),
        ("bytes=-50", 206, SOUND[-50:]),
        ("bytes=99999-", 416, None),
    ],
)
async def test_a_recording_is_heard_whole_or_in_pieces(
    house: House, world: World, header: str | None, status: int, sound: bytes | None
) -> None:
    """A player can jump, and nothing of it stays in a cache on the way."""
    call = await _call(world)
    async with signed_in(house, Role.REVIEWER) as client:
        url = (await client.get(f"/api/v1/reviews/calls/{call.id}")).json()["recording"]["url"]
        answer = await client.get(url, headers={} if header is None else {"Range": header})
        assert answer.status_code == status
        if sound is not None:
            assert answer.content == sound
            assert answer.headers["content-type"] == "audio/wav"
            assert "no-store" in answer.headers["cache-control"]


async def test_a_recording_that_is_none_is_not_found(house: House) -> None:
    """Guessing ids leads nowhere."""
    async with signed_in(house, Role.REVIEWER) as client:
        assert (await client.get(f"/api/v1/recordings/{uuid4()}.wav")).status_code == 404


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER, Role.ADMINISTRATOR])
async def test_only_those_who_review_hear_and_correct(house: House, world: World, role: Role) -> None:
    """A voice is heard by those whose task it is."""
    call = await _call(world)
    async with signed_in(house, role) as client:
        assert (await client.get("/api/v1/reviews/calls")).status_code == 403
        assert (await client.get(f"/api/v1/recordings/{uuid4()}.wav")).status_code == 403
        body = {"disposition": "RF01", "reason": "x", "command_id": str(uuid4())}
        assert (await client.post(f"/api/v1/reviews/{call.id}/correction", json=body)).status_code == 403
