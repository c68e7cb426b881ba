"""A creditor's terms on a running floor: obeyed within a second, both ways."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx2 import AsyncClient

from config.clock import LoopClock
from config.database import Database
from config.ids import SeededIds
from config.settings import Settings
from crm.staff import Role
from tests.flows.floors import API, Away, Rig, at_desk, open_floor, reserved, until_reserved
from tests.houses import signed_in

pytestmark = pytest.mark.virtual_time

SUNDAY = {"windows": {"sun": [["12:00", "13:00"]]}}
"""The tests are on a Monday."""


@pytest.fixture
async def rig(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> AsyncIterator[Rig]:
    """A running floor that rings thirty persons of whom nobody answers, so that it dials all the time."""
    async with open_floor(settings, clock, ids, database, cases=30, persons=Away(1)) as opened:
        yield opened


async def save(client: AsyncClient, terms: dict[str, Any]) -> None:
    row = (await client.get(f"{API}/creditors")).json()["rows"][0]
    body = {"version": row["version"], "terms": terms}
    saved = await client.put(f"{API}/creditors/{row['id']}/terms", json=body)
    assert saved.status_code == 200, saved.text


async def test_a_running_campaign_obeys_a_creditors_terms_within_a_second(rig: Rig) -> None:
    """With hours on Sundays only nothing new is dialed on a Monday; without them it goes on; refusals say why."""
    async with signed_in(rig.house, Role.MANAGER) as manager, at_desk(rig) as desk:
        await desk.post("/agent/ready")
        await until_reserved(rig, 2, within_s=120)
        await save(manager, SUNDAY)
        await rig.world.ground.clock.sleep(1)
        stood = await reserved(rig)
        await rig.world.ground.clock.sleep(1200)
        assert await reserved(rig) == stood
        refused = [fact for fact in await rig.facts("AttemptRefused") if fact.channel == "phone"]
        assert {rule for fact in refused for rule in fact.rules} == {"creditor.acme.hours"}
        await save(manager, {})
        await until_reserved(rig, stood + 1, within_s=1)
