"""Originate calls through the product and through the smallest client there is, for `bench/asterisk.py`."""

import asyncio
import random
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from uuid import uuid4

from bench._cost import Cost, cost
from config.clock import SystemClock
from config.ids import RandomIds
from config.supervising import Supervisor
from telephony.asterisk.dialplan import CallExten, Report
from telephony.asterisk.legs import SeatNews
from telephony.asterisk.orders import Trunk
from telephony.asterisk.switch import Switch
from telephony.asterisk.voice import AsteriskVoice
from telephony.facts import CallAnswered, CallEnded
from telephony.providers import PlaceCall
from tests.telephony.asterisk.bare_ami import Said, signed_in
from tests.telephony.asterisk.lab import MAIN, PASSWORD, Lab, installed

AT_ONCE = 40
"""Calls that live at once; a fixed number measures the pair of client and switch at its limit."""


@contextmanager
def answering(lab: Lab) -> Iterator[None]:
    """Have SIPp pick up every call at once and wait for its end."""
    with tempfile.TemporaryDirectory() as folder:
        command = [installed() / "bin" / "sipp", "-sn", "uas", "-i", MAIN, "-p", str(lab.main_port), "-nostdin"]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        time.sleep(0.5)
        try:
            yield
        finally:
            process.terminate()
            process.wait()


@asynccontextmanager
async def provider(lab: Lab, seats: list[SeatNews], *, beeps: bool = False) -> AsyncIterator[AsteriskVoice]:
    """Run the product's provider on the lab's switch."""
    clock = SystemClock()
    voice = AsteriskVoice(
        clock,
        RandomIds(),
        Switch(name="lab", host=MAIN, port=lab.ami_port, username=lab.site.ami_user, secret=PASSWORD),
        Trunk(endpoint="main", beeps=beeps),
        chance=random.Random(1),
        deadline_s=10.0,
        sound_of=lambda _: "none",
        hear_seat=seats.append,
    )
    async with Supervisor(clock).running() as supervisor:
        for name, step in voice.tasks().items():
            supervisor.start(name, step)
        await voice.link.until_up()
        yield voice


def order(number: int) -> PlaceCall:
    """Order a call without detection."""
    return PlaceCall(
        attempt_id=uuid4(),
        number=f"+1212555{number:04}",
        caller_id="+12125550100",
        ring_timeout_s=30,
        detect_machine=False,
        record=False,
    )


async def originate_by_product(lab: Lab, calls: int) -> Cost:
    """Place calls through the provider, hang each up when it is answered; so many at once, until all have ended."""
    async with provider(lab, []) as voice:
        room = asyncio.Semaphore(AT_ONCE)

        async def read() -> None:
            ended = answered = 0
            while ended < calls:
                fact = await voice.facts()
                if isinstance(fact, CallAnswered):
                    answered += 1
                    group.create_task(voice.hang_up(fact.attempt_id))
                elif isinstance(fact, CallEnded):
                    ended += 1
                    room.release()
            assert answered == calls, (answered, calls)

        async def work() -> None:
            reading = group.create_task(read())
            for number in range(calls):
                await room.acquire()
                group.create_task(voice.place(order(number)))
            await reading

        async with asyncio.TaskGroup() as group:
            return await cost(calls, work)


async def originate_barely(lab: Lab, calls: int) -> Cost:
    """Do the same with the smallest client there is, which keeps nothing and checks nothing."""
    async with signed_in(lab.ami_port, lab.site.ami_user, PASSWORD) as ami:
        room, done = asyncio.Semaphore(AT_ONCE), asyncio.Event()
        left, answered = [calls], [0]

        def hear(said: Said) -> None:
            if said.get("UserEvent") == Report.READY:
                answered[0] += 1
                group.create_task(_quietly(ami.act("Hangup", Channel=said["Uniqueid"], Cause="16")))
            elif said["Event"] == "Hangup":
                left[0] -= 1
                room.release()
                if not left[0]:
                    done.set()

        ami.heard = _Told(hear)

        async def work() -> None:
            for number in range(calls):
                await room.acquire()
                group.create_task(_quietly(ami.call(uuid4(), f"+1212555{number:04}", exten=CallExten.DIRECT)))
            await done.wait()
            assert answered[0] == calls, (answered, calls)

        async with asyncio.TaskGroup() as group:
            return await cost(calls, work)


class _Told(list[Said]):
    """Hands each event on instead of keeping it."""

    def __init__(self, hear: Callable[[Said], None]) -> None:
        super().__init__()
        self._hear = hear

    def append(self, said: Said) -> None:
        self._hear(said)


async def _quietly(act: Awaitable[object]) -> None:
    await act
