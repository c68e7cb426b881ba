"""A live call at the simulated carrier, and why it ends when it does.

What moves it is decided in `provider.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from telephony.calls import CallState
from telephony.facts import AnsweredBy, EndCause, EndedBy
from telephony.providers import PlaceCall
from telephony.simulated.world import CallResult, SimulatedCall

LETTERS_PER_SECOND = 15.0
SHORTEST_MESSAGE_S = 3.0

ALIVE = tuple(state for state in CallState if state is not CallState.ENDED)

FAILURES: Mapping[CallResult, tuple[EndCause, EndedBy, float]] = {
    CallResult.INVALID: (EndCause.INVALID_NUMBER, "provider", 0.0),
    CallResult.SUSPENDED: (EndCause.SUSPENDED, "provider", 0.0),
    CallResult.NETWORK_FAILURE: (EndCause.NETWORK_FAILURE, "provider", 0.0),
    CallResult.BUSY: (EndCause.BUSY, "callee", 0.5),
}
"""Results without ringing: cause, by whom, and seconds after the set-up."""


@dataclass
class Line:
    """One live call; `turn` grows whenever what was due for it no longer counts."""

    order: PlaceCall
    script: SimulatedCall
    state: CallState = CallState.PLACED
    answered_by: AnsweredBy | None = None
    picked_up_s: float | None = None
    is_playing: bool = False
    talk_left_s: float = 0.0
    talking_since_s: float = 0.0
    bridged_since_s: float | None = None
    turn: int = 0


def act_in_turn(line: Line, turn: int, act: Callable[[], None]) -> None:
    """Run a due act unless something has happened to the line since it was set."""
    if line.turn == turn:
        act()


def cause_of_cut(line: Line) -> EndCause:
    """Tell why a call ends that our side cuts now."""
    if line.bridged_since_s is not None:
        return EndCause.COMPLETED
    if line.state is not CallState.ANSWERED:
        return EndCause.CANCELLED
    return EndCause.MACHINE if line.answered_by == "machine" else EndCause.ABANDONED


def seconds_to_say(message: str) -> float:
    """Tell how long it takes to read a message out."""
    return max(SHORTEST_MESSAGE_S, len(message) / LETTERS_PER_SECOND)
