"""The simulated carrier and gateway: one seed is one world, and faults strike the way, not the truth."""

import asyncio
import wave
from collections import defaultdict
from functools import reduce
from pathlib import Path
from uuid import UUID

import pytest

from config.clock import Clock, LoopClock
from config.facts import Fact
from telephony.calls import Call, CallState, step
from telephony.facts import CallAnswered, CallBridged, CallEnded, MessageDelivered, RecordingStored
from telephony.providers import PlaceCall, SendMessage
from telephony.simulated.faults import NO_FAULTS, Faults
from telephony.simulated.gateway import SimulatedGateway
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.world import CallResult, World

pytestmark = pytest.mark.virtual_time

AGENT = UUID(int=10_000)
CALLS = 150


def order(k: int, *, record: bool = False) -> PlaceCall:
    return PlaceCall(
        attempt_id=UUID(int=k + 1),
        number=f"+1212555{k:04}",
        caller_id="+12125550100",
        ring_timeout_s=25.0,
        detect_machine=True,
        record=record,
    )


async def facts_of_a_morning(clock: Clock, faults: Faults) -> list[Fact]:
    """Place many calls, connect every human at once, and read all facts of the next two hours."""
    carrier = SimulatedCarrier(clock, World(7), faults=faults)
    facts: list[Fact] = []
    for k in range(CALLS):
        await carrier.place(order(k))
    try:
        async with asyncio.timeout(7_200):
            while True:
                facts.append(await carrier.facts())
                match facts[-1]:
                    case CallAnswered(answered_by="human", attempt_id=attempt_id):
                        await carrier.connect(attempt_id, AGENT)
                    case CallAnswered(answered_by="machine", attempt_id=attempt_id):
                        await carrier.hang_up(attempt_id)
    except TimeoutError:
        assert await carrier.list_calls() == []
    return facts


def final_calls(facts: list[Fact]) -> dict[UUID, Call]:
    of_attempt: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in facts:
        assert fact.subject is not None
        of_attempt[getattr(fact, "attempt_id", fact.subject)].append(fact)
    return {
        attempt: reduce(step, own, Call(attempt_id=attempt, number="", caller_id=""))
        for attempt, own in of_attempt.items()
    }


async def test_the_same_facts_come_at_the_same_instants_when_the_seed_is_the_same(clock: LoopClock) -> None:
    """A whole morning can be replayed; only the date differs."""

    def without_date(facts: list[Fact]) -> list[tuple[str, float, UUID | None]]:
        start = facts[0].at
        return [(type(fact).__name__, round((fact.at - start).total_seconds(), 3), fact.subject) for fact in facts]

    first = without_date(await facts_of_a_morning(clock, NO_FAULTS))
    # The next run begins at another hour, which would change who picks up; so a day goes by.
    await clock.sleep(86_400 - 7_200)
    second = without_date(await facts_of_a_morning(clock, NO_FAULTS))
    assert sorted(first) == sorted(second)


async def test_every_call_ends_once_with_a_cause_when_a_morning_is_over(clock: LoopClock) -> None:
    """Each attempt has exactly one final result."""
    facts = await facts_of_a_morning(clock, NO_FAULTS)
    ends = [fact.attempt_id for fact in facts if isinstance(fact, CallEnded)]
    assert len(ends) == len(set(ends)) == CALLS
    calls = final_calls(facts)
    assert {call.state for call in calls.values()} == {CallState.ENDED}
    assert any(call.bridged_at for call in calls.values())


async def test_the_record_is_the_same_when_facts_come_late_and_repeated(clock: LoopClock) -> None:
    """A bad link changes nothing of what is known in the end, except for agents it kept waiting."""
    calls = final_calls(await facts_of_a_morning(clock, Faults(seed=3, fact_repeated=0.5, fact_late=0.3)))
    assert len(calls) == CALLS
    for call in calls.values():
        assert call.state is CallState.ENDED
        stamps = [call.placed_at, call.ringing_at, call.answered_at, call.bridged_at, call.ended_at]
        known = [stamp for stamp in stamps if stamp is not None]
        assert known == sorted(known)


