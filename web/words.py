"""Short words in English and Chinese for codes that stand in sentences of the timeline.

A code that is not here is shown as it is, with blanks for underscores.
"""

from typing import NamedTuple


class Word(NamedTuple):
    en: str
    zh: str


_WORDS: dict[str, Word] = {
    # What the line said of a call.
    "completed": Word("talked", "已通话"),
    "no_answer": Word("no answer", "无人接听"),
    "busy": Word("busy", "忙线"),
    "rejected": Word("rejected", "被拒接"),
    "unreachable": Word("not reachable", "无法接通"),
    "suspended": Word("line suspended", "号码停机"),
    "invalid_number": Word("number not in use", "空号"),
    "network_failure": Word("network failure", "网络故障"),
    "blocked": Word("blocked", "被拦截"),
    "fax": Word("fax", "传真"),
    "cancelled": Word("cancelled", "已取消"),
    "machine": Word("answering machine", "语音信箱"),
    "abandoned": Word("abandoned", "无坐席接听"),
    "failed": Word("failed", "失败"),
    "unknown": Word("result not known", "结果未知"),
    # States of attempts and texts.
    "reserved": Word("about to leave", "即将发出"),
    "sent": Word("sent", "已发出"),
    "answered": Word("answered", "已接听"),
    "queued": Word("waiting to be sent", "等待发送"),
    "sending": Word("being sent", "发送中"),
    "refused": Word("refused by the gateway", "被网关拒绝"),
    "withdrawn": Word("withdrawn, the rules do not allow it any more", "已撤回，规则不再允许"),
    "delivered": Word("delivered", "已送达"),
    "undelivered": Word("not delivered", "未送达"),
    # States of promises, callbacks and cases.
    "active": Word("running", "进行中"),
    "kept": Word("kept", "已履约"),
    "partial": Word("partly kept", "部分履约"),
    "broken": Word("broken", "已违约"),
    "superseded": Word("replaced", "已替换"),
    "open": Word("open", "待办"),
    "done": Word("done", "已完成"),
    "new": Word("new", "新案"),
    "working": Word("being worked", "处理中"),
    "promised": Word("promised", "已承诺"),
    "hold": Word("on hold", "暂停"),
    "closed": Word("closed", "已结案"),
    "none": Word("none", "无"),
    # Channels and what follows an outcome.
    "phone": Word("Call", "电话"),
    "sms": Word("Text message", "短信"),
    "email": Word("E-mail", "电子邮件"),
    "letter": Word("Letter", "信函"),
    "visit": Word("Visit", "上门"),
    "plan_has_no_text_here": Word("the campaign sends no text after this", "活动未设短信"),
    "no_mobile_number": Word("no mobile number", "无手机号"),
    "week_is_full": Word("this week's texts are used up", "本周短信已达上限"),
    "call_did_not_reach": Word("the call did not reach the person", "电话未联系到本人"),
}


def word(code: str) -> Word:
    """Return the words of a code."""
    shown = code.replace("_", " ")
    return _WORDS.get(code, Word(shown, shown))
