"""What the switches tell, in the order it came: a bounded queue with any number of links and one reader.

When the reader falls behind, the links stop reading, so that the switch keeps what is to come; nothing is dropped.
"""

import asyncio
from typing import Protocol

from telephony.asterisk.wire import Heard

HIGH = 20_000
"""Events from which the links stop reading: about ten seconds of a floor of 150 calls a second."""
LOW = 10_000
OVERSHOOT = 10_000
"""Events that one last read (256 KiB) may still bring after that, with room to spare."""


class ReadOn(Protocol):
    """Tells a link to read, or to cease to."""

    def __call__(self, *, on: bool) -> None: ...


class Inbox:
    """The queue of any number of links."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Heard] = asyncio.Queue(maxsize=HIGH + OVERSHOOT)
        self._links: list[ReadOn] = []
        self._is_paused = False

    def attach(self, read_on: ReadOn) -> None:
        """Let a link be stopped and started; called on the event loop."""
        self._links.append(read_on)

    @property
    def is_paused(self) -> bool:
        """Say whether the links are to stand still, as one that has just connected has to know."""
        return self._is_paused

    @property
    def waiting(self) -> int:
        """Give the number of events that nobody has read yet."""
        return self._queue.qsize()

    def put(self, heard: Heard) -> bool:
        """Take an event; False if there was no room, which means that its link must be cut and looked at anew."""
        if not self._is_paused and self._queue.qsize() >= HIGH:
            self._is_paused = True
            self._tell(on=False)
        try:
            self._queue.put_nowait(heard)
        except asyncio.QueueFull:
            return False
        return True

    async def get(self) -> Heard:
        """Wait for the next event; cancelling loses none."""
        heard = await self._queue.get()
        if self._is_paused and self._queue.qsize() <= LOW:
            self._is_paused = False
            self._tell(on=True)
        return heard

    def _tell(self, *, on: bool) -> None:
        for read_on in self._links:
            read_on(on=on)
