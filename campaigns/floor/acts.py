"""The three acts that several moves share: moving an agent, connecting a person, giving one up."""

from dataclasses import replace
from datetime import datetime

from campaigns.agents import Agent, AgentState, Signal, signal
from campaigns.floor.commands import Abandon, AgentMoved, Command, Connect
from campaigns.floor.state import Floor, Line, LineState

Stepped = tuple[Floor, list[Command]]


def move_agent(
    floor: Floor, agent: Agent, what: Signal, now: datetime, *, cause: str, until: datetime | None = None
) -> Stepped:
    """Move one agent and say so."""
    after = signal(agent, what, now, cause=cause, until=until)
    return floor.with_agent(after), [AgentMoved(agent, after)]


def connect(floor: Floor, line: Line, agent: Agent, now: datetime) -> Stepped:
    """Give a waiting line to an agent."""
    floor = floor.with_line(replace(line, state=LineState.CONNECTING, agent_id=agent.id, claim=None, deadline=None))
    commands: list[Command] = []
    if agent.state is not AgentState.RESERVED:
        given = replace(agent, attempt_id=line.attempt_id, case_id=line.case_id, campaign_id=line.campaign_id)
        floor, commands = move_agent(floor, given, Signal.GOT_CALL, now, cause="call")
    return floor, [Connect(line.attempt_id, agent.id), *commands]


def abandon(floor: Floor, line: Line) -> Stepped:
    """Give up a person who waited too long; counted at once, whatever the line says later."""
    wing = floor.wings[line.campaign_id]
    tally = replace(wing.tally, live=wing.tally.live + 1, abandoned=wing.tally.abandoned + 1)
    floor = floor.with_line(replace(line, state=LineState.LEAVING, deadline=None))
    return floor.with_wing(replace(wing, tally=tally)), [Abandon(line.attempt_id, wing.abandoned_message)]
