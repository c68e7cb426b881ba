"""What simulated persons write back, in the language of their number.

Which kind of reply comes, and when, is decided in `world.py`.
"""

from collections.abc import Mapping
from typing import Literal

ReplyKind = Literal["stop", "call_me", "paid", "free_text", "wrong_person"]

_ENGLISH: Mapping[ReplyKind, tuple[str, ...]] = {
    "stop": ("STOP", "Stop", "stop.", "UNSUBSCRIBE", "Opt out", "END"),
    "call_me": ("Call me", "Please call me after 5", "can you call me back", "Ring me tomorrow morning"),
    "paid": ("I already paid this", "Paid yesterday", "paid", "Payment went out on Friday"),
    "free_text": ("Who is this?", "ok", "I get my wages on the 28th", "How much is it exactly?", "Can I pay half now?"),
    "wrong_person": ("Wrong number", "You have the wrong person", "I don't know who that is"),
}
_CHINESE: Mapping[ReplyKind, tuple[str, ...]] = {
    "stop": ("TD", "退订", "T", "停止"),
    "call_me": ("请给我打电话", "下午五点后联系我", "明天上午打给我"),
    "paid": ("已经还了", "昨天还款了", "钱已转"),
    "free_text": ("你是谁？", "好的", "月底发工资再还", "一共多少？", "可以先还一半吗？"),
    "wrong_person": ("打错了", "你找错人了", "我不认识他"),
}


def reply_text(kind: ReplyKind, number: str, share: float) -> str:
    """Give one of the texts of a kind, chosen by `share` in [0, 1)."""
    texts = (_CHINESE if number.startswith("+86") else _ENGLISH)[kind]
    return texts[int(share * len(texts))]
