"""The contract every voice vendor keeps."""

import asyncio
from collections.abc import Callable
from functools import reduce
from uuid import UUID

import pytest

from config.errors import ProviderFailed
from telephony.calls import Call, CallState, step
from telephony.facts import (
    CallAnswered,
    CallBridged,
    CallEnded,
    CallHeld,
    CallPlaced,
    CallResumed,
    CallRinging,
    EndCause,
    EndedBy,
)
from tests.providers.rigs import AGENT, ATTEMPT, OTHER_AGENT, Behaviour, Failure, VoiceRig

pytestmark = pytest.mark.virtual_time

NEVER_PLACED = UUID(int=99)


async def test_each_step_is_told_when_a_person_is_called_and_connected(voice: VoiceRig) -> None:
    """Placed, ringing, answered, bridged, ended: in order, of this attempt, in the vendor's name, on our clock."""
    await voice.provider.place(voice.order("human"))
    facts = await voice.until(CallAnswered)
    await voice.provider.connect(ATTEMPT, AGENT)
    facts += await voice.until(CallEnded)
    assert [type(fact) for fact in facts] == [CallPlaced, CallRinging, CallAnswered, CallBridged, CallEnded]
    assert {fact.actor for fact in facts} == {voice.provider.name}
    assert [fact.at for fact in facts] == sorted(fact.at for fact in facts)
    call = reduce(step, facts, Call(attempt_id=ATTEMPT, number="", caller_id=""))
    assert (call.state, call.answered_by, call.agent_id) == (CallState.ENDED, "human", AGENT)
    assert (call.cause, call.ended_by) == (EndCause.COMPLETED, "callee")
    assert call.provider_ref
    assert call.talk_s > 5 * voice.pace


@pytest.mark.parametrize(
    ("behaviour", "cause", "by"),
    [
        ("busy", EndCause.BUSY, "callee"),
        ("rejected", EndCause.REJECTED, "callee"),
        ("no_answer", EndCause.NO_ANSWER, "provider"),
        ("invalid", EndCause.INVALID_NUMBER, "provider"),
        ("suspended", EndCause.SUSPENDED, "provider"),
        ("network_failure", EndCause.NETWORK_FAILURE, "provider"),
    ],
)
async def test_the_cause_is_told_in_our_words_when_nobody_answers(
    voice: VoiceRig, behaviour: Behaviour, cause: EndCause, by: EndedBy
) -> None:
    """The retry ladder reads the cause; a busy line and a dead number are not the same."""
    await voice.provider.place(voice.order(behaviour))
    ended = await voice.end()
    assert (ended.cause, ended.by) == (cause, by)
    assert await voice.provider.list_calls() == []


async def test_it_rings_as_long_as_ordered_when_nobody_answers(voice: VoiceRig) -> None:
    """Not shorter than the minimum ring, and not on and on."""
    await voice.provider.place(voice.order("no_answer"))
    ringing = (await voice.until(CallRinging))[-1]
    ended = await voice.end()
    assert voice.seconds(ended, ringing) == pytest.approx(40.0, abs=0.5)


async def test_it_rings_once_when_the_same_attempt_is_ordered_twice(voice: VoiceRig) -> None:
    """A repeated order after a crash must not ring the person a second time."""
    order = voice.order("no_answer")
    await voice.provider.place(order)
    await voice.provider.place(order)
    assert len(await voice.provider.list_calls()) == 1
    kinds = [type(fact) for fact in await voice.until(CallEnded)]
    assert kinds.count(CallRinging) == 1
    await voice.provider.place(order)
    assert await voice.provider.list_calls() == []


async def test_the_call_is_cancelled_when_we_hang_up_while_it_rings(voice: VoiceRig) -> None:
    """A stop request cancels ringing calls at once."""
    await voice.provider.place(voice.order("human"))
    await voice.until(CallRinging)
    await voice.provider.hang_up(ATTEMPT)
    ended = await voice.end()
    assert (ended.cause, ended.by) == (EndCause.CANCELLED, "system")


async def test_the_agent_is_named_as_the_one_who_hung_up_when_a_talk_is_cut(voice: VoiceRig) -> None:
    """Who ended a conversation is part of its record."""
    await voice.provider.place(voice.order("human"))
    await voice.until(CallAnswered)
    await voice.provider.connect(ATTEMPT, AGENT)
    await voice.provider.hang_up(ATTEMPT)
    ended = await voice.end()
    assert (ended.cause, ended.by) == (EndCause.COMPLETED, "agent")


async def test_the_person_hangs_up_when_nobody_speaks(voice: VoiceRig) -> None:
    """Silence is an abandoned call, and is told as one."""
    await voice.provider.place(voice.order("human", detect_machine=False))
    answered = (await voice.until(CallAnswered))[-1]
    ended = await voice.end()
    assert (ended.cause, ended.by) == (EndCause.ABANDONED, "callee")
    assert voice.seconds(ended, answered) < 15


