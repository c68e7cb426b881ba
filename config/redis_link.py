"""The bell between processes over Redis: a commit in one wakes the readers of the others; never the truth.

Needed only when several processes run. Flushing or losing Redis at any moment changes no decision: a missed
ring is made up for by the next one, because a reader always reads the journal from its cursor.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from config.clock import Clock
from config.journal import Recorded

CHANNEL = "ringfence:journal"
AGAIN_AFTER_S = 2.0
LONGEST_SILENCE_S = 30.0
"""After so long without a ring a reader looks by itself, in case one was lost."""

log = structlog.get_logger()


class RedisLink:
    """Rings the other processes of one installation and hears them; `me` tells our own rings from theirs."""

    def __init__(self, url: str, clock: Clock, me: UUID) -> None:
        # Streams and blocking reads are not used, so one client with a plain socket deadline is enough.
        self._redis = Redis.from_url(url, socket_timeout=5.0, protocol=3)
        self._clock = clock
        self._me = str(me).encode()
        self._waiting = asyncio.Event()

    def ring(self, recorded: Sequence[Recorded]) -> None:  # noqa: ARG002 - a bell of the database
        """A transaction was committed here; several commits may become one ring."""
        self._waiting.set()

    async def publish(self) -> None:
        """Pass rings on, for ever; while Redis is away they are let go."""
        while True:
            await self._waiting.wait()
            self._waiting.clear()
            try:
                await self._redis.publish(CHANNEL, self._me)
            except RedisError as error:
                log.warning("bell not rung", reason=type(error).__name__)
                await self._clock.sleep(AGAIN_AFTER_S)

    async def listen(self, catch_up: Callable[[], Awaitable[None]]) -> None:
        """Call `catch_up` for every ring of another process and after a long silence, for ever."""
        while True:
            try:
                async with self._redis.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    while True:
                        message = await channel.get_message(ignore_subscribe_messages=True, timeout=LONGEST_SILENCE_S)
                        if message is None or message["data"] != self._me:
                            await catch_up()
            except RedisError as error:
                log.warning("bell not heard", reason=type(error).__name__)
                await self._clock.sleep(AGAIN_AFTER_S)
                await catch_up()

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose(close_connection_pool=True)
        await self._clock.sleep(0)  # a closed transport goes with the loop's next turn
