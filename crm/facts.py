"""The facts of the record: what came in, what was said, agreed and forbidden."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from config.facts import Fact
from crm.person_facts import (
    ConsentGiven,
    ConsentRevoked,
    HoldChanged,
    NoticeSent,
    NumberFactRecorded,
    NumbersSuppressed,
    RelationFactEnded,
    RelationFactRecorded,
    StatedTimeEnded,
    SuppressionWithdrawn,
    TimeStated,
    ZoneLearned,
)


@dataclass(frozen=True, kw_only=True)
class CasesImported(Fact):
    """A file was applied; counts are rows."""

    batch_id: UUID
    new: int
    updated: int
    unchanged: int
    duplicate: int
    rejected: int


@dataclass(frozen=True, kw_only=True)
class ImportUndone(Fact):
    """An import was taken back; `accounts` were removed or restored."""

    batch_id: UUID
    accounts: int


@dataclass(frozen=True, kw_only=True)
class CaseMoved(Fact):
    """A case changed its state or bucket."""

    case_id: UUID
    old_state: str | None
    new_state: str
    old_bucket: str | None = None
    new_bucket: str | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AttemptReserved(Fact):
    """The gate allowed an attempt; it counts from here."""

    attempt_id: UUID
    case_id: UUID
    debtor_id: UUID
    campaign_id: UUID | None
    channel: str


@dataclass(frozen=True, kw_only=True)
class AttemptRefused(Fact):
    """The gate refused; `rules` are all refusing rules, the binding one first."""

    case_id: UUID
    debtor_id: UUID
    campaign_id: UUID | None
    channel: str
    rules: tuple[str, ...]
    next_allowed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AttemptClosed(Fact):
    """An attempt is over: what the line said and how counting rules read it."""

    attempt_id: UUID
    case_id: UUID
    campaign_id: UUID | None
    channel: str
    result: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class DispositionSet(Fact):
    """A disposition was recorded or corrected."""

    attempt_id: UUID
    case_id: UUID
    code: str
    supersedes: str | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseMade(Fact):
    """A liable person promised to pay."""

    promise_id: UUID
    case_id: UUID
    amount_minor: int
    currency: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class PromiseEnded(Fact):
    """A promise was kept, partly kept, broken, cancelled or superseded."""

    promise_id: UUID
    case_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class CallbackAgreed(Fact):
    """A person asked to be called at an instant."""

    callback_id: UUID
    case_id: UUID
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class CallbackEnded(Fact):
    """A callback was made or cancelled."""

    callback_id: UUID
    case_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class HoldSet(Fact):
    """Contact was forbidden or paused."""

    hold_id: UUID
    debtor_id: UUID
    kind: str
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class HoldLifted(Fact):
    """A hold ended by a person's decision."""

    hold_id: UUID
    debtor_id: UUID


@dataclass(frozen=True, kw_only=True)
class OptedOut(Fact):
    """A person stopped a channel; `source` is reply, agent, import or api."""

    debtor_id: UUID
    channel: str
    source: str


@dataclass(frozen=True, kw_only=True)
class OptedIn(Fact):
    """A stop of a channel was taken back: by a reply such as START, or by a person's decision with a reason."""

    debtor_id: UUID
    channel: str
    source: str


@dataclass(frozen=True, kw_only=True)
class ContactPointChanged(Fact):
    """A number or address got another state."""

    contact_point_id: UUID
    debtor_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class PartyVerified(Fact):
    """The agent confirmed the right party; from here the debt may be shown and spoken of."""

    attempt_id: UUID
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class NoteAdded(Fact):
    """A remark was written; its text stays in its row."""

    note_id: UUID
    case_id: UUID


FACTS: tuple[type[Fact], ...] = (
    CasesImported,
    ImportUndone,
    CaseMoved,
    AttemptReserved,
    AttemptRefused,
    AttemptClosed,
    DispositionSet,
    PromiseMade,
    PromiseEnded,
    CallbackAgreed,
    CallbackEnded,
    HoldSet,
    HoldLifted,
    OptedOut,
    OptedIn,
    ContactPointChanged,
    PartyVerified,
    NoteAdded,
    HoldChanged,
    ConsentGiven,
    ConsentRevoked,
    TimeStated,
    StatedTimeEnded,
    ZoneLearned,
    NumberFactRecorded,
    RelationFactRecorded,
    RelationFactEnded,
    NoticeSent,
    NumbersSuppressed,
    SuppressionWithdrawn,
)
