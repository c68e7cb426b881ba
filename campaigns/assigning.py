"""Gives an answered call to an agent: written durably before the screen pops and the voice path opens."""

from uuid import UUID

from campaigns.facts import AgentChanged, CallAssigned
from campaigns.floor.commands import AgentMoved
from campaigns.store.for_dialing import write_assigned
from config.facts import Fact
from config.ground import Ground


async def assign(ground: Ground, attempt_id: UUID, agent_id: UUID) -> None:
    """Write that this agent has this call; from here it counts as a conversation unless the agent says otherwise."""
    async with ground.database.transaction() as session:
        now = ground.clock.now()
        case_id = await write_assigned(session, attempt_id, agent_id, at=now)
        if case_id is not None:
            assigned = CallAssigned(at=now, attempt_id=attempt_id, case_id=case_id, agent_id=agent_id)
            await ground.journal.append(session, assigned)


async def record_moves(ground: Ground, moves: list[AgentMoved]) -> None:
    """Write the agents' changes of one step."""
    facts: list[Fact] = [
        AgentChanged(
            at=ground.clock.now(),
            agent_id=move.after.id,
            old=move.before.state.value,
            new=move.after.state.value,
            cause=move.after.cause,
            attempt_id=move.after.attempt_id,
            until=move.after.until,
        )
        for move in moves
        if move.before.state is not move.after.state
    ]
    if facts:
        async with ground.database.transaction() as session:
            await ground.journal.append(session, *facts)
