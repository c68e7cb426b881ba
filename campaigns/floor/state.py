"""The live floor as one value: the agents, lines and campaigns of this instant.

How it moves is `step`, which agent is set aside for which line is `claims`. Mappings are never changed in place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from campaigns.agents import Agent, AgentState
from campaigns.pace.budget import Ceilings
from campaigns.pace.ceilings import CeilingKind, Tally
from campaigns.pace.course import Course
from campaigns.pace.trunk import Trunk
from config.frozen import replace

WAIT_FOR_AGENT = timedelta(seconds=2)
"""A person who answered is connected within two seconds or hears the message (16 CFR 310.4(b)(4)(ii))."""


class LineState(StrEnum):
    """Where a line stands between the permit and the agent."""

    RESERVED = "reserved"
    PLACED = "placed"
    RINGING = "ringing"
    WAITING = "waiting"
    CONNECTING = "connecting"
    BRIDGED = "bridged"
    LEAVING = "leaving"


UNANSWERED = frozenset({LineState.RESERVED, LineState.PLACED, LineState.RINGING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One call in flight. `claim` is the ready agent set aside for it; `agent_id` the one it was given to.

    `phase_at` is when it left or, later, began to ring.
    """

    attempt_id: UUID
    campaign_id: UUID
    case_id: UUID
    debtor_id: UUID
    state: LineState = LineState.RESERVED
    since: datetime
    phase_at: datetime | None = None
    claim: UUID | None = None
    agent_id: UUID | None = None
    deadline: datetime | None = None
    wants: UUID | None = None
    """The agent who asked for this very call (preview or manual); only that agent is connected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wing:
    """One campaign's part of the floor. `asked` calls are being reserved; `dry_until` says when the list may refill.

    `ceilings` are those of the periods (None: `ceiling_share` in all of them); `course` is what its pacing remembers.
    """

    id: UUID
    name: str
    state: str
    mode: str
    wrap_up_s: int
    ceiling_share: float
    detects_machines: bool
    abandoned_message: str
    team_ids: frozenset[UUID]
    tally: Tally = field(default_factory=Tally)
    asked: int = 0
    dry_until: datetime | None = None
    bound_by: str = ""
    ceiling_kind: CeilingKind = CeilingKind.HARD
    ceilings: Ceilings | None = None
    ring_timeout_s: int = 24
    course: Course = field(default_factory=Course)

    @property
    def period_ceilings(self) -> Ceilings:
        """Return the ceiling of each period."""
        return self.ceilings or Ceilings.under(self.ceiling_share)


@dataclass(frozen=True, slots=True)
class Floor:
    """Everything that is live; mappings are never changed in place."""

    agents: Mapping[UUID, Agent] = field(default_factory=dict)
    lines: Mapping[UUID, Line] = field(default_factory=dict)
    wings: Mapping[UUID, Wing] = field(default_factory=dict)
    trunk: Trunk = field(default_factory=Trunk)
    seated: frozenset[UUID] | None = None
    """The agents whose telephones are on the line; None when the line needs none of them."""

    def is_seated(self, agent_id: UUID) -> bool:
        """Say whether an agent can be heard by a person who is connected now."""
        return self.seated is None or agent_id in self.seated

    def with_agent(self, agent: Agent) -> "Floor":
        """Return the floor with this agent put in or replaced."""
        return replace(self, agents={**self.agents, agent.id: agent})

    def with_line(self, line: Line) -> "Floor":
        """Return the floor with this line put in or replaced."""
        return replace(self, lines={**self.lines, line.attempt_id: line})

    def without_line(self, attempt_id: UUID) -> "Floor":
        """Return the floor without this line."""
        return replace(self, lines={key: line for key, line in self.lines.items() if key != attempt_id})

    def with_wing(self, wing: Wing) -> "Floor":
        """Return the floor with this campaign put in or replaced."""
        return replace(self, wings={**self.wings, wing.id: wing})


def serves(agent: Agent, wing: Wing) -> bool:
    """Say whether this agent takes this campaign's calls."""
    return agent.team_id in wing.team_ids


def idle_agents(floor: Floor, wing: Wing) -> list[Agent]:
    """Return the ready agents of a campaign, people before robots, then the longest idle first."""
    found = [a for a in floor.agents.values() if a.state is AgentState.READY and serves(a, wing)]
    return sorted(found, key=lambda agent: (agent.is_robot, agent.since, agent.id))


def claimed(floor: Floor) -> set[UUID]:
    """Return the ids of agents who are set aside for a line."""
    return {line.claim for line in floor.lines.values() if line.claim is not None}


def free_agents(floor: Floor, wing: Wing) -> list[Agent]:
    """Return the ready agents of a campaign who are set aside for no line, the longest idle first."""
    taken = claimed(floor)
    return [agent for agent in idle_agents(floor, wing) if agent.id not in taken]
