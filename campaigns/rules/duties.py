"""Duties that do not decide a contact: pacing limits, wording, the caller's number, recording, and keeping of records.

Their rows are read as strictly as the others; here the strictest of several is found. Who carries them out: pacing,
templates and scripts, campaign settings, recordings, retention.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from campaigns.rules.fields import Fields
from campaigns.rules.rule import Rule

MOMENTS = frozenset(
    {"first_contact", "later_contact", "voicemail", "text", "email", "letter", "abandoned_message", "any"}
)
PARTS = frozenset(
    {
        "company_name",
        "neutral_company_name",
        "caller_name",
        "contact_name",
        "request_to_call_back",
        "callback_number",
        "debt_collector_disclosure",
        "purpose_disclosure",
        "validation_notice",
        "claim_details",
        "opt_out",
        "salutation",
        "date_and_time",
        "suggested_times",
        "any_representative",
        "debt",
        "marketing",
        "public_message",
        "reason_for_call",
        "creditor_name",
        "complaint_path",
        "threat",
    }
)
CALLER_NUMBER_DUTIES = frozenset({"valid", "returnable", "not_withheld", "not_premium", "not_falsely_local"})
DENOMINATORS = frozenset({"live_answers"})
ABANDONMENT_WINDOWS = frozenset({"rolling_days", "calendar_month", "day", "campaign"})
STARTS = frozenset({"last_collection_activity", "call_date", "record_made", "contact"})
RECORDS = ("records", "recordings")


@dataclass(frozen=True, slots=True)
class AbandonmentCap:
    """Limits of pacing; None where the rule gives no number. `window_days` is the length of its period.

    `cite` names the law where limits were gathered; a single rule has its own.
    """

    max_percent: int | None = None
    window: str = "day"
    window_days: int = 1
    connect_within_seconds: int | None = None
    min_ring_seconds: int | None = None
    min_rings: int | None = None
    message_required: bool = False
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Parts that a message or script of one moment must, may and must not carry; codes of PARTS."""

    moment: str
    requires: frozenset[str]
    allows: frozenset[str]
    forbids: frozenset[str]


@dataclass(frozen=True, slots=True)
class RecordingConsent:
    """Whose consent a recording needs: ``one`` or ``all``; `states` are those it binds in, None = everywhere."""

    parties: str
    states: frozenset[str] | None
    contested: frozenset[str]


@dataclass(frozen=True, slots=True)
class Retention:
    """How long kinds of records are kept: kind → (years, the event the time runs from)."""

    periods: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def read_abandoned_rate_cap(fields: Fields) -> AbandonmentCap:
    """Compile the limits of pacing; numbers that a rule does not give may be left out. Raises BadInput."""
    window = fields.table("window")
    kind = window.text("type", allowed=ABANDONMENT_WINDOWS)
    days = {"calendar_month": 31, "day": 1}.get(kind) or window.number("n")
    window.finish()
    fields.text("denominator", allowed=DENOMINATORS, default="live_answers")
    fields.text("per", allowed={"campaign", "collector"}, default="campaign")
    return AbandonmentCap(
        max_percent=fields.optional_number("max_percent"),
        window=kind,
        window_days=days,
        connect_within_seconds=fields.optional_number("connect_within_seconds"),
        min_ring_seconds=fields.optional_number("min_ring_seconds"),
        min_rings=fields.optional_number("min_rings"),
        message_required=fields.truth("message_required", default=False),
    )


def read_content(fields: Fields) -> Content:
    """Compile ``moment``, ``requires``, ``allows``, ``forbids``. Raises BadInput."""
    return Content(
        moment=fields.text("moment", allowed=MOMENTS),
        requires=fields.texts("requires", allowed=PARTS) or frozenset(),
        allows=fields.texts("allows", allowed=PARTS) or frozenset(),
        forbids=fields.texts("forbids", allowed=PARTS) or frozenset(),
    )


def read_caller_number(fields: Fields) -> frozenset[str]:
    """Compile ``requires``. Raises BadInput."""
    return fields.texts("requires", allowed=CALLER_NUMBER_DUTIES) or frozenset()


def read_recording_consent(fields: Fields) -> RecordingConsent:
    """Compile ``parties``, ``states``, ``contested``. Raises BadInput."""
    return RecordingConsent(
        parties=fields.text("parties", allowed={"one", "all"}),
        states=fields.texts("states"),
        contested=fields.texts("contested") or frozenset(),
    )


def read_retention(fields: Fields) -> Retention:
    """Compile ``records`` and ``recordings``, each {years, from}. Raises BadInput."""
    periods = {}
    for kind in RECORDS:
        if kind in fields.names():
            period = fields.table(kind)
            periods[kind] = (period.number("years"), period.text("from", allowed=STARTS))
            period.finish()
    return Retention(periods)


def read_informational(fields: Fields) -> None:
    """Keep any parameters: they shape settings and are read by persons."""
    for name in fields.names():
        fields.take(name)


def strictest_abandonment(rules: Iterable[Rule]) -> AbandonmentCap:
    """Return the least share and connect time and the longest ring that any rule asks for."""
    asking = [rule for rule in rules if isinstance(rule.terms, AbandonmentCap)]
    caps = [rule.terms for rule in asking]
    numbered = [rule for rule in asking if rule.terms.max_percent or rule.terms.min_ring_seconds]
    shares = [cap for cap in caps if cap.max_percent is not None]
    first = min(shares, key=lambda cap: (cap.max_percent or 0, cap.window_days), default=AbandonmentCap())
    return AbandonmentCap(
        max_percent=first.max_percent,
        window=first.window,
        window_days=first.window_days,
        connect_within_seconds=min((c.connect_within_seconds for c in caps if c.connect_within_seconds), default=None),
        min_ring_seconds=max((c.min_ring_seconds for c in caps if c.min_ring_seconds), default=None),
        min_rings=max((c.min_rings for c in caps if c.min_rings), default=None),
        message_required=any(cap.message_required for cap in caps),
        cite="; ".join(dict.fromkeys(rule.cite for rule in numbered)),
    )


def needs_all_parties(rules: Iterable[Rule], regions: Iterable[str]) -> bool:
    """Say whether a recording needs everybody's consent when its ends lie in these regions (upper case codes).

    A contested region counts as one that asks for all: announcing is cheap, a suit is not.
    """
    places = frozenset(regions)
    return any(
        rule.terms.parties == "all"
        and (rule.terms.states is None or places & (rule.terms.states | rule.terms.contested))
        for rule in rules
        if isinstance(rule.terms, RecordingConsent)
    )


def longest_keeping(rules: Iterable[Rule], kind: str) -> tuple[int, str] | None:
    """Return the years a kind of record is kept at least, and from when; None where no rule says."""
    periods = [
        rule.terms.periods[kind] for rule in rules if isinstance(rule.terms, Retention) and kind in rule.terms.periods
    ]
    return max(periods, default=None)


def wrong_parts(rules: Iterable[Rule], moment: str, parts: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return (missing, forbidden) parts of a message or script that carries `parts` at a moment."""
    carried = frozenset(parts)
    duties = [rule.terms for rule in rules if isinstance(rule.terms, Content) and rule.terms.moment in {moment, "any"}]
    required = frozenset(part for duty in duties for part in duty.requires)
    forbidden = frozenset(part for duty in duties for part in duty.forbids)
    return required - carried, carried & forbidden
