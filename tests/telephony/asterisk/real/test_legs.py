"""Where the legs of a call wait on a real Asterisk, what each side hears, and that nobody is lost or left behind."""

import asyncio
import struct
import time

import pytest

from telephony.asterisk.dialplan import (
    MESSAGES,
    RECORDING_ENDING,
    CallExten,
    EarExten,
    Report,
    Role,
    ThirdExten,
    Variable,
)
from tests.telephony.asterisk.caller import Caller
from tests.telephony.asterisk.lab import MAIN
from tests.telephony.asterisk.persons import Leg, Person
from tests.telephony.asterisk.real.conftest import AGENT_HZ, EAR_HZ, EVERY_HZ, PERSON_HZ, THIRD_HZ, World, until
from tests.telephony.asterisk.sound import QUIET, strength, tone

HOLD_HZ = 425
HELLO = tone(PERSON_HZ) * 20
SPEECH = (tone(PERSON_HZ) * 15 + QUIET * 6) * 14


async def hears(leg: Leg, *frequencies: int) -> None:
    """Wait until exactly these tones are heard on a leg."""
    await until(lambda: leg.hears((HOLD_HZ, *EVERY_HZ)) == set(frequencies))


async def waiting_pair(world: World) -> tuple[str, str]:
    """Have an answered person and an agent's seat that both wait."""
    seat = await world.ami.seat(world.fresh(), world.fresh())
    person = await world.ami.call(world.fresh(), "5550100", exten=CallExten.DIRECT)
    await world.ami.report(Report.IDLE, seat)
    await world.ami.report(Report.READY, person)
    return person, seat


async def joined_pair(world: World) -> tuple[str, str]:
    """Have a person and an agent who hear each other."""
    person, seat = await waiting_pair(world)
    await world.ami.join(person, seat)
    await hears(world.persons.leg("5550100"), AGENT_HZ)
    await hears(world.agents.leg("agent"), PERSON_HZ)
    return person, seat


async def test_a_waiting_person_is_sent_silence_and_an_idle_seat_nothing(world: World) -> None:
    """A carrier that learns our address from our first packet hears us at once; idle agents cost nothing."""
    await waiting_pair(world)
    leg, seat = world.persons.leg("5550100"), world.agents.leg("agent")
    before = leg.packets
    await until(lambda: leg.packets >= before + 20)
    assert leg.hears((HOLD_HZ, *EVERY_HZ)) == set()
    assert seat.packets <= 2


async def test_the_seat_is_free_again_when_the_person_hangs_up(world: World) -> None:
    """The agent's leg stays for the next person, and says so itself."""
    person, seat = await joined_pair(world)
    since = len(world.ami.heard)
    world.persons.hang_up(world.persons.leg("5550100"))
    await world.ami.ended(person, since=since)
    assert (await world.ami.report(Report.IDLE, seat, since=since))["Agent"]
    assert world.agents.leg("agent").is_up


@pytest.mark.parametrize("how", ["telephone", "server"])
async def test_a_person_is_kept_and_joined_anew_when_the_agent_vanishes(world: World, how: str) -> None:
    """The person stays on the line, hears that it lives, and is joined to the agent's next leg."""
    person, seat = await joined_pair(world)
    since, began = len(world.ami.heard), time.monotonic()
    if how == "telephone":
        world.agents.hang_up(world.agents.leg("agent"))
    else:
        await world.ami.act("Hangup", Channel=seat, Cause="16")
    await world.ami.report(Report.RESCUED, person, since=since)
    assert time.monotonic() - began < 1
    leg = world.persons.leg("5550100")
    await hears(leg, HOLD_HZ)
    assert leg.is_up
    again = await world.ami.seat(world.fresh(), world.fresh())
    await world.ami.report(Report.IDLE, again)
    await world.ami.join(person, again)
    await hears(leg, AGENT_HZ)
    await hears(world.agents.leg("agent"), PERSON_HZ)
    since = len(world.ami.heard)
    world.agents.hang_up(world.agents.leg("agent"))
    await world.ami.report(Report.RESCUED, person, since=since)


