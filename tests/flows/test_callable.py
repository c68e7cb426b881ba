"""Who can be called, through HTTP: the counts add up, and every number opens the cases behind it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx2 import AsyncClient

from config.clock import LoopClock
from config.database import Database
from config.ids import SeededIds
from config.settings import Settings
from crm.staff import Role
from tests.flows.floors import API, Away, Rig, open_floor
from tests.houses import signed_in

pytestmark = pytest.mark.virtual_time
CASES = 30


@pytest.fixture
async def rig(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> AsyncIterator[Rig]:
    """A running floor with thirty cases of whom nobody answers."""
    async with open_floor(settings, clock, ids, database, cases=CASES, persons=Away(1)) as opened:
        yield opened


async def all_rows(client: AsyncClient, query: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        sent = {**query, "limit": 7} | ({} if after is None else {"after": after})
        answer = await client.get(f"{API}/callable/cases", params=sent)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        rows += page["rows"]
        after = page["next"]
        if after is None:
            return rows


async def test_every_number_opens_its_cases(rig: Rig) -> None:
    """Now, later and blocked are all; each by its page, each reason by its own."""
    async with signed_in(rig.house, Role.MANAGER) as client:
        view = (await client.get(f"{API}/callable")).json()
        assert view["unsettled"] == 0
        assert len(view["week"]) == 7 * 24 + 1
        seen = 0
        for standing, count in (("now", "callable_now"), ("later", "later_today"), ("blocked", "blocked")):
            rows = await all_rows(client, {"standing": standing, "at": view["at"]})
            assert len(rows) == view[count], standing
            assert all(row["is_callable"] == (standing == "now") for row in rows)
            seen += len(rows)
        assert seen == CASES
        for reason in view["by_reason"]:
            asked = {"code": reason["code"], "rule_id": reason["rule_id"], "at": view["at"]}
            rows = await all_rows(client, asked)
            assert len(rows) == reason["count"]
            assert {(row["code"], row["rule_id"]) for row in rows} == {(reason["code"], reason["rule_id"])}
        for zone in view["by_zone"]:
            rows = await all_rows(client, {"standing": "now", "zone": zone["name"], "at": view["at"]})
            assert len(rows) == zone["count"]


async def test_a_page_that_is_none_is_refused(rig: Rig) -> None:
    """A mistyped address says so and does not begin from the start."""
    async with signed_in(rig.house, Role.MANAGER) as client:
        answer = await client.get(f"{API}/callable/cases", params={"after": "yesterday"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_page")
