"""The floor through HTTP and the live socket, as a supervisor sees it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from config.clock import LoopClock
from config.database import Database
from config.ids import SeededIds
from config.settings import Settings
from tests.flows.floors import API, Desk, Rig, add_supervisor, at_desk, open_floor, uuid_of
from web.showing import PICTURE_AT_LEAST_S, PICTURE_EVERY_S

pytestmark = pytest.mark.virtual_time


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


@pytest.fixture
async def chief(rig: Rig) -> AsyncIterator[Desk]:
    """A supervisor at theirs."""
    async with at_desk(rig, await add_supervisor(rig)) as seated:
        yield seated


async def talking(desk: Desk) -> str:
    await desk.post("/agent/ready")
    attempt_id: str = (await desk.until("talking"))["call"]["attempt_id"]
    return attempt_id


async def test_the_floor_shows_agents_campaigns_and_the_day(desk: Desk, chief: Desk) -> None:
    """One agent talks: the picture says so, with campaign, team, link and call, and no debt."""
    attempt_id = await talking(desk)
    floor = await chief.get("/floor")
    (agent,) = [row for row in floor["agents"] if row["call"]]
    assert (agent["state"], agent["call"]["attempt_id"], agent["campaign"]["name"], agent["team"]["name"]) == (
        "talking", attempt_id, "Reminders", "Early team",
    )  # fmt: skip
    assert 0 <= agent["link"]["age_s"] <= 6
    assert floor["totals"]["talking"] == 1
    assert floor["totals"]["lines"] == 1
    (campaign,) = floor["campaigns"]
    assert (campaign["state"], campaign["lines"], campaign["answered_today"], campaign["abandoned_share"]) == (
        "running", 1, 1, 0.0,
    )  # fmt: skip


async def test_pictures_are_pushed_at_most_twice_a_second_and_never_old(desk: Desk, chief: Desk, rig: Rig) -> None:
    """Changes within half a second come as one picture; without a change there is one every two seconds."""
    await talking(desk)
    await rig.house.clock.sleep(60)
    pictures = [frame["body"] for frame in chief.frames if frame["kind"] == "floor"]
    assert not any(frame["kind"] == "floor" for frame in desk.frames)
    seconds = rig.house.clock.monotonic()
    assert seconds / PICTURE_AT_LEAST_S - 5 <= len(pictures) <= seconds / PICTURE_EVERY_S
    assert pictures[-1]["totals"]["talking"] == 1


async def test_an_agent_is_freed_with_a_reason_and_no_call_stays_without_an_outcome(
    desk: Desk, chief: Desk, rig: Rig
) -> None:
    """The call ends, the flagged outcome is recorded, the reason is kept, and the agent is told who did it."""
    await talking(desk)
    floor = await chief.post(f"/floor/agents/{rig.agent.id}/unstick", {"reason": "headset broken"})
    assert floor["totals"]["break"] == 1
    assert (await desk.until("break"))["cause"] == "unstuck"
    await rig.house.clock.sleep(1)
    (unstuck,) = await rig.facts("AgentUnstuck")
    assert (unstuck.reason, unstuck.actor.startswith("user:")) == ("headset broken", True)
    assert [fact.code for fact in await rig.facts("DispositionSet")] == ["AB03"]
    assert rig.engine.dialing.floor.lines == {}


async def test_a_message_reaches_the_agent(desk: Desk, chief: Desk, rig: Rig) -> None:
    """The line of text is shown with its sender."""
    answer = await chief.client.post(f"{API}/floor/agents/{rig.agent.id}/message", json={"text": "Well done"})
    assert answer.status_code == 204
    await asyncio.wait_for(desk.changed.wait(), 5)
    (message,) = [frame["body"] for frame in desk.frames if frame["kind"] == "message"]
    assert (message["text"], message["from"]) == ("Well done", "A supervisor")


@pytest.mark.parametrize(("path", "body"), [("unstick", {"reason": "x"}), ("message", {"text": "x"})])
async def test_nobody_but_an_agent_can_be_freed_or_told(chief: Desk, path: str, body: dict[str, str]) -> None:
    """An unknown id is answered as such."""
    answer = await chief.client.post(f"{API}/floor/agents/{uuid_of(1)}/{path}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_agent")


async def test_agents_neither_see_the_floor_nor_free_each_other(desk: Desk, rig: Rig) -> None:
    """Both need a right that agents do not have."""
    assert (await desk.client.get(f"{API}/floor")).status_code == 403
    path = f"{API}/floor/agents/{rig.agent.id}/unstick"
    assert (await desk.client.post(path, json={"reason": "x"})).status_code == 403