@pytest.mark.parametrize(("behaviour", "cause"), [("human", EndCause.ABANDONED), ("machine", EndCause.MACHINE)])
async def test_the_message_is_played_out_when_no_agent_takes_the_call(
    voice: VoiceRig, behaviour: Behaviour, cause: EndCause
) -> None:
    """The required message is heard to its end, and nobody is connected into it."""
    await voice.provider.place(voice.order(behaviour))
    answered = (await voice.until(CallAnswered))[-1]
    await voice.provider.play_and_hang_up(ATTEMPT, "This is Example Bank. Please call us back at 212 555 0100.")
    await voice.provider.connect(ATTEMPT, AGENT)
    facts = await voice.until(CallEnded)
    ended = facts[-1]
    assert isinstance(ended, CallEnded)
    assert len(facts) == 1
    assert (ended.cause, ended.by) == (cause, "system")
    assert 2 < voice.seconds(ended, answered) < 30


async def test_the_verdict_is_told_when_machine_detection_is_ordered(voice: VoiceRig) -> None:
    """A machine is told as one, with how long the verdict took; without detection nobody guesses."""
    await voice.provider.place(voice.order("machine"))
    answered = (await voice.until(CallAnswered))[-1]
    assert isinstance(answered, CallAnswered)
    assert answered.answered_by == "machine"
    assert answered.detected_after_s > 0
    other = UUID(int=5)
    await voice.provider.place(voice.order("human", attempt_id=other, detect_machine=False))
    answered = (await voice.until(CallAnswered))[-1]
    assert isinstance(answered, CallAnswered)
    assert (answered.attempt_id, answered.answered_by) == (other, "unknown")


async def test_the_talk_goes_on_when_it_was_held(voice: VoiceRig) -> None:
    """Hold and resume are told, and the person is still there."""
    await voice.provider.place(voice.order("human"))
    await voice.until(CallAnswered)
    await voice.provider.connect(ATTEMPT, AGENT)
    await voice.provider.hold(ATTEMPT)
    await voice.until(CallHeld)
    assert [call.state for call in await voice.provider.list_calls()] == [CallState.HELD]
    await voice.sleep(20)
    await voice.provider.resume(ATTEMPT)
    await voice.until(CallResumed)
    assert [call.state for call in await voice.provider.list_calls()] == [CallState.BRIDGED]
    assert (await voice.end()).cause is EndCause.COMPLETED


async def test_the_other_agent_has_the_call_when_it_is_passed_on(voice: VoiceRig) -> None:
    """Connecting a second agent takes the first one's place."""
    await voice.provider.place(voice.order("human"))
    await voice.until(CallAnswered)
    await voice.provider.connect(ATTEMPT, AGENT)
    await voice.provider.connect(ATTEMPT, OTHER_AGENT)
    bridged = [fact for fact in await voice.until(CallEnded) if isinstance(fact, CallBridged)]
    assert [fact.agent_id for fact in bridged] == [AGENT, OTHER_AGENT]


async def test_nothing_happens_when_the_call_is_not_alive(voice: VoiceRig) -> None:
    """Acting on a call that has just ended is no error; the fact is on its way."""
    provider = voice.provider
    await provider.connect(NEVER_PLACED, AGENT)
    await provider.play_and_hang_up(NEVER_PLACED, "message")
    await provider.hang_up(NEVER_PLACED)
    await provider.hold(NEVER_PLACED)
    await provider.resume(NEVER_PLACED)
    assert await provider.list_calls() == []
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(60 * voice.pace):
            await provider.facts()


async def test_living_calls_are_listed_when_their_facts_were_not_read(voice: VoiceRig) -> None:
    """After a crash the list, not the facts, tells what lives."""
    await voice.provider.place(voice.order("no_answer"))
    await voice.sleep(15)
    assert [(call.attempt_id, call.state) for call in await voice.provider.list_calls()] == [
        (ATTEMPT, CallState.RINGING)
    ]


async def test_no_fact_is_lost_when_waiting_for_it_is_cancelled(voice: VoiceRig) -> None:
    """A reader with a deadline sees every fact."""
    await voice.provider.place(voice.order("busy"))
    kinds = []
    while CallEnded not in kinds:
        try:
            async with asyncio.timeout(0.1):
                kinds.append(type(await voice.provider.facts()))
        except TimeoutError:
            continue
    assert kinds == [CallPlaced, CallEnded]


async def test_nothing_is_placed_when_the_vendor_is_out_of_reach(make_voice: Callable[[Failure], VoiceRig]) -> None:
    """An impossible effect may be refunded: there is no call."""
    voice = make_voice("impossible")
    with pytest.raises(ProviderFailed) as failed:
        await voice.provider.place(voice.order("human"))
    assert failed.value.effect == "impossible"
    await voice.in_reach()
    assert await voice.provider.list_calls() == []


async def test_the_call_may_live_when_the_answer_never_came(make_voice: Callable[[Failure], VoiceRig]) -> None:
    """An unknown effect is settled by looking: here the call is alive."""
    voice = make_voice("unknown")
    with pytest.raises(ProviderFailed) as failed:
        await voice.provider.place(voice.order("no_answer"))
    assert failed.value.effect == "unknown"
    await voice.in_reach()
    assert [call.attempt_id for call in await voice.provider.list_calls()] == [ATTEMPT]
