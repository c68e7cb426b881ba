"""What a switch's events mean: events in, facts out."""

from itertools import permutations

import pytest

from telephony.asterisk.legs import Cut, SeatFree
from telephony.asterisk.translate import PLACED, Translation
from telephony.asterisk.wire import Heard
from telephony.facts import (
    CallAnswered,
    CallBridged,
    CallEnded,
    CallPlaced,
    CallRinging,
    EndCause,
)
from tests.telephony.asterisk.courses import (
    AGENT,
    AGENT_2,
    ANSWERED,
    ATTEMPT,
    CALL,
    CHANNEL,
    EARLY,
    EPOCH,
    EXPIRED,
    HELD,
    IDLE,
    IDLE_2,
    JOINED,
    RESCUED,
    RINGS,
    SEAT,
    SEAT_2,
    STRANGER,
    UP,
    Course,
    Event,
    dial_end,
    enters,
    event,
    hangup,
    leaves,
)


@pytest.fixture
def course() -> Course:
    return Course()


ENDINGS = [
    # What the called side did, events of Asterisk 22, those of 16 where they differ, and what it means.
    ("busy", [RINGS, dial_end("BUSY"), hangup(17, 486)], EndCause.BUSY, "callee"),
    ("busy at once", [dial_end("BUSY"), hangup(17, 486)], EndCause.BUSY, "callee"),
    ("busy everywhere", [dial_end("BUSY"), hangup(17, 600)], EndCause.BUSY, "callee"),
    ("busy (16)", [RINGS, dial_end("BUSY"), hangup(17)], EndCause.BUSY, "callee"),
    ("rings until the switch's timer", [RINGS, hangup(19, 480)], EndCause.NO_ANSWER, "provider"),
    ("rings until the switch's timer (16)", [RINGS, hangup(0)], EndCause.NO_ANSWER, "provider"),
    ("early media until the timer", [EARLY, hangup(19, 480)], EndCause.NO_ANSWER, "provider"),
    ("no such number", [dial_end("NOANSWER"), hangup(1, 404)], EndCause.INVALID_NUMBER, "provider"),
    ("no such number (16)", [dial_end("NOANSWER"), hangup(1)], EndCause.INVALID_NUMBER, "provider"),
    ("announcement, then 404", [EARLY, dial_end("NOANSWER"), hangup(1, 404)], EndCause.INVALID_NUMBER, "provider"),
    ("number changed", [dial_end("NOANSWER"), hangup(22, 410)], EndCause.INVALID_NUMBER, "provider"),
    ("number incomplete", [dial_end("NOANSWER"), hangup(28, 484)], EndCause.INVALID_NUMBER, "provider"),
    ("switched off", [dial_end("NOANSWER"), hangup(19, 480)], EndCause.UNREACHABLE, "provider"),
    ("rang, then the carrier gave up", [RINGS, dial_end("NOANSWER"), hangup(19, 480)], EndCause.NO_ANSWER, "provider"),
    ("switched off (16)", [dial_end("NOANSWER"), hangup(18)], EndCause.NETWORK_FAILURE, "provider"),
    ("declined", [RINGS, dial_end("NOANSWER"), hangup(21, 603)], EndCause.REJECTED, "callee"),
    ("declined (16)", [RINGS, dial_end("NOANSWER"), hangup(21)], EndCause.REJECTED, "callee"),
    ("forbidden by the carrier", [dial_end("NOANSWER"), hangup(21, 403)], EndCause.BLOCKED, "provider"),
    ("rejected by an analysis", [dial_end("NOANSWER"), hangup(21, 608)], EndCause.BLOCKED, "provider"),
    ("carrier overloaded", [dial_end("CONGESTION"), hangup(34, 503)], EndCause.NETWORK_FAILURE, "provider"),
    ("carrier overloaded (16)", [dial_end("CONGESTION"), hangup(34)], EndCause.NETWORK_FAILURE, "provider"),
    ("trying and nothing more", [hangup(19, 480)], EndCause.NETWORK_FAILURE, "provider"),
    ("trying and nothing more (16)", [hangup(0)], EndCause.NETWORK_FAILURE, "provider"),
    ("dead trunk", [dial_end("NOANSWER"), hangup(18, 408)], EndCause.NETWORK_FAILURE, "provider"),
    ("taken back in an earlier life", [RINGS, dial_end("NOANSWER"), hangup(16)], EndCause.CANCELLED, "system"),
    ("hung up before an agent came", [*ANSWERED[1:], hangup(0)], EndCause.ABANDONED, "callee"),
    ("waited in vain", [*ANSWERED[1:], EXPIRED, hangup(16)], EndCause.ABANDONED, "system"),
    ("voice lost while waiting", [*ANSWERED[1:], hangup(44)], EndCause.ABANDONED, "provider"),
]  # fmt: skip


