"""A manager's day over HTTP: make a campaign, check it, edit its windows, see who becomes callable, start and stop."""

from typing import Any

import pytest
from httpx2 import AsyncClient

from crm.staff import Role
from tests.campaigns.rows import EASTERN, WESTERN, World, add_case, build_world
from tests.houses import signed_in
from web.house import House

PATH = "/api/v1/campaigns"


@pytest.fixture
async def world(house: House) -> World:
    """A team, a creditor and the packaged buckets in the house's database."""
    return await build_world(house.ground)


async def _make(client: AsyncClient, world: World, name: str = "Reminders") -> dict[str, Any]:
    made = await client.post(PATH, json={"template": "b1", "name": name})
    assert made.status_code == 200, made.text
    body = made.json()
    edit = {"version": body["version"], "teams": [str(world.team_id)]}
    edited = await client.put(f"{PATH}/{body['id']}", json=edit)
    assert edited.status_code == 200, edited.text
    found: dict[str, Any] = edited.json()
    return found


async def test_a_campaign_is_made_checked_started_and_halted(house: House, world: World) -> None:
    """From a template to running lines and back, each step with its answer."""
    async with signed_in(house, Role.MANAGER) as client:
        campaign = await _make(client, world)
        assert campaign["teams"] == [{"id": str(world.team_id), "name": "Early team"}]
        address = f"{PATH}/{campaign['id']}"
        check = (await client.post(f"{address}/check", json={})).json()
        assert (check["ok"], check["problems"], check["callable_now"]) == (True, [], 0)
        for verb, state in (("start", "running"), ("drain", "draining"), ("pause", "paused"), ("halt", "halted")):
            moved = await client.post(f"{address}/{verb}", json={})
            assert moved.status_code == 200, moved.text
            assert (moved.json()["campaign"]["state"], moved.json()["lines_in_flight"]) == (state, 0)
        refused = await client.post(f"{address}/drain", json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "campaign_cannot_move")
        marks = (await client.get(f"{address}/pace?minutes=15")).json()["marks"]
        assert [mark["text_code"] for mark in marks][-4:] == [
            "moved.running", "moved.draining", "moved.paused", "moved.halted",
        ]  # fmt: skip


async def test_windows_are_tried_out_before_they_are_saved(house: House, world: World) -> None:
    """The manager sees the difference at a Saturday morning, saves, and a second window is told of it."""
    async with signed_in(house, Role.MANAGER) as client:
        campaign = await _make(client, world)
        stored = await world.campaign(name="Filled")
        for place in (EASTERN, EASTERN, WESTERN):
            await add_case(world, stored, place=place)
        address = f"{PATH}/{stored.id}"
        windows = {**campaign["windows"], "sat": [["09:00", "17:00"]]}
        asked = {"windows": windows, "at": "2026-11-07T14:30:00Z"}
        found = (await client.post(f"{address}/callable", json=asked)).json()
        assert (found["before"], found["after"], found["became"], found["lost"]) == (0, 2, 2, 0)
        assert {row["zone"]: (row["before"], row["after"]) for row in found["by_zone"]} == {
            "America/New_York": (0, 2),
            "America/Los_Angeles": (0, 0),
        }
        assert {row["name"] for row in found["sample"]} == {"Person 1", "Person 2"}
        saved = await client.put(address, json={"version": stored.version, "windows": windows})
        assert saved.json()["windows"]["sat"] == [["09:00", "17:00"]]
        stale = await client.put(address, json={"version": stored.version, "wrap_up_s": 99})
        assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
        rows = {row["id"]: row for row in (await client.get(PATH)).json()["rows"]}
        assert (rows[str(stored.id)]["enrolled"], rows[str(stored.id)]["callable_now"]) == (3, 2)


@pytest.mark.parametrize(
    "edit",
    [
        {"windows": {"mon": [["07:00", "09:00"], ["08:00", "20:00"]]}},
        {"windows": {"mon": [["8", "9"]]}},
        {"ladder": {"steps": [], "max_per_day": 99, "numbers": ["mobile"]}},
        {"sms": {"enabled": True}},
        {"ceiling_share": 0.04},
        {"state": "running"},
        {"ring_timeout_s": 5},
    ],
)
async def test_a_wrong_edit_is_refused_and_changes_nothing(house: House, world: World, edit: dict[str, Any]) -> None:
    """The page gets the field that is wrong, the campaign stays as it was."""
    async with signed_in(house, Role.MANAGER) as client:
        campaign = await _make(client, world)
        address = f"{PATH}/{campaign['id']}"
        refused = await client.put(address, json={"version": campaign["version"], **edit})
        assert refused.status_code == 422, refused.text
        assert refused.json()["details"]
        assert (await client.get(address)).json() == campaign


async def test_an_unready_campaign_says_what_to_mend(house: House, world: World) -> None:
    """Start is refused with the same words as the check."""
    assert world.people == 0
    async with signed_in(house, Role.MANAGER) as client:
        made = (await client.post(PATH, json={"template": "b3", "name": "Promises"})).json()
        address = f"{PATH}/{made['id']}"
        check = (await client.post(f"{address}/check", json={})).json()
        assert check["ok"] is False
        assert [(row["code"], row["field"]) for row in check["problems"]] == [("no_team", "teams")]
        refused = await client.post(f"{address}/start", json={})
        assert (refused.status_code, refused.json()["details"]) == (409, {"teams": "No team takes its calls."})


async def test_buckets_are_read_by_all_and_replaced_by_managers(house: House, world: World) -> None:
    """A gap is refused with the row that leaves it."""
    assert world.people == 0
    async with signed_in(house, Role.AGENT) as client:
        rows = (await client.get("/api/v1/buckets")).json()["buckets"]
        assert [(row["code"], row["first_day"], row["last_day"]) for row in rows] == [
            ("b1", 1, 5), ("b2", 6, 17), ("b3", 18, 30), ("b4", 31, None),
        ]  # fmt: skip
        assert (await client.put("/api/v1/buckets", json={"buckets": rows})).status_code == 403
    async with signed_in(house, Role.MANAGER) as client:
        rows[1]["first_day"] = 7
        refused = await client.put("/api/v1/buckets", json={"buckets": rows})
        assert (refused.status_code, set(refused.json()["details"])) == (422, {"b2"})
        rows[0]["last_day"] = 6
        assert (await client.put("/api/v1/buckets", json={"buckets": rows})).json()["buckets"] == rows


async def test_templates_come_with_texts_in_every_language(house: House) -> None:
    """The page can show what would be sent."""
    async with signed_in(house, Role.MANAGER) as client:
        found = (await client.get("/api/v1/templates")).json()
    texts = {row["code"]: row for row in found["messages"]}
    assert set(texts["sms.b1.neutral"]["texts"]) == {"en", "es", "zh"}
    assert [row["code"] for row in found["campaigns"]] == ["b1", "b2", "b3", "b4"]
    assert {row["script"] for row in found["campaigns"]} == set(found["scripts"])


@pytest.mark.parametrize("role", [Role.AGENT, Role.REVIEWER])
async def test_those_who_do_not_run_campaigns_cannot_start_one(house: House, world: World, role: Role) -> None:
    """Only a manager lets the lines ring."""
    campaign = await world.campaign()
    async with signed_in(house, role) as client:
        assert (await client.post(f"{PATH}/{campaign.id}/start", json={})).status_code == 403
