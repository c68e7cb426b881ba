"""Gives an answered call to an agent: written durably before the screen pops and the voice path opens.

Like the gate it asks for the epoch of the lease: a process that slept would give a call that its successor has given.
"""

from uuid import UUID

from campaigns.facts import AgentChanged, CallAssigned
from campaigns.floor.commands import AgentMoved
from campaigns.reserving import LEASE
from campaigns.store.for_dialing import write_assigned
from config.facts import Fact
from config.ground import Ground
from config.supervising import held_epoch


async def assign(ground: Ground, attempt_id: UUID, agent_id: UUID, *, epoch: int) -> bool:
    """Write that this agent has this call, which counts as a conversation unless the agent says otherwise.

    Returns False, and writes nothing, where that epoch of the lease is over: whoever holds it gives the call. An epoch
    of 0 is asked of nobody, as at the gate.
    """
    async with ground.database.transaction() as session:
        if epoch and await held_epoch(session, LEASE) != epoch:
            return False
        now = ground.clock.now()
        case_id = await write_assigned(session, attempt_id, agent_id, at=now)
        if case_id is not None:
            assigned = CallAssigned(at=now, attempt_id=attempt_id, case_id=case_id, agent_id=agent_id)
            await ground.journal.append(session, assigned)
    return True


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
