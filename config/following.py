"""Follows what other processes write to the journal and rings this process's bells with it.

Own facts come by again and are heard twice, which every reader is made for.
"""

from config.database import Bell
from config.ground import Ground
from config.journal import LOOK_AGAIN_S, START, Place


class Following:
    """A cursor of this process's own, in memory: it starts at the end and reads on at every ring."""

    def __init__(self, ground: Ground, *, but: Bell) -> None:
        """`but` is the bell that rings the others, which would otherwise answer each other for ever."""
        self._ground = ground
        self._but = but
        self._place: Place = START

    async def start(self) -> None:
        """Begin after the newest fact."""
        async with self._ground.database.transaction() as session:
            self._place = await self._ground.journal.settled_place(session)

    async def catch_up(self) -> None:
        """Hand every fact since the last time to the bells of this process, in order."""
        while True:
            async with self._ground.database.transaction() as session:
                page = await self._ground.journal.read(session, after=self._place)
                is_behind = not page and await self._ground.journal.is_behind(session, after=self._place)
            if is_behind:
                await self._ground.clock.sleep(LOOK_AGAIN_S)
                continue
            if not page:
                return
            for bell in self._ground.database.bells:
                if bell != self._but:
                    bell(page)
            self._place = page[-1].place
