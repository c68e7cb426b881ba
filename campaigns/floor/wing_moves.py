"""How campaigns, their reservations and the outcomes of their calls move the floor."""

from dataclasses import replace
from datetime import datetime

from campaigns.agents import AgentState, Signal
from campaigns.floor.acts import Stepped, move_agent
from campaigns.floor.commands import Command, HangUp
from campaigns.floor.inputs import ListsChanged, OutcomeGiven, ReservingEnded, WingSet
from campaigns.floor.state import UNANSWERED, Floor, LineState


def end_reserving(floor: Floor, what: ReservingEnded, now: datetime) -> Stepped:  # noqa: ARG001
    wing = floor.wings.get(what.campaign_id)
    if wing is None:
        return floor, []
    return floor.with_wing(replace(wing, asked=0, dry_until=what.dry_until)), []


def set_wing(floor: Floor, what: WingSet, now: datetime) -> Stepped:  # noqa: ARG001
    known = floor.wings.get(what.wing.id)
    wing = what.wing
    if known is not None:
        wing = replace(wing, tally=known.tally, asked=known.asked, bound_by=known.bound_by)
    floor = floor.with_wing(wing)
    commands: list[Command] = []
    if wing.state == "halted":
        for line in floor.lines.values():
            if line.campaign_id == wing.id and line.state in UNANSWERED:
                commands.append(HangUp(line.attempt_id, "halted"))
                floor = floor.with_line(replace(line, state=LineState.LEAVING))
    return floor, commands


def give_outcome(floor: Floor, what: OutcomeGiven, now: datetime) -> Stepped:
    wing = floor.wings.get(what.campaign_id) if what.campaign_id else None
    if wing is not None and what.is_live:
        floor = floor.with_wing(replace(wing, tally=replace(wing.tally, live=wing.tally.live + 1)))
    agent = floor.agents.get(what.agent_id) if what.agent_id else None
    if agent is None or agent.attempt_id != what.attempt_id:
        return floor, []
    commands: list[Command] = []
    line = floor.lines.get(what.attempt_id)
    if line is not None:
        commands.append(HangUp(line.attempt_id, "agent"))
        floor = floor.with_line(replace(line, state=LineState.LEAVING, agent_id=None))
    if agent.state not in {AgentState.TALKING, AgentState.WRAPPING_UP}:
        return floor, commands
    floor, moved = move_agent(floor, agent, Signal.OUTCOME_GIVEN, now, cause="outcome")
    return floor, commands + moved


def look_again(floor: Floor, what: ListsChanged, now: datetime) -> Stepped:  # noqa: ARG001
    """Let every campaign ask its list again."""
    for wing in floor.wings.values():
        floor = floor.with_wing(replace(wing, dry_until=None))
    return floor, []
