"""What a reply by text clearly says, and what somebody should read."""

from uuid import UUID

import pytest

from campaigns.contact_facts import HoldFact, NumberFact, OptOutFact
from campaigns.reply_words import MEANINGS, facts_of, load_reply_words

WORDS = load_reply_words()
POINT = UUID(int=1)


@pytest.mark.parametrize(("text", "meanings"), [
    ("Stop texting me", {"stop_texts"}),
    ("PLEASE... don’t text me again!!", {"stop_texts"}),
    ("stop calling my phone", {"stop_calls"}),
    ("Do not call or text. DON'T CALL.", {"stop_calls"}),
    ("No me llame más", {"stop_calls"}),
    ("别再打了", {"stop_calls"}),
    ("请 不要 联系我", {"stop_contact"}),
    ("Leave me alone", {"stop_contact"}),
    ("CEASE AND DESIST", {"stop_contact"}),
    ("sorry, wrong number", {"wrong_number"}),
    ("你打错了", {"wrong_number"}),
    ("número equivocado", {"wrong_number"}),
    ("Talk to my lawyer and stop calling", {"attorney", "stop_calls"}),
    ("I filed for bankruptcy in May", {"bankruptcy"}),
    ("I don't owe you anything", {"disputed"}),
    ("我不欠你们钱", {"disputed"}),
    ("Please stop by tomorrow", set()),
    ("Can you call me at 5?", set()),
    ("I will call my bank, do not worry", set()),
    ("Is this the right number?", set()),
    ("my sister is a lawyer", set()),
    ("", set()),
    ("x" * 10_000, set()),
])  # fmt: skip
def test_a_reply_is_read_for_what_it_clearly_says(text: str, meanings: set[str]) -> None:
    """Case, accents, apostrophes and blanks do not matter; words that say something else are left alone."""
    assert set(WORDS.meanings_of(text)) == meanings


@pytest.mark.parametrize(("text", "words"), [
    ("my sister is a lawyer", ["a lawyer or a court"]),
    ("He died in March", ["a death or an illness"]),
    ("我要投诉你们", ["a complaint"]),
    ("I will pay on Friday", []),
    ("what an issue", []),
])  # fmt: skip
def test_a_reply_that_may_mean_more_is_shown_to_somebody(text: str, words: list[str]) -> None:
    """Nothing follows from such words by itself, and no part of another word is taken for one."""
    assert [subject.en for subject in WORDS.subjects_of(text)] == words


def test_every_meaning_is_on_the_list_and_only_restricts() -> None:
    """A reply never opens contact."""
    assert {meaning for _, meaning in WORDS.meanings} == MEANINGS
    facts = [fact for meaning in MEANINGS for fact in facts_of(meaning, POINT)]
    assert all(isinstance(fact, HoldFact | NumberFact | OptOutFact) for fact in facts)
    assert all(fact.covers_person for fact in facts if isinstance(fact, HoldFact))
