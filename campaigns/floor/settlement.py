"""What follows from the state of the floor and the time alone, after every step.

Order matters: people who wait come first, then timers, then claims and cuts, and new calls last.
"""

from datetime import datetime, timedelta

from campaigns.agents import Agent, AgentState, Signal
from campaigns.floor.acts import Stepped, abandon, connect, move_agent
from campaigns.floor.claims import cut_lines, settle_claims
from campaigns.floor.commands import Command, HangUp, OfferCase, OutcomeMissing, Place, Withdraw
from campaigns.floor.starts import may_start, next_look_at, start_calls
from campaigns.floor.state import Floor, Line, LineState, free_agents
from config.frozen import replace

LONGEST_CONNECT = timedelta(seconds=10)
"""An agent whose call is not joined by then is freed; the call is ended, never left in silence."""


def settle(floor: Floor, now: datetime) -> Stepped:
    """Bring the floor to rest at `now`."""
    commands: list[Command] = []
    for act in (_serve_waiting, _run_timers, _renew_claims, _place_reserved, start_calls, _offer_cases):
        floor, more = act(floor, now)
        commands += more
    return floor, commands


def next_deadline(floor: Floor, now: datetime) -> datetime | None:
    """Return the earliest instant at which the floor moves by time alone; None if it only waits for facts."""
    times = [line.deadline for line in floor.lines.values() if line.deadline is not None]
    times += [agent.until for agent in floor.agents.values() if agent.until is not None]
    times += [line.since + LONGEST_CONNECT for line in floor.lines.values() if line.state is LineState.CONNECTING]
    times += [wing.dry_until for wing in floor.wings.values() if wing.dry_until is not None and wing.dry_until > now]
    look_at = next_look_at(floor, now)
    return min(times if look_at is None else [*times, look_at], default=None)


def _serve_waiting(floor: Floor, now: datetime) -> Stepped:
    commands: list[Command] = []
    waiting = [line for line in floor.lines.values() if line.state is LineState.WAITING]
    for line in sorted(waiting, key=lambda line: (line.since, line.attempt_id)):
        agent = _agent_now(floor, line)
        more: list[Command] = []
        if agent is not None:
            floor, more = connect(floor, line, agent, now)
        elif line.deadline is not None and line.deadline <= now:
            floor, more = abandon(floor, line, now)
        commands += more
    return floor, commands


def _agent_now(floor: Floor, line: Line) -> Agent | None:
    if line.wants is not None:
        agent = floor.agents.get(line.wants)
        return agent if agent is not None and agent.attempt_id == line.attempt_id else None
    free = free_agents(floor, floor.wings[line.campaign_id])
    return free[0] if free else None


def _run_timers(floor: Floor, now: datetime) -> Stepped:
    commands: list[Command] = []
    for agent in list(floor.agents.values()):
        if agent.until is None or agent.until > now:
            continue
        if agent.state is AgentState.WRAPPING_UP and agent.attempt_id is not None:
            commands.append(OutcomeMissing(agent.attempt_id, agent.id))
        cause = "wrap_up_over" if agent.state is AgentState.WRAPPING_UP else "preview_over"
        floor, moved = move_agent(floor, agent, Signal.TIME_OVER, now, cause=cause)
        commands += moved
    for line in list(floor.lines.values()):
        if line.state is LineState.CONNECTING and line.since + LONGEST_CONNECT <= now:
            commands.append(HangUp(line.attempt_id, "not_joined"))
            floor = floor.with_line(replace(line, state=LineState.LEAVING))
    return floor, commands


def _renew_claims(floor: Floor, now: datetime) -> Stepped:
    floor = settle_claims(floor)
    commands: list[Command] = []
    for line in list(floor.lines.values()):
        wing = floor.wings[line.campaign_id]
        if line.state is LineState.RESERVED and wing.state != "running":
            commands.append(Withdraw(line.attempt_id))
            floor = floor.with_line(replace(line, state=LineState.LEAVING, claim=None))
    floor, cuts = cut_lines(floor, now)
    return floor, [*commands, *cuts]


def _place_reserved(floor: Floor, now: datetime) -> Stepped:
    commands: list[Command] = []
    for line in list(floor.lines.values()):
        if line.state is LineState.RESERVED:
            commands.append(Place(line.attempt_id))
            floor = floor.with_line(replace(line, state=LineState.PLACED, phase_at=now))
    return floor, commands


def _offer_cases(floor: Floor, now: datetime) -> Stepped:
    commands: list[Command] = []
    for wing in floor.wings.values():
        if wing.mode == "preview" and may_start(wing, now):
            commands += [OfferCase(wing.id, agent.id) for agent in free_agents(floor, wing)]
    return floor, commands