async def test_a_person_on_hold_hears_a_tone_and_the_agent_nothing(world: World) -> None:
    """Hold is a place of its own: taking somebody off is not a loss, and resuming joins them again."""
    person, seat = await joined_pair(world)
    since = len(world.ami.heard)
    await world.ami.act("Redirect", Channel=person, Context="ringfence-call", Exten=CallExten.HOLD, Priority="1")
    assert (await world.ami.report(Report.HELD, person, since=since))["Place"] == "hold"
    await hears(world.persons.leg("5550100"), HOLD_HZ)
    await hears(world.agents.leg("agent"))
    await world.ami.join(person, seat)
    await hears(world.persons.leg("5550100"), AGENT_HZ)
    reports = [
        said["UserEvent"] for said in world.ami.heard[since:] if said.get("Uniqueid") == person and "UserEvent" in said
    ]
    assert reports == [Report.HELD]


async def test_a_person_hears_the_message_within_two_seconds_of_the_order(world: World) -> None:
    """An abandoned call is told who called, and ends by itself (47 CFR 64.1200(a)(7)(i)(A))."""
    sound = world.lab.home / "sounds" / MESSAGES / "sorry.ulaw"
    sound.write_bytes(tone(THIRD_HZ) * 25)
    person = await world.ami.call(world.fresh(), "5550100", exten=CallExten.DIRECT)
    await world.ami.report(Report.READY, person)
    began = time.monotonic()
    await world.ami.act("Setvar", Channel=person, Variable=Variable.MESSAGE, Value="sorry")
    await world.ami.act("Redirect", Channel=person, Context="ringfence-call", Exten=CallExten.MESSAGE, Priority="1")
    leg = world.persons.leg("5550100")
    await until(lambda: leg.sounded_at is not None)
    assert leg.sounded_at is not None
    assert leg.sounded_at - began < 2
    assert (await world.ami.report(Report.MESSAGE_PLAYED, person))["Result"] == "SUCCESS"
    assert (await world.ami.ended(person))["Cause"] == "16"


async def test_a_message_that_is_missing_is_said_and_the_call_still_ends(world: World) -> None:
    """Nobody is left in silence because a file was not copied."""
    person = await world.ami.call(
        world.fresh(), "5550100", exten=CallExten.MESSAGE, Variable=f"{Variable.MESSAGE}=no-such-message"
    )
    assert (await world.ami.report(Report.MESSAGE_PLAYED, person))["Result"] == "FAILED"
    await world.ami.ended(person)


async def test_a_leg_ends_by_itself_when_no_dialer_comes(world: World) -> None:
    """A person does not wait for ever on a line whose dialer is gone."""
    person = await world.ami.call(world.fresh(), "5550100", exten=CallExten.DIRECT, Variable=f"{Variable.WAIT_S}=1")
    assert (await world.ami.report(Report.EXPIRED, person))["Place"] == "direct"
    await world.ami.ended(person)


@pytest.mark.parametrize(
    ("speaks", "detector", "verdict", "cause"),
    [
        (HELLO, "", "HUMAN", "HUMAN"),
        (SPEECH, "", "MACHINE", "MAXWORDS"),
        (b"", "", "MACHINE", "INITIALSILENCE"),
        (HELLO, "2500:200:800:5000", "MACHINE", "LONGGREETING"),
    ],
    ids=["hello", "speech", "silence", "settings"],
)
async def test_the_verdict_comes_with_the_report(
    world: World, speaks: bytes, detector: str, verdict: str, cause: str
) -> None:
    """A campaign's own settings of detection are used, and the default when it has none."""
    world.people["5550101"] = Person(speaks=QUIET * 10 + speaks)
    setting = f"{Variable.DETECTOR}={detector}"
    person = await world.ami.call(world.fresh(), "5550101", exten=CallExten.DETECT, Variable=setting)
    report = await world.ami.report(Report.READY, person, patience_s=8)
    assert report["Verdict"] == verdict
    assert report["Cause"].startswith(cause)


