"""One Asterisk for all tests of a run, and for each test a carrier, agents' telephones and a signed-in client."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from tests.telephony.asterisk.bare_ami import BareAmi, signed_in
from tests.telephony.asterisk.lab import MAIN, PASSWORD, PHONES, Lab, running
from tests.telephony.asterisk.persons import Line, Person

PERSON_HZ, AGENT_HZ, EAR_HZ, THIRD_HZ = 450, 1000, 1600, 2200
EVERY_HZ = (PERSON_HZ, AGENT_HZ, EAR_HZ, THIRD_HZ)


@dataclass
class World:
    """A lab with somebody at the end of each trunk; `people` says what the owners of numbers do."""

    lab: Lab
    ami: BareAmi
    persons: Line
    agents: Line
    people: dict[str, Person] = field(default_factory=dict)

    def fresh(self) -> UUID:
        return uuid4()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A running Asterisk; one that cannot start fails the tests."""
    with running(tmp_path_factory.mktemp("asterisk")) as started:
        yield started


@pytest.fixture
async def world(lab: Lab) -> AsyncIterator[World]:
    """Persons who speak in tones and a client that hears all; no call is left behind."""
    people: dict[str, Person] = {}
    persons = await Line(_who(people, PERSON_HZ)).open(MAIN, lab.main_port)
    agents = await Line(_who(people, AGENT_HZ)).open(PHONES, lab.phones_port)
    try:
        async with signed_in(lab.ami_port, lab.site.ami_user, PASSWORD) as ami:
            yield World(lab, ami, persons, agents, people)
            await ami.act("Hangup", Channel="/^.*$/", Cause="16")
    finally:
        await persons.close()
        await agents.close()


def _who(people: dict[str, Person], hertz: int) -> Callable[[str], Person]:
    return lambda number: people.get(number, Person(tone_hz=hertz))


async def until(is_it: Callable[[], bool], patience_s: float = 3.0) -> None:
    """Look after every packet's time until something holds."""
    async with asyncio.timeout(patience_s):
        while not is_it():  # noqa: ASYNC110 - packets come from outside the loop's reach
            await asyncio.sleep(0.02)
