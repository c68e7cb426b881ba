"""An agent's state on the floor: one table of moves, timers owned by the server.

Every change carries its cause, because an agent is told who or what did it. The floor calls `signal`;
what a change means for calls is decided there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from config.errors import Conflict
from config.frozen import replace

EXTENSION = timedelta(seconds=30)
MOST_EXTENSIONS = 4
"""Wrap-up can be extended before it ends (WCAG 2.2.1), but not without end."""


class AgentState(StrEnum):
    """Where an agent stands. `lost` means that the link to the browser is gone; the call, if any, lives on."""

    OFFLINE = "offline"
    READY = "ready"
    PREVIEW = "preview"
    RESERVED = "reserved"
    TALKING = "talking"
    WRAPPING_UP = "wrapping_up"
    BREAK = "break"
    LOST = "lost"


class Signal(StrEnum):
    """What can happen to an agent."""

    CAME_READY = "came_ready"
    WENT_OFFLINE = "went_offline"
    TOOK_BREAK = "took_break"
    GOT_CASE = "got_case"
    GOT_CALL = "got_call"
    BRIDGED = "bridged"
    CALL_ENDED = "call_ended"
    NOT_ANSWERED = "not_answered"
    OUTCOME_GIVEN = "outcome_given"
    OUTCOME_UNDONE = "outcome_undone"
    TIME_OVER = "time_over"
    LINK_LOST = "link_lost"
    UNSTUCK = "unstuck"


_ALWAYS = {Signal.UNSTUCK: AgentState.BREAK}

MOVES: dict[AgentState, dict[Signal, AgentState]] = {
    AgentState.OFFLINE: {
        Signal.CAME_READY: AgentState.READY,
        Signal.TOOK_BREAK: AgentState.BREAK,
        Signal.GOT_CALL: AgentState.RESERVED,
        Signal.BRIDGED: AgentState.TALKING,
    },
    AgentState.READY: {
        Signal.WENT_OFFLINE: AgentState.OFFLINE,
        Signal.TOOK_BREAK: AgentState.BREAK,
        Signal.GOT_CASE: AgentState.PREVIEW,
        Signal.GOT_CALL: AgentState.RESERVED,
        Signal.LINK_LOST: AgentState.LOST,
        Signal.OUTCOME_UNDONE: AgentState.WRAPPING_UP,
        **_ALWAYS,
    },
    AgentState.PREVIEW: {
        Signal.CAME_READY: AgentState.READY,
        Signal.TOOK_BREAK: AgentState.BREAK,
        Signal.WENT_OFFLINE: AgentState.OFFLINE,
        Signal.GOT_CALL: AgentState.RESERVED,
        Signal.LINK_LOST: AgentState.LOST,
        Signal.TIME_OVER: AgentState.BREAK,
        **_ALWAYS,
    },
    AgentState.RESERVED: {
        Signal.BRIDGED: AgentState.TALKING,
        Signal.CALL_ENDED: AgentState.WRAPPING_UP,
        Signal.NOT_ANSWERED: AgentState.READY,
        **_ALWAYS,
    },
    AgentState.TALKING: {
        Signal.CALL_ENDED: AgentState.WRAPPING_UP,
        Signal.OUTCOME_GIVEN: AgentState.READY,
        **_ALWAYS,
    },
    AgentState.WRAPPING_UP: {
        Signal.OUTCOME_GIVEN: AgentState.READY,
        Signal.TIME_OVER: AgentState.BREAK,
        **_ALWAYS,
    },
    AgentState.BREAK: {
        Signal.CAME_READY: AgentState.READY,
        Signal.WENT_OFFLINE: AgentState.OFFLINE,
        Signal.TOOK_BREAK: AgentState.BREAK,
        Signal.OUTCOME_UNDONE: AgentState.WRAPPING_UP,
        Signal.LINK_LOST: AgentState.LOST,
        **_ALWAYS,
    },
    AgentState.LOST: {
        Signal.CAME_READY: AgentState.READY,
        Signal.TOOK_BREAK: AgentState.BREAK,
        Signal.WENT_OFFLINE: AgentState.OFFLINE,
        **_ALWAYS,
    },
}

ON_A_CALL = frozenset({AgentState.RESERVED, AgentState.TALKING, AgentState.WRAPPING_UP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """One agent as the floor sees it; `until` is when the server acts by itself (end of wrap-up or preview)."""

    id: UUID
    name: str
    team_id: UUID | None
    is_robot: bool = False
    state: AgentState = AgentState.OFFLINE
    since: datetime
    until: datetime | None = None
    cause: str = "start"
    break_reason: str | None = None
    break_after: str | None = None
    attempt_id: UUID | None = None
    case_id: UUID | None = None
    campaign_id: UUID | None = None
    extensions: int = 0


def signal(agent: Agent, what: Signal, now: datetime, *, cause: str, until: datetime | None = None) -> Agent:
    """Return the agent after a signal.

    Leaving a call by an outcome goes to the break that was asked for meanwhile, if any.

    Raises:
        Conflict: the table has no such move; the sentence names state and signal.
    """
    to = MOVES[agent.state].get(what)
    if to is None:
        raise Conflict("agent_cannot", f"An agent who is {agent.state} cannot take {what}.")
    reason = agent.break_reason
    wanted = agent.break_after
    if to is AgentState.READY and agent.state in ON_A_CALL and wanted:
        to, reason, wanted, cause = AgentState.BREAK, wanted, None, "break_after_call"
    keeps_call = to in ON_A_CALL
    return replace(
        agent,
        state=to,
        since=now,
        until=until,
        cause=cause,
        break_reason=reason if to is AgentState.BREAK else None,
        break_after=wanted if keeps_call else None,
        attempt_id=agent.attempt_id if keeps_call else None,
        case_id=agent.case_id if keeps_call or to is AgentState.PREVIEW else None,
        campaign_id=agent.campaign_id if keeps_call or to is AgentState.PREVIEW else None,
        extensions=agent.extensions if keeps_call else 0,
    )


def extend(agent: Agent) -> Agent:
    """Return the agent with 30 more seconds of wrap-up.

    Raises:
        Conflict: no wrap-up runs, or it has been extended as often as is allowed.
    """
    if agent.state is not AgentState.WRAPPING_UP or agent.until is None:
        raise Conflict("no_wrap_up", "No wrap-up is running.")
    if agent.extensions >= MOST_EXTENSIONS:
        raise Conflict("wrap_up_limit", f"Wrap-up can be extended {MOST_EXTENSIONS} times.")
    return replace(agent, until=agent.until + EXTENSION, extensions=agent.extensions + 1)
