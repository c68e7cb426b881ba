"""Dispositions: the two-level list of what can come of an attempt, what each one means and what it brings.

Read strictly from `config/dispositions.toml` and `config/reasons.toml`. Who may set a code now is decided here;
carrying its effects out is left to `campaigns`, judging the next contact to the rules.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from config.documents import Document, packaged
from config.errors import BadInput, NotFound
from crm.holds import HoldKind
from telephony.facts import EndCause
from telephony.messages import MessageState

SETTERS = ("agent", "system")
PARTIES = ("debtor", "representative", "third_party", "machine", "nobody", "unknown")
OUTCOMES = (
    "no_answer",
    "not_connected",
    "voicemail_left",
    "answered_other",
    "conversation",
    "abandoned",
    "sent",
    "delivered",
    "failed",
    "met",
    "not_met",
)
"""How counting rules read an attempt (12 CFR 1006.14(b)); the rules engine has the same words."""
FINALS = ("number", "case", "channel")
SLOTS = ("same", "other", "next_day")
KEYS = tuple("123456789")
PLAIN_EFFECTS = (
    "number_invalid",
    "number_wrong_party",
    "number_suspect",
    "opt_out_phone_number",
    "opt_out_sms",
    "promise",
    "callback",
)
HOLD_EFFECT = re.compile(rf"hold:({'|'.join(HoldKind)})(?::([1-9]\d{{0,2}})d)?")
"""A hold of a kind, until lifted or for so many days: "hold:disputed", "hold:payment_in_transit:3d"."""
STOPPING = {"number": ("number_", "opt_out_"), "channel": ("opt_out_",), "case": ("hold:",)}
"""What a final code must bring, so that the list cannot promise a stop that nobody carries out."""
LONGEST_RETRY_MINUTES = 60 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """One code. `outcome` is None where nothing is counted; `retry_*` are defaults below ladder and gate.

    `needs_verified`: only after the right party was verified. A demand to stop never needs it.
    """

    code: str
    group: str
    en: str
    zh: str
    set_by: frozenset[str]
    party: str
    outcome: str | None
    is_connect: bool
    is_right_party: bool
    needs_verified: bool
    needs_promise: bool
    needs_callback: bool
    needs_reason: bool
    key: str | None
    final: str | None
    effects: tuple[str, ...]
    retry_after_minutes: int | None
    retry_slot: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its names: a group (the first level), a reason, a kind of break or of hold."""

    code: str
    en: str
    zh: str


_BY_CAUSE: Mapping[EndCause, str] = MappingProxyType(
    {
        EndCause.NO_ANSWER: "NC01",
        EndCause.BUSY: "NC02",
        EndCause.REJECTED: "NC03",
        EndCause.UNREACHABLE: "NC04",
        EndCause.SUSPENDED: "NC05",
        EndCause.INVALID_NUMBER: "NC06",
        EndCause.NETWORK_FAILURE: "NC07",
        EndCause.FAILED: "NC07",
        EndCause.BLOCKED: "NC08",
        EndCause.FAX: "NC09",
        EndCause.CANCELLED: "NC10",
        EndCause.MACHINE: "AM01",
        EndCause.ABANDONED: "AB01",
        # A call whose fate is not known may have rung: it is read as one that did.
        EndCause.COMPLETED: "NC01",
        EndCause.UNKNOWN: "NC01",
    }
)
_SAID_BY_CAUSE = frozenset({EndCause.ABANDONED, EndCause.FAX, EndCause.MACHINE})
"""Causes that say more than who answered."""
_BY_MESSAGE: Mapping[MessageState, str] = MappingProxyType(
    {
        MessageState.SENT: "DG01",
        MessageState.UNKNOWN: "DG01",
        MessageState.DELIVERED: "DG02",
        MessageState.UNDELIVERED: "DG03",
        MessageState.REFUSED: "DG03",
    }
)


@dataclass(frozen=True)
class Catalogue:
    """All dispositions by code in the order of the list, with groups, reasons for default, and small lists."""

    groups: tuple[Named, ...]
    by_code: Mapping[str, Disposition]
    reasons: tuple[Named, ...]
    breaks: tuple[Named, ...]
    holds: tuple[Named, ...]

    def get(self, code: str) -> Disposition:
        """Return one disposition.

        Raises:
            NotFound: there is no such code.
        """
        found = self.by_code.get(code)
        if found is None:
            raise NotFound("unknown_disposition", f"There is no disposition {code}.", {"disposition": code})
        return found

    def for_agent(self, *, verified: bool) -> tuple[Disposition, ...]:
        """Return what an agent may choose on a call now, those with a key first and in the order of keys.

        Before the right party is verified, codes that claim a talk about the debt are not among them.
        """
        on_calls = [row for row in self.by_code.values() if row.group not in {"DG", "LT", "FV", "AD"}]
        open_now = [row for row in on_calls if "agent" in row.set_by and (verified or not row.needs_verified)]
        return tuple(sorted(open_now, key=lambda row: (row.key is None, row.key or "")))

    def system_code(self, end_cause: str, answered_by: str | None) -> str:
        """Return the code of a call that reached no agent, from its `EndCause` and who picked up.

        A person (or somebody unknown) who picked up and hung up before an agent was there is AB03.
        """
        cause = EndCause(end_cause)
        if answered_by == "machine" and cause is not EndCause.FAX:
            return "AM01"
        if answered_by is not None and cause not in _SAID_BY_CAUSE:
            return "AB03"
        return _BY_CAUSE[cause]

    def unsaid_code(self, *, verified: bool) -> str:
        """Return the code of a call with an agent who recorded nothing in time; the stricter reading counts."""
        return "NG05" if verified else "AB03"

    def message_code(self, state: str) -> str:
        """Return the code of a text by its `MessageState`; one that may have left is read as sent."""
        return _BY_MESSAGE[MessageState(state)]


