"""What happened at a number is one word, and a number's word is not mixed up with that of another."""

from uuid import UUID

import pytest

from campaigns.number_past import Contact, past_elsewhere, past_here

HERE, THERE = UUID(int=1), UUID(int=2)
TALK, OTHER, QUIET, LOST = "conversation", "answered_other", "no_answer", "not_connected"


def calls(*outcomes: str, at: UUID = HERE) -> list[Contact]:
    """Return past calls to a number; "machine" stands for a machine that answered."""
    return [Contact(at, QUIET if one == "machine" else one, one == "machine") for one in outcomes]


@pytest.mark.parametrize(("outcomes", "word"), [
    ((), "new"),
    ((QUIET,), "silent_1"),
    ((QUIET, QUIET), "silent_2"),
    ((QUIET,) * 3, "silent_2"),
    ((QUIET,) * 4, "silent_4"),
    (("machine",), "machine"),
    (("machine", QUIET, "machine"), "machine"),
    (("machine",) * 3, "machines"),
    ((QUIET, LOST), "unconnected"),
    ((LOST, QUIET), "silent_2"),
    ((OTHER,), "others_once"),
    ((OTHER, QUIET, QUIET), "others_once"),
    ((OTHER, QUIET, QUIET, QUIET), "others_once_then_silent"),
    ((OTHER, "abandoned"), "others_often"),
    ((TALK,), "met"),
    ((TALK, OTHER), "met"),
    ((OTHER, TALK, QUIET, "machine", QUIET), "met_then_silent"),
])  # fmt: skip
def test_the_past_of_a_number_is_one_word(outcomes: tuple[str, ...], word: str) -> None:
    """An answer outweighs silence, the right party outweighs others, and three silent calls in a row are told."""
    assert past_here(calls(*outcomes), HERE) == word
    assert past_here([*calls(TALK, OTHER, at=THERE), *calls(*outcomes)], HERE) == word


@pytest.mark.parametrize(("outcomes", "word"), [
    ((), "new"),
    ((QUIET,), "silent_1"),
    ((QUIET, "machine"), "silent_1"),
    ((QUIET, "machine", LOST), "silent_3"),
    ((QUIET, OTHER), "others"),
    ((OTHER, TALK, QUIET), "met"),
])  # fmt: skip
def test_the_past_of_the_other_numbers_is_one_word(outcomes: tuple[str, ...], word: str) -> None:
    """Whoever was met elsewhere was met, whatever happens at this number."""
    contacts = [*calls(TALK, QUIET), *calls(*outcomes, at=THERE)]
    assert past_elsewhere(contacts, HERE) == word
