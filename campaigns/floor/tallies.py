"""How the facts of lines and agents are counted for their campaign: the tally, the day's counts, the budget, the spans.

Every function takes the floor before and gives it counted; what moves is decided in the moves. Live answers with an
agent count when their outcome says that a person was there, once for each call; abandoned ones count at once.
"""

from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from campaigns.agents import Agent, AgentState
from campaigns.floor.inputs import OutcomeGiven
from campaigns.floor.state import UNANSWERED, Floor, Line, LineState, Wing
from campaigns.pace.reading import SpanKind
from config.frozen import replace
from telephony.facts import AnsweredBy, EndCause

MOST_SPANS = 4_000
"""More than any campaign ends between two decisions; older ones are forgotten when nothing is ever decided."""
_COUNTED_AS: Final = MappingProxyType({EndCause.BUSY: "busy", EndCause.NO_ANSWER: "no_answer"})
_SPANS_OF_AGENTS: Final[MappingProxyType[AgentState, SpanKind]] = MappingProxyType(
    {AgentState.TALKING: "talk", AgentState.WRAPPING_UP: "wrap"}
)


def with_started(floor: Floor, line: Line, now: datetime) -> Floor:
    """Count a permit: the call is as good as placed."""
    wing = floor.wings[line.campaign_id]
    wing = replace(wing, tally=replace(wing.tally, started=wing.tally.started + 1))
    wing = _with_budget(wing, now, started=1)
    return floor.with_wing(_with_counts(wing, dialed=1))


def with_adopted(floor: Floor, line: Line) -> Floor:
    """Expect the outcome of a conversation that a restart found."""
    if line.state is not LineState.BRIDGED:
        return floor
    return with_connected(floor, line)


def with_phase_span(floor: Floor, line: Line, kind: SpanKind, now: datetime) -> Floor:
    """Measure the set-up or the ring that ends now."""
    if line.phase_at is None or line.wants is not None:
        return floor
    return floor.with_wing(_with_span(floor.wings[line.campaign_id], kind, line.phase_at, now))


def with_answered(floor: Floor, line: Line, now: datetime, *, by: AnsweredBy) -> Floor:
    """Count an answer: a machine, or somebody who needs an agent.

    The ring is measured until the verdict, which leaves nothing to classify; so are the ages of calls in flight.
    """
    is_machine = by == "machine"
    if line.state is LineState.RINGING:
        floor = with_phase_span(floor, line, "ring_other" if is_machine else "ring_to_agent", now)
    wing = _with_span(floor.wings[line.campaign_id], "classify_other" if is_machine else "classify_to_agent", now, now)
    if is_machine:
        wing = replace(wing, tally=replace(wing.tally, machines=wing.tally.machines + 1))
        return floor.with_wing(_with_counts(wing, machines=1))
    return floor.with_wing(_with_counts(wing, to_agent=1))


def with_connected(floor: Floor, line: Line) -> Floor:
    """Count a person given to an agent; the outcome is still open."""
    wing = _with_counts(floor.wings[line.campaign_id], connected=1)
    course = replace(wing.course, open_calls=wing.course.open_calls | {line.attempt_id})
    return floor.with_wing(replace(wing, course=course))


def with_abandoned(floor: Floor, line: Line, now: datetime) -> Floor:
    """Count a person for whom nobody came, as a live answer and as abandoned."""
    wing = floor.wings[line.campaign_id]
    tally = replace(wing.tally, live=wing.tally.live + 1, abandoned=wing.tally.abandoned + 1)
    wing = _with_budget(replace(wing, tally=tally), now, live=1, abandoned=1)
    # Of one who was given to an agent and never joined no outcome may count a second time.
    wing = replace(wing, course=replace(wing.course, open_calls=wing.course.open_calls - {line.attempt_id}))
    return floor.with_wing(_with_counts(wing, dropped=1))


def with_ended(floor: Floor, line: Line, now: datetime, *, how: EndCause | None) -> Floor:
    """Count the end of a call; one that never left (`how` is None) or was cut by us says nothing of the answers."""
    if line.state is LineState.RINGING and how is not None:
        floor = with_phase_span(floor, line, "ring_other", now)
    wing = floor.wings[line.campaign_id]
    wing = replace(wing, tally=replace(wing.tally, ended=wing.tally.ended + 1))
    if line.state in UNANSWERED and how is not None and how is not EndCause.ABANDONED:
        wing = _with_counts(wing, **{_COUNTED_AS.get(how, "failed"): 1})
    return floor.with_wing(wing)


def with_outcome(floor: Floor, what: OutcomeGiven, now: datetime) -> Floor:
    """Count what a conversation was; an outcome told twice or taken back and given again counts once."""
    wing = floor.wings.get(what.campaign_id) if what.campaign_id else None
    if wing is None or what.attempt_id not in wing.course.open_calls:
        return floor
    wing = replace(wing, course=replace(wing.course, open_calls=wing.course.open_calls - {what.attempt_id}))
    if not what.is_live:
        return floor.with_wing(_with_counts(wing, machine_done=1))
    wing = replace(wing, tally=replace(wing.tally, live=wing.tally.live + 1))
    return floor.with_wing(_with_counts(_with_budget(wing, now, live=1), live_done=1))


def with_agent_span(floor: Floor, before: Agent, after: Agent, now: datetime) -> Floor:
    """Measure the conversation or wrap-up that an agent ends with this move."""
    kind = _SPANS_OF_AGENTS.get(before.state)
    wing = floor.wings.get(before.campaign_id) if before.campaign_id else None
    if kind is None or wing is None or after.state is before.state:
        return floor
    return floor.with_wing(_with_span(wing, kind, before.since, now))


def _with_span(wing: Wing, kind: SpanKind, since: datetime, now: datetime) -> Wing:
    span_s = max(timedelta(0), now - since).total_seconds()
    spans = (*wing.course.spans[-MOST_SPANS:], (kind, span_s))
    return replace(wing, course=replace(wing.course, spans=spans))


def _with_counts(wing: Wing, **more: int) -> Wing:
    counts = wing.course.counts
    grown: dict[str, Any] = {name: getattr(counts, name) + count for name, count in more.items()}
    return replace(wing, course=replace(wing.course, counts=replace(counts, **grown)))


def _with_budget(wing: Wing, now: datetime, **more: int) -> Wing:
    return replace(wing, course=replace(wing.course, budget=wing.course.budget.counted(now, **more)))
