"""After a kill every call, outcome and text is settled, and nobody is called or written to a second time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.agents import AgentState
from campaigns.assigning import assign
from campaigns.campaigns import Campaign, CampaignState
from campaigns.floor.state import LineState
from campaigns.steering import move_campaign
from config.errors import ProviderFailed
from config.facts import Fact
from config.supervising import Supervisor
from crm.facts import DispositionSet
from crm.staff import User
from telephony.calling import Calling
from telephony.calls import Call
from telephony.facts import CallAnswered, CallBridged, CallEnded, CallPlaced, EndCause
from telephony.providers import LiveCall, PlaceCall
from telephony.simulated.gateway import SimulatedGateway
from telephony.simulated.provider import SimulatedCarrier
from telephony.store import start_sending
from tests.campaigns.gates import allow_texts, attempt_of, permit
from tests.campaigns.rows import BOOKS, World, add_case
from tests.campaigns.texting import Silent, Texting
from tests.flows.floors import Friendly
from web.wiring import Engine, build_engine, running

pytestmark = pytest.mark.virtual_time

CLOSE = text("update attempts set state = 'closed', closed_at = :at, result = 'completed' where id = :id")


async def _nothing(_session: AsyncSession, _call: Call) -> list[Fact]:
    return []


@dataclass
class Lives:
    """A world whose process was killed; the carrier and the gateway live on."""

    world: World
    campaign: Campaign
    carrier: SimulatedCarrier
    gateway: SimulatedGateway

    async def leave_call(self, *, answered: bool = False, ended: bool = False) -> UUID:
        """Leave a call in the books as a killed process would: placed, or with the agent, or over without outcome."""
        world, ground = self.world, self.world.ground
        case, point = await add_case(world, self.campaign)
        attempt_id = (await permit(world, self.campaign, case)).attempt.id
        earlier = Calling(ground, self.carrier, lambda _: None, _nothing)
        earlier.expect(Call(attempt_id=attempt_id, number=point.value, caller_id="+12125550100"))
        at = world.now - timedelta(minutes=3)
        await earlier.take(CallPlaced(at=at, attempt_id=attempt_id, provider_ref="ref"))
        await earlier.take(CallAnswered(at=at, attempt_id=attempt_id, answered_by="human", detected_after_s=0.0))
        if answered:
            await assign(ground, attempt_id, world.agent_id, epoch=0)
            await earlier.take(CallBridged(at=at, attempt_id=attempt_id, agent_id=world.agent_id))
        if ended:
            end = CallEnded(at=world.now, attempt_id=attempt_id, cause=EndCause.COMPLETED, by="callee")
            async with ground.database.transaction() as session:
                await session.execute(CLOSE, {"id": attempt_id, "at": world.now})
            await earlier.take(end)
        return attempt_id

    @asynccontextmanager
    async def next_life(self) -> AsyncIterator[Engine]:
        """Start the process anew on the same database, carrier and gateway."""
        engine = build_engine(self.world.ground, BOOKS, self.carrier, self.gateway)
        async with Supervisor(self.world.ground.clock).running() as supervisor, running(engine, supervisor):
            yield engine
            assert supervisor.crashes == []

    async def outcomes(self) -> list[tuple[UUID, str, str]]:
        return [
            (fact.attempt_id, fact.code, fact.actor)
            for fact in await self.world.facts()
            if isinstance(fact, DispositionSet)
        ]


@pytest.fixture
async def lives(world: World) -> Lives:
    """A running campaign with one agent, nobody on the floor yet."""
    ground = world.ground
    campaign = await world.campaign()
    async with ground.database.transaction() as session:
        await session.execute(update(User).where(User.id == world.agent_id).values(team_id=world.team_id))
    campaign = await move_campaign(ground, BOOKS, campaign.id, to=CampaignState.RUNNING, actor="system")
    return Lives(
        world, campaign, SimulatedCarrier(ground.clock, Friendly(1)), SimulatedGateway(ground.clock, Silent(1))
    )


async def test_a_call_the_carrier_lost_is_closed_as_unknown_and_counts(lives: Lives) -> None:
    """What came of it is not known, so it is neither refunded nor tried at once again."""
    attempt_id = await lives.leave_call()
    async with lives.next_life():
        attempt = await attempt_of(lives.world, attempt_id)
        assert (attempt.state, attempt.result, attempt.counts) == ("closed", "unknown", True)
        assert len([one for one, _, _ in await lives.outcomes() if one == attempt_id]) == 1
    async with lives.next_life():
        assert len(await lives.outcomes()) == 1
    assert sum(lives.carrier.calls_to.values()) == 0


async def test_a_call_that_was_never_placed_is_not_placed_by_the_next_life(lives: Lives) -> None:
    """An old permit is no permit; when its order cannot be on its way any more, the case waits for a new judgement."""
    case, _ = await add_case(lives.world, lives.campaign)
    attempt_id = (await permit(lives.world, lives.campaign, case)).attempt.id
    async with lives.next_life():
        await lives.world.ground.clock.sleep(60)
        assert (await attempt_of(lives.world, attempt_id)).state == "closed"
    assert sum(lives.carrier.calls_to.values()) == 0


async def test_an_answered_call_without_outcome_gets_the_flagged_one(lives: Lives) -> None:
    """A conversation stays in the books, with the stricter reading, and exactly one outcome."""
    attempt_id = await lives.leave_call(answered=True, ended=True)
    async with lives.next_life():
        assert await lives.outcomes() == [(attempt_id, BOOKS.catalogue.unsaid_code(verified=False), "system")]
    async with lives.next_life():
        assert len(await lives.outcomes()) == 1
    assert (await attempt_of(lives.world, attempt_id)).outcome == "conversation"


class WithoutList(SimulatedCarrier):
    """A carrier that gives no list of its calls until it is told to."""

    is_silent = True

    async def list_calls(self) -> list[LiveCall]:
        if self.is_silent:
            raise ProviderFailed("no answer", effect="unknown")
        return await super().list_calls()


async def test_an_agent_whose_call_may_live_gets_no_second_one_without_the_carriers_list(lives: Lives) -> None:
    """The rows are believed until a list comes, which says that this call is over."""
    attempt_id = await lives.leave_call(answered=True)
    carrier = lives.carrier = WithoutList(lives.world.ground.clock, Friendly(1))
    async with lives.next_life() as engine:
        agent = engine.dialing.agent(lives.world.agent_id)
        assert (agent.state, agent.attempt_id) == (AgentState.TALKING, attempt_id)
        carrier.is_silent = False
        await lives.world.ground.clock.sleep(40)
        assert (await attempt_of(lives.world, attempt_id)).state == "closed"
        assert engine.dialing.agent(lives.world.agent_id).state is not AgentState.TALKING


async def test_a_conversation_that_goes_on_is_taken_up_with_its_agent(lives: Lives) -> None:
    """The person keeps talking; the agent's panel finds the same call again."""
    attempt_id = await lives.leave_call(answered=True)
    value = (await attempt_of(lives.world, attempt_id)).value
    order = PlaceCall(
        attempt_id=attempt_id,
        number=value,
        caller_id="+12125550100",
        ring_timeout_s=30,
        detect_machine=False,
        record=False,
    )
    await lives.carrier.place(order)
    await lives.world.ground.clock.sleep(10)
    await lives.carrier.connect(attempt_id, lives.world.agent_id)
    async with lives.next_life() as engine:
        agent = engine.dialing.agent(lives.world.agent_id)
        assert (agent.state, agent.attempt_id, agent.cause) == (AgentState.TALKING, attempt_id, "restart")
        assert engine.dialing.floor.lines[attempt_id].state is LineState.BRIDGED
        assert (await attempt_of(lives.world, attempt_id)).state == "answered"
        await engine.dialing.calling.hang_up(attempt_id)
        await lives.world.ground.clock.sleep(5)
        assert engine.dialing.agent(lives.world.agent_id).state is AgentState.WRAPPING_UP
    assert lives.carrier.calls_to[value] == 1


@pytest.mark.parametrize("was_on_its_way", [False, True])
async def test_a_text_leaves_once_over_two_lives(lives: Lives, was_on_its_way: bool) -> None:
    """A queued one leaves now; one that may have left is looked up at the gateway and not sent again."""
    world = lives.world
    texting = Texting(world, lives.campaign)
    case, point = await add_case(world, lives.campaign)
    await allow_texts(world, case, point)
    attempt_id = await texting.queue_one(case)
    if was_on_its_way:
        async with world.ground.database.transaction() as session:
            order = await start_sending(session, attempt_id, at=world.now)
        assert order is not None
        await lives.gateway.send(order)
    for _ in range(2):
        async with lives.next_life():
            await world.ground.clock.sleep(60)
    (message,) = await texting.messages()
    assert (message.state, lives.gateway.accepted[attempt_id]) == ("delivered", 1)
