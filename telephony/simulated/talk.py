"""How a simulated conversation goes: what the answering person says, for robots and for the length of the talk.

Who answers is decided in `world.py`. Real persons at the agent panel may ignore the script.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from telephony.simulated.draws import Draws


class Answerer(StrEnum):
    """Who picked up."""

    RIGHT_PARTY = "right_party"
    RELATIVE = "relative"
    STRANGER = "stranger"
    NOBODY = "nobody"


class SaidKind(StrEnum):
    """What the called side can say or do; the last one of a talk tells its outcome."""

    CONFIRMS_IDENTITY = "confirms_identity"
    PROMISES = "promises"
    ASKS_CALLBACK = "asks_callback"
    REFUSES = "refuses"
    DISPUTES_AMOUNT = "disputes_amount"
    DENIES_DEBT = "denies_debt"
    SAYS_PAID = "says_paid"
    CANNOT_PAY = "cannot_pay"
    LOST_INCOME = "lost_income"
    WANTS_DOCUMENTS = "wants_documents"
    DEMANDS_NO_CONTACT = "demands_no_contact"
    HAS_LAWYER = "has_lawyer"
    HANGS_UP = "hangs_up"
    HANGS_UP_BEFORE_VERIFICATION = "hangs_up_before_verification"
    REFUSES_VERIFICATION = "refuses_verification"
    IS_ABSENT = "is_absent"
    TAKES_MESSAGE = "takes_message"
    WANTS_NO_CALLS_HERE = "wants_no_calls_here"
    WRONG_NUMBER = "wrong_number"
    DIED = "died"
    MACHINE_GREETING = "machine_greeting"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One step of a talk, `after_s` from its start.

    A promise has `amount_share` (of what is past due, 0..1] and `days_ahead`; a callback has `hours_ahead`.
    """

    kind: SaidKind
    after_s: float
    amount_share: float | None = None
    days_ahead: int | None = None
    hours_ahead: int | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation from the bridging on: what is said, in order, and how long it lasts if nobody cuts it."""

    said: tuple[Said, ...] = ()
    length_s: float = 0.0


SILENCE = Talk()


@dataclass(frozen=True, slots=True)
class Inclination:
    """A person's leanings, the same in every call: shares of right-party talks that end in each way, 0..1."""

    promise: float
    dispute: float
    stop: float
    hang_up: float


VERIFIED_AFTER_S = 14.0
"""(X) How long it takes to make sure whom one is speaking to."""

LONGEST_TALK_S = 1200.0

# Shares of right-party talks that end neither in a promise, a dispute, a stop request nor a hang-up. (X)
_OTHERWISE: Mapping[SaidKind, float] = {
    SaidKind.ASKS_CALLBACK: 0.30,
    SaidKind.REFUSES: 0.20,
    SaidKind.SAYS_PAID: 0.17,
    SaidKind.CANNOT_PAY: 0.16,
    SaidKind.LOST_INCOME: 0.08,
    SaidKind.WANTS_DOCUMENTS: 0.07,
    SaidKind.HAS_LAWYER: 0.02,
}
_DISPUTES: Mapping[SaidKind, float] = {SaidKind.DISPUTES_AMOUNT: 0.7, SaidKind.DENIES_DEBT: 0.3}
_OF_RELATIVES: Mapping[SaidKind, float] = {
    SaidKind.IS_ABSENT: 0.50,
    SaidKind.TAKES_MESSAGE: 0.40,
    SaidKind.WANTS_NO_CALLS_HERE: 0.08,
    SaidKind.DIED: 0.02,
}
_UNVERIFIED: Mapping[SaidKind, float] = {
    SaidKind.HANGS_UP_BEFORE_VERIFICATION: 0.6,
    SaidKind.REFUSES_VERIFICATION: 0.4,
}


