"""Holds the lease without which nobody dials: taken at start, renewed all the time, given up by not renewing.

A process that finds another holder waits beside it and takes over when that one's term has run out.
"""

from datetime import timedelta
from uuid import UUID

import structlog

from campaigns.dialing import Dialing
from campaigns.floor.inputs import Ticked
from config.ground import Ground
from config.supervising import take_lease

LEASE = "dialing"

log = structlog.get_logger()


async def hold_lease(ground: Ground, dialing: Dialing, holder: UUID) -> None:
    """Take and renew the lease for ever; `dialing.epoch` is 0 while another process holds it."""
    settings = ground.settings
    while True:
        epoch = await take_lease(
            ground.database, LEASE, holder, now=ground.clock.now(), term=timedelta(seconds=settings.lease_term_s)
        )
        if (epoch or 0) != dialing.epoch:
            log.info("lease", epoch=epoch)
            dialing.take_epoch(epoch or 0)
            dialing.put(Ticked())
        await ground.clock.sleep(settings.lease_renewal_s)
