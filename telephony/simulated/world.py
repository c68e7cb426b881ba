"""A seeded world of persons: who has which telephone, and what the n-th call or text to it comes to.

Everything is a pure function of the seed, the number and the count, so it does not depend on the order in which a
campaign goes about. Time passes in `provider.py` and `gateway.py`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from telephony.facts import AnsweredBy
from telephony.simulated.draws import Draws, draws_about
from telephony.simulated.profile import NIGHT_FACTOR, PROMISES_BY_DAYS_PAST_DUE, Freshness, Mix, Profile
from telephony.simulated.replies import ReplyKind, reply_text
from telephony.simulated.talk import SILENCE, Answerer, Inclination, Talk, machine_talk, talk_with

PERSONS, CALLS, TEXTS = 1, 2, 3
"""Streams of draws."""

RELATIVES_OWN_LINES = 0.4
"""(X) Share of third-party answers that come from a line that is a relative's own."""


class CallResult(StrEnum):
    """What a dial comes to on the line."""

    INVALID = "invalid"
    SUSPENDED = "suspended"
    BUSY = "busy"
    REJECTED = "rejected"
    NETWORK_FAILURE = "network_failure"
    NO_ANSWER = "no_answer"
    MACHINE = "machine"
    HUMAN = "human"


Relation = Literal["own", "relative"]


@dataclass(frozen=True, kw_only=True)
class PersonHint:
    """What the caller's books say of a number; `zone` is an IANA name or empty, for the hour at that place."""

    freshness: Freshness = Freshness.MIXED
    zone: str = ""
    name: str = ""
    days_past_due: int = 20
    relation: Relation = "own"


@dataclass(frozen=True, kw_only=True)
class Persona:
    """What is so at a number in every call: the line, its holder and the holder's leanings."""

    line: Literal["working", "invalid", "suspended"]
    holder: Answerer
    freshness: Freshness
    inclination: Inclination
    zone: str
    name: str


@dataclass(frozen=True, kw_only=True)
class SimulatedCall:
    """One dial as it would go if nobody at our end cut it; times in seconds.

    `setup_s` runs from the order to the first ring or the failure, `ring_s` from the first ring to the answer or the
    rejection. `verdict` comes `verdict_after_s` after the pick-up when machine detection runs. In silence the person
    hangs up `greeting_s + patience_s` after the pick-up.
    """

    result: CallResult
    setup_s: float
    ring_s: float = 0.0
    answerer: Answerer = Answerer.NOBODY
    greeting_s: float = 0.0
    patience_s: float = 0.0
    verdict: AnsweredBy = "unknown"
    verdict_after_s: float = 0.0
    talk: Talk = SILENCE

    @property
    def talk_s(self) -> float:
        return self.talk.length_s


@dataclass(frozen=True, kw_only=True)
class SimulatedText:
    """One text as it would go: refused, or delivered or not after a while, and perhaps answered later."""

    is_refused: bool
    is_delivered: bool
    settled_after_s: float
    code: str = ""
    reply: str = ""
    reply_after_s: float = 0.0


