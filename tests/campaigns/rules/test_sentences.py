"""Words for verdicts: every code speaks both languages, and says when."""

from string import Formatter

import pytest

from campaigns.rules.judge import judge
from campaigns.rules.proposal import CHANNELS, PURPOSES
from campaigns.rules.sentences import SENTENCES, TERMS_ZH, Language, sentence
from tests.campaigns.rules.cases import BOOK, call, local, past, person, shipped

RULES = shipped("us.regf.hours", "us.regf.call_cap")
WEEK = [past(local(f"2026-06-0{day} 12:00")) for day in range(1, 8)]


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_languages_name_the_same_facts_when_a_code_is_said(code: str) -> None:
    """No language hides a limit or a zone that the other shows."""
    fields = [{name for _, name, _, _ in Formatter().parse(text)} - {None} for text in SENTENCES[code].values()]
    assert set(SENTENCES[code]) == {"en", "zh"}
    assert fields[0] == fields[1]


ENGLISH = [
    "The limit of 7 contacts within 7 local calendar days is reached.",
    "Outside the allowed hours (America/New_York).",
]
CHINESE = ["已达到7个当地自然日内最多7次联系的上限。", "不在允许联系的时段内（America/New_York）。"]


@pytest.mark.parametrize(("language", "said"), [("en", ENGLISH), ("zh", CHINESE)])
def test_every_reason_is_said_with_its_limit_when_a_verdict_is_put_in_words(
    language: Language, said: list[str]
) -> None:
    """A person reads numbers, windows and zones in their own language."""
    verdict = judge(call(local("2026-06-07 22:00")), person(), WEEK, RULES)
    assert [sentence(reason.code, reason.params, language=language) for reason in verdict.reasons] == said


def test_every_word_a_rule_can_say_has_a_chinese_one_when_shipped() -> None:
    """No hold, channel, purpose or consent of the shipped rows shows up as a bare English code."""
    rows = [rule.params for rule in BOOK.rules]
    words = {row[field] for row in rows for field in ("flag", "consent", "fact") if field in row}
    assert words | CHANNELS | PURPOSES <= TERMS_ZH.keys()
