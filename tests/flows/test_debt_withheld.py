"""Who takes calls sees no debt before the right party is verified, on no page and by no list (12 CFR 1006.6(d)(1))."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from config.clock import LoopClock
from config.database import Database
from config.ids import SeededIds
from config.settings import Settings
from tests.flows.floors import Desk, Rig, at_desk, open_floor, uuid_of

pytestmark = pytest.mark.virtual_time

TELLS = ("14300", "90000", "Acme", "143.00", "900.00")
"""What an answer that tells of the debt of these cases would have in it."""


@pytest.fixture
async def rig(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> AsyncIterator[Rig]:
    """A running floor with three cases."""
    async with open_floor(settings, clock, ids, database) as opened:
        yield opened


@pytest.fixture
async def desk(rig: Rig) -> AsyncIterator[Desk]:
    """The agent at their browser."""
    async with at_desk(rig) as seated:
        yield seated


async def talk(desk: Desk) -> dict[str, Any]:
    await desk.post("/agent/ready")
    call: dict[str, Any] = (await desk.until("talking"))["call"]
    return call


async def verify(desk: Desk, call: dict[str, Any]) -> None:
    items = [item["code"] for item in call["verify"]]
    await desk.post(f"/calls/{call['attempt_id']}/verify", {"items": items})


def tells_of_debt(answer: Any) -> bool:  # noqa: ANN401 - a JSON answer
    return any(word in str(answer) for word in TELLS)


async def test_no_debt_is_shown_before_verification(desk: Desk) -> None:
    """With a call on the line and nobody verified, neither list nor page nor reasons tell of the debt."""
    call = await talk(desk)
    page = await desk.get("/cases")
    assert (page["total"], tells_of_debt(page)) == (3, False)
    for row in page["rows"]:
        view = await desk.get(f"/cases/{row['id']}")
        assert (view["debt_shown"], view["accounts"], view["promises"]) == (False, [], [])
        assert not tells_of_debt(view)
        assert not tells_of_debt(await desk.get(f"/cases/{row['id']}/why"))
    assert call["case_id"] in {row["id"] for row in page["rows"]}


async def test_the_debt_of_the_verified_call_alone_is_shown(desk: Desk) -> None:
    """Verification opens this one case, on the page and in the list, and no other."""
    call = await talk(desk)
    await verify(desk, call)
    for row in (await desk.get("/cases"))["rows"]:
        is_own = row["id"] == call["case_id"]
        view = await desk.get(f"/cases/{row['id']}")
        assert (row["past_due"] is not None, view["debt_shown"], tells_of_debt(view)) == (is_own, is_own, is_own)


async def test_the_debt_is_gone_when_the_outcome_can_no_longer_be_taken_back(desk: Desk, rig: Rig) -> None:
    """The page stays as it is for the seconds of the undo, then the case is like any other."""
    call = await talk(desk)
    await verify(desk, call)
    await desk.post("/agent/break", {"reason": "short"})
    body = {"command_id": uuid_of(1), "disposition": "NG05"}
    await desk.post(f"/calls/{call['attempt_id']}/disposition", body)
    path = f"/cases/{call['case_id']}"
    assert (await desk.get(path))["debt_shown"] is True
    await rig.house.clock.sleep(rig.house.settings.undo_s + 1)
    assert (await desk.get(path))["debt_shown"] is False


async def test_an_outcome_without_verification_opens_nothing(desk: Desk) -> None:
    """Naming a party in the outcome is no proof of who was on the line."""
    call = await talk(desk)
    await desk.post(f"/calls/{call['attempt_id']}/disposition", {"command_id": uuid_of(1), "disposition": "TP02"})
    assert (await desk.get(f"/cases/{call['case_id']}"))["debt_shown"] is False


async def test_the_order_of_the_list_tells_nothing_either(desk: Desk) -> None:
    """Agents get cases by number, with a cursor that has no age in it, and may not ask for a bucket."""
    page = await desk.get("/cases?limit=2")
    assert [row["number"] for row in page["rows"]] == ["N1", "N2"]
    assert page["next"] == "0.N2"
    assert [row["number"] for row in (await desk.get("/cases?limit=2&after=0.N2"))["rows"]] == ["N3"]
    answer = await desk.client.get("/api/v1/cases?bucket=b1")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


async def test_a_hold_that_speaks_of_the_debt_is_not_named(desk: Desk) -> None:
    """The agent learns that contact is barred, not that somebody disputes or has promised."""
    call = await talk(desk)
    path = f"/cases/{call['case_id']}"
    await desk.post(f"{path}/holds", {"kind": "disputed", "evidence": "says the amount is wrong"})
    why, view = await desk.get(f"{path}/why"), await desk.get(path)
    assert "disputed" not in str(why)
    assert (view["holds"], "amount" in str(view["timeline"])) == ([], False)
    await verify(desk, call)
    assert [hold["kind"] for hold in (await desk.get(path))["holds"]] == ["disputed"]
