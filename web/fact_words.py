"""The words of what is recorded of a person, in English and Chinese."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from web.words import Word, word

_WORDS: Mapping[str, Word] = MappingProxyType(
    {
        # What a person agrees to.
        "sms": Word("texts", "接收短信"),
        "extra_calls": Word("more calls than the limits allow", "超出限额的来电"),
        "hours_waiver": Word("contact outside the usual hours", "在通常时段以外联系"),
        "tcpa_express": Word("automatic and recorded calls", "自动拨号及录音来电"),
        "ecomm": Word("electronic messages", "电子通讯"),
        # What is known of a number.
        "wrong_number": Word("Somebody else's number", "他人的号码"),
        "not_in_service": Word("Number not in service", "号码停用"),
        "reassigned": Word("Number given to somebody else since", "号码已转给他人"),
        "work_number": Word("Number at work", "单位电话"),
        # What is known of related persons.
        "requested_contact": Word("asked to be contacted", "本人要求联系"),
        "earlier_incomplete": Word("gave incomplete answers before", "此前回答不完整"),
        "consumer_consented": Word("the person agrees to contact with them", "当事人同意联系此人"),
        "refused": Word("does not want to be contacted", "不愿被联系"),
        # Notices.
        "collection_notice": Word("notice of collection", "催收通知"),
        "medical_debt_notice": Word("notice of a medical debt", "医疗债务通知"),
        # What undoes a hold under some rules.
        "attorney_unresponsive": Word("the lawyer does not answer", "律师未回复"),
        "attorney_consents": Word("the lawyer agrees to contact", "律师同意联系"),
        "verification_sent": Word("the verification was sent", "已寄送核实材料"),
        # What lists say.
        "list_do_not_call": Word("no calls", "不得致电"),
        "list_do_not_text": Word("no texts", "不得发短信"),
        "list_do_not_contact": Word("no contact", "不得联系"),
        "list_wrong_number": Word("wrong number", "错号"),
        "list_reassigned": Word("number given to somebody else", "号码已转给他人"),
        "list_deceased": Word("deceased", "身故"),
        "list_bankruptcy": Word("bankruptcy", "破产"),
        "list_represented_by_attorney": Word("represented by a lawyer", "已委托律师"),
        # Days of the week, from Monday.
        "day_0": Word("Mon", "周一"),
        "day_1": Word("Tue", "周二"),
        "day_2": Word("Wed", "周三"),
        "day_3": Word("Thu", "周四"),
        "day_4": Word("Fri", "周五"),
        "day_5": Word("Sat", "周六"),
        "day_6": Word("Sun", "周日"),
    }
)
_CHANNELS: Mapping[str, Word] = MappingProxyType(
    {
        "phone": Word("calls", "电话"),
        "sms": Word("texts", "短信"),
        "email": Word("e-mails", "电子邮件"),
        "letter": Word("letters", "信函"),
        "visit": Word("visits", "上门"),
    }
)


def said(code: str) -> Word:
    """Return the words of a code."""
    return _WORDS.get(code) or word(code)


def channels_said(channels: Sequence[str]) -> Word:
    """Return channels as what comes by them."""
    words = [_CHANNELS.get(channel) or word(channel) for channel in channels]
    return Word(", ".join(one.en for one in words), "、".join(one.zh for one in words))


def minutes_said(start: int, end: int) -> str:
    """Write a span of the day."""
    return "–".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in (start, end))
