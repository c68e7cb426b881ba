"""A piece of cable between a link and a switch that a test can cut, at once or as soon as a certain action passed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class WeakLink:
    """Passes bytes on between a port of its own and a switch's. `passed` counts the actions that went through."""

    def __init__(self, port: int) -> None:
        self.port = 0
        self.passed: Counter[str] = Counter()
        self.is_cut = False
        self.cuts_after: str | None = None
        self._to = port
        self._ends: set[asyncio.StreamWriter] = set()

    @asynccontextmanager
    async def laid(self) -> AsyncIterator["WeakLink"]:
        """Listen at a free port."""
        server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            self.cut()
            await server.wait_closed()

    def cut(self) -> None:
        """Cut it; whoever connects from now on is cut as well."""
        self.is_cut = True
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    def mend(self) -> None:
        """Let connections through again."""
        self.is_cut = False

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        self._ends |= {writer, back}
        async with asyncio.TaskGroup() as group:
            group.create_task(self._orders(reader, back))
            group.create_task(self._answers(there, writer))

    async def _orders(self, reader: asyncio.StreamReader, switch: asyncio.StreamWriter) -> None:
        while True:
            try:
                text = await reader.readuntil(b"\r\n\r\n")
                action = text.partition(b"\r\n")[0].decode().removeprefix("Action: ")
                self.passed[action] += 1
                if action == self.cuts_after:
                    self.cuts_after = None
                    # The order gets through, its answer does not: nothing is read of the switch any more.
                    self._ends -= {switch}
                    switch.write(text)
                    self.cut()
                    switch.close()
                    return
                switch.write(text)
            except (asyncio.IncompleteReadError, ConnectionError):
                switch.transport.abort()
                return

    async def _answers(self, reader: asyncio.StreamReader, link: asyncio.StreamWriter) -> None:
        while True:
            try:
                chunk = await reader.read(65536)
            except ConnectionError:
                chunk = b""
            if not chunk:
                link.transport.abort()
                return
            link.write(chunk)
