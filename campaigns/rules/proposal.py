"""The facts a contact is judged on: what is proposed, about whom, and what happened before.

Plain frozen values, cheap to build from rows. They decide nothing; `judge` does. Keys of debts and
endpoints are any hashable (a UUID, a string); they are only compared. All instants are aware UTC.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

CHANNELS = frozenset({"phone", "sms", "email", "letter", "visit"})
TECHNOLOGIES = frozenset({"live_agent", "prerecorded_voice"})
NUMBER_TYPES = frozenset({"mobile", "landline", "work", "other"})
COLLECTORS = frozenset({"third_party", "first_party"})
PURPOSES = frozenset(
    {
        "collection",
        "location_information",
        "cease_acknowledgement",
        "remedy_notice",
        "legal_notice",
        "requested_reply",
        "ecomm_consent_request",
        "optout_confirmation",
    }
)
CONSUMER_PARTIES = frozenset({"consumer", "spouse", "parent", "guardian", "executor", "guarantor"})
PROFESSIONAL_PARTIES = frozenset({"attorney", "credit_bureau", "creditor", "creditor_attorney"})

# A contact whose result is not known yet is counted as an attempt everywhere attempts are counted:
# two campaigns may otherwise both pass while the other's call still rings.
UNSETTLED = frozenset({"pending", "unknown"})
OUTCOMES = UNSETTLED | {
    "conversation",
    "voicemail_left",
    "no_answer",
    "abandoned",
    "answered_other",
    "not_connected",
    "delivered",
    "failed",
    "sent",
    "met",
    "not_met",
}


def party_class(party: str) -> str:
    """Say whom the law takes the party for: ``consumer``, ``professional`` or ``third_party`` (anybody else).

    Source: 12 CFR 1006.6(a) for who counts as the consumer; 1006.6(d)(1) for the professionals.
    """
    if party in CONSUMER_PARTIES:
        return "consumer"
    return "professional" if party in PROFESSIONAL_PARTIES else "third_party"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One contact that is about to be made. `at` is the instant it would start."""

    at: datetime
    channel: str
    endpoint_id: Hashable
    debts: tuple[Hashable, ...]
    collector: str = "third_party"
    party: str = "consumer"
    purpose: str = "collection"
    technology: str | None = "live_agent"  # phone only
    number_type: str = "other"
    number_zones: tuple[str, ...] = ()  # IANA names the number's area code indicates
    number_facts: frozenset[str] = frozenset()  # e.g. rnd_disconnected_after_consent
    is_only_number: bool = False
    is_agent_guaranteed: bool = False  # an agent waits for this very call (preview, manual)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastContact:
    """One line of the attempt ledger, of any channel, campaign or number of this person.

    `outcome` is one of OUTCOMES. A call bridged to an agent is a ``conversation`` even while it lasts.
    `is_counted` False takes a line out of every count (an attempt withdrawn before anything was dialed).
    """

    at: datetime
    channel: str
    outcome: str
    endpoint_id: Hashable = None
    debts: tuple[Hashable, ...] = ()
    party: str = "consumer"
    direction: str = "outbound"
    purpose: str = "collection"
    technology: str | None = "live_agent"
    number_type: str = "other"
    could_leave_message: bool = True
    is_machine: bool = False  # a machine was detected
    is_counted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A fact that bars contact from `starts_at` (inclusive) to `until` (exclusive; None = open end).

    `kind` is the flag a rule names: cease_communication, represented_by_attorney, bankruptcy, disputed,
    deceased, employer_prohibits, refused_workplace, wrong_number, do_not_contact, … None for debts,
    channels or endpoint_id means "not limited to". `lifting_facts` are facts that undo it under some rules
    (attorney_unresponsive, attorney_consents, verification_sent).
    """

    kind: str
    starts_at: datetime
    until: datetime | None = None
    debts: frozenset[Hashable] | None = None
    channels: frozenset[str] | None = None
    endpoint_id: Hashable | None = None
    lifting_facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A permission the person gave. Kinds: extra_calls, tcpa_express, ecomm, sms, hours_waiver.

    None for endpoint_id, channel or debt means "not limited to". `valid_days` are local calendar days,
    the day of the consent being the first.
    """

    kind: str
    at: datetime
    revoked_at: datetime | None = None
    endpoint_id: Hashable | None = None
    channel: str | None = None
    debt: Hashable | None = None
    valid_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """A stop of one channel at one endpoint; endpoint_id None = at every endpoint of that channel."""

    channel: str
    at: datetime
    endpoint_id: Hashable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedMedium:
    """A whole channel the person asked not to be used."""

    channel: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTime:
    """A weekly span the person called inconvenient, on their own wall clock.

    `days`: 0 = Monday … 6 = Sunday, the day the span starts on. Minutes since midnight, half-open;
    an end at or before the start runs over midnight. `channels` None = every channel.
    """

    days: tuple[int, ...]
    start_minute: int
    end_minute: int
    channels: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """What rules need to know of one debt. Debts of one `group` (one student-loan account) count as one."""

    creditor: Hashable | None = None
    group: Hashable | None = None
    days_past_due: int = 0
    kind: str = ""  # e.g. medical


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A written notice that was sent about one debt."""

    kind: str
    sent_at: datetime
    debt: Hashable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is known of the person at the instant of judging. Zones are IANA names.

    `known_zone` is where the person said to be and overrides address and number. `third_persons` maps a
    party name to facts about it: requested_contact, earlier_incomplete, consumer_consented, refused.
    """

    address_zones: tuple[str, ...] = ()
    known_zone: str | None = None
    stated_times: tuple[StatedTime, ...] = ()
    holds: tuple[Hold, ...] = ()
    consents: tuple[Consent, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
    refused_media: tuple[RefusedMedium, ...] = ()
    notices: tuple[Notice, ...] = ()
    debts: Mapping[Hashable, Debt] = field(default_factory=dict)
    third_persons: Mapping[str, frozenset[str]] = field(default_factory=dict)
