"""Waits after an act on a call until the fact that follows from it is stored, so that an answer shows the new state."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from uuid import UUID

from config.facts import Fact
from config.journal import Recorded
from web.house import House

LONGEST_WAIT_S = 1.0
"""Then the answer shows the state as it is; the fact is pushed when it comes."""


@asynccontextmanager
async def until_stored(house: House, attempt_id: UUID, *kinds: type[Fact]) -> AsyncIterator[None]:
    """Do the act in the block, then wait for one of these facts of the call, not for ever."""
    stored = asyncio.Event()

    def hear(recorded: Sequence[Recorded]) -> None:
        found = (item.fact for item in recorded if isinstance(item.fact, kinds))
        if any(getattr(fact, "attempt_id", None) == attempt_id for fact in found):
            stored.set()

    bells = house.database.bells
    bells.append(hear)
    try:
        yield
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_WAIT_S):
                await stored.wait()
    finally:
        bells.remove(hear)
