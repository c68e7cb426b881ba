"""Keeps what an agent types during a call, each second or so, in one cheap statement; a refresh loses nothing.

Whose call it is has been checked on the floor, which needs no query.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from config.ground import Ground
from crm.store.for_agents import put_draft


async def save_draft(ground: Ground, *, attempt_id: UUID, agent_id: UUID, body: dict[str, Any]) -> datetime:
    """Keep a draft (JSON values) in the place of the one before; return when it was saved."""
    now = ground.clock.now()
    async with ground.database.transaction() as session:
        await put_draft(session, attempt_id, agent_id, body, at=now)
    return now
