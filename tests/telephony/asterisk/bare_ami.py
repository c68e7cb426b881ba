"""The smallest client of a switch's manager interface, for tests that ask the switch itself and not our link to it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from telephony.asterisk.dialplan import Context, Role, account, channel_id, seat_exten

Said = dict[str, str]
PATIENCE_S = 5.0


class BareAmi:
    """One connection; `heard` are all events since it was opened, in their order."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._answers: dict[str, asyncio.Future[Said]] = {}
        self._more = asyncio.Event()
        self._number = 0
        self.heard: list[Said] = []

    async def act(self, action: str, **fields: str | list[str]) -> Said:
        """Send an action and return its answer."""
        self._number += 1
        key = str(self._number)
        lines = [f"Action: {action}", f"ActionID: {key}"]
        for name, value in fields.items():
            lines += [f"{name}: {part}" for part in ([value] if isinstance(value, str) else value)]
        answer = self._answers[key] = asyncio.get_running_loop().create_future()
        self._writer.write("\r\n".join((*lines, "", "")).encode())
        return await asyncio.wait_for(answer, PATIENCE_S)

    async def until(self, is_it: Callable[[Said], bool], *, since: int = 0, patience_s: float = PATIENCE_S) -> Said:
        """Wait for an event, those that came already included."""
        async with asyncio.timeout(patience_s):
            while True:
                found = next((said for said in self.heard[since:] if is_it(said)), None)
                if found is not None:
                    return found
                self._more.clear()
                await self._more.wait()

    async def report(self, name: str, channel: str, *, since: int = 0, patience_s: float = PATIENCE_S) -> Said:
        """Wait for a user event of the dialplan about a channel."""
        return await self.until(
            lambda said: said.get("UserEvent") == name and said.get("Uniqueid") == channel,
            since=since,
            patience_s=patience_s,
        )

    async def ended(self, channel: str, *, since: int = 0, patience_s: float = PATIENCE_S) -> Said:
        """Wait for the end of a channel."""
        return await self.until(
            lambda said: said["Event"] == "Hangup" and said.get("Uniqueid") == channel,
            since=since,
            patience_s=patience_s,
        )

    async def call(self, identity: UUID, number: str, *, exten: str, role: Role = Role.CALL, **fields: str) -> str:
        """Originate a leg and return its channel id; `exten` is looked up in its role's context.

        A number with a slash is dialed as it is, others through the trunk of their role.
        """
        channel = channel_id(role, identity)
        trunk = "phones" if role in {Role.SEAT, Role.EAR} else "main"
        answer = await self.act(
            "Originate",
            Channel=number if "/" in number else f"PJSIP/{number}@{trunk}",
            Context=Context[role.name],
            Exten=exten,
            Priority="1",
            Async="true",
            ChannelId=channel,
            Account=account(role),
            **({"Timeout": "10000"} | fields),
        )
        assert answer["Response"] == "Success", answer
        return channel

    async def seat(self, agent: UUID, leg: UUID, number: str = "agent") -> str:
        """Originate an agent's leg and return its channel id."""
        return await self.call(leg, number, exten=seat_exten(agent), role=Role.SEAT)

    async def join(self, person: str, seat: str, tone: str = "no") -> None:
        """Bridge a person and an agent."""
        answer = await self.act("Bridge", Channel1=person, Channel2=seat, Tone=tone)
        assert answer["Response"] == "Success", answer

    async def read(self) -> None:
        """Read until the connection ends."""
        await self._reader.readline()
        while text := await self._message():
            said = {key: value.strip() for key, _, value in (line.partition(":") for line in text) if key}
            if "Event" in said:
                self.heard.append(said)
                self._more.set()
                continue
            answer = self._answers.pop(said.get("ActionID", ""), None)
            if answer is not None and not answer.done():
                answer.set_result(said)

    async def _message(self) -> list[str]:
        lines = []
        while (line := await self._reader.readline()).strip():
            lines.append(line.decode().rstrip("\r\n"))
        return lines


@asynccontextmanager
async def signed_in(port: int, user: str, password: str) -> AsyncIterator[BareAmi]:
    """Sign in for a while; what the switch answered to the log-in is asserted."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    ami = BareAmi(reader, writer)
    reading = asyncio.ensure_future(ami.read())
    try:
        answer = await ami.act("Login", Username=user, Secret=password)
        assert answer["Response"] == "Success", answer
        yield ami
    finally:
        reading.cancel()
        writer.close()
        await writer.wait_closed()
