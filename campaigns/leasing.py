"""Holds the lease without which nobody dials: taken at start, renewed all the time, given up by not renewing.

A process that finds another holder waits beside it and takes over when that one's term has run out.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from campaigns.dialing import Dialing
from campaigns.floor.inputs import Ticked
from campaigns.reserving import LEASE
from config.ground import Ground
from config.supervising import release_lease, take_lease

log = structlog.get_logger()


class Leasing:
    """One process's hold on the lease; `taken` settles what the holder before left, each time it is newly held."""

    def __init__(self, ground: Ground, dialing: Dialing, taken: Callable[[], Awaitable[None]]) -> None:
        self._ground = ground
        self._dialing = dialing
        self._taken = taken
        self._holder = ground.ids.new()

    def is_held(self) -> bool:
        """Say whether this process may dial, send and settle calls."""
        return self._dialing.epoch > 0

    async def look(self) -> None:
        """Take or renew the lease once; without it `dialing.epoch` is 0 and nothing is started."""
        ground = self._ground
        term = timedelta(seconds=ground.settings.lease_term_s)
        epoch = await take_lease(ground.database, LEASE, self._holder, now=ground.clock.now(), term=term)
        if (epoch or 0) == self._dialing.epoch:
            return
        log.info("lease", epoch=epoch)
        self._dialing.take_epoch(epoch or 0)
        if epoch:
            await self._taken()
        self._dialing.put(Ticked())

    async def hold(self) -> None:
        """Renew the lease, or wait for it, for ever."""
        while True:
            await self._ground.clock.sleep(self._ground.settings.lease_renewal_s)
            await self.look()

    async def give_up(self) -> None:
        """Let another process take the lease at once."""
        if self.is_held():
            self._dialing.take_epoch(0)
            await release_lease(self._ground.database, LEASE, self._holder, now=self._ground.clock.now())
