"""In which order due cases are called, and at which number: agreed callbacks, then classes, then the best chances.

Pure; an order of proposals, never a permission. A chance is weighed by its wait: every three days double it, so that
a case of low chance comes before a better one that is fresh, and none waits for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.chances import Features, Odds
from campaigns.ladders import Ladder
from campaigns.number_past import Contact, past_elsewhere, past_here

DOUBLING_DAYS = 3.0
LONGEST_WAIT_DAYS = 60.0
"""Beyond this a wait adds nothing, so that numbers stay within bounds; it makes a chance a million times as heavy."""
LEAST_CHANCE = 0.002
"""What even a hopeless case weighs; the best chance weighs under 500 times as much: 27 days of waiting."""


@dataclass(frozen=True, slots=True)
class Reachable:
    """A dialable number: its label, its rank among the person's, its zone (IANA) for the hour there."""

    id: UUID
    label: str
    rank: int
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCase:
    """A case that may be proposed.

    `agreed_at` is an open callback, `due_since` the instant since which nothing but the order keeps it waiting,
    `preferred` the number a person or the ladder named. `contacts` are the person's closed calls, oldest first.
    """

    case_id: UUID
    debtor_id: UUID
    agreed_at: datetime | None
    priority: int
    due_since: datetime
    preferred: UUID | None
    numbers: tuple[Reachable, ...]
    contacts: tuple[Contact, ...] = ()


class Proposed(NamedTuple):
    """A case to ask the gate for, with the number to ask for first; None = as the ladder lists them."""

    case_id: UUID
    debtor_id: UUID
    point_id: UUID | None


def in_call_order(due: Sequence[DueCase], odds: Odds, ladder: Ladder, *, now: datetime) -> list[Proposed]:
    """Sort cases by callback, class and weight; each with the number that the ladder and the chances choose."""
    found = []
    for case in due:
        point_id, chance = best_number(case, odds, ladder, now=now)
        agreed = (0, case.agreed_at) if case.agreed_at else (1, now)
        key = (*agreed, -case.priority, -weight(chance, case.due_since, now), case.due_since, case.case_id)
        found.append((key, Proposed(case.case_id, case.debtor_id, point_id)))
    return [proposed for _, proposed in sorted(found)]


def best_number(case: DueCase, odds: Odds, ladder: Ladder, *, now: datetime | None) -> tuple[UUID | None, float]:
    """Choose the number to try and its chance of the right party; `now` None means an average hour.

    The ladder is the frame: only its labels, and the number that was named for this try if there is one. Where the
    ladder has a step `best`, the number with the best chance is chosen; otherwise the first as it lists them.
    """
    allowed = [number for label in ladder.numbers for number in case.numbers if number.label == label]
    named = [number for number in allowed if number.id == case.preferred]
    if named:
        allowed = named
    elif not ladder.leaves_number_open:
        allowed = allowed[:1]
    if not allowed:
        return None, 0.0
    chances = [odds.of_right_party(features_of(one, case.contacts, now=now)) for one in allowed]
    best = max(range(len(allowed)), key=lambda place: (chances[place], -place))
    return allowed[best].id, chances[best]


def weight(chance: float, due_since: datetime, now: datetime) -> float:
    """Return what orders a case: its chance, doubled with every `DOUBLING_DAYS` it has been due."""
    days = (now - due_since).total_seconds() / 86_400
    return float(max(chance, LEAST_CHANCE) * 2.0 ** (min(LONGEST_WAIT_DAYS, max(0.0, days)) / DOUBLING_DAYS))


def features_of(number: Reachable, contacts: Sequence[Contact], *, now: datetime | None) -> Features:
    """Return what the chance of a call to a number at `now` depends on."""
    hour, weekday = (None, None) if now is None else _local(now, number.zone)
    return Features(
        kind=number.label,
        rank=number.rank,
        here=past_here(contacts, number.id),
        elsewhere=past_elsewhere(contacts, number.id),
        hour=hour,
        weekday=weekday,
    )


def reachable(rows: Sequence[Sequence[str | int | None]], person_zone: str | None) -> tuple[Reachable, ...]:
    """Read numbers as the store gives them: (id, label, rank, zone); the person's zone goes before the number's."""
    return tuple(
        Reachable(UUID(str(key)), str(label), int(rank or 0), person_zone or str(zone or "UTC"))
        for key, label, rank, zone in rows
    )


def contacts_of(rows: Sequence[Sequence[str | bool | None]]) -> tuple[Contact, ...]:
    """Read past calls as the store gives them: (number, outcome, machine)."""
    return tuple(Contact(UUID(str(key)), str(outcome), bool(machine)) for key, outcome, machine in rows)


@lru_cache(maxsize=256)
def _local(now: datetime, zone: str) -> tuple[int, int]:
    local = now.astimezone(ZoneInfo(zone))
    return local.hour, local.weekday()
