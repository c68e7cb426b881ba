"""The floor's pure step: one fact or input in, the new floor and commands out.

First the thing itself moves (an agent, a line, a campaign), then everything is settled: waiting people are
connected or abandoned, timers run out, claims are renewed, spare lines cut, and calls started.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from campaigns.floor.acts import Stepped
from campaigns.floor.agent_moves import (
    ask_break,
    ask_extension,
    list_agent,
    offer_case,
    signal_agent,
    tell_seats,
    undo_outcome,
)
from campaigns.floor.commands import Command
from campaigns.floor.inputs import (
    AgentListed,
    AgentSignalled,
    BreakAsked,
    CaseOffered,
    DebtorsStopped,
    ExtensionAsked,
    Input,
    LineAdopted,
    LineDropped,
    LineReserved,
    ListsChanged,
    OutcomeGiven,
    OutcomeUndone,
    ReservingEnded,
    SeatsTold,
    Ticked,
    WingSet,
)
from campaigns.floor.line_moves import (
    adopt_line,
    answer_line,
    bridge_line,
    drop_line,
    end_line,
    place_line,
    reserve_line,
    stop_debtors,
)
from campaigns.floor.settlement import settle
from campaigns.floor.state import Floor
from campaigns.floor.wing_moves import end_reserving, give_outcome, look_again, set_wing
from config.facts import Fact
from telephony.facts import CallAnswered, CallBridged, CallEnded, CallPlaced, CallRinging


def step(floor: Floor, what: Input | Fact, now: datetime) -> Stepped:
    """Return the floor after `what` at `now`, and what is to be done, in order.

    Facts of lines that are not on the floor change nothing, nor does a lost call: it may still ring, so it stays
    in flight until reconciling ends it. Refused signals of agents raise `Conflict`.
    """
    move = MOVES.get(type(what))
    commands: list[Command] = []
    if move is not None:
        floor, commands = move(floor, what, now)
    floor, more = settle(floor, now)
    return floor, commands + more


def _no_move(floor: Floor, what: Ticked, now: datetime) -> Stepped:  # noqa: ARG001
    return floor, []


MOVES: dict[type, Callable[[Floor, Any, datetime], Stepped]] = {
    AgentListed: list_agent,
    AgentSignalled: signal_agent,
    SeatsTold: tell_seats,
    BreakAsked: ask_break,
    ExtensionAsked: ask_extension,
    LineReserved: reserve_line,
    LineAdopted: adopt_line,
    ReservingEnded: end_reserving,
    LineDropped: drop_line,
    WingSet: set_wing,
    ListsChanged: look_again,
    CaseOffered: offer_case,
    OutcomeGiven: give_outcome,
    OutcomeUndone: undo_outcome,
    DebtorsStopped: stop_debtors,
    CallPlaced: place_line,
    CallRinging: place_line,
    CallAnswered: answer_line,
    CallBridged: bridge_line,
    CallEnded: end_line,
    Ticked: _no_move,
}
