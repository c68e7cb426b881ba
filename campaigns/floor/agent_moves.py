"""How the agents' acts and the links to their browsers move the floor."""

from datetime import datetime
from uuid import UUID

from campaigns.agents import ON_A_CALL, Agent, AgentState, Signal, extend
from campaigns.floor.acts import NO_TELEPHONE, Stepped, move_agent
from campaigns.floor.commands import AgentMoved, Command, HangUp
from campaigns.floor.inputs import (
    AgentListed,
    AgentSignalled,
    BreakAsked,
    CaseOffered,
    ExtensionAsked,
    OutcomeUndone,
    SeatsTold,
)
from campaigns.floor.state import Floor
from config.errors import NotFound
from config.frozen import replace


def list_agent(floor: Floor, what: AgentListed, now: datetime) -> Stepped:
    known = floor.agents.get(what.agent.id)
    if known is None:
        return floor.with_agent(replace(what.agent, since=now)), []
    return floor.with_agent(replace(known, name=what.agent.name, team_id=what.agent.team_id)), []


def signal_agent(floor: Floor, what: AgentSignalled, now: datetime) -> Stepped:
    agent = known_agent(floor, what.agent_id)
    if what.signal is Signal.LINK_LOST and agent.state in ON_A_CALL | {AgentState.OFFLINE, AgentState.LOST}:
        return floor, []  # the call outlives the browser; the agent finds it again
    floor, commands = move_agent(floor, agent, what.signal, now, cause=what.cause)
    after = replace(floor.agents[agent.id], break_reason=what.reason) if what.reason else floor.agents[agent.id]
    if after.state is AgentState.BREAK and what.reason:
        commands = [AgentMoved(agent, after)]
        floor = floor.with_agent(after)
    if what.signal is Signal.UNSTUCK:
        commands += [HangUp(key, "unstuck") for key, line in floor.lines.items() if line.agent_id == agent.id]
    return floor, commands


def tell_seats(floor: Floor, what: SeatsTold, now: datetime) -> Stepped:
    """Take who lost their telephone out of the turn as if their browser were gone, and who waited for it back in."""
    commands: list[Command] = []
    floor = replace(floor, seated=what.agent_ids)
    for agent in list(floor.agents.values()):
        more: list[Command] = []
        if floor.is_seated(agent.id):
            if agent.state is AgentState.LOST and agent.cause == NO_TELEPHONE:
                floor, more = move_agent(floor, agent, Signal.CAME_READY, now, cause="telephone")
        elif agent.state in {AgentState.READY, AgentState.PREVIEW}:
            floor, more = move_agent(floor, agent, Signal.LINK_LOST, now, cause=NO_TELEPHONE)
        commands += more
    return floor, commands


def ask_break(floor: Floor, what: BreakAsked, now: datetime) -> Stepped:
    agent = known_agent(floor, what.agent_id)
    if agent.state not in ON_A_CALL and what.reason:
        found = AgentSignalled(agent_id=agent.id, signal=Signal.TOOK_BREAK, cause="agent", reason=what.reason)
        return signal_agent(floor, found, now)
    after = replace(agent, break_after=what.reason)
    return floor.with_agent(after), [AgentMoved(agent, after)]


def ask_extension(floor: Floor, what: ExtensionAsked, now: datetime) -> Stepped:  # noqa: ARG001
    agent = known_agent(floor, what.agent_id)
    after = extend(agent)
    return floor.with_agent(after), [AgentMoved(agent, after)]


def offer_case(floor: Floor, what: CaseOffered, now: datetime) -> Stepped:
    agent = known_agent(floor, what.agent_id)
    wing = floor.wings.get(what.campaign_id)
    if wing is None:
        return floor, []
    if what.case_id is None:
        return floor.with_wing(replace(wing, dry_until=what.until)), []
    if agent.state is not AgentState.READY:
        return floor, []
    given = replace(agent, case_id=what.case_id, campaign_id=wing.id)
    return move_agent(floor, given, Signal.GOT_CASE, now, cause="preview", until=what.until)


def undo_outcome(floor: Floor, what: OutcomeUndone, now: datetime) -> Stepped:
    agent = known_agent(floor, what.agent_id)
    given = replace(agent, attempt_id=what.attempt_id, case_id=what.case_id, campaign_id=what.campaign_id)
    return move_agent(floor, given, Signal.OUTCOME_UNDONE, now, cause="undo", until=what.until)


def known_agent(floor: Floor, agent_id: UUID) -> Agent:
    """Return an agent of the floor.

    Raises:
        NotFound: the person takes no calls, or left the floor meanwhile.
    """
    found = floor.agents.get(agent_id)
    if found is None:
        raise NotFound("no_agent", "This person is not an agent of this floor.")
    return found