class World:
    """The persons behind all numbers; holds only what it was told of them by `know`."""

    def __init__(self, seed: int, profile: Profile | None = None) -> None:
        self.seed = seed
        self.profile = profile or Profile()
        self._hints: dict[str, PersonHint] = {}

    def know(self, number: str, hint: PersonHint) -> None:
        """Tell what the books say of a number (E.164); other numbers count as mixed data, 20 days past due."""
        self._hints[number] = hint

    def persona(self, number: str) -> Persona:
        """Give what is so at a number in every call."""
        hint = self._hints.get(number, _UNTOLD)
        mix = self.profile.mixes[hint.freshness]
        draws = draws_about(self.seed, PERSONS, int(number.lstrip("+")))
        unusable = draws.share(0) < mix.unusable
        broken: Literal["invalid", "suspended"] = "invalid" if draws.share(1) < 0.6 else "suspended"
        return Persona(
            line=broken if unusable else "working",
            holder=Answerer.RELATIVE if hint.relation == "relative" else draws.pick(2, _holders(mix)),
            freshness=hint.freshness,
            inclination=_inclination(hint.days_past_due, draws),
            zone=hint.zone,
            name=hint.name,
        )

    def outcome_of_call(self, number: str, nth: int, local_hour: int) -> SimulatedCall:
        """Give the `nth` (from 0) call to a number, placed at that hour (0 to 23) of the called person."""
        persona = self.persona(number)
        draws = draws_about(self.seed, CALLS, int(number.lstrip("+")), nth)
        setup_s = draws.positive(0, 1.6, 0.6)
        if persona.line != "working":
            return SimulatedCall(result=CallResult(persona.line), setup_s=setup_s)
        factor = self.profile.hours.get(local_hour, NIGHT_FACTOR)
        result = draws.pick(2, _results(self.profile.mixes[persona.freshness], factor))
        if result is CallResult.REJECTED:
            return SimulatedCall(result=result, setup_s=setup_s, ring_s=draws.between(3, 2.0, 9.0))
        if result is CallResult.MACHINE:
            return self._machine(draws, setup_s)
        if result is CallResult.HUMAN:
            return self._human(persona, draws, setup_s)
        return SimulatedCall(result=result, setup_s=setup_s)

    def outcome_of_text(self, number: str, nth: int) -> SimulatedText:
        """Give the `nth` (from 0) text to a number."""
        figures = self.profile.text
        persona = self.persona(number)
        draws = draws_about(self.seed, TEXTS, int(number.lstrip("+")), nth)
        settled_after_s = draws.log_normal(0, figures.delivery_median_s, figures.delivery_sigma)
        if draws.share(2) < figures.refused:
            return SimulatedText(is_refused=True, is_delivered=False, settled_after_s=0.0, code="blocked_by_carrier")
        if persona.line != "working" or draws.share(3) < figures.undelivered[persona.freshness]:
            code = "unreachable" if persona.line == "working" else "unknown_subscriber"
            return SimulatedText(is_refused=False, is_delivered=False, settled_after_s=settled_after_s, code=code)
        reply, later_s = self._reply(number, persona, draws)
        return SimulatedText(
            is_refused=False,
            is_delivered=True,
            settled_after_s=settled_after_s,
            reply=reply,
            reply_after_s=settled_after_s + later_s if reply else 0.0,
        )

    def _machine(self, draws: Draws, setup_s: float) -> SimulatedCall:
        return SimulatedCall(
            result=CallResult.MACHINE,
            setup_s=setup_s,
            ring_s=draws.positive(4, *self.profile.ring_to_machine_s),
            verdict="human" if draws.share(6) < self.profile.taken_for_human else "machine",
            verdict_after_s=draws.between(7, *self.profile.detection_s),
            talk=machine_talk(draws),
        )

    def _human(self, persona: Persona, draws: Draws, setup_s: float) -> SimulatedCall:
        mix = self.profile.mixes[persona.freshness]
        answerer = persona.holder
        if answerer is Answerer.RIGHT_PARTY:
            answerer = draws.pick(10, _answerers_at_home(mix))
        is_verified = draws.share(11) >= mix.unverified
        return SimulatedCall(
            result=CallResult.HUMAN,
            setup_s=setup_s,
            ring_s=draws.positive(4, *self.profile.ring_to_human_s),
            answerer=answerer,
            greeting_s=draws.positive(8, 1.2, 0.5),
            patience_s=draws.between(12, *self.profile.patience_s),
            verdict="machine" if draws.share(6) < self.profile.taken_for_machine else "human",
            verdict_after_s=draws.between(7, *self.profile.detection_s),
            talk=talk_with(answerer, persona.inclination, draws, is_verified=is_verified),
        )

    def _reply(self, number: str, persona: Persona, draws: Draws) -> tuple[str, float]:
        figures = self.profile.text
        shares: dict[ReplyKind, float] = {
            "stop": figures.stop,
            "call_me": figures.call_me,
            "paid": figures.paid,
            "free_text": figures.free_text,
        }
        silence = 1.0 - sum(shares.values())
        if draws.share(4) < silence:
            return "", 0.0
        kind = draws.pick(9, shares)
        if kind != "stop" and persona.holder is Answerer.STRANGER:
            kind = "wrong_person"
        later_s = draws.log_normal(6, figures.reply_median_s, figures.reply_sigma)
        return reply_text(kind, number, draws.share(5)), min(figures.longest_reply_s, later_s)


_UNTOLD = PersonHint()


def _holders(mix: Mix) -> dict[Answerer, float]:
    # Nobody says who they are in a share of all talks; so lines of others must be a little more than their talks.
    verified = 1.0 - mix.unverified
    stranger = mix.wrong_person / verified
    relative = RELATIVES_OWN_LINES * mix.third_party / verified
    return {
        Answerer.RIGHT_PARTY: 1.0 - stranger - relative,
        Answerer.RELATIVE: relative,
        Answerer.STRANGER: stranger,
    }


def _answerers_at_home(mix: Mix) -> dict[Answerer, float]:
    return {
        Answerer.RIGHT_PARTY: mix.right_party,
        Answerer.RELATIVE: mix.third_party * (1.0 - RELATIVES_OWN_LINES),
    }


def _results(mix: Mix, factor: float) -> dict[CallResult, float]:
    working = 1.0 - mix.unusable
    human = min(0.95 * working, mix.human * factor)
    # Who does not pick up at this hour lets it ring, or has a machine.
    away = (working - mix.refused_by_line - human) / (mix.no_answer + mix.machine)
    return {
        CallResult.HUMAN: human,
        CallResult.MACHINE: mix.machine * max(0.0, away),
        CallResult.NO_ANSWER: mix.no_answer * max(0.0, away),
        CallResult.BUSY: mix.refused_by_line * 0.45,
        CallResult.REJECTED: mix.refused_by_line * 0.35,
        CallResult.NETWORK_FAILURE: mix.refused_by_line * 0.20,
    }


def _inclination(days_past_due: int, draws: Draws) -> Inclination:
    base = next(share for days, share in PROMISES_BY_DAYS_PAST_DUE if days_past_due <= days)
    # Persons differ, half to one and a half times the mean, so that the mean stays what the profile says.
    promise = base * (0.5 + draws.share(3))
    room = 1.0 - promise
    return Inclination(
        promise=promise,
        dispute=room * 0.20 * draws.share(4),
        stop=room * 0.08 * draws.share(5),
        hang_up=room * 0.24 * draws.share(6),
    )
