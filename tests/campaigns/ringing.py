"""A floor on which many telephones ring and nobody picks up: for what must end a call at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import select

from campaigns.agents import Agent, Signal
from campaigns.floor.inputs import AgentListed, AgentSignalled
from campaigns.floor.state import LineState
from campaigns.steering import edit_campaign
from config.clock import Clock
from config.database import Database
from config.ids import Ids
from config.settings import Settings
from crm.attempts import Attempt
from tests.campaigns.rows import BOOKS
from tests.flows.floors import Away, Rig, open_floor

LONGEST_RING_S = 60
SEATS_AT_ONCE = 10
"""Agents who sit down together, so that their permits are fresh when their calls leave."""


@asynccontextmanager
async def ringing_floor(
    settings: Settings, clock: Clock, ids: Ids, database: Database, *, lines: int, spare: int = 0
) -> AsyncIterator[Rig]:
    """Open a floor with as many agents and persons, and wait until every telephone rings.

    On a real clock some permits grow old before their calls leave; `spare` persons take their places.
    """
    async with open_floor(settings, clock, ids, database, cases=lines + spare, persons=Away(1)) as rig:
        (campaign,) = rig.engine.dialing.campaigns.values()
        changes = {"ring_timeout_s": LONGEST_RING_S}
        version = campaign.version
        await edit_campaign(rig.world.ground, BOOKS, campaign.id, version=version, changes=changes, actor="user:m")
        for start in range(0, lines, SEATS_AT_ONCE):
            await _seat(rig, min(SEATS_AT_ONCE, lines - start))
            await clock.sleep(0.1)
        async with asyncio.timeout(LONGEST_RING_S):
            while len(ringing(rig)) < lines:
                await clock.sleep(0.2)
        yield rig


def ringing(rig: Rig) -> dict[UUID, UUID]:
    """Return the attempts whose telephone rings now, by person."""
    lines = rig.engine.dialing.floor.lines.values()
    return {line.debtor_id: line.attempt_id for line in lines if line.state is LineState.RINGING}


async def results_of(rig: Rig) -> dict[UUID, str | None]:
    """Return what became of every attempt."""
    async with rig.house.database.transaction() as session:
        return {row.id: row.result for row in (await session.scalars(select(Attempt))).all()}


async def _seat(rig: Rig, count: int) -> None:
    dialing, now = rig.engine.dialing, rig.house.clock.now()
    for _ in range(count):
        agent = Agent(id=rig.world.new(), name="A robot", team_id=rig.world.team_id, is_robot=True, since=now)
        dialing.put(AgentListed(agent))
        dialing.put(AgentSignalled(agent_id=agent.id, signal=Signal.CAME_READY, cause="test"))
