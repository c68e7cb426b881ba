"""A switch that speaks AMI on a real socket and fails as a test asks; it carries no calls."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from telephony.asterisk.switch import Switch

BANNER = b"Asterisk Call Manager/11.0.0\r\n"
Answer = Callable[[dict[str, str]], bytes | None]
"""What an action is answered with; None leaves it without an answer."""


def message(**fields: str) -> bytes:
    """Write one message; an underscore in a name is a hyphen."""
    return "".join(f"{key.replace('_', '-')}: {value}\r\n" for key, value in fields.items()).encode() + b"\r\n"


class FakeSwitch:
    """Keeps every action it was sent, over all connections. `answers` holds how an action is answered by its name."""

    def __init__(self) -> None:
        self.actions: list[dict[str, str]] = []
        self.answers: dict[str, Answer] = {}
        self.is_silent = False
        self.port = 0
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["FakeSwitch"]:
        """Listen at a free port, or at the port of the last time; leaving cuts all connections."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self._server.close()
            self.cut()
            await self._server.wait_closed()

    def address(self, name: str = "one") -> Switch:
        return Switch(name=name, host="127.0.0.1", port=self.port, username="ringfence", secret="secret")

    def count(self) -> Counter[str]:
        """Count the actions by name; pings are left out."""
        return Counter(action["Action"] for action in self.actions if action["Action"] != "Ping")

    def say(self, text: bytes) -> None:
        """Send bytes to whoever is connected."""
        for writer in self._writers:
            writer.write(text)

    def event(self, name: str, **fields: str) -> None:
        self.say(message(Event=name, **fields))

    def cut(self) -> None:
        """End every connection at once, without a word."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        writer.write(BANNER)
        while True:
            try:
                text = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            fields = dict(line.split(": ", 1) for line in text.decode().strip().split("\r\n"))
            self.actions.append(fields)
            if not self.is_silent and (answer := self._answer(fields)) is not None:
                writer.write(answer)

    def _answer(self, fields: dict[str, str]) -> bytes | None:
        action = fields["Action"]
        if action in self.answers:
            return self.answers[action](fields)
        agreed = message(Response="Success", ActionID=fields["ActionID"], Message="Done")
        if action == "Login":
            agreed += message(Event="FullyBooted", Privilege="system,all", Uptime="100000", Status="Fully Booted")
        return agreed
