"""Serves a house over HTTP until it is told to stop.

Which house, and what else runs beside it, is the caller's.
"""

import socket
from collections.abc import Callable

import uvicorn

from web.app import build_app
from web.house import House
from web.speaking import LONGEST_FRAME

LEAVE_DEADLINE_S = 5
IDLE_CONNECTION_S = 30

Ready = Callable[[int], None]


class _Server(uvicorn.Server):
    """A server that says on which port it listens as soon as it does."""

    def __init__(self, config: uvicorn.Config, on_ready: Ready) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready(self.servers[0].sockets[0].getsockname()[1])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        # The signal has been obeyed. Raised again, it would cancel what follows: giving up the lease, closing links.
        self._captured_signals.clear()


async def serve_house(house: House, *, on_ready: Ready = lambda _port: None) -> None:
    """Serve until SIGINT or SIGTERM; `on_ready` gets the port once requests are taken."""
    settings = house.settings
    config = uvicorn.Config(
        build_app(house),
        host=settings.host,
        port=settings.port,
        lifespan="off",
        log_config=None,
        # Paths of one-time links hold a secret, so requests are not logged line by line; `/metrics` counts them.
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=LONGEST_FRAME * 4,
        ws_per_message_deflate=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_keep_alive=IDLE_CONNECTION_S,
        timeout_graceful_shutdown=LEAVE_DEADLINE_S,
    )
    keeper = house.counts.keeper
    house.database.bells.append(keeper.hear)
    house.supervisor.start("openings", keeper.run)

    def listens(port: int) -> None:
        house.door.port = port
        on_ready(port)

    try:
        await _Server(config, listens).serve()
    finally:
        house.database.bells.remove(keeper.hear)
