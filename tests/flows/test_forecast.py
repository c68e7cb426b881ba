"""A manager's forecast over HTTP: the next day with its bands, two settings compared, a wanted result, and refusals."""

import pytest

from crm.staff import Role
from tests.campaigns.rows import EASTERN, WESTERN, World, add_case, build_world
from tests.houses import signed_in
from web.house import House

CASES = 24
NAMES = ("dialed", "answered", "contacts", "abandoned", "talk_share", "abandoned_share")


@pytest.fixture
async def world(house: House) -> World:
    """A team, a creditor and the packaged buckets in the house's database."""
    return await build_world(house.ground)


async def test_two_settings_are_compared_hour_by_hour(house: House, world: World) -> None:
    """Every figure lies in its band, hours add up to the day, and two agents reach more than one."""
    stored = await world.campaign(name="Filled")
    for place in (EASTERN, WESTERN) * (CASES // 2):
        await add_case(world, stored, place=place)
    async with signed_in(house, Role.MANAGER) as client:
        answer = await client.post(
            f"/api/v1/campaigns/{stored.id}/forecast",
            json={
                "settings": [{"agents": 1, "method": "progressive"}, {"agents": 2, "ceiling_share": 0.02}],
                "work_hours": 4,
                "wanted_contacts": 2,
            },
        )
    assert answer.status_code == 200, answer.text
    view = answer.json()
    assert (view["cases"], view["history_calls"], view["unsettled"]) == (CASES, 0, 0)
    one, two = view["outlooks"]
    assert (one["agents"], one["method"], two["agents"], two["ceiling_share"]) == (1, "progressive", 2, 0.02)
    for outlook in (one, two):
        assert len(outlook["hours"]) == 4
        for figures in (outlook["day"], *outlook["hours"]):
            for name in NAMES:
                band = figures[name]
                assert 0 <= band["low"] <= band["middle"] <= band["high"], name
        dialed = sum(hour["dialed"]["middle"] for hour in outlook["hours"])
        assert dialed == pytest.approx(outlook["day"]["dialed"]["middle"], abs=0.01)
    assert two["day"]["contacts"]["middle"] >= one["day"]["contacts"]["middle"]
    assert one["team_size"]["wanted_contacts"] == 2


async def test_nobody_to_call_and_an_unknown_method_are_refused(house: House, world: World) -> None:
    """An empty list has no next day; a mistyped method is named."""
    empty = await world.campaign(name="Empty")
    async with signed_in(house, Role.MANAGER) as client:
        address = f"/api/v1/campaigns/{empty.id}/forecast"
        refused = await client.post(address, json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "nobody_to_call")
        refused = await client.post(address, json={"settings": [{"method": "magic"}]})
        assert (refused.status_code, refused.json()["code"]) == (422, "unknown_method")
    async with signed_in(house, Role.AGENT) as client:
        assert (await client.post(address, json={})).status_code == 403
