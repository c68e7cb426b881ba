"""What the floor wants done: imperative values that `dialing` carries out, in order."""

from dataclasses import dataclass
from uuid import UUID

from campaigns.agents import Agent


@dataclass(frozen=True, slots=True)
class Reserve:
    """Reserve and place up to `count` calls of a campaign."""

    campaign_id: UUID
    count: int


@dataclass(frozen=True, slots=True)
class Place:
    """Let a reserved call leave."""

    attempt_id: UUID


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take back a reserved call that has not left; it does not count."""

    attempt_id: UUID


@dataclass(frozen=True, slots=True)
class OfferCase:
    """Choose the next case of a preview campaign for this agent."""

    campaign_id: UUID
    agent_id: UUID


@dataclass(frozen=True, slots=True)
class Connect:
    """Give an answered call to an agent and join the two."""

    attempt_id: UUID
    agent_id: UUID


@dataclass(frozen=True, slots=True)
class Abandon:
    """Play the campaign's message to a person for whom no agent is there, and end the call."""

    attempt_id: UUID
    message: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """End a call; `why` is machine, no_agent_left, stop, halted or agent."""

    attempt_id: UUID
    why: str


@dataclass(frozen=True, slots=True)
class AgentMoved:
    """An agent changed; to be recorded and shown."""

    before: Agent
    after: Agent


@dataclass(frozen=True, slots=True)
class OutcomeMissing:
    """Wrap-up ended without an outcome; the flagged one is to be recorded."""

    attempt_id: UUID
    agent_id: UUID


Command = Reserve | Place | Withdraw | OfferCase | Connect | Abandon | HangUp | AgentMoved | OutcomeMissing
