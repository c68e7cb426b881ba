"""The whole floor on a real switch: an agent's telephone rings, a person is called, joined, and gets one outcome."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from config.clock import LoopClock
from config.database import Database
from config.ids import RandomIds
from config.settings import Settings
from telephony.asterisk.orders import Trunk
from telephony.asterisk.switch import Switch
from tests.flows.floors import Desk, Rig, at_desk, open_floor, uuid_of
from tests.telephony.asterisk.lab import MAIN, PASSWORD, PHONES, Lab
from tests.telephony.asterisk.persons import Line, Person
from tests.telephony.asterisk.real.conftest import AGENT_HZ, until
from tests.telephony.asterisk.real.rig import HELLO
from web.lines import asterisk_lines
from web.seating import TelephoneOf
from web.wiring import Engine

PATIENCE_S = 20.0


@dataclass
class Site:
    """A running floor on a switch, with the persons and telephones at its two trunks."""

    rig: Rig
    persons: Line
    agents: Line


@pytest.fixture
async def site(lab: Lab, settings: Settings, clock: LoopClock, database: Database) -> AsyncIterator[Site]:
    """A floor whose campaign has one case, and whose agent has a telephone."""
    persons = await Line(lambda _: Person(speaks=HELLO)).open(MAIN, lab.main_port)
    agents = await Line(lambda _: Person(tone_hz=AGENT_HZ)).open(PHONES, lab.phones_port)
    ids = RandomIds()
    switch = Switch(name="lab", host=MAIN, port=lab.ami_port, username=lab.site.ami_user, secret=PASSWORD)
    lines = asterisk_lines(clock, ids, switch, Trunk(endpoint="main"), deadline_s=5.0, telephones=_telephones)
    async with open_floor(settings, clock, ids, database, cases=1, lines=lines) as rig:
        yield Site(rig, persons, agents)
    lab.cli("channel request hangup all")
    await persons.close()
    await agents.close()


def _telephones(_engine: Engine) -> TelephoneOf:
    async def telephone_of(_agent_id: UUID) -> str | None:
        return "201@phones"

    return telephone_of


async def test_a_case_is_called_joined_to_the_agent_and_gets_exactly_one_outcome(site: Site) -> None:
    """From the telephone that rings at the start of the shift to the one that is put down at its end."""
    async with asyncio.timeout(PATIENCE_S), at_desk(site.rig) as desk:
        await desk.post("/agent/ready")
        call = (await desk.until("talking"))["call"]
        (seat,), (person,) = site.agents.legs, site.persons.legs
        assert (seat.number, call["state"]) == ("201", "bridged")
        await until(lambda: AGENT_HZ in person.hears((AGENT_HZ,)))
        await _end(desk, call["attempt_id"])
        assert not person.is_up
        assert seat.is_up
        await desk.post("/agent/offline")
        await until(lambda: not seat.is_up)
    facts = [fact for kind in ("CallEnded", "AttemptClosed") for fact in await site.rig.facts(kind)]
    assert [(type(fact).__name__, fact.attempt_id) for fact in facts] == [
        ("CallEnded", UUID(call["attempt_id"])),
        ("AttemptClosed", UUID(call["attempt_id"])),
    ]
    assert [(fact.code, fact.attempt_id) for fact in await site.rig.facts("DispositionSet")] == [
        ("RF01", UUID(call["attempt_id"]))
    ]
    assert (len(site.persons.legs), len(site.agents.legs)) == (1, 1)


async def test_a_person_whose_agents_leg_is_lost_is_joined_to_the_next_one(site: Site) -> None:
    """The telephone rings again by itself, and the conversation goes on; nobody was hung up on."""
    async with asyncio.timeout(PATIENCE_S), at_desk(site.rig) as desk:
        await desk.post("/agent/ready")
        call = (await desk.until("talking"))["call"]
        (seat,), (person,) = site.agents.legs, site.persons.legs
        await until(lambda: AGENT_HZ in person.hears((AGENT_HZ,)))
        site.agents.hang_up(seat)
        await until(lambda: AGENT_HZ not in person.hears((AGENT_HZ,)))
        await until(lambda: AGENT_HZ in person.hears((AGENT_HZ,)), patience_s=10)
        assert (person.is_up, len(site.agents.legs)) == (True, 2)
        await _end(desk, call["attempt_id"])
    assert len(await site.rig.facts("DispositionSet")) == 1


async def _end(desk: Desk, attempt_id: str) -> None:
    await desk.post(f"/calls/{attempt_id}/verify", {"items": ["full_name", "birth_year", "postal_code"]})
    await desk.post(f"/calls/{attempt_id}/hang_up")
    await desk.until("wrapping_up")
    await desk.post(f"/calls/{attempt_id}/disposition", {"command_id": uuid_of(1), "disposition": "RF01"})
