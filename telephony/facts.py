"""What can have happened on a line: the facts of calls and of messages.

Facts are past tense, frozen, and say what a vendor told us, not what it means for a debt. Which of
them moves a call or a message is decided in `calls.py` and `messages.py`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID

from config.facts import Fact

AnsweredBy = Literal["human", "machine", "unknown"]
EndedBy = Literal["callee", "agent", "system", "provider", "unknown"]


class EndCause(StrEnum):
    """Why a call is over, in our words; every vendor's cause codes are translated to these."""

    COMPLETED = "completed"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"
    SUSPENDED = "suspended"
    INVALID_NUMBER = "invalid_number"
    NETWORK_FAILURE = "network_failure"
    BLOCKED = "blocked"
    FAX = "fax"
    CANCELLED = "cancelled"
    MACHINE = "machine"
    ABANDONED = "abandoned"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class CallPlaced(Fact):
    """The vendor took the order; `provider_ref` is the vendor's own name for the call."""

    attempt_id: UUID
    provider_ref: str


@dataclass(frozen=True, kw_only=True)
class CallRinging(Fact):
    """The called side's telephone rings."""

    attempt_id: UUID


@dataclass(frozen=True, kw_only=True)
class CallAnswered(Fact):
    """The call was picked up and the verdict is in; the pick-up was `detected_after_s` before `at`."""

    attempt_id: UUID
    answered_by: AnsweredBy
    detected_after_s: float


@dataclass(frozen=True, kw_only=True)
class CallBridged(Fact):
    """The called person and the agent hear each other."""

    attempt_id: UUID
    agent_id: UUID


@dataclass(frozen=True, kw_only=True)
class CallHeld(Fact):
    """The called person waits while the agent is off the line."""

    attempt_id: UUID


@dataclass(frozen=True, kw_only=True)
class CallResumed(Fact):
    """The agent is back with the person who was held."""

    attempt_id: UUID


@dataclass(frozen=True, kw_only=True)
class CallEnded(Fact):
    """The call is over, for a cause and by somebody."""

    attempt_id: UUID
    cause: EndCause
    by: EndedBy


@dataclass(frozen=True, kw_only=True)
class CallLost(Fact):
    """The call's fate is not known: the vendor gave no answer, or the link to it broke."""

    attempt_id: UUID


@dataclass(frozen=True, kw_only=True)
class RecordingStored(Fact):
    """A recording of the call lies at `path`, relative to the recordings folder."""

    attempt_id: UUID
    recording_id: UUID
    duration_ms: int
    path: str


@dataclass(frozen=True, kw_only=True)
class MessageAccepted(Fact):
    """The vendor took the message over and will try to deliver it."""

    attempt_id: UUID
    provider_ref: str
    segments: int


@dataclass(frozen=True, kw_only=True)
class MessageRefused(Fact):
    """The vendor did not take the message, or (code withdrawn) we took it back; nothing left the house."""

    attempt_id: UUID
    code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MessageUnknown(Fact):
    """Whether the vendor took the message is not known; it must not be sent again."""

    attempt_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessageDelivered(Fact):
    """The carrier says that the telephone has the message."""

    attempt_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessageUndelivered(Fact):
    """The carrier gave up; `code` is the vendor's reason."""

    attempt_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class MessageReceived(Fact):
    """Somebody wrote to us: from `number` (E.164) to our sender `to_sender`."""

    number: str
    text: str
    provider_ref: str
    to_sender: str


CallFact = (
    CallPlaced
    | CallRinging
    | CallAnswered
    | CallBridged
    | CallHeld
    | CallResumed
    | CallEnded
    | CallLost
    | RecordingStored
)
MessageFact = MessageAccepted | MessageRefused | MessageUnknown | MessageDelivered | MessageUndelivered

FACTS: tuple[type[Fact], ...] = (
    CallPlaced,
    CallRinging,
    CallAnswered,
    CallBridged,
    CallHeld,
    CallResumed,
    CallEnded,
    CallLost,
    RecordingStored,
    MessageAccepted,
    MessageRefused,
    MessageUnknown,
    MessageDelivered,
    MessageUndelivered,
    MessageReceived,
)
