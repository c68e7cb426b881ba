"""Read a stream of a switch's events through the link, and with nothing but a split, for `bench/asterisk.py`."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bench._ami_stream import EVENTS, FACTS, LAST
from bench._cost import Cost, cost
from config.clock import SystemClock
from telephony.asterisk.dialplan import HEARD
from telephony.asterisk.inbox import Inbox
from telephony.asterisk.link import Link
from telephony.asterisk.switch import Switch
from telephony.asterisk.translate import Translation
from telephony.asterisk.wire import parse

STREAMED_CALLS = 4_000


@contextmanager
def streaming() -> Iterator[int]:
    """Run the stream in a process of its own; gives its port."""
    command = [sys.executable, "-m", "bench._ami_stream", str(STREAMED_CALLS)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


async def facts_by_product(port: int) -> Cost:
    """Read the stream through the link into facts."""
    inbox, translation = Inbox(), Translation()
    address = Switch(name="stream", host="127.0.0.1", port=port, username="x", secret="x")  # noqa: S106
    link = Link(address, SystemClock(), inbox, wanted=frozenset(HEARD), chance=random.Random(1))
    running_link = asyncio.create_task(link.run())
    await link.until_up()
    facts = [0]

    async def work() -> None:
        await link.ask("Ping", deadline_s=60)
        while (heard := await inbox.get()).fields.get("UserEvent") != LAST:
            facts[0] += len(translation.take(heard))

    spent = await cost(STREAMED_CALLS * EVENTS, work)
    running_link.cancel()
    with suppress(asyncio.CancelledError):
        await running_link
    assert facts[0] == STREAMED_CALLS * FACTS, facts
    return spent


async def events_barely(port: int) -> Cost:
    """Read the stream with nothing but a split and a dict for each event."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"Action: Login\r\nActionID: 1\r\n\r\n")
    await reader.readuntil(b"\r\n\r\n")

    async def work() -> None:
        writer.write(b"Action: Ping\r\nActionID: 2\r\n\r\n")
        rest, end = b"", LAST.encode()
        while True:
            *blocks, rest = (rest + await reader.read(262_144)).split(b"\r\n\r\n")
            for block in blocks:
                parse(block)
            if blocks and end in blocks[-1]:
                return

    spent = await cost(STREAMED_CALLS * EVENTS, work)
    writer.close()
    await writer.wait_closed()
    return spent
