"""Asks a switch everything that `checkup` judges: rights, modules, dialplan, clock, carriers, and a call inside it.

One short conversation of its own, beside a link that may be up: nothing that lives is touched, nobody is called.
"""

import asyncio
from collections.abc import Sequence

from config.clock import Clock
from config.errors import ProviderFailed
from config.ids import Ids
from telephony.asterisk.checkup import MODULES, PLACES, UNWANTED, Answers
from telephony.asterisk.dialplan import AgentExten, CallExten, Context, Report, Variable
from telephony.asterisk.switch import Switch
from telephony.asterisk.wire import Fields, Splitter, encode, parse, variable

CONNECT_S = 5.0
ANSWER_S = 5.0
CALL_S = 5.0
CHUNK = 65536


async def ask_all(switch: Switch, clock: Clock, ids: Ids, carriers: Sequence[str]) -> Answers:
    """Sign in, ask, call the echo test from the place where persons wait, hang up, sign off.

    Raises:
        ProviderFailed: nobody listens there, the switch refuses the user, or it does not answer in time.
    """
    talk = await _open(switch)
    try:
        await talk.sign_in(switch)
        settings = await talk.ask("CoreSettings")
        asked_s = clock.now().timestamp()
        pong = await talk.ask("Ping")
        return Answers(
            version=settings.get("AsteriskVersion", ""),
            actions=frozenset(await talk.ask("ListCommands")),
            modules={name: await talk.value(f"IFMODULE({name}.so)") == "1" for name in (*MODULES, *UNWANTED)},
            extensions={context: await talk.extensions(context) for context in PLACES},
            carriers={name: await talk.value(f"DEVICE_STATE(PJSIP/{name})") for name in carriers},
            skew_s=float(pong.get("Timestamp") or asked_s) - asked_s,
            call_s=await talk.test_call(clock, ids),
            heard=frozenset(event.get("Event", "") for event in talk.events),
        )
    except (OSError, TimeoutError) as silence:
        raise ProviderFailed("The switch stopped answering.", effect="unknown") from silence
    finally:
        await talk.close()


async def _open(switch: Switch) -> "_Talk":
    try:
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_connection(switch.host, switch.port)
    except (OSError, TimeoutError) as silence:
        reason = getattr(silence, "strerror", None) or "no answer"
        sentence = f"Nobody answers at {switch.host}:{switch.port} ({reason})."
        raise ProviderFailed(sentence, effect="impossible") from silence
    return _Talk(reader, writer)


class _Talk:
    """Question and answer on one connection; what comes unasked is kept in `events`."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._splitter = Splitter()
        self._blocks: list[bytes] = []
        self._asked = 0
        self.events: list[Fields] = []

    async def sign_in(self, switch: Switch) -> None:
        answer = await self.ask("Login", ("Username", switch.username), ("Secret", switch.secret))
        if answer.get("Response") != "Success":
            sentence = f"The switch refuses the user {switch.username}: {answer.get('Message', 'no reason given')}."
            raise ProviderFailed(sentence, effect="impossible")

    async def ask(self, action: str, *fields: tuple[str, str]) -> Fields:
        """Send one action and return its answer."""
        number = self._send(action, fields)
        async with asyncio.timeout(ANSWER_S):
            while True:
                said = await self._next()
                if "Event" in said:
                    self.events.append(said)
                elif said.get("ActionID") == number:
                    return said

    async def value(self, expression: str) -> str:
        """Return what a function of the dialplan says."""
        return (await self.ask("Getvar", ("Variable", expression))).get("Value", "")

    async def extensions(self, context: str) -> frozenset[str]:
        """List the extensions of a context."""
        number = self._send("ShowDialPlan", (("Context", context),))
        found: set[str] = set()
        async with asyncio.timeout(ANSWER_S):
            while True:
                said = await self._next()
                if said.get("ActionID") != number:
                    self.events.append(said)
                elif said.get("Response") == "Error" or said.get("Event") == "ShowDialPlanComplete":
                    return frozenset(found)
                elif "Extension" in said:
                    found.add(said["Extension"])

    async def test_call(self, clock: Clock, ids: Ids) -> float | None:
        """Call the echo test from the place where persons wait; return how long it took to be ready, or None."""
        channel = "k" + ids.new().hex
        began_s = clock.monotonic()
        await self.ask(
            "Originate",
            ("Channel", f"Local/{AgentExten.ECHO}@{Context.AGENT}"),
            ("ChannelId", channel),
            ("OtherChannelId", "l" + channel[1:]),
            ("Context", Context.CALL),
            ("Exten", CallExten.DIRECT),
            ("Priority", "1"),
            ("Async", "true"),
            variable(Variable.WAIT_S, "5"),
        )
        try:
            async with asyncio.timeout(CALL_S):
                while not any(_is_ready(said, channel) for said in self.events):
                    self.events.append(await self._next())
        except TimeoutError:
            return None
        took_s = clock.monotonic() - began_s
        await self.ask("Hangup", ("Channel", channel), ("Cause", "16"))
        return took_s

    async def close(self) -> None:
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except OSError:
            return  # It had closed already.

    def _send(self, action: str, fields: Sequence[tuple[str, str]]) -> str:
        self._asked += 1
        number = f"check-{self._asked}"
        self._writer.write(encode(action, (("ActionID", number), *fields)).encode())
        return number

    async def _next(self) -> Fields:
        while not self._blocks:
            chunk = await self._reader.read(CHUNK)
            if not chunk:
                raise ConnectionResetError("the switch closed the connection")
            self._blocks = self._splitter.feed(chunk)
        return parse(self._blocks.pop(0))


def _is_ready(said: Fields, channel: str) -> bool:
    return said.get("UserEvent") == Report.READY and said.get("Uniqueid") == channel
