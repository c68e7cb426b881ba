"""What can happen to the floor besides facts of the line: agents' acts, reservations, settings, stops, time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from campaigns.agents import Agent, Signal
from campaigns.floor.state import Line, Wing


@dataclass(frozen=True, slots=True)
class AgentListed:
    """An agent belongs to the floor, offline until a signal comes; one who is listed keeps the present state."""

    agent: Agent


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSignalled:
    """An agent, the link or a supervisor did something. `reason` is the break's."""

    agent_id: UUID
    signal: Signal
    cause: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SeatsTold:
    """These agents' telephones are on the line, and no others; who is not among them is given no call."""

    agent_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class BreakAsked:
    """An agent on a call wants a break after it; None takes the wish back."""

    agent_id: UUID
    reason: str | None


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """An agent wants more wrap-up."""

    agent_id: UUID


@dataclass(frozen=True, slots=True)
class LineReserved:
    """A permit exists; the call may leave if the floor still wants it."""

    line: Line


@dataclass(frozen=True, slots=True)
class LineAdopted:
    """A call found alive after a restart, in the state the provider and our rows tell."""

    line: Line


@dataclass(frozen=True, slots=True)
class ReservingEnded:
    """All calls of one `Reserve` are known; `dry_until` is set when the list had no more."""

    campaign_id: UUID
    asked: int
    dry_until: datetime | None


@dataclass(frozen=True, slots=True)
class LineDropped:
    """A reserved call did not leave (stale permit, provider refused); its row is settled."""

    attempt_id: UUID


@dataclass(frozen=True, slots=True)
class WingSet:
    """A campaign came, changed or moved; its tally and what is under way are kept."""

    wing: Wing


@dataclass(frozen=True, slots=True)
class ListsChanged:
    """Cases may have become due earlier than their lists told; every list is looked at again."""


@dataclass(frozen=True, slots=True)
class CaseOffered:
    """A preview campaign's next case for an agent; None when there is none."""

    agent_id: UUID
    campaign_id: UUID
    case_id: UUID | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class OutcomeGiven:
    """A call got its disposition; `is_live` when a person had answered."""

    attempt_id: UUID
    agent_id: UUID | None
    campaign_id: UUID | None
    is_live: bool


@dataclass(frozen=True, slots=True)
class OutcomeUndone:
    """An agent took a disposition back within the allowed seconds."""

    attempt_id: UUID
    agent_id: UUID
    case_id: UUID
    campaign_id: UUID | None
    until: datetime


@dataclass(frozen=True, slots=True)
class DebtorsStopped:
    """Persons may not be called from now on; calls to them that are not answered end, all in one step."""

    debtor_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Ticked:
    """A deadline of the floor has come."""


Input = (
    AgentListed
    | AgentSignalled
    | SeatsTold
    | BreakAsked
    | ExtensionAsked
    | LineReserved
    | LineAdopted
    | ReservingEnded
    | LineDropped
    | WingSet
    | ListsChanged
    | CaseOffered
    | OutcomeGiven
    | OutcomeUndone
    | DebtorsStopped
    | Ticked
)
