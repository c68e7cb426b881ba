"""How campaigns, their reservations and the outcomes of their calls move the floor."""

from datetime import datetime

from campaigns.agents import AgentState, Signal
from campaigns.floor.acts import Stepped, move_agent
from campaigns.floor.commands import Command, HangUp
from campaigns.floor.inputs import ListsChanged, OutcomeGiven, ReservingEnded, WingSet
from campaigns.floor.state import UNANSWERED, Floor, LineState, Wing
from campaigns.floor.tallies import with_outcome
from campaigns.pace.course import Course
from config.frozen import replace


def end_reserving(floor: Floor, what: ReservingEnded, now: datetime) -> Stepped:  # noqa: ARG001
    wing = floor.wings.get(what.campaign_id)
    if wing is None:
        return floor, []
    return floor.with_wing(replace(wing, asked=0, dry_until=what.dry_until)), []


def set_wing(floor: Floor, what: WingSet, now: datetime) -> Stepped:  # noqa: ARG001
    wing = what.wing
    known = floor.wings.get(wing.id)
    if known is not None:
        wing = replace(wing, tally=known.tally, asked=known.asked, bound_by=known.bound_by, course=_course(known, wing))
    floor = floor.with_wing(wing)
    commands: list[Command] = []
    if wing.state == "halted":
        for line in floor.lines.values():
            if line.campaign_id == wing.id and line.state in UNANSWERED:
                commands.append(HangUp(line.attempt_id, "halted"))
                floor = floor.with_line(replace(line, state=LineState.LEAVING))
    return floor, commands


def give_outcome(floor: Floor, what: OutcomeGiven, now: datetime) -> Stepped:
    floor = with_outcome(floor, what, now)
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


def _course(known: Wing, wing: Wing) -> Course:
    """Keep what the pacing remembers; a moved campaign ramps up again, a method under other rules begins anew."""
    course = known.course
    if known.state != wing.state:
        course = replace(course, agents=0, unserved=0)
    rules = [(one.period_ceilings, one.detects_machines, one.ring_timeout_s) for one in (known, wing)]
    return course if rules[0] == rules[1] else replace(course, method=None)
