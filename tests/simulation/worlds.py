"""Books of the simulated house, wrongly written steps, and the search for a schedule that notices a mistake."""

import functools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from campaigns.floor import step as floor_step
from campaigns.floor.commands import Command, HangUp, Place, Withdraw
from campaigns.floor.inputs import Input
from campaigns.floor.state import Floor, LineState
from campaigns.rules.rulebook import read_rulebook
from campaigns.simulation.acts.house import Steps
from campaigns.simulation.mistakes import NONE, Mistake
from campaigns.simulation.results import Result, run_seed
from campaigns.simulation.schedule import Books
from config.facts import Fact
from crm.dispositions import load_catalogue
from telephony.calls import Call
from telephony.calls import step as step_call
from telephony.facts import CallEnded, EndCause, MessageUnknown
from telephony.messages import Message, MessageState
from telephony.messages import step as step_message

MOST_SCHEDULES = 1_000
Stepped = tuple[Floor, list[Command]]


@functools.cache
def books() -> Books:
    """Read rules and dispositions once."""
    return Books(read_rulebook(), load_catalogue())


# ------------------------------------------------------------------------------------------------ broken nouns


def end_without_cause(call: Call, fact: Fact) -> Call:
    """Let a call end as if nobody knew why, nor who had answered."""
    after = step_call(call, fact)
    return replace(after, answered_by=None, cause=EndCause.UNKNOWN) if isinstance(fact, CallEnded) else after


def refused_is_open(message: Message, fact: Fact) -> Message:
    """Let a text of unknown fate stand where it stood, as if it had never begun to leave."""
    if isinstance(fact, MessageUnknown):
        return replace(message, state=MessageState.QUEUED)
    return step_message(message, fact)


def placed_although_withdrawn(floor: Floor, what: Input | Fact, now: datetime) -> Stepped:
    """Place a line in the same breath in which it is taken back."""
    floor, commands = floor_step.step(floor, what, now)
    more = [Place(one.attempt_id) for one in commands if isinstance(one, Withdraw)]
    return floor, [*more, *commands]


def nobody_is_cut(floor: Floor, what: Input | Fact, now: datetime) -> Stepped:
    """Let machines and stopped persons ring on."""
    floor, commands = floor_step.step(floor, what, now)
    return floor, [one for one in commands if not isinstance(one, HangUp)]


def waits_too_long(floor: Floor, what: Input | Fact, now: datetime) -> Stepped:
    """Let a person who answered wait for ten seconds more."""
    floor, commands = floor_step.step(floor, what, now)
    for line in list(floor.lines.values()):
        if (
            line.state is LineState.WAITING
            and line.deadline is not None
            and line.deadline - now <= timedelta(seconds=2)
        ):
            floor = floor.with_line(replace(line, deadline=now + timedelta(seconds=10)))
    return floor, commands


STEPS = {
    "ENDS_WITHOUT_CAUSE": Steps(call=end_without_cause),
    "UNKNOWN_TEXT_IS_QUEUED": Steps(message=refused_is_open),
    "PLACED_ALTHOUGH_WITHDRAWN": Steps(floor=placed_although_withdrawn),
    "NOBODY_IS_CUT": Steps(floor=nobody_is_cut),
    "WAITS_TOO_LONG": Steps(floor=waits_too_long),
}
"""Mistakes within the product's own steps, put in their place by a test."""


def names() -> list[str]:
    """Return every mistake that can be planted."""
    return [*(one.name for one in Mistake), *STEPS]


def run_with(name: str, seed: int, attempts: int) -> Result:
    """Run one schedule with one mistake planted."""
    if name in STEPS:
        return run_seed(seed, attempts, books(), NONE, STEPS[name])
    return run_seed(seed, attempts, books(), frozenset({Mistake[name]}))


def first_catching(name: str, attempts: int, *, start: int = 1, most: int = MOST_SCHEDULES) -> Result | None:
    """Return the first schedule that notices a mistake, beginning at a seed; None when none of `most` does."""
    order: Sequence[int] = [start, *(seed for seed in range(1, most) if seed != start)]
    for seed in order:
        result = run_with(name, seed, attempts)
        if result.violations:
            return result
    return None
