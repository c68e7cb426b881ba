"""What earlier calls say of a number, in one word: the history on which the chance of the next call depends.

Pure. The words are few, so that each gathers enough calls to learn from; `chances` counts by them.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

NEW = "new"
MET = frozenset({"conversation", "met"})
OTHERS = frozenset({"answered_other", "abandoned"})
"""Somebody picked up who was not, or not known to be, the right party."""
UNCONNECTED = "not_connected"
LONG_SILENT = 3
"""Calls without an answer since the last one, from which on a number counts as fallen silent."""
OFTEN = 2


class Contact(NamedTuple):
    """One closed call of the past: where, and how it counted (`Attempt.outcome`)."""

    point_id: UUID
    outcome: str
    is_machine: bool


def past_here(contacts: Sequence[Contact], point_id: UUID) -> str:
    """Say what happened at a number so far; `contacts` are all of its person, oldest first.

    Words: new · met, others (once, often), each also "then_silent" · machine, machines · unconnected · silent_1,
    silent_2 (and 3), silent_4 (and more).
    """
    met = others = machines = silent = 0
    last = ""
    for contact in contacts:
        if contact.point_id != point_id:
            continue
        last = contact.outcome
        if last in MET:
            met, silent = met + 1, 0
        elif last in OTHERS:
            others, silent = others + 1, 0
        else:
            machines, silent = machines + contact.is_machine, silent + 1
    if not last:
        return NEW
    if met or others:
        word = "met" if met else "others_often" if others >= OFTEN else "others_once"
        return f"{word}_then_silent" if silent >= LONG_SILENT else word
    if last == UNCONNECTED:
        return "unconnected"
    if machines:
        return "machines" if machines > OFTEN else "machine"
    return "silent_1" if silent == 1 else "silent_2" if silent <= LONG_SILENT else "silent_4"


def past_elsewhere(contacts: Sequence[Contact], point_id: UUID) -> str:
    """Say what happened at the person's other numbers: new, met, others, silent_1 (and 2), silent_3 (and more)."""
    others = silent = 0
    for contact in contacts:
        if contact.point_id == point_id:
            continue
        if contact.outcome in MET:
            return "met"
        if contact.outcome in OTHERS:
            others += 1
        else:
            silent += 1
    if others:
        return "others"
    if not silent:
        return NEW
    return "silent_1" if silent < LONG_SILENT else "silent_3"
