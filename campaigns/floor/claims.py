"""Which ready agent is set aside for which unanswered line, and which lines must be cut.

A line is not abandoned while it has a claim; without one it is spare. Under a hard ceiling spare lines must fit the
budget: when agents vanish, the youngest beyond it are hung up at once. Under a statistical one they are weighed before
they start, and hung up only when nobody is left at work who could take them.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from campaigns.agents import ON_A_CALL, Agent, AgentState
from campaigns.floor.commands import HangUp, Withdraw
from campaigns.floor.state import UNANSWERED, Floor, Line, LineState, Wing, free_agents, idle_agents, serves
from campaigns.pace.ceilings import CeilingKind
from config.frozen import replace


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


def cut_lines(floor: Floor, now: datetime) -> tuple[Floor, list[HangUp | Withdraw]]:
    """Give up unanswered lines, youngest first, until every campaign's spare lines fit its ceiling.

    Who has answered is never cut off: the person gets an agent in time or hears the message.
    """
    commands: list[HangUp | Withdraw] = []
    for wing in floor.wings.values():
        spare = spare_lines(floor, wing)
        if not spare or (wing.ceiling_kind is CeilingKind.STATISTICAL and _has_crew(floor, wing)):
            continue
        surplus = max(0, len(spare) - allowance_of(wing, now))
        ringing = [line for line in spare if line.state in UNANSWERED]
        for line in sorted(ringing, key=lambda line: line.since, reverse=True)[:surplus]:
            if line.state is LineState.RESERVED:
                commands.append(Withdraw(line.attempt_id))
            else:
                commands.append(HangUp(line.attempt_id, "no_agent_left"))
            floor = floor.with_line(replace(line, state=LineState.LEAVING))
    return floor, commands


def take_longest_idle(floor: Floor, line: Line) -> tuple[Floor, UUID | None]:
    """Return who gets an answered line: the agent first in turn, whose own line takes the claim over if there is one.

    So the turn decides who talks next. A spare line that is answered takes an agent from a line that only rings and is
    spare from now on: there are as many spare lines as before, and a person on the line comes before a perhaps.
    """
    wing = floor.wings[line.campaign_id]
    idle = idle_agents(floor, wing)
    if line.wants is not None or not idle:
        return floor, line.claim
    if line.claim is None:
        return _take_from_ringing(floor, wing, idle)
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


def allowance_of(wing: Wing, now: datetime) -> int:
    """Return how many spare lines the hard ceiling bears now; none unless the campaign is predictive."""
    if wing.mode != "predictive":
        return 0
    return wing.course.budget.allowance(now, wing.period_ceilings, detects_machines=wing.detects_machines)


def _take_from_ringing(floor: Floor, wing: Wing, idle: Sequence[Agent]) -> tuple[Floor, UUID | None]:
    """Return the first idle agent who may leave the line that is kept for; another's hard ceiling keeps its own."""
    holders = {one.claim: one for one in floor.lines.values() if one.claim is not None}
    for agent in idle:
        holder = holders.get(agent.id)
        if holder is None:
            return floor, agent.id
        owner = floor.wings[holder.campaign_id]
        if owner.id == wing.id or owner.ceiling_kind is CeilingKind.STATISTICAL:
            return floor.with_line(replace(holder, claim=None)), agent.id
    return floor, None


def _has_crew(floor: Floor, wing: Wing) -> bool:
    """Say whether anybody is at work who takes this campaign's calls and does not leave after the present one."""
    at_work = ON_A_CALL | {AgentState.READY}
    return any(
        agent.state in at_work and agent.break_after is None and serves(agent, wing) for agent in floor.agents.values()
    )


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
