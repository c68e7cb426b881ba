"""What may be recorded of a person: kinds, limits, defaults, and whether a fact restricts or loosens.

Pure values, the same for the agent panel, the API, replies and imports. `recording` and `ending` write them down.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from campaigns.effects import CASE_HOLDS
from campaigns.person_rows import REASSIGNED
from config.errors import BadInput
from crm.attempts import Channel
from crm.contact_points import ContactState
from crm.debtors import RELATION_FACTS
from crm.holds import LIFTING_FACTS, HoldKind

Effect = Literal["restricts", "loosens", "informs"]
CHANNELS = frozenset(Channel)
CONSENTS = frozenset({"sms", "extra_calls", "hours_waiver", "tcpa_express", "ecomm"})
NOTICES = frozenset({"collection_notice", "medical_debt_notice"})
OPENING_RELATION_FACTS = RELATION_FACTS - {"refused"}
"""Facts on a related person that open a contact with them; the other closes it."""
MOST_DAYS = 3650
EXTRA_CALLS_DAYS = 7
"""Consent to more calls is good for seven days, the day it was given being the first (12 CFR 1006.14(b)(3)(i))."""
LONGEST_EVIDENCE = 500
DAY_MINUTES = 24 * 60
CLOCK_SKEW = timedelta(minutes=5)
"""How far a sent instant may lie ahead of our clock and still count as now."""

NUMBER_STATES: Mapping[str, ContactState] = {
    "wrong_number": ContactState.WRONG_PARTY,
    "not_in_service": ContactState.INVALID,
}
"""Facts on a number that change its state."""
NUMBER_LABELS: Mapping[str, str] = {"work_number": "work"}
"""Facts on a number that change its label."""
RULE_FACTS: Mapping[str, str] = {"reassigned": REASSIGNED}
"""Facts on a number under the name that rules know them by (47 CFR 64.1200(m))."""
NUMBER_FACTS = frozenset({*NUMBER_STATES, *NUMBER_LABELS, *RULE_FACTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFact:
    """Contact is forbidden or paused; `whole_person` None: as is usual for its kind. No channels: all of them."""

    what: Literal["hold"] = "hold"
    kind: str
    whole_person: bool | None = None
    channels: tuple[str, ...] = ()
    contact_point_id: UUID | None = None
    ends_at: datetime | None = None

    @property
    def covers_person(self) -> bool:
        """Say whether all cases of the person are held."""
        return self.kind not in CASE_HOLDS if self.whole_person is None else self.whole_person


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftingFact:
    """A fact that undoes a standing hold under some rules, such as a lawyer who does not answer."""

    what: Literal["lifting_fact"] = "lifting_fact"
    hold_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFact:
    """The person allows something; what is not named is not limited. `valid_days` are the person's calendar days."""

    what: Literal["consent"] = "consent"
    kind: str
    channel: str | None = None
    contact_point_id: UUID | None = None
    this_case: bool = False
    valid_days: int | None = None
    ends_at: datetime | None = None

    @property
    def days(self) -> int | None:
        """Return for how many days it holds: more calls for a week at most, whatever was asked."""
        if self.kind != "extra_calls":
            return self.valid_days
        return min(self.valid_days or EXTRA_CALLS_DAYS, EXTRA_CALLS_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutFact:
    """The person does not want a channel: at one number, or nowhere."""

    what: Literal["opt_out"] = "opt_out"
    channel: str
    contact_point_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTimeFact:
    """A weekly span the person called inconvenient (12 CFR 1006.6(b)(1)); fields as in `StatedTime`."""

    what: Literal["stated_time"] = "stated_time"
    days: tuple[int, ...]
    start_minute: int
    end_minute: int
    channels: tuple[str, ...] = ()
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneFact:
    """Where the person said to be, as an IANA zone; from then on it alone counts."""

    what: Literal["zone"] = "zone"
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFact:
    """What became known of one of the person's numbers; `kind` is of `NUMBER_FACTS`."""

    what: Literal["number"] = "number"
    contact_point_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedFact:
    """What became known of a related person; `kind` is of `RELATION_FACTS`."""

    what: Literal["relation"] = "relation"
    relation_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFact:
    """A written notice was sent; without an instant, now."""

    what: Literal["notice"] = "notice"
    kind: str
    sent_at: datetime | None = None
    this_case: bool = True


ContactFact = (
    HoldFact
    | LiftingFact
    | ConsentFact
    | OptOutFact
    | StatedTimeFact
    | ZoneFact
    | NumberFact
    | RelatedFact
    | NoticeFact
)
Ended = Literal["hold", "consent", "opt_out", "stated_time", "zone", "number", "relation"]
"""What can be ended by a person; notices have been sent, and lists are withdrawn as a whole."""


def check(fact: ContactFact, *, now: datetime) -> None:
    """Refuse what cannot be recorded.

    Raises:
        BadInput: names the field.
    """
    _CHECKS[fact.what](fact, now)


def check_evidence(evidence: str) -> str:
    """Return what a fact rests on, trimmed.

    Raises:
        BadInput: there is none, or too much.
    """
    kept = evidence.strip()
    if not 0 < len(kept) <= LONGEST_EVIDENCE:
        raise _bad("evidence", f"between 1 and {LONGEST_EVIDENCE} characters")
    return kept


def effect_of(fact: ContactFact) -> Effect:
    """Say what a fact does to contact; where the person is may do either and counts as restricting."""
    match fact:
        case ConsentFact() | LiftingFact() | NoticeFact():
            return "loosens"
        case RelatedFact():
            return relation_effect(fact.kind)
        case _:
            return "restricts"


def relation_effect(kind: str) -> Effect:
    return "loosens" if kind in OPENING_RELATION_FACTS else "restricts"


def _check_hold(fact: HoldFact, now: datetime) -> None:
    if fact.kind not in set(HoldKind):
        raise BadInput("hold_kind", "There is no such kind of hold.", {"kind": "not known"})
    _check_channels(fact.channels)
    if fact.ends_at is not None and (fact.ends_at.tzinfo is None or fact.ends_at <= now):
        raise BadInput("hold_end", "A hold cannot end in the past.", {"ends_at": "in the past"})


def _check_lifting(fact: LiftingFact, _now: datetime) -> None:
    _check_kind(fact.kind, LIFTING_FACTS)


def _check_consent(fact: ConsentFact, now: datetime) -> None:
    _check_kind(fact.kind, CONSENTS)
    _check_channels(() if fact.channel is None else (fact.channel,))
    if fact.valid_days is not None and not 1 <= fact.valid_days <= MOST_DAYS:
        raise _bad("valid_days", f"between 1 and {MOST_DAYS}")
    _check_end(fact.ends_at, now)


def _check_opt_out(fact: OptOutFact, _now: datetime) -> None:
    _check_channels((fact.channel,))


def _check_stated_time(fact: StatedTimeFact, now: datetime) -> None:
    if not fact.days or not set(fact.days) <= set(range(7)):
        raise _bad("days", "0 (Monday) to 6 (Sunday), at least one")
    if not 0 <= fact.start_minute < DAY_MINUTES:
        raise _bad("start_minute", f"0 to {DAY_MINUTES - 1}")
    if not 0 <= fact.end_minute <= DAY_MINUTES:
        raise _bad("end_minute", f"0 to {DAY_MINUTES}")
    _check_channels(fact.channels)
    _check_end(fact.ends_at, now)


def _check_zone(fact: ZoneFact, _now: datetime) -> None:
    try:
        is_known = "/" in fact.zone and ZoneInfo(fact.zone).key == fact.zone
    except (ZoneInfoNotFoundError, ValueError, OSError):
        is_known = False
    if not is_known:
        raise _bad("zone", "no zone of the IANA table")


def _check_number(fact: NumberFact, _now: datetime) -> None:
    _check_kind(fact.kind, NUMBER_FACTS)


def _check_relation(fact: RelatedFact, _now: datetime) -> None:
    _check_kind(fact.kind, RELATION_FACTS)


def _check_notice(fact: NoticeFact, now: datetime) -> None:
    _check_kind(fact.kind, NOTICES)
    if fact.sent_at is not None and (fact.sent_at.tzinfo is None or fact.sent_at > now + CLOCK_SKEW):
        raise _bad("sent_at", "not yet, or without a zone")


def _check_kind(kind: str, known: frozenset[str]) -> None:
    if kind not in known:
        raise _bad("kind", f"one of {', '.join(sorted(known))}")


def _check_channels(channels: tuple[str, ...]) -> None:
    if not set(channels) <= CHANNELS:
        raise _bad("channels", f"of {', '.join(sorted(CHANNELS))}")


def _check_end(ends_at: datetime | None, now: datetime) -> None:
    if ends_at is not None and (ends_at.tzinfo is None or ends_at <= now):
        raise _bad("ends_at", "in the past, or without a zone")


def _bad(field: str, why: str) -> BadInput:
    return BadInput("bad_fact", "This cannot be recorded as it was sent.", {field: why})


_CHECKS: Mapping[str, Callable[[Any, datetime], None]] = {
    "hold": _check_hold,
    "lifting_fact": _check_lifting,
    "consent": _check_consent,
    "opt_out": _check_opt_out,
    "stated_time": _check_stated_time,
    "zone": _check_zone,
    "number": _check_number,
    "relation": _check_relation,
    "notice": _check_notice,
}