def load_catalogue() -> Catalogue:
    """Read the packaged lists.

    Raises:
        BadInput: names file, row and field.
    """
    return read_catalogue(packaged("dispositions.toml"), packaged("reasons.toml"))


def read_catalogue(dispositions: Document, reasons: Document) -> Catalogue:
    """Read the two documents strictly: closed words, unique codes and keys, every group with rows.

    Raises:
        BadInput: names file, row and field.
    """
    groups = _names(dispositions, "groups")
    rows = [_read(row, {group.code for group in groups}) for row in dispositions.rows("dispositions")]
    dispositions.finish()
    _refuse_twice(dispositions, [row.code for row in rows])
    _refuse_twice(dispositions, [row.key for row in rows if row.key is not None])
    missing = (set(_BY_CAUSE.values()) | set(_BY_MESSAGE.values()) | {"AB03", "NG05"}) - {row.code for row in rows}
    if missing:
        dispositions.refuse("dispositions", f"must have the codes the system sets: {', '.join(sorted(missing))}")
    why, breaks, holds = (_names(reasons, name) for name in ("reasons", "breaks", "holds"))
    reasons.finish()
    if {hold.code for hold in holds} != set(HoldKind):
        reasons.refuse("holds", f"must name {', '.join(HoldKind)}")
    return Catalogue(groups, MappingProxyType({row.code: row for row in rows}), why, breaks, holds)


def check_effect(effect: str) -> bool:
    """Tell whether a word is an effect: a plain one, or a hold of a known kind with or without days."""
    return effect in PLAIN_EFFECTS or HOLD_EFFECT.fullmatch(effect) is not None


def _read(row: Document, groups: set[str]) -> Disposition:
    code = row.text("code")
    retry = row.optional_whole("retry_after_minutes", low=1, high=LONGEST_RETRY_MINUTES)
    found = Disposition(
        code=code,
        group=code[:2],
        en=row.text("en"),
        zh=row.text("zh"),
        set_by=frozenset(row.texts("set_by", allowed=SETTERS)),
        party=row.text("party", allowed=PARTIES),
        outcome=row.optional_text("outcome", allowed=OUTCOMES),
        is_connect=row.flag("is_connect"),
        is_right_party=row.flag("is_right_party"),
        needs_verified=row.flag("needs_verified"),
        needs_promise=row.flag("needs_promise"),
        needs_callback=row.flag("needs_callback"),
        needs_reason=row.flag("needs_reason"),
        key=row.optional_text("key", allowed=KEYS),
        final=row.optional_text("final", allowed=FINALS),
        effects=row.texts("effects"),
        retry_after_minutes=retry,
        retry_slot=row.text("retry_slot", allowed=SLOTS) if retry is not None else None,
    )
    row.finish()
    _check_sense(row, found, groups)
    return found


def _check_sense(row: Document, found: Disposition, groups: set[str]) -> None:
    if found.group not in groups or not re.fullmatch(r"[A-Z]{2}\d\d", found.code):
        row.refuse("code", "must be a known group's two letters and two digits")
    if not found.set_by:
        row.refuse("set_by", "must name at least one of agent, system")
    if unknown := [effect for effect in found.effects if not check_effect(effect)]:
        row.refuse("effects", f"does not know {', '.join(unknown)}")
    if found.needs_promise != ("promise" in found.effects):
        row.refuse("needs_promise", "and the effect promise belong together")
    if found.needs_callback != ("callback" in found.effects):
        row.refuse("needs_callback", "and the effect callback belong together")
    if found.key is not None and "agent" not in found.set_by:
        row.refuse("key", "is for codes an agent sets")
    if found.final is not None and not any(effect.startswith(STOPPING[found.final]) for effect in found.effects):
        row.refuse("final", f"{found.final} needs an effect that stops it")


def _names(document: Document, name: str) -> tuple[Named, ...]:
    found = []
    for row in document.rows(name):
        found.append(Named(row.text("code"), row.text("en"), row.text("zh")))
        row.finish()
    _refuse_twice(document, [named.code for named in found])
    return tuple(found)


def _refuse_twice(document: Document, codes: Sequence[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            sentence = f"{document.where}: {code} stands twice."
            raise BadInput("bad_document", sentence, {code: "stands twice"})
        seen.add(code)