@pytest.mark.parametrize(
    ("exten", "agent_hears", "person_hears"),
    [
        (EarExten.LISTEN, {PERSON_HZ}, {AGENT_HZ}),
        (EarExten.WHISPER, {PERSON_HZ, EAR_HZ}, {AGENT_HZ}),
        (EarExten.BARGE, {PERSON_HZ, EAR_HZ}, {AGENT_HZ, EAR_HZ}),
    ],
)
async def test_a_supervisor_is_heard_by_whom_it_says(
    world: World, exten: EarExten, agent_hears: set[int], person_hears: set[int]
) -> None:
    """Listening is heard by nobody, a whisper by the agent only, barging by both; the supervisor hears both."""
    _, seat = await joined_pair(world)
    world.people["supervisor"] = Person(tone_hz=EAR_HZ)
    ear = await world.ami.call(
        world.fresh(), "supervisor", exten=exten, role=Role.EAR, Variable=f"{Variable.SPIED}={seat}"
    )
    await world.ami.until(lambda said: said["Event"] == "ChanSpyStart")
    await hears(world.agents.leg("supervisor"), PERSON_HZ, AGENT_HZ)
    await hears(world.agents.leg("agent"), *agent_hears)
    await hears(world.persons.leg("5550100"), *person_hears)
    await world.ami.act("Hangup", Channel=seat, Cause="16")
    await world.ami.ended(ear)


async def test_the_person_and_a_third_party_go_on_when_the_agent_leaves(world: World) -> None:
    """A transfer: the agent's seat is free, the other two hear each other."""
    person, seat = await joined_pair(world)
    world.people["5550102"] = Person(tone_hz=THIRD_HZ)
    third = await world.ami.call(world.fresh(), "5550102", exten=ThirdExten.READY, role=Role.THIRD)
    await world.ami.report(Report.THIRD_READY, third)
    since = len(world.ami.heard)
    await world.ami.join(person, third)
    await hears(world.persons.leg("5550100"), THIRD_HZ)
    await hears(world.persons.leg("5550102"), PERSON_HZ)
    await world.ami.report(Report.IDLE, seat, since=since)


async def test_somebody_who_calls_us_rings_until_an_agent_is_found(world: World) -> None:
    """The caller is not answered before, and pays for no waiting; then both speak."""
    seat = await world.ami.seat(world.fresh(), world.fresh())
    await world.ami.report(Report.IDLE, seat)
    caller = Caller("+13005550199", MAIN, world.lab.main_port + 2, (MAIN, world.lab.sip_port))
    await caller.call()
    report = await world.ami.until(lambda said: said.get("UserEvent") == Report.INBOUND)
    assert (report["Exten"], report["AccountCode"]) == ("+13005550199", "ringfence-call")
    assert report["CallerIDNum"] == "+13005550123"
    await caller.until(180)
    assert 200 not in caller.statuses
    await world.ami.join(report["Uniqueid"], seat)
    await caller.until(200)
    await world.ami.act("Hangup", Channel=report["Uniqueid"], Cause="16")
    await world.ami.ended(report["Uniqueid"])
    caller.close()


async def test_only_what_is_said_while_joined_is_recorded_each_voice_on_its_own_side(world: World) -> None:
    """Left is the person, right the agent; what was said on hold, or before anybody was there, is not kept."""
    seat = await world.ami.seat(world.fresh(), world.fresh())
    person = await world.ami.call(world.fresh(), "5550100", exten=CallExten.DIRECT, Variable=f"{Variable.RECORD}=rec1")
    await world.ami.report(Report.IDLE, seat)
    await world.ami.report(Report.READY, person)
    await asyncio.sleep(1)
    await world.ami.join(person, seat)
    await asyncio.sleep(1)
    await world.ami.act("MixMonitorMute", Channel=person, Direction="both", State="1")
    await asyncio.sleep(0.5)
    await world.ami.act("MixMonitorMute", Channel=person, Direction="both", State="0")
    await asyncio.sleep(0.5)
    await world.ami.act("Hangup", Channel=person, Cause="16")
    await world.ami.ended(person)
    path = world.lab.home / "spool" / f"rec1{RECORDING_ENDING}"
    sound = struct.unpack(f"<{path.stat().st_size // 2}h", path.read_bytes())
    left, right = list(sound[0::2]), list(sound[1::2])
    assert 1.8 < len(left) / 8000 < 2.3
    for side, own, others in ((left, PERSON_HZ, AGENT_HZ), (right, AGENT_HZ, PERSON_HZ)):
        talk, pause = side[1600:6400], side[8800:11200]
        assert strength(talk, own) > 2000
        assert strength(talk, others) < 100
        assert max(map(abs, pause)) == 0
