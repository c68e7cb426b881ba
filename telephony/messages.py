"""What a text message is, how facts move it, how it is counted, and what one-word replies mean.

`unknown` means that the vendor may have taken it: it is settled by a look-up or stays, and is never sent again.
What is written and whether it may be sent is decided elsewhere.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from config.facts import Fact
from config.frozen import replace
from telephony.calls import ImpossibleMove
from telephony.facts import MessageAccepted, MessageDelivered, MessageRefused, MessageUndelivered, MessageUnknown

Encoding = Literal["GSM-7", "UCS-2"]
WITHDRAWN = "withdrawn"
"""The code of a text that we took back before it left."""


class MessageState(StrEnum):
    """Where an outgoing message stands; `queued` and `sending` are written by the outbox itself."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"


@dataclass(frozen=True, kw_only=True)
class Message:
    """One attempt by text as the facts so far tell it; instants are those of the first such fact."""

    attempt_id: UUID
    number: str
    sender: str
    text: str
    state: MessageState = MessageState.QUEUED
    accepted_at: datetime | None = None
    settled_at: datetime | None = None
    provider_ref: str = ""
    segments: int = 0
    code: str = ""
    reason: str = ""


_TARGET: Mapping[type[Fact], MessageState] = {
    MessageAccepted: MessageState.SENT,
    MessageRefused: MessageState.REFUSED,
    MessageUnknown: MessageState.UNKNOWN,
    MessageDelivered: MessageState.DELIVERED,
    MessageUndelivered: MessageState.UNDELIVERED,
}


def _moves(*kinds: type[Fact]) -> dict[type[Fact], MessageState]:
    return {kind: _TARGET[kind] for kind in kinds}


MOVES: Mapping[MessageState, Mapping[type[Fact], MessageState]] = {
    MessageState.QUEUED: _moves(*_TARGET),
    MessageState.SENDING: _moves(*_TARGET),
    MessageState.UNKNOWN: _moves(MessageAccepted, MessageRefused, MessageDelivered, MessageUndelivered),
    MessageState.SENT: _moves(MessageDelivered, MessageUndelivered),
    # Carriers correct themselves: a telephone that was off gets the message after all.
    MessageState.UNDELIVERED: _moves(MessageDelivered),
    MessageState.DELIVERED: {},
    MessageState.REFUSED: {},
}
"""The moves; a delivery receipt may overtake the vendor's own answer, so it moves from any open state."""

LATE: Mapping[MessageState, tuple[type[Fact], ...]] = {
    MessageState.QUEUED: (),
    MessageState.SENDING: (),
    MessageState.UNKNOWN: (MessageUnknown,),
    MessageState.SENT: (MessageAccepted, MessageUnknown),
    MessageState.UNDELIVERED: (MessageAccepted, MessageUnknown, MessageUndelivered),
    MessageState.DELIVERED: (MessageAccepted, MessageUnknown, MessageUndelivered, MessageDelivered),
    MessageState.REFUSED: (MessageRefused, MessageUnknown),
}
"""Facts that are repeated or come late; they fill in what was not known and leave the state as it is."""


def step(message: Message, fact: Fact) -> Message:
    """Apply one fact and return the message as it then stands.

    Raises:
        ImpossibleMove: the fact is of another attempt, is no fact of an outgoing message, or says of a taken
            message that it was refused (or the reverse).
    """
    kind = type(fact)
    target = MOVES[message.state].get(kind)
    if target is None and kind not in LATE[message.state]:
        raise ImpossibleMove(f"{kind.__name__} does not move a message that is {message.state}")
    if getattr(fact, "attempt_id", None) != message.attempt_id:
        raise ImpossibleMove(f"{kind.__name__} belongs to another attempt")
    return replace(_noted(message, fact), state=target or message.state)


def _noted(message: Message, fact: Fact) -> Message:
    match fact:
        case MessageAccepted():
            at = fact.at if message.accepted_at is None else min(fact.at, message.accepted_at)
            ref = message.provider_ref or fact.provider_ref
            return replace(message, accepted_at=at, provider_ref=ref, segments=fact.segments)
        case MessageRefused():
            return replace(message, settled_at=fact.at, code=fact.code, reason=fact.reason)
        case MessageDelivered():
            known = message.settled_at if message.state is MessageState.DELIVERED else None
            return replace(message, settled_at=fact.at if known is None else min(fact.at, known), code="")
        case MessageUndelivered() if message.state is not MessageState.DELIVERED:
            known = message.settled_at
            return replace(message, settled_at=fact.at if known is None else min(fact.at, known), code=fact.code)
        case _:
            return message


# ------------------------------------------------------------------------------------------------ counting

_GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED = frozenset("\f^{}\\[~]|€")
_ROOM: Mapping[Encoding, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
"""Units in a message alone, and in each part of a longer one (3GPP TS 23.038, TS 23.040)."""


def segments_of(text: str) -> tuple[Encoding, int]:
    """Tell how a text is encoded and how many segments it is billed as; an empty text is one.

    A character of two units (the euro sign in GSM-7, an emoji in UCS-2) is never cut in two.
    """
    encoding: Encoding = "GSM-7" if set(text) <= _GSM_BASIC | _GSM_EXTENDED else "UCS-2"
    if encoding == "GSM-7":
        sizes = [2 if sign in _GSM_EXTENDED else 1 for sign in text]
    else:
        sizes = [2 if ord(sign) > 0xFFFF else 1 for sign in text]
    alone, in_part = _ROOM[encoding]
    if sum(sizes) <= alone:
        return encoding, 1
    count, used = 1, 0
    for size in sizes:
        if used + size > in_part:
            count, used = count + 1, 0
        used += size
    return encoding, count


# ------------------------------------------------------------------------------------------------ one-word replies

# fmt: off
STOP_WORDS = frozenset({
    "stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "stopit", "stoptexting",
    "arret", "alto", "parar", "baja", "td", "t", "退订", "退訂", "停止", "取消", "拒收", "回td", "回t", "回复td",
    "回复t", "回td退订", "回t退订", "回复td退订", "回复t退订", "不要再发", "别再发了",
})
"""Replies that end all texts: the words of 47 CFR 64.1200(a)(10), their plain variants, and those of China."""

HELP_WORDS = frozenset({"help", "info", "aide", "ayuda", "帮助", "幫助", "客服"})
START_WORDS = frozenset({"start", "unstop", "resume", "subscribe", "optin", "恢复", "恢復", "订阅", "訂閱", "开始"})
# fmt: on


def is_stop_word(text: str) -> bool:
    """Tell whether the whole text asks to stop; case, width, spaces and punctuation do not matter."""
    return _bare(text) in STOP_WORDS


def is_help_word(text: str) -> bool:
    """Tell whether the whole text asks who is writing and how to stop."""
    return _bare(text) in HELP_WORDS


def is_start_word(text: str) -> bool:
    """Tell whether the whole text takes an earlier stop back."""
    return _bare(text) in START_WORDS


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text[:200]).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