@pytest.mark.parametrize(("events", "cause", "by"), [row[1:] for row in ENDINGS], ids=[row[0] for row in ENDINGS])
def test_the_end_is_told_in_our_words_when_a_call_is_over(
    course: Course, events: list[Event], cause: EndCause, by: str
) -> None:
    """The retry ladder and pacing read the cause: a sick trunk is not a telephone that rang in vain."""
    *_, ended = course.tell([CHANNEL, *events])
    assert isinstance(ended, CallEnded)
    assert (ended.attempt_id, ended.cause, ended.by) == (ATTEMPT, cause, by)
    assert course.translation.legs == {}


def test_the_carriers_own_meaning_counts_when_it_has_one() -> None:
    """No status says that a line is suspended; a carrier that has a habit of its own is understood."""
    translation = Translation({403: EndCause.SUSPENDED})
    told = [
        fact
        for name, fields in (CHANNEL, dial_end("NOANSWER"), hangup(21, 403))
        for fact in translation.take(Heard(name, fields, EPOCH))
    ]
    assert isinstance(told[-1], CallEnded)
    assert told[-1].cause is EndCause.SUSPENDED


@pytest.mark.parametrize("cut", list(Cut))
@pytest.mark.parametrize("events", [[RINGS, dial_end("NOANSWER")], ANSWERED[1:], JOINED[2:]])
def test_we_are_named_when_our_side_cut_the_call(course: Course, events: list[Event], cut: Cut) -> None:
    """Who ended a conversation is part of its record; a ring that we end after its time is no answer."""
    course.tell([IDLE, CHANNEL])
    course.translation.legs[ATTEMPT].cut = cut
    *_, ended = course.tell([*events, hangup(16)])
    if UP not in events:
        wanted = (EndCause.NO_ANSWER, "provider") if cut is Cut.RANG_OUT else (EndCause.CANCELLED, "system")
    elif enters(SEAT) in events:
        wanted = (EndCause.COMPLETED, "agent" if cut is Cut.HANG_UP else "system")
    else:
        wanted = (EndCause.ABANDONED, "system")
    assert isinstance(ended, CallEnded)
    assert (ended.cause, ended.by) == wanted


@pytest.mark.parametrize(
    ("verdict", "answered_by", "cause"),
    [
        ("HUMAN", "human", EndCause.ABANDONED),
        ("MACHINE", "machine", EndCause.MACHINE),
        ("NOTSURE", "unknown", EndCause.ABANDONED),
        ("", "unknown", EndCause.ABANDONED),
    ],
)
def test_the_verdict_is_told_with_its_delay_when_detection_ran(
    course: Course, verdict: str, answered_by: str, cause: EndCause
) -> None:
    """The abandon clock began at the pick-up, not at the verdict."""
    ready = event("UserEvent", UserEvent="RingfenceReady", Uniqueid=CALL, Verdict=verdict)
    answered, ended = course.tell([CHANNEL, RINGS, UP, dial_end("ANSWER"), ready, hangup(0)])[2:]
    assert isinstance(answered, CallAnswered)
    assert (answered.answered_by, answered.detected_after_s) == (answered_by, 2.0)
    assert isinstance(ended, CallEnded)
    assert ended.cause is cause


def test_the_pick_up_is_told_when_they_ring_off_before_the_verdict(course: Course) -> None:
    """Somebody heard silence: that is an abandoned call, and no failed one."""
    *_, answered, ended = course.tell([CHANNEL, RINGS, UP, dial_end("ANSWER"), hangup(0)])
    assert isinstance(answered, CallAnswered)
    assert (answered.answered_by, answered.detected_after_s) == ("unknown", 2.0)
    assert isinstance(ended, CallEnded)
    assert (ended.cause, ended.by) == (EndCause.ABANDONED, "callee")


