"""The link to one switch over AMI: actions with a deadline, events in order, and a connection that is made again.

The only importer of panoramisk, which keeps the protocol: log-in, actions and which answer belongs to which. What it
would do by itself is taken from it: it decodes no half character, and reconnecting begins with a fresh object, so that
no action is ever sent a second time. What events mean is decided in `translate.py`.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Any

import structlog
from panoramisk import Manager
from panoramisk.actions import Action
from panoramisk.ami_protocol import AMIProtocol
from panoramisk.message import Message

from config.clock import Clock
from config.errors import ProviderFailed
from config.virtual_time import real_work
from telephony.asterisk.inbox import Inbox
from telephony.asterisk.switch import FORGOTTEN, LinkDown, LoginRefused, Pauses, Reply, Switch
from telephony.asterisk.wire import Heard, Splitter, UnsafeField, encode, event_name, parse

log = structlog.get_logger()

CONNECT_S = 5.0
PING_EVERY_S = 2.0
PONG_S = 3.0
"""A dead link is noticed within the two together, five seconds."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 15.0
LINK_LOST = "LinkLost"
"""The name of our own event that stands for the end of a connection; the switch's FullyBooted begins one."""


class Link:
    """One switch. `run` keeps it connected for ever; all else must be called on the same event loop.

    `wanted` names the events that are put in the inbox; FullyBooted and LINK_LOST always are.
    """

    def __init__(
        self, switch: Switch, clock: Clock, inbox: Inbox, *, wanted: frozenset[str], chance: random.Random
    ) -> None:
        self.switch = switch
        self._clock = clock
        self._inbox = inbox
        self._wanted = wanted | {"FullyBooted"}
        self._chance = chance
        self._session: _Session | None = None
        self._ids = count(1)
        self._up = asyncio.Event()
        self._down = asyncio.Event()
        self._down.set()
        inbox.attach(self._read_on)

    @property
    def is_up(self) -> bool:
        """Say whether the switch has let us in and was not lost since."""
        return self._up.is_set()

    async def until_up(self) -> None:
        """Wait until the switch has let us in."""
        await self._up.wait()

    async def until_down(self) -> None:
        """Wait until the link is lost; at once if it is not up."""
        await self._down.wait()

    async def run(self) -> None:
        """Connect, log in, watch the connection; when it ends, wait a little longer each time, then begin anew."""
        pauses = Pauses(FIRST_PAUSE_S, LONGEST_PAUSE_S)
        while True:
            began_s = self._clock.monotonic()
            try:
                await self._serve()
            except (OSError, TimeoutError, ProviderFailed) as trouble:
                log.warning("link lost", switch=self.switch.name, reason=str(trouble) or type(trouble).__name__)
                if isinstance(trouble, LoginRefused):
                    pauses.lengthen()
            # Several servers of one switch do not come back at one instant.
            pause_s = pauses.after(self._clock.monotonic() - began_s)
            await self._clock.sleep(pause_s * (0.5 + self._chance.random() / 2))

    async def ask(self, action: str, *fields: tuple[str, str], deadline_s: float) -> Reply:
        """Send one action and wait for its answer; it is never sent again.

        Raises:
            ProviderFailed: `impossible` if nothing was sent (no link, an unsafe field), `unknown` if no answer came.
        """
        return await self._ask(self._session if self.is_up else None, action, fields, deadline_s, lists=False)

    async def list_all(self, action: str, *fields: tuple[str, str], deadline_s: float) -> Reply:
        """Send an action that answers with a list, and collect it; raises as `ask` does."""
        return await self._ask(self._session if self.is_up else None, action, fields, deadline_s, lists=True)

    async def _serve(self) -> None:
        session = _Session(self.switch, self._hear)
        try:
            with real_work():
                async with asyncio.timeout(CONNECT_S):
                    await session.open()
            self._session = session
            if self._inbox.is_paused:
                session.read_on(on=False)
            await self._log_in(session)
            self._up.set()
            self._down.clear()
            log.info("link up", switch=self.switch.name)
            await self._watch(session)
        finally:
            was_up = self.is_up
            self._up.clear()
            self._down.set()
            self._session = None
            session.end()
            if was_up:
                self._put(session, Heard(LINK_LOST, {}, self._clock.now()))

    async def _log_in(self, session: "_Session") -> None:
        fields = (("Username", self.switch.username), ("Secret", self.switch.secret), ("Events", "on"))
        reply = await self._ask(session, "Login", fields, CONNECT_S, lists=False)
        if not reply.is_agreed:
            raise LoginRefused(f"the switch refuses our log-in: {reply.words}")

    async def _watch(self, session: "_Session") -> None:
        """Return never; raise when the connection has ended, or answers no more."""
        while True:
            try:
                async with asyncio.timeout(PING_EVERY_S):
                    await session.ended.wait()
            except TimeoutError:
                was_paused = self._inbox.is_paused
                try:
                    await self._ask(session, "Ping", (), PONG_S, lists=False)
                except ProviderFailed:
                    if not was_paused and not self._inbox.is_paused:  # Who does not listen hears no answer either.
                        raise
            else:
                raise LinkDown("the connection ended")

    async def _ask(
        self,
        session: "_Session | None",
        action: str,
        fields: Sequence[tuple[str, str]],
        deadline_s: float,
        *,
        lists: bool,
    ) -> Reply:
        assert action.lower() in FORGOTTEN, f"{action} would be kept for a next connection"
        if session is None or not session.is_open:  # What was written now would not arrive.
            raise ProviderFailed("The switch is out of reach.", effect="impossible")
        own = next((value for key, value in fields if key == "ActionID"), None)
        action_id = own or f"{action.lower()}-{next(self._ids)}"
        try:
            text = encode(action, fields if own else (("ActionID", action_id), *fields))
        except UnsafeField as unsafe:
            raise ProviderFailed(f"Nothing was sent: {unsafe}.", effect="impossible") from unsafe
        order = _Order(action, action_id, text)
        answered: Any = session.send_action(order, as_list=None if lists else False)
        try:
            async with asyncio.timeout(deadline_s):
                return _reply_of(await answered)
        except (TimeoutError, LinkDown) as silence:
            raise ProviderFailed("The switch gave no answer in time.", effect="unknown") from silence
        finally:
            session.forget(action_id)

    def _hear(self, session: "_Session", block: bytes) -> None:
        """Take one event off the wire; called for each in order, and never raises."""
        name = event_name(block)
        if name == "Shutdown":
            session.end()
        elif name in self._wanted:
            self._put(session, Heard(name, parse(block), self._clock.now()))

    def _put(self, session: "_Session", heard: Heard) -> None:
        if not self._inbox.put(heard):
            log.error("events overflow", switch=self.switch.name)
            session.end()

    def _read_on(self, *, on: bool) -> None:
        if self._session is not None:
            self._session.read_on(on=on)


