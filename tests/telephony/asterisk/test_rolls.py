"""What the list of a switch's channels tells after something may have gone unheard: a roll call in, facts out."""

from datetime import timedelta

import pytest

from telephony.asterisk.dialplan import seat_exten
from telephony.asterisk.legs import SeatLost
from telephony.asterisk.translate import SETTLING
from telephony.facts import CallEnded, EndCause
from tests.telephony.asterisk.courses import (
    AGENT,
    ATTEMPT,
    CALL,
    HELD,
    IDLE,
    JOINED,
    OTHER,
    SEAT,
    STRANGER,
    Course,
    Event,
    enters,
    event,
    leaves,
)


@pytest.fixture
def course() -> Course:
    return Course()


def row(channel: str, state: str = "Up", **fields: str) -> Event:
    return event("CoreShowChannel", Uniqueid=channel, ChannelStateDesc=state, **fields)


ROLL_END = event("CoreShowChannelsComplete", EventList="Complete")


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([row(CALL, "Down", Exten="s")], []),
        ([row(CALL, "Ringing", Exten="s")], ["CallRinging"]),
        ([row(CALL, Exten="detect", Application="AMD")], []),
        ([row(CALL, Exten="direct", Application="Wait")], ["CallAnswered"]),
        ([row(CALL, Exten="hold", Application="Wait")], ["CallAnswered", "CallHeld"]),
        ([row(CALL, Exten="rescue", Application="Wait")], ["CallAnswered", "CallHeld"]),
        ([row(CALL, Exten="message", Application="Playback")], ["CallAnswered"]),
        (
            [row(CALL, Exten="direct", BridgeId="b9"), row(SEAT, Exten=seat_exten(AGENT), BridgeId="b9")],
            ["CallAnswered", "CallBridged"],
        ),
        ([row(SEAT, Exten=seat_exten(AGENT))], ["SeatFree"]),
        ([row(STRANGER, Exten="direct")], []),
    ],
)
def test_a_call_is_taken_up_when_it_lives_and_nothing_was_heard_of_it(
    course: Course, rows: list[Event], names: list[str]
) -> None:
    """After a crash, or a cut link, the list tells what events did not."""
    assert course.names(*rows, ROLL_END) == names
    assert course.names(*rows, ROLL_END) == []


def test_a_call_is_over_when_it_is_missing_on_the_list(course: Course) -> None:
    """It ended while nobody listened; why is not known. One that was just ordered is left alone."""
    course.tell(JOINED)
    course.at += SETTLING
    course.translation.expect(OTHER, course.at)
    lost, ended = course.tell([ROLL_END])
    assert isinstance(lost, SeatLost)
    assert isinstance(ended, CallEnded)
    assert (ended.attempt_id, ended.cause, ended.by) == (ATTEMPT, EndCause.UNKNOWN, "unknown")
    assert list(course.translation.legs) == [OTHER]


def test_nothing_changes_when_the_list_shows_what_is_known(course: Course) -> None:
    """The half-hourly comparison of a healthy floor is silent, also while somebody is on hold."""
    course.tell(JOINED)
    course.at += SETTLING
    both = [row(CALL, Exten="direct", BridgeId="b1"), row(SEAT, Exten=seat_exten(AGENT), BridgeId="b1")]
    assert course.names(*both, ROLL_END) == []
    course.tell([leaves(CALL), HELD, leaves(SEAT), IDLE])
    assert course.names(row(CALL, Exten="hold"), row(SEAT, Exten=seat_exten(AGENT)), ROLL_END) == []
    assert course.names(enters(CALL, "b2"), enters(SEAT, "b2")) == ["CallResumed"]


def test_it_was_held_and_resumed_when_the_list_shows_it(course: Course) -> None:
    """What happened while the link was down is told late, but it is told."""
    course.tell(JOINED)
    course.at += SETTLING
    seat = row(SEAT, Exten=seat_exten(AGENT))
    assert course.names(row(CALL, Exten="rescue"), seat, ROLL_END) == ["CallHeld"]
    joined = [row(CALL, Exten="rescue", BridgeId="b2"), row(SEAT, Exten=seat_exten(AGENT), BridgeId="b2")]
    assert course.names(*joined, ROLL_END) == ["CallResumed"]


def test_all_is_over_when_the_switch_was_started_again(course: Course) -> None:
    """Its uptime tells, so that nobody waits for a call that cannot live."""
    course.tell(JOINED)
    course.at += timedelta(seconds=3)
    assert course.names(event("FullyBooted", Uptime="60")) == []
    assert course.names(event("FullyBooted", Uptime="2")) == ["SeatLost", "CallEnded"]