async def test_the_list_tells_the_truth_when_facts_are_lost(clock: LoopClock) -> None:
    """With every fact lost, reconciling still sees what lives."""
    carrier = SimulatedCarrier(clock, World(7), faults=Faults(fact_lost=1.0))
    for k in range(20):
        await carrier.place(order(k))
    assert len(await carrier.list_calls()) == 20
    await clock.sleep(300)
    assert await carrier.list_calls() == []


async def test_facts_carry_the_true_instants_when_they_are_read_late(clock: LoopClock) -> None:
    """A reader that was busy for minutes still learns when the person answered."""
    prompt, late = SimulatedCarrier(clock, World(7)), SimulatedCarrier(clock, World(7))
    for k in range(20):
        await prompt.place(order(k))
        await late.place(order(k))
    seen: list[Fact] = []
    while True:
        try:
            async with asyncio.timeout(120):
                seen.append(await prompt.facts())
        except TimeoutError:
            break
    unread = [await late.facts() for _ in seen]
    for early, told in zip(seen, unread, strict=True):
        assert (type(early), early.subject) == (type(told), told.subject)
        assert abs((early.at - told.at).total_seconds()) < 0.001


async def test_a_recording_is_stored_when_a_recorded_talk_ends(clock: LoopClock, tmp_path: Path) -> None:
    """The file is there when the fact says so, as long as the talk up to the cap, and robots know the talk."""
    carrier = SimulatedCarrier(clock, World(7), recordings=tmp_path, longest_recording_s=30.0)
    world = World(7)
    k = next(k for k in range(1000) if is_patient_person(world, k))
    await carrier.place(order(k, record=True))
    script = carrier.script_of(order(k).attempt_id)
    assert script is not None
    assert script.result is CallResult.HUMAN
    facts: list[Fact] = []
    while not facts or not isinstance(facts[-1], RecordingStored):
        facts.append(await carrier.facts())
        if isinstance(facts[-1], CallAnswered):
            await carrier.connect(facts[-1].attempt_id, AGENT)
    stored, ended = facts[-1], facts[-2]
    bridged = next(fact for fact in facts if isinstance(fact, CallBridged))
    assert isinstance(stored, RecordingStored)
    assert (ended.at - bridged.at).total_seconds() == pytest.approx(script.talk_s, abs=0.01)
    with wave.open(str(tmp_path / stored.path)) as sound:
        assert sound.getnframes() / 8 == stored.duration_ms == pytest.approx(min(30.0, script.talk_s) * 1000, abs=1)


def is_patient_person(world: World, k: int) -> bool:
    script = world.outcome_of_call(order(k).number, 0, 10)
    is_human = script.result is CallResult.HUMAN and script.verdict == "human" and script.ring_s < 20
    return is_human and script.greeting_s + script.patience_s > 4


async def test_the_person_hangs_up_when_kept_on_hold_for_minutes(clock: LoopClock) -> None:
    """Nobody waits for ever."""
    world = World(7)
    carrier = SimulatedCarrier(clock, world)
    k = next(k for k in range(1000) if is_patient_person(world, k))
    await carrier.place(order(k))
    while not isinstance(await carrier.facts(), CallAnswered):
        continue
    await carrier.connect(order(k).attempt_id, AGENT)
    await carrier.hold(order(k).attempt_id)
    await clock.sleep(600)
    assert await carrier.list_calls() == []


async def test_a_message_arrives_twice_when_it_is_sent_twice(clock: LoopClock) -> None:
    """The gateway does not save us from a blind retry; a test can count it."""
    gateway = SimulatedGateway(clock, World(7))
    message = SendMessage(attempt_id=UUID(int=1), number="+12125550003", sender="+12125550101", text="hello")
    first, second = await gateway.send(message), await gateway.send(message)
    assert first.provider_ref != second.provider_ref
    assert gateway.accepted[message.attempt_id] == 2
    assert isinstance(await gateway.facts(), MessageDelivered)