def test_each_step_is_told_once_when_a_person_talks_with_an_agent(course: Course) -> None:
    """Placed, ringing, answered, bridged, ended, whichever of the two legs enters first."""
    told = course.tell([*JOINED, leaves(CALL), leaves(SEAT), IDLE, hangup(16)])
    assert [type(fact) for fact in told] == [
        SeatFree, CallPlaced, CallRinging, CallAnswered, CallBridged, SeatFree, CallEnded
    ]  # fmt: skip
    bridged, ended = told[4], told[6]
    assert isinstance(bridged, CallBridged)
    assert (bridged.attempt_id, bridged.agent_id, bridged.actor) == (ATTEMPT, AGENT, "asterisk")
    assert isinstance(ended, CallEnded)
    assert (ended.cause, ended.by) == (EndCause.COMPLETED, "callee")


@pytest.mark.parametrize("order", list(permutations([CHANNEL, (PLACED, {"Uniqueid": CALL}), RINGS])))
def test_it_is_placed_once_when_events_and_the_answer_cross(course: Course, order: tuple[Event, ...]) -> None:
    """The switch may tell of the channel before it answers, and of the ringing before that."""
    course.translation.expect(ATTEMPT, EPOCH)
    assert sorted(course.names(*order)) == ["CallPlaced", "CallRinging"]


def test_the_agents_are_named_in_turn_when_a_call_is_passed_on(course: Course) -> None:
    """The second agent's name goes on the record; the first one's seat is free."""
    course.tell([IDLE_2, *JOINED])
    moved = [leaves(CALL), enters(CALL, "b2"), leaves(SEAT), IDLE, enters(SEAT_2, "b2")]
    free, bridged = course.tell(moved)
    assert isinstance(free, SeatFree)
    assert free.agent_id == AGENT
    assert isinstance(bridged, CallBridged)
    assert bridged.agent_id == AGENT_2


@pytest.mark.parametrize("away", [HELD, RESCUED], ids=["on hold", "the agent's leg was lost"])
def test_it_is_held_and_resumed_when_the_agent_was_away(course: Course, away: Event) -> None:
    """A person whose agent vanished waits as one on hold does; the same agent resumes, another is bridged."""
    course.tell([IDLE_2, *JOINED])
    assert course.names(leaves(CALL), leaves(SEAT), away, IDLE) == ["CallHeld", "SeatFree"]
    assert course.names(enters(CALL, "b2"), enters(SEAT, "b2")) == ["CallResumed"]
    assert course.names(leaves(CALL, "b2"), leaves(SEAT, "b2"), away, IDLE) == ["CallHeld", "SeatFree"]
    assert course.names(enters(CALL, "b3"), enters(SEAT_2, "b3")) == ["CallBridged"]


def test_the_seat_is_lost_when_its_leg_ends_and_no_other_stands(course: Course) -> None:
    """An agent who came back from another place has a second leg before the first is known to be gone."""
    again = event("UserEvent", UserEvent="RingfenceIdle", Uniqueid=SEAT_2, Agent=AGENT.hex)
    assert course.names(IDLE, again, event("Hangup", Uniqueid=SEAT, Cause="16")) == ["SeatFree", "SeatFree"]
    seat = course.translation.seat_of(AGENT)
    assert seat is not None
    assert seat.channel == SEAT_2
    assert course.names(event("Hangup", Uniqueid=SEAT_2, Cause="16")) == ["SeatLost"]


def test_it_failed_when_there_never_was_a_channel(course: Course) -> None:
    """An order to a trunk that the switch does not know has no event but this."""
    course.translation.expect(ATTEMPT, EPOCH)
    failure = event("OriginateResponse", ActionID=CALL, Response="Failure", Reason="0", Uniqueid=CALL)
    placed, ended = course.tell([(PLACED, {"Uniqueid": CALL}), failure])
    assert isinstance(placed, CallPlaced)
    assert isinstance(ended, CallEnded)
    assert (ended.cause, ended.by) == (EndCause.FAILED, "provider")


def test_the_channel_tells_the_end_when_there_was_one(course: Course) -> None:
    """The answer to the order does not know busy from invalid, and may come first."""
    failure = event("OriginateResponse", ActionID=CALL, Response="Failure", Reason="0", Uniqueid=CALL)
    *_, ended = course.tell([CHANNEL, RINGS, failure, dial_end("BUSY"), hangup(17, 486), failure])
    assert isinstance(ended, CallEnded)
    assert ended.cause is EndCause.BUSY


def test_nothing_is_told_of_legs_that_are_not_ours(course: Course) -> None:
    """Another application on the same switch is none of our business."""
    strange = [(name, {key: STRANGER if value == CALL else value for key, value in fields.items()}) for name, fields in
               (*ANSWERED, HELD, enters(CALL), leaves(CALL), hangup(16))]  # fmt: skip
    assert course.tell(strange) == []
