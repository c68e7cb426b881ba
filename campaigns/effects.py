"""What a disposition brings at once: holds, stopped numbers, states of numbers, and what a correction changes.

Pure: from codes to values, and values to sentences. `applying` carries them out; promises and callbacks, which
need an amount or a time, are kept by `wrapping_up`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from crm.attempts import Channel
from crm.contact_points import ContactState
from crm.dispositions import HOLD_EFFECT, Disposition
from crm.holds import HoldKind

SUSPECT_AFTER = 3
"""A number whose service is suspended this many times in a row is suspect (a shorter pause is a late bill)."""

EffectKind = Literal["number_state", "opt_out", "hold", "promise", "callback"]
Fate = Literal["added", "removed", "kept"]

CASE_HOLDS = frozenset({HoldKind.DISPUTED, HoldKind.PAYMENT_IN_TRANSIT, HoldKind.PROMISE_RUNNING})
"""Holds about one debt; all others cover the whole person."""
LASTING_HOLDS = frozenset(
    {
        HoldKind.CEASE_COMMUNICATION,
        HoldKind.REPRESENTED_BY_ATTORNEY,
        HoldKind.BANKRUPTCY,
        HoldKind.DECEASED,
        HoldKind.REFUSED_WORKPLACE,
        HoldKind.EMPLOYER_PROHIBITS,
        HoldKind.BREATHING_SPACE,
        HoldKind.MINOR,
        HoldKind.DO_NOT_CONTACT,
    }
)
"""Stops demanded by a person or by law: a correction never lifts them; that is a decision of its own, with a reason."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence. `word` is the contact state, the channel or the hold's kind; `days` None: until lifted."""

    code: str
    kind: EffectKind
    word: str = ""
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What effects depend on: whether a number was dialed, and how often before it ended in the same code in a row."""

    has_contact_point: bool
    same_code_before: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction does to one effect, in words for the reviewer."""

    fate: Fate
    effect: Effect
    en: str
    zh: str


_STATES: Mapping[str, ContactState] = MappingProxyType(
    {
        "number_invalid": ContactState.INVALID,
        "number_wrong_party": ContactState.WRONG_PARTY,
        "number_suspect": ContactState.SUSPECT,
    }
)
_STOPS: Mapping[str, Channel] = MappingProxyType(
    {
        "opt_out_phone_number": Channel.PHONE,
        "opt_out_sms": Channel.SMS,
    }
)
_SENTENCES: Mapping[tuple[EffectKind, str], tuple[str, str]] = MappingProxyType(
    {
        ("number_state", "invalid"): ("the number is marked as not working", "号码标记为无效"),
        ("number_state", "wrong_party"): ("the number is marked as somebody else's", "号码标记为错号"),
        ("number_state", "suspect"): ("the number is marked as doubtful", "号码标记为可疑"),
        ("opt_out", "phone"): ("no more calls to this number", "不再拨打该号码"),
        ("opt_out", "sms"): ("no more texts to this number", "不再向该号码发送短信"),
        ("hold", "disputed"): ("the debt is disputed: collection is paused", "债务有异议:暂停催收"),
        ("hold", "cease_communication"): ("contact has to stop", "停止联系"),
        ("hold", "represented_by_attorney"): ("contact goes to the lawyer only", "仅联系其律师"),
        ("hold", "bankruptcy"): ("bankruptcy: collection is stopped", "破产:停止催收"),
        ("hold", "deceased"): ("deceased: collection is stopped", "身故:停止催收"),
        ("hold", "hardship_deferral"): ("hardship: collection is paused", "困难:暂缓催收"),
        ("hold", "payment_in_transit"): ("a payment is awaited: contact is paused", "等待入账:暂停联系"),
        ("hold", "promise_running"): ("a promise is running: contact is paused", "承诺期内:暂停联系"),
        ("hold", "complaint"): ("a complaint is open: contact is paused", "投诉处理中:暂停联系"),
        ("hold", "refused_workplace"): ("no more contact at work", "不再联系工作单位"),
        ("hold", "employer_prohibits"): ("the employer forbids contact at work", "雇主禁止联系工作单位"),
        ("hold", "breathing_space"): ("a moratorium runs: collection is paused", "法定喘息期:暂停催收"),
        ("hold", "minor"): ("a minor: contact has to stop", "未成年人:停止联系"),
        ("hold", "do_not_contact"): ("not to be contacted", "请勿联系"),
        ("promise", ""): ("a promise to pay is kept", "记录还款承诺"),
        ("callback", ""): ("a callback is kept", "记录预约回拨"),
    }
)
_FATES: Mapping[Fate, tuple[str, str]] = MappingProxyType(
    {
        "added": ("Added", "新增"),
        "removed": ("Removed", "取消"),
        "kept": ("Stays until lifted on the case page with a reason", "保留,须在案件页说明理由后解除"),
    }
)


def effects_of(disposition: Disposition, context: Context) -> list[Effect]:
    """Return what a disposition brings, in the order of the catalogue."""
    return [effect for code in disposition.effects if (effect := _effect(code, context)) is not None]


def _effect(code: str, context: Context) -> Effect | None:
    if code in _STATES:
        too_early = code == "number_suspect" and context.same_code_before + 1 < SUSPECT_AFTER
        return Effect(code, "number_state", _STATES[code]) if context.has_contact_point and not too_early else None
    if code in _STOPS:
        return Effect(code, "opt_out", _STOPS[code])
    if code == "promise":
        return Effect(code, "promise")
    if code == "callback":
        return Effect(code, "callback")
    hold = HOLD_EFFECT.fullmatch(code)
    assert hold is not None, f"the catalogue lets no effect {code} through"
    return Effect(code, "hold", hold[1], int(hold[2]) if hold[2] else None)


def changes_between(old: Sequence[Effect], new: Sequence[Effect]) -> list[Change]:
    """Say what changes when one set of effects takes the place of another; what both have is not mentioned.

    Stops that a person or the law demanded are kept, never removed.
    """
    gone = [_change("kept" if is_lasting(effect) else "removed", effect) for effect in old if effect not in new]
    return [*gone, *(_change("added", effect) for effect in new if effect not in old)]


def is_lasting(effect: Effect) -> bool:
    """Tell whether only a decision of its own may undo an effect."""
    return effect.kind == "opt_out" or (effect.kind == "hold" and effect.word in LASTING_HOLDS)


def sentence_of(effect: Effect) -> tuple[str, str]:
    """Say an effect in English and Chinese."""
    en, zh = _SENTENCES[effect.kind, effect.word]
    return (en, zh) if effect.days is None else (f"{en} for {effect.days} days", f"{zh},为期{effect.days}天")


def _change(fate: Fate, effect: Effect) -> Change:
    (en, zh), (fate_en, fate_zh) = sentence_of(effect), _FATES[fate]
    return Change(fate, effect, f"{fate_en}: {en}.", f"{fate_zh}:{zh}。")
