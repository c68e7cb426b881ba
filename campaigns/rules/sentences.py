"""The words for reasons and verdicts, in English and Chinese; a page may as well translate code and params itself.

Says nothing that a code does not: no person, no number, no debt.
"""

from collections.abc import Mapping
from typing import Literal

from campaigns.rules.verdict import Params

Language = Literal["en", "zh"]

SENTENCES: dict[str, dict[Language, str]] = {
    "outside_hours": {
        "en": "Outside the allowed hours ({zones}).",
        "zh": "不在允许联系的时段内（{zones}）。",
    },
    "stated_time": {
        "en": "The person called this time inconvenient ({zones}).",
        "zh": "对方表示此时段不便联系（{zones}）。",
    },
    "zone_unknown": {
        "en": "It is not known what time it is where the person is.",
        "zh": "不知道对方所在地的时间。",
    },
    "cap_reached": {
        "en": "The limit of {limit} contacts within {window} is reached.",
        "zh": "已达到{window}内最多{limit}次联系的上限。",
    },
    "cooling_off": {
        "en": "A waiting time runs since the last conversation ({window}).",
        "zh": "上次通话后的等待期尚未结束（{window}）。",
    },
    "too_soon": {
        "en": "Too soon after the last contact ({window}).",
        "zh": "距上次联系的间隔太短（{window}）。",
    },
    "held": {
        "en": "Contact is barred by a hold: {hold}.",
        "zh": "存在禁止联系的限制：{hold}。",
    },
    "medium_refused": {
        "en": "The person asked not to be contacted by {channel}.",
        "zh": "对方要求不要通过{channel}联系。",
    },
    "opted_out": {
        "en": "This address has opted out of {channel}.",
        "zh": "该号码或地址已退订{channel}。",
    },
    "place_barred": {
        "en": "This place must not be used.",
        "zh": "不得联系该地点。",
    },
    "number_barred": {
        "en": "This number must not be used: {fact}.",
        "zh": "不得使用该号码：{fact}。",
    },
    "no_consent": {
        "en": "There is no live consent of kind {consent}.",
        "zh": "没有有效的{consent}同意。",
    },
    "third_person": {
        "en": "Another person may not be contacted for {purpose}.",
        "zh": "不得因{purpose}联系第三人。",
    },
    "third_person_asked": {
        "en": "This other person has been asked already; the limit is {limit}.",
        "zh": "已询问过该第三人，上限为{limit}次。",
    },
    "third_person_refused": {
        "en": "This other person refused further contact.",
        "zh": "该第三人拒绝再被联系。",
    },
    "party_forbidden": {
        "en": "This person may not be contacted about the debt at all.",
        "zh": "不得就债务联系此人。",
    },
    "debt_too_young": {
        "en": "The debt is less than {days} days past due.",
        "zh": "债务逾期不足{days}天。",
    },
    "notice_missing": {
        "en": "A written notice must be sent first: {notice}.",
        "zh": "须先发出书面通知：{notice}。",
    },
    "notice_waiting": {
        "en": "The waiting time after the written notice is not over: {notice}.",
        "zh": "书面通知后的等待期尚未结束：{notice}。",
    },
    "other_channel_used": {
        "en": "The person was reached by another channel ({window}); only that one may be used.",
        "zh": "已通过其他渠道联系到对方（{window}），期间只能使用该渠道。",
    },
    "redial_without_agent": {
        "en": "After the last call this number is redialed only with an agent waiting ({window}).",
        "zh": "上次呼叫之后，仅在有坐席等候时才可重拨此号码（{window}）。",
    },
    "allowed": {"en": "Allowed now.", "zh": "现在可以联系。"},
    "at": {"en": "Possible from {at}.", "zh": "最早可联系时间：{at}。"},
    "on_new_fact": {
        "en": "Time alone does not lift this; a new fact is needed.",
        "zh": "不会随时间解除，需要新的事实。",
    },
    "nothing_possible": {
        "en": "No opening within 60 days; a person has to look at this case.",
        "zh": "60天内没有可联系的时段，需人工处理该案件。",
    },
}

TERMS_ZH: Mapping[str, str] = {
    "phone": "电话",
    "sms": "短信",
    "email": "电子邮件",
    "letter": "信函",
    "visit": "上门",
    "cease_communication": "书面要求停止联系",
    "represented_by_attorney": "已委托律师",
    "bankruptcy": "破产保护",
    "disputed": "债务有争议",
    "deceased": "本人已故",
    "employer_prohibits": "雇主禁止",
    "refused_workplace": "拒绝在工作场所联系",
    "wrong_number": "号码错误",
    "do_not_contact": "请勿联系",
    "minor": "未成年人",
    "breathing_space": "法定喘息期",
    "collection_notice": "催收通知",
    "medical_debt_notice": "医疗债务通知",
    "hardship_deferral": "困难暂缓",
    "payment_in_transit": "款项在途",
    "promise_running": "承诺还款期内",
    "complaint": "投诉处理中",
    "not_shown": "暂不显示",
    "cease_acknowledgement": "确认停止联系",
    "remedy_notice": "救济通知",
    "legal_notice": "法定通知",
    "requested_reply": "应请求答复",
    "ecomm_consent_request": "征求电子通讯同意",
    "optout_confirmation": "退订确认",
    "collection": "催收",
    "location_information": "查询下落",
    "extra_calls": "增加致电次数",
    "tcpa_express": "预录语音",
    "ecomm": "电子通讯",
    "hours_waiver": "时段豁免",
    "calendar_week": "一个自然周",
    "calendar_month": "一个自然月",
    "rnd_disconnected_after_consent": "同意之后号码已停用",
}
UNITS: Mapping[str, dict[Language, str]] = {
    "local_calendar_days": {"en": "local calendar days", "zh": "个当地自然日"},
    "rolling_hours": {"en": "hours", "zh": "小时"},
    "rolling_minutes": {"en": "minutes", "zh": "分钟"},
}


def sentence(code: str, params: Params, *, language: Language) -> str:
    """Return one sentence for a reason or a state of a verdict. Raises KeyError for an unknown code."""
    words = {name: _word(value, language) for name, value in params}
    return SENTENCES[code][language].format_map(words)


def _word(value: str | int, language: Language) -> str:
    if isinstance(value, int):
        return str(value)
    return ", ".join(_term(word, language) for word in value.split(", "))


def _term(word: str, language: Language) -> str:
    number, _, unit = word.partition(" ")
    if unit in UNITS:
        return f"{number} {UNITS[unit][language]}" if language == "en" else f"{number}{UNITS[unit]['zh']}"
    return TERMS_ZH.get(word, word) if language == "zh" else word.replace("_", " ") if "/" not in word else word