Hear = Callable[["_Session", bytes], None]


class _Session(Manager):  # type: ignore[misc]  # panoramisk ships no types
    """The library's side of one connection. It neither reconnects nor pings by itself, and leaves no timer."""

    def __init__(self, switch: Switch, hear: Hear) -> None:
        super().__init__(
            host=switch.host,
            port=switch.port,
            protocol_factory=partial(_Protocol, self, hear),
            forgetable_actions=FORGOTTEN,
        )
        self.ended = asyncio.Event()
        self.wire: _Protocol | None = None
        self.pinger: Any = None

    async def open(self) -> None:
        """Connect; raises OSError if nobody listens."""
        self.loop = asyncio.get_running_loop()
        made = self.loop.create_future()
        host, port = self.config["host"], self.config["port"]
        made.set_result(await self.loop.create_connection(self.config["protocol_factory"], host, port))
        self.connection_made(made)
        self.pinger.cancel()
        self.pinger = None

    @property
    def is_open(self) -> bool:
        return self.wire is not None and not self.ended.is_set() and not self.wire.transport.is_closing()

    def connection_lost(self, _reason: object) -> None:
        """Schedule nothing; the next connection is another object."""

    def forget(self, action_id: str) -> None:
        """Let go of an answer that may still come."""
        if self.wire is not None:
            self.wire.responses.pop(action_id, None)

    def end(self) -> None:
        """Cut the connection at once; whoever waits for an answer is told."""
        if self.wire is not None and not self.ended.is_set():
            self.ended.set()
            self.wire.fail_all()
            self.wire.transport.abort()

    def read_on(self, *, on: bool) -> None:
        """Begin or cease to read; repeatedly, too."""
        if self.wire is not None and self.is_open:
            transport = self.wire.transport
            (transport.resume_reading if on else transport.pause_reading)()


class _Protocol(AMIProtocol):  # type: ignore[misc]  # panoramisk ships no types
    """Gives whole messages to the library when they answer an action, and all others to `hear`."""

    def __init__(self, session: _Session, hear: Hear) -> None:
        super().__init__()
        self._session = session
        self._hear = hear
        self._splitter = Splitter()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._session.wire = self

    def data_received(self, chunk: bytes) -> None:
        try:
            blocks = self._splitter.feed(chunk)
        except ValueError:
            self._session.end()
            return
        for block in blocks:
            if block.startswith(b"Event: ") and not self._is_answer(block):
                self._hear(self._session, block)
            else:
                message = Message.from_line(block.decode("utf-8", "replace"))
                if message is not None:
                    self.handle_message(message)

    def connection_lost(self, reason: Exception | None) -> None:
        self._session.end()  # First, because the library forgets here who waits.
        if self.factory is not None:
            super().connection_lost(reason)

    def fail_all(self) -> None:
        """Tell everybody who waits that no answer will come."""
        for action in {id(action): action for action in self.responses.values()}.values():
            action.future.done() or action.future.set_exception(LinkDown("the connection ended"))
        self.responses.clear()

    def _is_answer(self, block: bytes) -> bool:
        return b"\r\nActionID: " in block and parse(block)["ActionID"] in self.responses


class _Order(Action):  # type: ignore[misc]  # panoramisk ships no types
    """An action whose text is our own encoder's."""

    def __init__(self, action: str, action_id: str, text: str) -> None:
        super().__init__({"Action": action, "ActionID": action_id})
        self._text = text

    def __str__(self) -> str:
        return self._text


def _reply_of(answer: Any) -> Reply:  # noqa: ANN401 - one message, or a list of them
    first, *others = answer if isinstance(answer, list) else [answer]
    items = tuple(dict(item.items()) for item in others if not item.event.endswith("Complete"))
    return Reply(bool(first.success), first.message, items)
