"""Hours of a campaign through HTTP: what lies over them, and that a running campaign obeys a change within a second."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from httpx2 import AsyncClient

from config.clock import LoopClock
from config.database import Database
from config.ids import SeededIds
from config.settings import Settings
from crm.cases import Case
from crm.contact_points import StatedTime
from crm.debtors import Debtor
from crm.staff import Role
from tests.campaigns.rows import add_case
from tests.flows.floors import API, Away, Rig, at_desk, open_floor, reserved, until_reserved
from tests.houses import signed_in

pytestmark = pytest.mark.virtual_time

CLOSED: dict[str, Any] = {day: [] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
SUNDAY = {**CLOSED, "sun": [["12:00", "13:00"]]}
"""Closed on the Monday of the tests; an hour of Sunday lets a running campaign be saved."""
OPEN = {**CLOSED, "mon": [["08:00", "21:00"]]}


@pytest.fixture
async def rig(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> AsyncIterator[Rig]:
    """A running floor that rings thirty persons of whom nobody answers, so that it dials all the time."""
    async with open_floor(settings, clock, ids, database, cases=30, persons=Away(1)) as opened:
        yield opened


async def the_campaign(client: AsyncClient) -> dict[str, Any]:
    rows = (await client.get(f"{API}/campaigns")).json()["rows"]
    found: dict[str, Any] = (await client.get(f"{API}/campaigns/{rows[0]['id']}")).json()
    return found


async def save_windows(client: AsyncClient, windows: dict[str, Any]) -> None:
    campaign = await the_campaign(client)
    body = {"version": campaign["version"], "windows": windows}
    saved = await client.put(f"{API}/campaigns/{campaign['id']}", json=body)
    assert saved.status_code == 200, saved.text


async def test_a_running_campaign_obeys_closed_and_opened_hours_within_a_second(rig: Rig) -> None:
    """Closed: nothing new is reserved and the call that rings may finish. Opened: cases refused meanwhile are due."""
    async with signed_in(rig.house, Role.MANAGER) as manager, at_desk(rig) as desk:
        await desk.post("/agent/ready")
        await until_reserved(rig, 2, within_s=120)
        await save_windows(manager, SUNDAY)
        await rig.world.ground.clock.sleep(1)
        stood = await reserved(rig)
        await rig.world.ground.clock.sleep(1200)
        assert await reserved(rig) == stood
        ended = await rig.facts("CallEnded")
        assert len(ended) == stood, "what rang has rung to its end"
        campaign = await the_campaign(manager)
        refused = [fact for fact in await rig.facts("AttemptRefused") if fact.channel == "phone"]
        assert {rule for fact in refused for rule in fact.rules} == {f"campaign.{campaign['id']}.hours"}
        assert len({fact.case_id for fact in refused}) > 20, "what the list holds was refused until Sunday"
        await save_windows(manager, OPEN)
        await until_reserved(rig, stood + 1, within_s=1)


async def test_what_lies_over_the_hours_is_told_by_place_with_its_rules(rig: Rig) -> None:
    """A manager sees where the persons are, which rules close what there, and when persons do not want calls."""
    world = rig.world
    async with signed_in(rig.house, Role.MANAGER) as manager:
        campaign = await the_campaign(manager)
        case, _ = await add_case(world, await world.campaign(name="Elsewhere"))
        async with world.ground.database.transaction() as session:
            stored = await session.get_one(Case, case.id)
            stored.campaign_id = UUID(campaign["id"])
            debtor = await session.get_one(Debtor, case.debtor_id)
            debtor.region, debtor.address_zones = "MA", ["America/New_York"]
            wish = {"days": [0], "start_minute": 540, "end_minute": 555, "channels": None, "ends_at": None}
            who = {"evidence": "call", "actor": "user:agent", "starts_at": world.now}
            session.add(StatedTime(id=world.new(), debtor_id=case.debtor_id, **wish, **who))
        address = f"{API}/campaigns/{campaign['id']}/layers"
        found = (await manager.get(address)).json()
        assert [(row["key"], row["cases"]) for row in found["places"]] == [("us", 30), ("us-ma", 1)]
        assert (found["country"], found["place"], found["cases"], found["barred"][0][36]) == ("US", "us", 31, 1)
        assert [(layer["code"], layer["week"]["sun"]) for layer in found["layers"]] == [
            ("law", [["08:00", "21:00"]]), ("house", [["08:00", "21:00"]]), ("creditor", [["00:00", "24:00"]]),
        ]  # fmt: skip
        assert {row["on"] for row in found["clock_changes"]} == {"2027-03-14"}
        state = (await manager.get(address, params={"place": "us-ma"})).json()
        rules = {rule["id"]: rule for rule in state["layers"][0]["rules"]}
        assert rules["us-ma.hours"]["place"] == "Massachusetts"
        assert rules["us-ma.hours"]["week"]["mon"] == [["08:00", "21:00"]]
        assert (await manager.get(address, params={"place": "us-ny"})).status_code == 422


async def test_holidays_of_a_region_close_days_and_a_wrong_region_is_refused(rig: Rig) -> None:
    """The names come with their source; a document with holidays is saved in one form."""
    async with signed_in(rig.house, Role.MANAGER) as manager:
        regions = (await manager.get(f"{API}/holidays/regions")).json()["countries"]
        assert "MA" in regions["US"]
        found = (await manager.get(f"{API}/holidays", params={"region": "US-MA"})).json()
        assert {"on": "2026-11-26", "name": "Thanksgiving Day"} in found["days"]
        assert found["source"].startswith("python-holidays ")
        assert (await manager.get(f"{API}/holidays", params={"region": "US-QQ"})).status_code == 422
        await save_windows(manager, {**OPEN, "holidays": "US-MA", "exceptions": {"2026-12-24": [["09:00", "12:00"]]}})
        windows = (await the_campaign(manager))["windows"]
        assert (windows["holidays"], windows["holiday_ranges"]) == ("US-MA", [])
