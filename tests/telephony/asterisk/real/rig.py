"""A real switch with a town of persons, two agents' telephones and our provider on a link that can be cut."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final
from uuid import UUID

from config.clock import SystemClock
from config.facts import Fact
from config.ids import RandomIds
from config.supervising import Supervisor
from telephony.asterisk.dialplan import MESSAGES
from telephony.asterisk.legs import SeatFree, SeatNews
from telephony.asterisk.orders import Trunk
from telephony.asterisk.switch import Switch
from telephony.asterisk.voice import AsteriskVoice
from telephony.facts import EndCause
from telephony.providers import PlaceCall
from tests.providers.rigs import AGENT, CALLER_ID, OTHER_AGENT, Behaviour
from tests.telephony.asterisk.lab import MAIN, PASSWORD, PHONES, Lab
from tests.telephony.asterisk.persons import Line, Person
from tests.telephony.asterisk.sound import PACKET, tone
from tests.telephony.asterisk.weak_link import WeakLink

SOUND: Final = "contract"
PATIENCE_S: Final = 3.4
"""Of a person who hears nothing; longer than the slowest verdict and a message."""
TALK_S: Final = 9.0
"""How long a person stays who hears somebody."""
WORD: Final = tone(450) * 20
HELLO: Final = b"\xff" * PACKET * 20 + WORD
BEHAVIOURS: Final[dict[Behaviour, tuple[str, Person]]] = {
    "human": ("+12125551", Person(speaks=HELLO)),
    "machine": ("+12125552", Person(tone_hz=450)),
    "no_answer": ("+12125553", Person(never_answers=True)),
    "busy": ("+12125554", Person(rings_s=None, refuses="486 Busy Here")),
    "rejected": ("+12125555", Person(refuses="603 Decline")),
    "invalid": ("+12125556", Person(rings_s=None, refuses="404 Not Found")),
    "suspended": ("+12125557", Person(rings_s=None, refuses="403 Forbidden")),
    "network_failure": ("+12125558", Person(rings_s=None, refuses="503 Service Unavailable")),
}

PHONE_OF: Final = {AGENT: "201", OTHER_AGENT: "202"}


def who(number: str) -> Person:
    return next(person for prefix, person in BEHAVIOURS.values() if number.startswith(prefix))


class Town:
    """Persons who hang up as persons do: soon when nobody speaks, later when somebody does."""

    def __init__(self, line: Line) -> None:
        self.line = line

    async def live(self) -> None:
        while True:
            await asyncio.sleep(0.05)
            now = time.monotonic()
            for leg in self.line.legs:
                if leg.is_up and leg.answered_at is not None and leg.number.startswith("+12125551"):
                    patience_s = TALK_S if leg.sounded_at else PATIENCE_S
                    if now - leg.answered_at > patience_s:
                        self.line.hang_up(leg)


class Place:
    """The provider under test with its carrier, two seats and a link that can be cut."""

    def __init__(self, lab: Lab, weak: WeakLink, persons: Line, agents: Line) -> None:
        self.lab = lab
        self.weak = weak
        self.persons = persons
        self.agents = agents
        self.clock = SystemClock()
        self.free: set[UUID] = set()
        self.supervisor = Supervisor(self.clock)

    def provider(self, name: str) -> AsteriskVoice:
        """Make a provider and start what runs beside it; its link is not up yet."""
        site = self.lab.site
        voice = AsteriskVoice(
            self.clock,
            RandomIds(),
            Switch(name=name, host=MAIN, port=self.weak.port, username=site.ami_user, secret=PASSWORD),
            Trunk(endpoint="main", habits={403: EndCause.SUSPENDED}),
            chance=random.Random(3),
            deadline_s=5.0,
            sound_of=lambda _: SOUND,
            hear_seat=self._hear,
        )
        for task, step in voice.tasks().items():
            self.supervisor.start(f"{name}: {task}", step)
        return voice

    async def seated(self) -> AsteriskVoice:
        """Make a provider whose link is up and which has both agents in their seats."""
        voice = self.provider("lab")
        await voice.link.until_up()
        for agent_id in PHONE_OF:
            await self.seat(voice, agent_id)
        return voice

    async def settle(self, voice: AsteriskVoice, for_s: float = 0.3) -> None:
        """Read on for a while, in which no fact of a call may come."""
        with suppress(TimeoutError):
            async with asyncio.timeout(for_s):
                raise AssertionError(await voice.facts())

    async def seat(self, voice: AsteriskVoice, agent_id: UUID) -> None:
        """Ring an agent's telephone and wait until it is taken; no fact of a call may come meanwhile."""
        self.free.discard(agent_id)
        await voice.seat(agent_id, f"{PHONE_OF[agent_id]}@phones")
        while agent_id not in self.free:
            await self.settle(voice, 0.05)

    def _hear(self, news: SeatNews) -> None:
        if isinstance(news, SeatFree):
            self.free.add(news.agent_id)
        else:
            self.free.discard(news.agent_id)


@asynccontextmanager
async def placed(lab: Lab) -> AsyncIterator[Place]:
    """Open a place at a lab; no channel is left behind."""
    (lab.home / "sounds" / MESSAGES / f"{SOUND}.ulaw").write_bytes(tone(700) * 50)
    persons = await Line(who).open(MAIN, lab.main_port)
    agents = await Line(lambda _: Person(tone_hz=1000)).open(PHONES, lab.phones_port)
    town = asyncio.create_task(Town(persons).live())
    async with WeakLink(lab.ami_port).laid() as weak:
        made = Place(lab, weak, persons, agents)
        async with made.supervisor.running():
            yield made
        town.cancel()
        lab.cli("channel request hangup all")
        async with asyncio.timeout(5):
            while "0 active channels" not in lab.cli("core show channels count"):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.02)
    await persons.close()
    await agents.close()


def number_for(behaviour: Behaviour, nth: int = 1) -> str:
    return f"{BEHAVIOURS[behaviour][0]}{nth:03}"


def order_for(attempt_id: UUID, behaviour: Behaviour, nth: int, *, ring_timeout_s: float = 60.0) -> PlaceCall:
    """Order a call to the `nth` number that behaves so, without detection."""
    return PlaceCall(
        attempt_id=attempt_id,
        number=number_for(behaviour, nth),
        caller_id=CALLER_ID,
        ring_timeout_s=ring_timeout_s,
        detect_machine=False,
        record=False,
    )


async def until(voice: AsteriskVoice, *wanted: tuple[type[Fact], UUID], patience_s: float = 10.0) -> list[Fact]:
    """Read facts until each of the wanted kinds has come of its call; return all, those wanted in their order."""
    facts: list[Fact] = []
    left = list(wanted)
    async with asyncio.timeout(patience_s):
        while left:
            fact = await voice.facts()
            facts.append(fact)
            left = [(kind, key) for kind, key in left if not (isinstance(fact, kind) and fact.subject == key)]
    return facts
