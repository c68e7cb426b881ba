"""How facts on what a person said or what became known of them read on a timeline, in English and Chinese. Pure.

Holds are not among them: they stand on the timeline as rows.
"""

from config.facts import Fact
from crm.facts import OptedIn, OptedOut
from crm.person_facts import (
    ConsentGiven,
    ConsentRevoked,
    HoldChanged,
    NoticeSent,
    NumberFactRecorded,
    RelationFactEnded,
    RelationFactRecorded,
    StatedTimeEnded,
    TimeStated,
    ZoneLearned,
)
from web.contact_fact_lines import RULE_NAMES
from web.fact_words import channels_said, said


def sentence_of(fact: Fact) -> tuple[str, str] | None:
    """Return a fact's sentence in both languages; None for one that is shown otherwise."""
    match fact:
        case OptedOut():
            words = channels_said([fact.channel])
            return f"Does not want {words.en} any more.", f"不再接受{words.zh}。"
        case OptedIn():
            words = channels_said([fact.channel])
            return f"Takes {words.en} again.", f"恢复接受{words.zh}。"
        case TimeStated():
            return "Called a time of the week inconvenient.", "说明了不便联系的时段。"
        case StatedTimeEnded():
            return "An inconvenient time is none any more.", "不便联系的时段已取消。"
        case ZoneLearned():
            if fact.is_known:
                return "Said in which time zone they are.", "说明了所在时区。"
            return "The time zone they had named was taken back.", "所述时区已撤回。"
        case _:
            return _of_kind(fact)


def _of_kind(fact: Fact) -> tuple[str, str] | None:
    match fact:
        case ConsentGiven():
            words = said(fact.kind)
            return f"Agreed to {words.en}.", f"同意{words.zh}。"
        case ConsentRevoked():
            words = said(fact.kind)
            return f"Does not agree to {words.en} any more.", f"不再同意{words.zh}。"
        case NumberFactRecorded():
            words = said(RULE_NAMES.get(fact.kind, fact.kind))
            return (
                (f"{words.en}.", f"{words.zh}。") if fact.is_known else (f"Not so: {words.en}.", f"更正：{words.zh}。")
            )
        case RelationFactRecorded():
            words = said(fact.kind)
            return f"A related person: {words.en}.", f"关系人：{words.zh}。"
        case RelationFactEnded():
            words = said(fact.kind)
            return f"No longer so of a related person: {words.en}.", f"关系人不再适用：{words.zh}。"
        case NoticeSent():
            words = said(fact.kind)
            return f"Sent: {words.en}.", f"已寄送：{words.zh}。"
        case HoldChanged():
            words = said(fact.lifting_fact)
            return f"Hold: {words.en}.", f"限制：{words.zh}。"
        case _:
            return None
