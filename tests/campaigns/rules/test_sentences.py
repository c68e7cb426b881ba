"""Words for verdicts: every code speaks both languages, and says when."""

from string import Formatter

import pytest

from campaigns.rules.judge import judge
from campaigns.rules.proposal import CHANNELS, PURPOSES
from campaigns.rules.sentences import SENTENCES, TERMS_ZH, Language, explain
from tests.campaigns.rules.cases import BOOK, NEW_YORK, call, local, past, person, shipped

RULES = shipped("us.regf.hours", "us.regf.call_cap")
WEEK = [past(local(f"2026-06-0{day} 12:00")) for day in range(1, 8)]


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_languages_name_the_same_facts_when_a_code_is_said(code: str) -> None:
    """No language hides a limit or a zone that the other shows."""
    fields = [{name for _, name, _, _ in Formatter().parse(text)} - {None} for text in SENTENCES[code].values()]
    assert set(SENTENCES[code]) == {"en", "zh"}
    assert fields[0] == fields[1]


ENGLISH = """\
The limit of 7 contacts within 7 local calendar days is reached. [us.regf.call_cap]
Outside the allowed hours (America/New_York). [us.regf.hours]
Possible from 2026-06-08 08:00 America/New_York."""
CHINESE = """\
已达到7个当地自然日内最多7次联系的上限。 [us.regf.call_cap]
不在允许联系的时段内（America/New_York）。 [us.regf.hours]
最早可联系时间：2026-06-08 08:00 America/New_York。"""


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("zh", CHINESE)])
def test_all_reasons_and_the_next_instant_are_said_when_a_verdict_is_explained(language: Language, text: str) -> None:
    """Why not now, and when, is answered in one piece."""
    verdict = judge(call(local("2026-06-07 22:00")), person(), WEEK, RULES)
    assert explain(verdict, language=language, zone=NEW_YORK) == text


def test_every_word_a_rule_can_say_has_a_chinese_one_when_shipped() -> None:
    """No hold, channel, purpose or consent of the shipped rows shows up as a bare English code."""
    rows = [rule.params for rule in BOOK.rules]
    words = {row[field] for row in rows for field in ("flag", "consent", "fact") if field in row}
    assert words | CHANNELS | PURPOSES <= TERMS_ZH.keys()


def test_permission_is_said_plainly_when_nothing_stands_against_it() -> None:
    """An allowed contact needs no more words."""
    verdict = judge(call(local("2026-06-07 12:00")), person(), (), RULES)
    assert explain(verdict) == "Allowed now."
