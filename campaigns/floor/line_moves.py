"""How permits, adopted calls, stops and the facts of the line move the floor."""

from datetime import datetime, timedelta

from campaigns.agents import ON_A_CALL, AgentState, Signal
from campaigns.floor.acts import Stepped, connect, move_agent
from campaigns.floor.agent_moves import known_agent
from campaigns.floor.claims import take_longest_idle
from campaigns.floor.commands import Command, HangUp
from campaigns.floor.inputs import DebtorsStopped, LineAdopted, LineDropped, LineReserved
from campaigns.floor.state import UNANSWERED, WAIT_FOR_AGENT, Floor, Line, LineState
from campaigns.floor.tallies import (
    with_abandoned,
    with_adopted,
    with_answered,
    with_ended,
    with_phase_span,
    with_started,
)
from config.errors import NotFound
from config.frozen import replace
from telephony.facts import CallAnswered, CallBridged, CallEnded, CallPlaced, CallRinging, EndCause


def reserve_line(floor: Floor, what: LineReserved, now: datetime) -> Stepped:
    line = what.line
    commands: list[Command] = []
    if line.campaign_id not in floor.wings:
        raise NotFound("unknown_campaign", "There is no such campaign on this floor.")
    if line.wants is not None:
        agent = known_agent(floor, line.wants)
        given = replace(agent, attempt_id=line.attempt_id, case_id=line.case_id, campaign_id=line.campaign_id)
        floor, commands = move_agent(floor, given, Signal.GOT_CALL, now, cause="dialed")
    wing = floor.wings[line.campaign_id]
    floor = floor.with_line(line).with_wing(replace(wing, asked=max(0, wing.asked - 1)))
    return with_started(floor, line, now), commands


def adopt_line(floor: Floor, what: LineAdopted, now: datetime) -> Stepped:
    line = what.line
    if line.attempt_id in floor.lines:
        return floor, []
    if line.campaign_id not in floor.wings:
        return floor, []
    floor = with_adopted(floor.with_line(line), line)
    agent = floor.agents.get(line.agent_id) if line.agent_id else None
    if agent is None or line.state is not LineState.BRIDGED or agent.state in ON_A_CALL:
        return floor, []
    given = replace(agent, attempt_id=line.attempt_id, case_id=line.case_id, campaign_id=line.campaign_id)
    return move_agent(floor, replace(given, state=AgentState.OFFLINE), Signal.BRIDGED, now, cause="restart")


def drop_line(floor: Floor, what: LineDropped, now: datetime) -> Stepped:
    line = floor.lines.get(what.attempt_id)
    if line is None:
        return floor, []
    return close_line(floor, line, now, cause="not_placed")


def stop_debtors(floor: Floor, what: DebtorsStopped, now: datetime) -> Stepped:  # noqa: ARG001
    commands: list[Command] = []
    for line in floor.lines.values():
        if line.debtor_id in what.debtor_ids and line.state in UNANSWERED:
            commands.append(HangUp(line.attempt_id, "stop"))
            floor = floor.with_line(replace(line, state=LineState.LEAVING, claim=None))
    return floor, commands


def place_line(floor: Floor, fact: CallPlaced | CallRinging, now: datetime) -> Stepped:
    line = floor.lines.get(fact.attempt_id)
    if line is None or line.state not in UNANSWERED or line.state is LineState.RINGING:
        return floor, []  # the order's own answer may come after the ring it caused
    if isinstance(fact, CallPlaced):
        return floor.with_line(replace(line, state=LineState.PLACED)), []
    floor = with_phase_span(floor, line, "setup", now)
    return floor.with_line(replace(line, state=LineState.RINGING, phase_at=now)), []


def answer_line(floor: Floor, fact: CallAnswered, now: datetime) -> Stepped:
    line = floor.lines.get(fact.attempt_id)
    if line is not None and line.state is LineState.LEAVING:  # the order to hang up was lost: nobody is left in silence
        return floor, [HangUp(line.attempt_id, "answered_while_leaving")]
    if line is None or line.state not in UNANSWERED:
        return floor, []
    floor = with_answered(floor, line, now, by=fact.answered_by)
    if fact.answered_by == "machine":
        return floor.with_line(replace(line, state=LineState.LEAVING, claim=None)), [HangUp(line.attempt_id, "machine")]
    picked_up_at = fact.at - timedelta(seconds=fact.detected_after_s)
    deadline = now + WAIT_FOR_AGENT
    if fact.detected_after_s < 1:
        # Never later, whatever the vendor's clock says: it may go before ours.
        deadline = min(deadline, max(now, picked_up_at + WAIT_FOR_AGENT))
    floor, claim = take_longest_idle(floor, line)
    waiting = replace(line, state=LineState.WAITING, since=now, deadline=deadline, claim=None)
    floor = floor.with_line(waiting)
    if claim is None:
        return floor, []
    return connect(floor, waiting, floor.agents[claim], now)


def bridge_line(floor: Floor, fact: CallBridged, now: datetime) -> Stepped:
    line = floor.lines.get(fact.attempt_id)
    agent = floor.agents.get(fact.agent_id)
    if line is None or line.state is not LineState.CONNECTING or agent is None:
        return floor, []
    floor = floor.with_line(replace(line, state=LineState.BRIDGED, since=now))
    if agent.state is not AgentState.RESERVED:
        return floor, []
    return move_agent(floor, agent, Signal.BRIDGED, now, cause="bridged")


def end_line(floor: Floor, fact: CallEnded, now: datetime) -> Stepped:
    line = floor.lines.get(fact.attempt_id)
    if line is None:
        return floor, []
    # A person may hang up while machine detection still listens: answered, and nobody there.
    hung_up_unheard = line.state in UNANSWERED and fact.cause is EndCause.ABANDONED
    # The agent given to them could not be joined, so they heard the message.
    not_joined = line.state is LineState.CONNECTING and fact.cause is EndCause.ABANDONED and fact.by == "system"
    is_abandoned = hung_up_unheard or not_joined
    return close_line(floor, line, now, cause=f"ended_by_{fact.by}", how=fact.cause, is_abandoned=is_abandoned)


def close_line(
    floor: Floor, line: Line, now: datetime, *, cause: str, how: EndCause | None = None, is_abandoned: bool = False
) -> Stepped:
    floor = with_ended(floor.without_line(line.attempt_id), line, now, how=how)
    if line.state is LineState.WAITING or is_abandoned:  # it was answered and nobody came
        floor = with_abandoned(floor, line, now)
    wing = floor.wings[line.campaign_id]
    holder = line.agent_id or line.wants
    agent = floor.agents.get(holder) if holder else None
    if agent is None or agent.attempt_id != line.attempt_id:
        return floor, []
    if agent.state not in {AgentState.RESERVED, AgentState.TALKING}:
        return floor, []
    if agent.state is AgentState.RESERVED and line.agent_id is None:
        # Nobody answered, so the system gives the call its outcome and there is nothing to wrap up.
        return move_agent(floor, agent, Signal.NOT_ANSWERED, now, cause=cause)
    until = now + timedelta(seconds=wing.wrap_up_s)
    return move_agent(floor, agent, Signal.CALL_ENDED, now, cause=cause, until=until)