def talk_with(answerer: Answerer, inclination: Inclination, draws: Draws, *, is_verified: bool) -> Talk:
    """Write the conversation of one call; `is_verified` is false where nobody says who they are."""
    if not is_verified:
        kind = draws.pick(60, _UNVERIFIED)
        length_s = draws.log_normal(61, 12.0, 0.4)
        return Talk((Said(kind=kind, after_s=length_s),), length_s)
    return _TALKS[answerer](inclination, draws)


def machine_talk(draws: Draws) -> Talk:
    """Write what an agent hears who was connected to a machine: a greeting, then nothing until it rings off."""
    return Talk((Said(kind=SaidKind.MACHINE_GREETING, after_s=draws.between(60, 4.0, 9.0)),), draws.between(61, 30, 60))


def _with_right_party(inclination: Inclination, draws: Draws) -> Talk:
    rest = 1.0 - inclination.promise - inclination.dispute - inclination.stop - inclination.hang_up
    way = draws.pick(
        60,
        {
            SaidKind.PROMISES: inclination.promise,
            SaidKind.DISPUTES_AMOUNT: inclination.dispute,
            SaidKind.DEMANDS_NO_CONTACT: inclination.stop,
            SaidKind.HANGS_UP: inclination.hang_up,
            SaidKind.REFUSES: rest,
        },
    )
    kind = {SaidKind.DISPUTES_AMOUNT: draws.pick(63, _DISPUTES), SaidKind.REFUSES: draws.pick(63, _OTHERWISE)}.get(
        way, way
    )
    # Medians and spread: reference figures for handling times; a hang-up cuts the talk short.
    median_s = {SaidKind.PROMISES: 240.0, SaidKind.HANGS_UP: 45.0, SaidKind.DEMANDS_NO_CONTACT: 75.0}.get(kind, 150.0)
    length_s = min(LONGEST_TALK_S, max(VERIFIED_AFTER_S + 6.0, draws.log_normal(61, median_s, 0.5)))
    last = _closing(kind, length_s * 0.85, draws)
    return Talk((Said(kind=SaidKind.CONFIRMS_IDENTITY, after_s=VERIFIED_AFTER_S), last), length_s)


def _closing(kind: SaidKind, after_s: float, draws: Draws) -> Said:
    # Most mean the next days or hours; some wait for the next wages, or for tomorrow.
    is_soon = draws.share(65) < 0.6
    if kind is SaidKind.PROMISES:
        part = round(draws.between(66, 0.25, 0.8) * 20) / 20
        days = draws.whole(67, 1, 5) if is_soon else draws.whole(67, 6, 14)
        return Said(kind=kind, after_s=after_s, amount_share=1.0 if draws.share(68) < 0.7 else part, days_ahead=days)
    if kind is SaidKind.ASKS_CALLBACK:
        hours = draws.whole(67, 1, 4) if is_soon else draws.whole(67, 20, 50)
        return Said(kind=kind, after_s=after_s, hours_ahead=hours)
    return Said(kind=kind, after_s=after_s)


def _with_relative(_inclination: Inclination, draws: Draws) -> Talk:
    length_s = draws.log_normal(61, 45.0, 0.4)
    return Talk((Said(kind=draws.pick(60, _OF_RELATIVES), after_s=length_s * 0.7),), length_s)


def _with_stranger(_inclination: Inclination, draws: Draws) -> Talk:
    length_s = draws.log_normal(61, 20.0, 0.4)
    return Talk((Said(kind=SaidKind.WRONG_NUMBER, after_s=length_s * 0.5),), length_s)


def _with_nobody(_inclination: Inclination, _draws: Draws) -> Talk:
    return SILENCE


_TALKS: Mapping[Answerer, Callable[[Inclination, Draws], Talk]] = {
    Answerer.RIGHT_PARTY: _with_right_party,
    Answerer.RELATIVE: _with_relative,
    Answerer.STRANGER: _with_stranger,
    Answerer.NOBODY: _with_nobody,
}
