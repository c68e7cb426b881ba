"""The facts of the decisions: agents' states, campaigns' changes, reviews."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from config.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AgentChanged(Fact):
    """An agent's state changed; `cause` says who or what did it, in a code a person can be shown."""

    agent_id: UUID
    old: str
    new: str
    cause: str
    attempt_id: UUID | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class AgentUnstuck(Fact):
    """A supervisor freed an agent's state by hand."""

    agent_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class CallAssigned(Fact):
    """An answered call was given to an agent; the case may be shown."""

    attempt_id: UUID
    case_id: UUID
    agent_id: UUID


@dataclass(frozen=True, kw_only=True)
class CallAbandoned(Fact):
    """A person answered and no agent was there in time; the message was played and it counts."""

    attempt_id: UUID
    case_id: UUID
    campaign_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseEnrolled(Fact):
    """A case came into a campaign, or left one (`campaign_id` None)."""

    case_id: UUID
    campaign_id: UUID | None
    bucket: str | None


@dataclass(frozen=True, kw_only=True)
class CampaignMoved(Fact):
    """A campaign was started, drained, paused or halted."""

    campaign_id: UUID
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class CampaignEdited(Fact):
    """A campaign's settings changed; `fields` are those that differ, `version` is the new one."""

    campaign_id: UUID
    version: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CreditorTermsEdited(Fact):
    """What a creditor asks beyond the law changed; `fields` are the parts that differ, `version` is the new one."""

    creditor_id: UUID
    version: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BucketsEdited(Fact):
    """The set of buckets changed."""

    codes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TreatmentChosen(Fact):
    """What follows an outcome was decided, and why."""

    attempt_id: UUID
    case_id: UUID
    step: str
    reason: str
    not_before: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewDone(Fact):
    """A reviewer finished a scorecard."""

    review_id: UUID
    attempt_id: UUID
    score: int


@dataclass(frozen=True, kw_only=True)
class RecordingHeard(Fact):
    """Somebody listened to a recording."""

    attempt_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserChanged(Fact):
    """A user was made, changed or closed by an administrator."""

    user_id: UUID
    change: str


FACTS: tuple[type[Fact], ...] = (
    AgentChanged,
    AgentUnstuck,
    CallAssigned,
    CallAbandoned,
    CaseEnrolled,
    CampaignMoved,
    CampaignEdited,
    CreditorTermsEdited,
    BucketsEdited,
    TreatmentChosen,
    ReviewDone,
    RecordingHeard,
    UserChanged,
)
