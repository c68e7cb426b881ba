"""Shapes of an agent's own state and commands."""

from typing import Literal
from uuid import UUID

from web.shapes.calls import CallView
from web.shapes.shape import Code, Instant, Line, Shape

AgentStateName = Literal["offline", "ready", "preview", "reserved", "talking", "wrapping_up", "break", "lost"]


class AgentNumbers(Shape):
    """Today's own numbers; talk in seconds."""

    calls: int
    contacts: int
    promises: int
    talk_s: int


class AgentView(Shape):
    """What the agent panel shows; `until` is the end of the count-down the server owns."""

    state: AgentStateName
    since: Instant
    until: Instant | None
    cause: str
    break_reason: str | None
    break_after: bool
    call: CallView | None
    numbers: AgentNumbers
    server_now: Instant


class BreakBody(Shape):
    reason: Code


class PreviewDial(Shape):
    case_id: UUID


class PreviewSkip(Shape):
    reason: Line


class DispositionDone(Shape):
    """The outcome is saved; it may be taken back until `undo_until`."""

    saved_at: Instant
    undo_until: Instant
    agent: AgentView
