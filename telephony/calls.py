"""What a call is and how facts move it: one table, one pure step.

Vendors repeat facts and deliver them late or out of order; the result is always that of the facts in order
(invariant: any permutation with repetitions of a call's facts gives one final state). What a call means for
a case is decided elsewhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from config.facts import Fact
from config.frozen import replace
from telephony.facts import (
    AnsweredBy,
    CallAnswered,
    CallBridged,
    CallEnded,
    CallHeld,
    CallLost,
    CallPlaced,
    CallResumed,
    CallRinging,
    EndCause,
    EndedBy,
    RecordingStored,
)


class CallState(StrEnum):
    """Where a call stands; `ended` is final, `unknown` waits for a look-up or for an end."""

    RESERVED = "reserved"
    PLACED = "placed"
    RINGING = "ringing"
    ANSWERED = "answered"
    BRIDGED = "bridged"
    HELD = "held"
    ENDED = "ended"
    UNKNOWN = "unknown"


class ImpossibleMove(Exception):
    """A fact that cannot belong to this call: our bug or a vendor's, never an expected answer."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One attempt by voice as the facts so far tell it.

    Instants are those of the first such fact, but `held_at`, `resumed_at`, `joined_at` (the present agent's
    joining) and `lost_at` are the latest. `answered_at` is when the answer was known (after machine detection).
    """

    attempt_id: UUID
    number: str
    caller_id: str
    state: CallState = CallState.RESERVED
    placed_at: datetime | None = None
    ringing_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: AnsweredBy | None = None
    bridged_at: datetime | None = None
    agent_id: UUID | None = None
    joined_at: datetime | None = None
    held_at: datetime | None = None
    resumed_at: datetime | None = None
    lost_at: datetime | None = None
    ended_at: datetime | None = None
    cause: EndCause | None = None
    ended_by: EndedBy | None = None
    provider_ref: str = ""

    @property
    def is_final(self) -> bool:
        return self.state is CallState.ENDED

    @property
    def talk_s(self) -> float:
        """Seconds from the first bridging to the end; 0 while unbridged or not over."""
        if self.bridged_at is None or self.ended_at is None:
            return 0.0
        return max(0.0, (self.ended_at - self.bridged_at).total_seconds())


_FORWARD: Mapping[type[Fact], CallState] = {
    CallPlaced: CallState.PLACED,
    CallRinging: CallState.RINGING,
    CallAnswered: CallState.ANSWERED,
    CallBridged: CallState.BRIDGED,
    CallHeld: CallState.HELD,
    CallResumed: CallState.BRIDGED,
    CallEnded: CallState.ENDED,
    CallLost: CallState.UNKNOWN,
}


def _moves(*kinds: type[Fact]) -> dict[type[Fact], CallState]:
    return {kind: _FORWARD[kind] for kind in kinds}


MOVES: Mapping[CallState, Mapping[type[Fact], CallState]] = {
    CallState.RESERVED: _moves(CallPlaced, CallRinging, CallAnswered, CallBridged, CallEnded, CallLost),
    CallState.PLACED: _moves(CallRinging, CallAnswered, CallBridged, CallEnded, CallLost),
    CallState.RINGING: _moves(CallAnswered, CallBridged, CallEnded, CallLost),
    CallState.ANSWERED: _moves(CallBridged, CallEnded, CallLost),
    CallState.BRIDGED: _moves(CallHeld, CallEnded, CallLost),
    CallState.HELD: _moves(CallResumed, CallBridged, CallEnded, CallLost),
    CallState.UNKNOWN: _moves(CallPlaced, CallRinging, CallAnswered, CallBridged, CallHeld, CallResumed, CallEnded),
    CallState.ENDED: {},
}
"""The moves of facts that come in order. A call may skip states: a vendor need not report each of them."""

OVERTAKING: Mapping[CallState, tuple[type[Fact], ...]] = {
    CallState.RESERVED: (CallHeld, CallResumed),
    CallState.PLACED: (CallHeld, CallResumed),
    CallState.RINGING: (CallHeld, CallResumed),
    CallState.ANSWERED: (CallHeld, CallResumed),
}
"""Facts that came before the bridging they presuppose; they move the call as they would have later."""

LATE: Mapping[CallState, tuple[type[Fact], ...]] = {
    CallState.RESERVED: (RecordingStored,),
    CallState.PLACED: (CallPlaced, RecordingStored),
    CallState.RINGING: (CallPlaced, CallRinging, RecordingStored),
    CallState.ANSWERED: (CallPlaced, CallRinging, CallAnswered, RecordingStored),
    CallState.BRIDGED: (CallPlaced, CallRinging, CallAnswered, CallBridged, CallResumed, RecordingStored),
    CallState.HELD: (CallPlaced, CallRinging, CallAnswered, CallHeld, RecordingStored),
    CallState.UNKNOWN: (CallLost, RecordingStored),
    CallState.ENDED: (*_FORWARD, RecordingStored),
}
"""Facts that are repeated or come late; they fill in what was not known and leave the state as it is."""


def step(call: Call, fact: Fact) -> Call:
    """Apply one fact and return the call as it then stands.

    A fact whose own time is older than what is already known is late, whatever the table says of its kind:
    a hold that ended before, a loss that was survived.

    Raises:
        ImpossibleMove: the fact is of another attempt, is no fact of a call, or names a second vendor call.
    """
    kind = type(fact)
    known = kind in MOVES[call.state] or kind in OVERTAKING.get(call.state, ()) or kind in LATE[call.state]
    if not known:
        raise ImpossibleMove(f"{kind.__name__} does not move a call that is {call.state}")
    if getattr(fact, "attempt_id", None) != call.attempt_id:
        raise ImpossibleMove(f"{kind.__name__} belongs to another attempt")
    noted = _NOTE[kind](call, fact)
    return replace(noted, state=_state_of(noted))


def diagram() -> str:
    """Draw the moves as a Mermaid state diagram, one arrow for each pair of states."""
    lines = ["stateDiagram-v2", f"    [*] --> {CallState.RESERVED}"]
    for state, moves in MOVES.items():
        arrows: dict[CallState, list[str]] = {}
        for kind, target in moves.items():
            arrows.setdefault(target, []).append(kind.__name__)
        lines += [f"    {state} --> {target}: {', '.join(kinds)}" for target, kinds in arrows.items()]
    return "\n".join([*lines, f"    {CallState.ENDED} --> [*]"])


def _state_of(call: Call) -> CallState:
    if call.ended_at is not None:
        return CallState.ENDED
    talking_at = _latest(call.joined_at, call.resumed_at)
    heard_at = _latest(call.placed_at, call.ringing_at, call.answered_at, call.bridged_at, call.held_at, talking_at)
    # News of a later or the same instant than the loss proves that the call lives.
    if call.lost_at is not None and (heard_at is None or call.lost_at > heard_at):
        return CallState.UNKNOWN
    if call.held_at is not None and (talking_at is None or call.held_at > talking_at):
        return CallState.HELD
    if talking_at is not None:
        return CallState.BRIDGED
    if call.answered_at is not None:
        return CallState.ANSWERED
    if call.ringing_at is not None:
        return CallState.RINGING
    return CallState.PLACED if call.placed_at is not None else CallState.RESERVED


def _note_placed(call: Call, fact: CallPlaced) -> Call:
    if call.provider_ref and fact.provider_ref and call.provider_ref != fact.provider_ref:
        raise ImpossibleMove("one attempt has two calls at the vendor")
    ref = call.provider_ref or fact.provider_ref
    return replace(call, placed_at=_earliest(call.placed_at, fact.at), provider_ref=ref)


def _note_ringing(call: Call, fact: CallRinging) -> Call:
    return replace(call, ringing_at=_earliest(call.ringing_at, fact.at))


def _note_answered(call: Call, fact: CallAnswered) -> Call:
    # A verdict beats "unknown"; of two verdicts the first counts.
    new = (fact.answered_by == "unknown", fact.at, fact.answered_by)
    if call.answered_at is not None and call.answered_by is not None:
        new = min(new, (call.answered_by == "unknown", call.answered_at, call.answered_by))
    return replace(call, answered_at=new[1], answered_by=new[2])


def _note_bridged(call: Call, fact: CallBridged) -> Call:
    noted = replace(call, bridged_at=_earliest(call.bridged_at, fact.at))
    if call.joined_at is None or (fact.at, fact.agent_id.int) > (
        call.joined_at,
        call.agent_id.int if call.agent_id else 0,
    ):
        noted = replace(noted, joined_at=fact.at, agent_id=fact.agent_id)
    return noted


def _note_held(call: Call, fact: CallHeld) -> Call:
    return replace(call, held_at=_latest(call.held_at, fact.at))


def _note_resumed(call: Call, fact: CallResumed) -> Call:
    return replace(call, resumed_at=_latest(call.resumed_at, fact.at))


def _note_ended(call: Call, fact: CallEnded) -> Call:
    # A known cause beats "unknown", which a sweep may have written; of two known causes the first counts.
    new = (fact.cause == EndCause.UNKNOWN, fact.at, fact.cause, fact.by)
    if call.ended_at is not None and call.cause is not None and call.ended_by is not None:
        new = min(new, (call.cause == EndCause.UNKNOWN, call.ended_at, call.cause, call.ended_by))
    return replace(call, ended_at=new[1], cause=new[2], ended_by=new[3])


def _note_lost(call: Call, fact: CallLost) -> Call:
    return replace(call, lost_at=_latest(call.lost_at, fact.at))


def _note_recording(call: Call, _fact: RecordingStored) -> Call:
    return call


def _earliest(known: datetime | None, at: datetime) -> datetime:
    return at if known is None else min(known, at)


def _latest(*instants: datetime | None) -> datetime | None:
    return max((instant for instant in instants if instant is not None), default=None)


_NOTE: Mapping[type[Fact], Callable[[Call, Any], Call]] = {
    CallPlaced: _note_placed,
    CallRinging: _note_ringing,
    CallAnswered: _note_answered,
    CallBridged: _note_bridged,
    CallHeld: _note_held,
    CallResumed: _note_resumed,
    CallEnded: _note_ended,
    CallLost: _note_lost,
    RecordingStored: _note_recording,
}
