"""How facts move a text message, what it costs, and which replies end it."""

from datetime import UTC, datetime, timedelta
from functools import reduce
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.facts import Fact
from telephony.calls import ImpossibleMove
from telephony.facts import (
    CallRinging,
    MessageAccepted,
    MessageDelivered,
    MessageRefused,
    MessageUndelivered,
    MessageUnknown,
)
from telephony.messages import (
    Message,
    MessageState,
    is_help_word,
    is_start_word,
    is_stop_word,
    segments_of,
    step,
)

EPOCH = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
ATTEMPT = UUID(int=1)


def at(second: int) -> datetime:
    return EPOCH + timedelta(seconds=second)


ACCEPTED = MessageAccepted(at=at(1), attempt_id=ATTEMPT, provider_ref="ref", segments=2)
REFUSED = MessageRefused(at=at(1), attempt_id=ATTEMPT, code="blocked", reason="The carrier blocks it.")
UNKNOWN = MessageUnknown(at=at(6), attempt_id=ATTEMPT)
DELIVERED = MessageDelivered(at=at(9), attempt_id=ATTEMPT)
UNDELIVERED = MessageUndelivered(at=at(8), attempt_id=ATTEMPT, code="unreachable")


def after(*facts: Fact) -> Message:
    return reduce(step, facts, Message(attempt_id=ATTEMPT, number="+12125550123", sender="12345", text="hello"))


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ([], MessageState.QUEUED),
        ([ACCEPTED], MessageState.SENT),
        ([REFUSED], MessageState.REFUSED),
        ([UNKNOWN], MessageState.UNKNOWN),
        ([UNKNOWN, ACCEPTED], MessageState.SENT),
        ([UNKNOWN, REFUSED], MessageState.REFUSED),
        ([UNKNOWN, DELIVERED], MessageState.DELIVERED),
        ([ACCEPTED, UNDELIVERED], MessageState.UNDELIVERED),
        ([ACCEPTED, UNDELIVERED, DELIVERED], MessageState.DELIVERED),
        ([DELIVERED, ACCEPTED], MessageState.DELIVERED),
    ],
)
def test_the_message_stands_where_its_facts_put_it_when_they_come_in(facts: list[Fact], state: MessageState) -> None:
    """A receipt may overtake the vendor's answer; an unknown one is settled by either."""
    assert after(*facts).state is state


@given(data=st.data())
def test_the_final_message_is_the_same_when_facts_come_in_any_order_and_repeated(data: st.DataObject) -> None:
    """A gateway may repeat and reorder its reports without changing the record."""
    history = data.draw(
        st.sampled_from([(UNKNOWN, ACCEPTED, UNDELIVERED, DELIVERED), (ACCEPTED, UNDELIVERED), (UNKNOWN, REFUSED)])
    )
    repeated = [*history, *data.draw(st.lists(st.sampled_from(history), max_size=5))]
    assert after(*data.draw(st.permutations(repeated))) == after(*history)


@pytest.mark.parametrize(
    ("first", "fact"),
    [
        (ACCEPTED, REFUSED),
        (REFUSED, DELIVERED),
        (ACCEPTED, MessageDelivered(at=EPOCH, attempt_id=UUID(int=9))),
        (ACCEPTED, CallRinging(at=EPOCH, attempt_id=ATTEMPT)),
    ],
)
def test_the_move_is_refused_when_the_fact_contradicts_the_message(first: Fact, fact: Fact) -> None:
    """A refused text that arrives means that our record is wrong; that must be seen."""
    with pytest.raises(ImpossibleMove):
        after(first, fact)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("GSM-7", 1)),
        ("a" * 160, ("GSM-7", 1)),
        ("a" * 161, ("GSM-7", 2)),
        ("a" * 306, ("GSM-7", 2)),
        ("a" * 307, ("GSM-7", 3)),
        ("€" * 80, ("GSM-7", 1)),
        ("€" * 81, ("GSM-7", 2)),
        ("€" * 153, ("GSM-7", 3)),
        ("a" * 159 + "’", ("UCS-2", 3)),
        ("还" * 70, ("UCS-2", 1)),
        ("还" * 71, ("UCS-2", 2)),
        ("还" * 134, ("UCS-2", 2)),
        ("还" * 135, ("UCS-2", 3)),
        ("😀" * 35, ("UCS-2", 1)),
        ("😀" * 66, ("UCS-2", 2)),
        ("😀" * 67, ("UCS-2", 3)),
    ],
)
def test_segments_are_counted_as_billed_when_a_text_is_written(text: str, expected: tuple[str, int]) -> None:
    """One letter outside GSM-7 more than doubles the price; two-unit signs are never cut."""
    assert segments_of(text) == expected


@given(st.text(max_size=400), st.text(max_size=50))
def test_a_longer_text_never_costs_less_when_it_is_extended(text: str, more: str) -> None:
    """Adding words can only add segments."""
    assert segments_of(text + more)[1] >= segments_of(text)[1]


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop",
        " Stop. ",
        "STOP!!!",
        "ＳＴＯＰ",
        "Stop all",
        "UNSUBSCRIBE",
        "cancel",
        "End",
        "quit",
        "Revoke",
        "opt-out",
        "OPT OUT",
        "Arrêt",
        "退订",
        "退订。",
        "TD",
        "td",
        "回复TD退订",
        "停止",
        "T",
    ],
)
def test_the_reply_is_a_stop_when_a_person_may_mean_one(text: str) -> None:
    """Every word the law lists ends the texts, however it is written."""
    assert is_stop_word(text)


@pytest.mark.parametrize("text", ["", "stopping by tomorrow", "don't", "yes", "in the end I paid", "Tuesday", "停电了"])
def test_the_reply_is_no_stop_when_the_word_only_occurs(text: str) -> None:
    """A sentence goes to a person to read; it does not opt out by accident."""
    assert not is_stop_word(text)


def test_help_and_start_are_told_apart_when_a_person_asks() -> None:
    """Asking for help is no stop, and only plain words take a stop back."""
    assert is_help_word("Help?")
    assert is_help_word("帮助")
    assert is_start_word("START")
    assert not is_start_word("yes")
    assert not is_stop_word("HELP")
