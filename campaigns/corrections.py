"""What correcting a disposition would change: effects that come, go or stay, and how the call is counted.

Pure. Carrying it out is left to `correcting`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from campaigns.effects import Change, Effect, changes_between
from config.errors import BadInput, Conflict
from crm.dispositions import Disposition

NOT_CALLS = frozenset({"DG", "LT", "FV", "AD"})
"""Groups that do not come of a call."""
LONGEST_REASON = 200

_COUNTED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "no_answer": ("an unanswered call", "未接通话"),
        "not_connected": ("a call that did not connect, which no cap counts", "未连通,不计入次数上限"),
        "voicemail_left": ("a message left", "已留言"),
        "answered_other": ("a talk with somebody else", "与他人通话"),
        "conversation": ("a conversation, after which a waiting time runs", "有效对话,之后进入等待期"),
        "abandoned": ("an abandoned call", "无坐席放弃"),
    }
)


@dataclass(frozen=True, slots=True)
class Consequence:
    """One line of the preview, in both languages."""

    code: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What is taken back, what is carried out, and all of it in words."""

    to_revert: tuple[Effect, ...]
    to_apply: tuple[Effect, ...]
    consequences: tuple[Consequence, ...]


def correct(
    old: Disposition, new: Disposition, *, old_effects: Sequence[Effect], new_effects: Sequence[Effect]
) -> Correction:
    """Compare two dispositions of a call.

    Raises:
        BadInput: the new one is the old one, or does not come of a call.
        Conflict: the new one needs a promise or a callback that the call did not bring; a reviewer cannot make one.
    """
    if new.code == old.code:
        raise BadInput("same_disposition", "This is the disposition in force.", {"disposition": new.code})
    if new.group in NOT_CALLS:
        raise BadInput("not_of_a_call", f"{new.code} does not come of a call.", {"disposition": new.code})
    for needed, had, word in (
        (new.needs_promise, old.needs_promise, "promise"),
        (new.needs_callback, old.needs_callback, "callback"),
    ):
        if needed and not had:
            sentence = f"{new.code} needs a {word}, and this call brought none; only the person can make one."
            raise Conflict(f"correction_needs_{word}", sentence, {"disposition": new.code})
    changes = changes_between(old_effects, new_effects)
    return Correction(
        tuple(change.effect for change in changes if change.fate == "removed"),
        tuple(change.effect for change in changes if change.fate == "added"),
        (*_counting(old, new), *map(_consequence, changes)),
    )


def _counting(old: Disposition, new: Disposition) -> list[Consequence]:
    if new.outcome is None or old.outcome == new.outcome:
        return []
    en, zh = _COUNTED[new.outcome]
    return [Consequence("counted_as", f"The call now counts as {en}.", f"该通话改计为:{zh}。")]


def _consequence(change: Change) -> Consequence:
    return Consequence(f"{change.fate}:{change.effect.code}", change.en, change.zh)
