"""What is known of the legs at a switch: called persons and agents' seats, and how a person's call ended.

Plain records, changed by `translate.py` only, but for `cut`, which says what our side has set about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from telephony.asterisk.causes import Ending, ending_of_failure
from telephony.facts import AnsweredBy, EndCause

COMING = timedelta(seconds=2)
"""How long a switch may take from its agreement to an order to the channel, in which its list does not show it."""


class Cut(Enum):
    """Why our side ends a call."""

    HANG_UP = auto()
    RANG_OUT = auto()
    MESSAGE = auto()


@dataclass(slots=True)
class Leg:
    """A called person's leg: for how long it may ring, the bridge it is in, and how far it got.

    `asked_id` is the agent whom the switch has agreed to join, from then on `is_joined`; `agent_id` the one whom its
    events have shown in the same bridge, from then on `has_talked`.
    """

    attempt_id: UUID
    since: datetime
    ring_s: float | None = None
    is_agreed: bool = False
    is_placed: bool = False
    has_channel: bool = False
    rang: bool = False
    dial_status: str = ""
    picked_up_at: datetime | None = None
    answered_by: AnsweredBy | None = None
    bridge: str = ""
    asked_id: UUID | None = None
    agent_id: UUID | None = None
    is_joined: bool = False
    has_talked: bool = False
    is_held: bool = False
    has_expired: bool = False
    cut: Cut | None = None

    @property
    def may_be_joined(self) -> bool:
        """Say whether a Bridge does no harm: the switch would also join a leg that still rings, and so lose it."""
        return self.answered_by is not None and self.cut is None

    def is_coming(self, now: datetime) -> bool:
        """Say whether the switch has agreed to it a moment ago and has not told of a channel yet."""
        return self.is_agreed and not self.has_channel and now - self.since < COMING


@dataclass(slots=True)
class Seat:
    """An agent's leg, held for a shift; `channel` is its id."""

    agent_id: UUID
    channel: str
    since: datetime
    bridge: str = ""


@dataclass(frozen=True, slots=True)
class SeatFree:
    """The agent's leg waits for a call: after it was taken, and each time it falls out of a bridge."""

    agent_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class SeatLost:
    """The agent's leg is gone."""

    agent_id: UUID
    at: datetime


SeatNews = SeatFree | SeatLost

VOICE_LOST = 44
"""Q.850 "requested circuit not available", which Asterisk gives a leg from which no voice came any more."""


def ending_of(leg: Leg, *, cause: int, status: int, habits: Mapping[int, EndCause]) -> Ending:
    """Tell why a person's leg is over and who ended it; the rest is as in `ending_of_failure`."""
    if leg.picked_up_at is None:
        if leg.cut is Cut.RANG_OUT:
            return EndCause.NO_ANSWER, "provider"
        if leg.cut is not None:
            return EndCause.CANCELLED, "system"
        return ending_of_failure(cause=cause, status=status, dial_status=leg.dial_status, rang=leg.rang, habits=habits)
    if leg.has_talked:
        why = EndCause.COMPLETED
    else:
        why = EndCause.MACHINE if leg.answered_by == "machine" else EndCause.ABANDONED
    if leg.cut is not None:
        return why, "agent" if leg.has_talked and leg.cut is Cut.HANG_UP else "system"
    if leg.has_expired:
        return why, "system"
    return why, "provider" if cause == VOICE_LOST else "callee"
