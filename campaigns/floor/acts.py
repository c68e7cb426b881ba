"""The three acts that several moves share: moving an agent, connecting a person, giving one up.

What they mean for the counts of the campaign is in `tallies`.
"""

from datetime import datetime

from campaigns.agents import Agent, AgentState, Signal, signal
from campaigns.floor.commands import Abandon, AgentMoved, Command, Connect
from campaigns.floor.state import Floor, Line, LineState
from campaigns.floor.tallies import with_abandoned, with_agent_span, with_connected
from config.frozen import replace

Stepped = tuple[Floor, list[Command]]

NO_TELEPHONE = "no_telephone"
"""The cause of an agent who is lost until their telephone is on the line."""


def move_agent(
    floor: Floor, agent: Agent, what: Signal, now: datetime, *, cause: str, until: datetime | None = None
) -> Stepped:
    """Move one agent and say so; a talk or wrap-up that ends here is measured.

    Nobody is ready without a telephone on the line: who would be is lost until it is there.
    """
    after = signal(agent, what, now, cause=cause, until=until)
    if after.state is AgentState.READY and not floor.is_seated(agent.id):
        after = signal(after, Signal.LINK_LOST, now, cause=NO_TELEPHONE)
    return with_agent_span(floor, agent, after, now).with_agent(after), [AgentMoved(agent, after)]


def connect(floor: Floor, line: Line, agent: Agent, now: datetime) -> Stepped:
    """Give a waiting line to an agent."""
    floor = floor.with_line(replace(line, state=LineState.CONNECTING, agent_id=agent.id, claim=None, deadline=None))
    floor = with_connected(floor, line)
    commands: list[Command] = []
    if agent.state is not AgentState.RESERVED:
        given = replace(agent, attempt_id=line.attempt_id, case_id=line.case_id, campaign_id=line.campaign_id)
        floor, commands = move_agent(floor, given, Signal.GOT_CALL, now, cause="call")
    return floor, [Connect(line.attempt_id, agent.id), *commands]


def abandon(floor: Floor, line: Line, now: datetime) -> Stepped:
    """Give up a person who waited too long; counted at once, whatever the line says later."""
    floor = with_abandoned(floor, line, now)
    floor = floor.with_line(replace(line, state=LineState.LEAVING, deadline=None))
    return floor, [Abandon(line.attempt_id, floor.wings[line.campaign_id].abandoned_message)]
