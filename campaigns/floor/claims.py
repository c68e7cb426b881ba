"""Which ready agent is set aside for which unanswered line, and which lines must be cut.

A line with a claim cannot be abandoned. A line without one is spare and must fit the budget of its campaign;
when agents vanish and the budget does not bear the spare lines, the youngest are hung up at once.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from campaigns.agents import AgentState
from campaigns.floor.commands import HangUp, Withdraw
from campaigns.floor.state import UNANSWERED, Floor, Line, LineState, Wing, free_agents, idle_agents, serves
from campaigns.pace import spare_allowance


def settle_claims(floor: Floor) -> Floor:
    """Free claims on agents who are not ready any more, then give free agents to unclaimed lines, oldest first."""
    for line in list(floor.lines.values()):
        if line.claim is not None and not _still_holds(floor, line):
            floor = floor.with_line(replace(line, claim=None))
    for line in sorted(floor.lines.values(), key=lambda line: (line.since, line.attempt_id)):
        if line.state not in UNANSWERED or line.claim is not None:
            continue
        agent_id = _agent_for(floor, line)
        if agent_id is not None:
            floor = floor.with_line(replace(line, claim=agent_id))
    return floor


def cut_lines(floor: Floor) -> tuple[Floor, list[HangUp | Withdraw]]:
    """Give up unanswered lines, youngest first, until every campaign's spare lines fit its budget."""
    commands: list[HangUp | Withdraw] = []
    for wing in floor.wings.values():
        spare = spare_lines(floor, wing)
        allowance = allowance_of(wing)
        for line in sorted(spare, key=lambda line: line.since, reverse=True)[: max(0, len(spare) - allowance)]:
            if line.state is LineState.RESERVED:
                commands.append(Withdraw(line.attempt_id))
            else:
                commands.append(HangUp(line.attempt_id, "no_agent_left"))
            floor = floor.with_line(replace(line, state=LineState.LEAVING))
    return floor, commands


def take_longest_idle(floor: Floor, line: Line) -> tuple[Floor, UUID | None]:
    """Return who gets an answered line that has a claim: the agent first in turn, whose own line takes the claim over.

    So the turn decides who talks next, and every other line keeps an agent set aside.
    """
    wing = floor.wings[line.campaign_id]
    idle = idle_agents(floor, wing)
    if line.claim is None or line.wants is not None or not idle:
        return floor, line.claim
    first = idle[0]
    other = next((one for one in floor.lines.values() if one.claim == first.id and one != line), None)
    if other is not None and serves(floor.agents[line.claim], floor.wings[other.campaign_id]):
        floor = floor.with_line(replace(other, claim=line.claim))
    elif other is not None:
        return floor, line.claim
    return floor, first.id


def spare_lines(floor: Floor, wing: Wing) -> Sequence[Line]:
    """Return a campaign's lines that could be abandoned: unanswered without claim, or answered and waiting."""
    return [
        line
        for line in floor.lines.values()
        if line.campaign_id == wing.id
        and ((line.state in UNANSWERED and line.claim is None) or line.state is LineState.WAITING)
    ]


def covered_count(floor: Floor, wing: Wing) -> int:
    """Count a campaign's unanswered lines for which an agent is set aside."""
    return sum(
        1
        for line in floor.lines.values()
        if line.campaign_id == wing.id and line.state in UNANSWERED and line.claim is not None
    )


def allowance_of(wing: Wing) -> int:
    """Return how many abandoned calls the campaign's budget can still bear; none unless it is predictive."""
    if wing.mode != "predictive":
        return 0
    return spare_allowance(wing.tally, wing.ceiling_share, detects_machines=wing.detects_machines)


def _still_holds(floor: Floor, line: Line) -> bool:
    agent = floor.agents.get(line.claim) if line.claim else None
    wing = floor.wings.get(line.campaign_id)
    if agent is None or wing is None or line.state not in UNANSWERED:
        return False
    if line.wants is not None:
        return agent.id == line.wants and agent.state in {AgentState.PREVIEW, AgentState.RESERVED}
    return agent.state is AgentState.READY and serves(agent, wing)


def _agent_for(floor: Floor, line: Line) -> UUID | None:
    wing = floor.wings.get(line.campaign_id)
    if wing is None:
        return None
    if line.wants is not None:
        agent = floor.agents.get(line.wants)
        waits = agent is not None and agent.state in {AgentState.PREVIEW, AgentState.RESERVED}
        return line.wants if waits else None
    free = free_agents(floor, wing)
    return free[0].id if free else None
