"""Opens what a command or a server stands on: the database server, its tables at their newest form, the ground.

Which providers and tasks run on it is decided by `wiring`.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from config.clock import Clock
from config.ground import Ground
from config.ids import Ids
from config.launching import running_postgres
from config.migrating import migrate
from config.settings import Settings
from config.virtual_time import real_work
from web.wiring import MAPPED, build_ground


@asynccontextmanager
async def open_ground(
    settings: Settings, clock: Clock, ids: Ids, *, fresh: bool = False, fast: bool = False
) -> AsyncIterator[Ground]:
    """Start or join the database server, bring its tables to the newest form, and close all again at the end.

    Raises:
        BadInput: no usable database server.
        Conflict: `fresh`, while another process uses the data.
    """
    async with running_postgres(settings, fresh=fresh, fast=fast) as server:
        with real_work():
            await asyncio.to_thread(migrate, server.url(), MAPPED)
        ground = build_ground(settings, clock, ids, server.url())
        try:
            yield ground
        finally:
            await ground.database.close()
