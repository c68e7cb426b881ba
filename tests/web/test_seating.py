"""Agents' telephones are rung with the shift, given up when nobody takes them, and rung anew when they are lost."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from config.clock import LoopClock
from config.database import Database
from config.errors import ProviderFailed
from config.ids import SeededIds
from config.settings import Settings
from telephony.asterisk.legs import SeatFree, SeatLost
from tests.flows.floors import Desk, Rig, at_desk, open_floor
from web.seating import PATIENCE_S, Seating, numbered_telephone

pytestmark = pytest.mark.virtual_time


class Telephones:
    """A line's telephones: each is taken at once, rings on, or is out of reach; `rung` are the orders, in order."""

    def __init__(self, clock: LoopClock) -> None:
        self.clock = clock
        self.rung: list[str] = []
        self.ended: list[UUID] = []
        self.up: set[UUID] = set()
        self.is_taken = True
        self.is_in_reach = True
        self.seating: Seating | None = None

    async def seat(self, agent_id: UUID, endpoint: str) -> None:
        self.rung.append(endpoint)
        if not self.is_in_reach:
            raise ProviderFailed("The switch is out of reach.", effect="impossible")
        if self.is_taken:
            self.take(agent_id)

    async def unseat(self, agent_id: UUID) -> None:
        self.ended.append(agent_id)
        self.lose(agent_id)

    def is_seated(self, agent_id: UUID) -> bool:
        return agent_id in self.up

    def take(self, agent_id: UUID) -> None:
        assert self.seating is not None
        self.up.add(agent_id)
        self.seating.hear_seat(SeatFree(agent_id, self.clock.now()))

    def lose(self, agent_id: UUID) -> None:
        assert self.seating is not None
        self.up.discard(agent_id)
        self.seating.hear_seat(SeatLost(agent_id, self.clock.now()))


@pytest.fixture
async def rig(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> AsyncIterator[Rig]:
    async with open_floor(settings, clock, ids, database, cases=2) as opened:
        yield opened


@pytest.fixture
def telephones(rig: Rig, clock: LoopClock) -> Telephones:
    """Telephones of the running floor, two of them."""
    made = Telephones(clock)
    ground = rig.engine.ground
    made.seating = Seating(ground, made, numbered_telephone(ground, 2), rig.engine.dialing)
    made.seating.start(rig.house.supervisor)
    return made


@pytest.fixture
async def desk(rig: Rig, telephones: Telephones) -> AsyncIterator[Desk]:  # noqa: ARG001 - they are there before the agent
    async with at_desk(rig) as sat:
        yield sat


async def test_the_telephone_rings_when_the_shift_begins_and_is_put_down_when_it_ends(
    desk: Desk, rig: Rig, telephones: Telephones
) -> None:
    """Until it is taken no person is called for the agent."""
    telephones.is_taken = False
    answer = await desk.post("/agent/ready")
    assert (answer["state"], answer["cause"]) == ("lost", "no_telephone")
    await telephones.clock.sleep(5)
    assert (len(telephones.rung), await rig.facts("AttemptReserved")) == (1, [])
    telephones.take(rig.agent.id)
    await desk.until("talking")
    call = (await desk.get("/agent"))["call"]
    await desk.post(f"/calls/{call['attempt_id']}/verify", {"items": [item["code"] for item in call["verify"]]})
    await desk.post(f"/calls/{call['attempt_id']}/hang_up")
    await desk.until("wrapping_up")
    await desk.post("/agent/break", {"reason": "lunch"})
    await desk.post(f"/calls/{call['attempt_id']}/disposition", {"command_id": str(UUID(int=1)), "disposition": "RF01"})
    await desk.until("break")
    await desk.post("/agent/offline")
    await telephones.clock.sleep(1)
    assert (telephones.ended, len(telephones.rung)) == ([rig.agent.id], 1)


async def test_an_agent_whose_telephone_nobody_takes_is_paused_and_told_why(desk: Desk, telephones: Telephones) -> None:
    """It does not ring for ever; coming ready rings it again."""
    telephones.is_taken = False
    await desk.post("/agent/ready")
    view = await desk.until("break")
    assert view["cause"] == "telephone_not_taken"
    assert len(telephones.rung) <= 2
    telephones.is_taken = True
    await desk.post("/agent/ready")
    await desk.until("talking")


async def test_a_switch_out_of_reach_is_tried_again(desk: Desk, telephones: Telephones) -> None:
    """Every two seconds, until the agent's patience ends."""
    telephones.is_in_reach = False
    await desk.post("/agent/ready")
    await telephones.clock.sleep(PATIENCE_S / 2)
    assert 4 < len(telephones.rung) < 10
    telephones.is_in_reach = True
    await desk.until("talking")


async def test_a_telephone_lost_in_a_call_is_rung_again_and_the_person_is_brought_back(
    desk: Desk, rig: Rig, telephones: Telephones
) -> None:
    """The switch holds the person meanwhile."""
    await desk.post("/agent/ready")
    call = (await desk.until("talking"))["call"]
    await rig.engine.dialing.calling.hold(UUID(call["attempt_id"]))
    telephones.lose(rig.agent.id)
    await telephones.clock.sleep(4)
    assert len(telephones.rung) == 2
    assert len(await rig.facts("CallResumed")) == 1


async def test_an_agent_beyond_the_last_telephone_is_told_that_there_is_none(
    settings: Settings, clock: LoopClock, ids: SeededIds, database: Database
) -> None:
    """Nobody's else telephone rings for them."""
    async with open_floor(settings, clock, ids, database) as rig:
        telephones = Telephones(clock)
        ground = rig.engine.ground
        telephones.seating = Seating(ground, telephones, numbered_telephone(ground, 0), rig.engine.dialing)
        telephones.seating.start(rig.house.supervisor)
        async with at_desk(rig) as desk:
            await desk.post("/agent/ready")
            assert (await desk.until("break"))["cause"] == "telephone_unknown"
            assert telephones.rung == []
