"""Which calls in flight will come to need an agent, step by step: for each call, or pooled by age in large teams.

What they find is decided in `outlook`; the tables by age are `tables`.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from campaigns.pace.laws import Laws
from campaigns.pace.reading import Ages, Reading
from campaigns.pace.tables import STEP_S, STEPS, CallTables

Grid = NDArray[np.float64]
Rows = tuple[Grid, Grid, Grid]
"""Chances to come in each step, to hold an agent at its end, and to come in it as a person."""

LIKELY = 0.3
"""Calls above this chance are counted one by one; the others together, as a Poisson count."""
TINY = 1e-12
_NONE: Grid = np.zeros((0, STEPS))
_NOTHING: Grid = np.zeros(STEPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """All calls in flight by step; `likely` ones singly, the `rest` together. `before` is without those of the step."""

    coming: Grid
    persons: Grid
    holding: Grid
    variance: Grid
    likely_holding: Grid = field(default_factory=lambda: _NONE)
    likely_before: Grid = field(default_factory=lambda: _NONE)
    rest_holding: Grid = field(default_factory=lambda: _NOTHING)
    rest_before: Grid = field(default_factory=lambda: _NOTHING)


def one_by_one(reading: Reading, laws: Laws, calls: CallTables) -> Arrivals:
    """Look at each call by itself."""
    setup, ring = _chances(laws, calls)
    parts = [
        _rows(reading.setup_s, setup, (calls.setup, calls.setup_holds, calls.setup_persons)),
        _rows(reading.ring_s, ring, (calls.ring, calls.ring_holds, calls.ring_persons)),
        _answered(reading, laws, calls),
    ]
    coming = np.concatenate([part[0] for part in parts])
    holding = np.minimum(1.0, np.concatenate([part[1] for part in parts]))
    persons = np.concatenate([part[2] for part in parts])
    before = np.maximum(0.0, holding - coming)
    likely = holding.max(axis=1) > LIKELY if len(holding) else np.zeros(0, dtype=bool)
    return Arrivals(
        coming=coming.sum(axis=0),
        persons=persons.sum(axis=0),
        holding=holding.sum(axis=0),
        variance=(holding * (1 - holding)).sum(axis=0),
        likely_holding=holding[likely],
        likely_before=before[likely],
        rest_holding=holding[~likely].sum(axis=0),
        rest_before=before[~likely].sum(axis=0),
    )


def pooled(reading: Reading, laws: Laws, calls: CallTables) -> Arrivals:
    """Look at calls by their ages in steps: the cost does not grow with their number."""
    setup, ring = _chances(laws, calls)
    answered = _answered(reading, laws, calls)
    coming, holding, persons = (part.sum(axis=0) for part in answered)
    squares = (answered[1] ** 2).sum(axis=0)
    for ages_s, chances, tables in (
        (reading.setup_s, setup, (calls.setup, calls.setup_holds, calls.setup_persons)),
        (reading.ring_s, ring, (calls.ring, calls.ring_holds, calls.ring_persons)),
    ):
        if len(ages_s):
            weights, square_weights = _weights(ages_s, chances)
            coming = coming + weights @ tables[0]
            holding = holding + weights @ tables[1]
            persons = persons + weights @ tables[2]
            squares = squares + square_weights @ tables[1] ** 2
    return Arrivals(coming=coming, persons=persons, holding=holding, variance=np.maximum(0.0, holding - squares))


def _chances(laws: Laws, calls: CallTables) -> tuple[Grid, Grid]:
    """Return the chance to come to need an agent for calls being set up and for ringing ones, by age."""
    chance = laws.to_agent.value
    ringing = min(0.95, chance / max(0.3, min(1.0, laws.ringing.value)))
    return np.full(len(calls.setup), chance), _posterior(ringing, calls.ring_alive, calls.ring_alive_other)


def _weights(ages_s: Ages, chances: Grid) -> tuple[Grid, Grid]:
    low, part = _place(ages_s, len(chances))
    rows = len(chances)
    one, two = chances[low] * (1 - part), chances[low + 1] * part
    return (
        _summed(low, one, rows) + _summed(low + 1, two, rows),
        _summed(low, one * chances[low], rows) + _summed(low + 1, two * chances[low + 1], rows),
    )


def _summed(at: NDArray[np.intp], values: Grid, rows: int) -> Grid:
    return np.bincount(at, values, rows).astype(np.float64)


def _posterior(before: float | Grid, alive: Grid, alive_other: Grid) -> Grid:
    """Return the chance that a call which has lasted to an age will need an agent (Bayes)."""
    found: Grid = before * alive / np.maximum(TINY, before * alive + (1 - before) * alive_other)
    return found


def _rows(ages_s: Ages, chances: Grid, tables: Rows) -> Rows:
    """Return the rows of each table for each age, between the two rows that are next to it."""
    if not len(ages_s):
        return _NONE, _NONE, _NONE
    low, part = _place(ages_s, len(chances))
    one, two = (chances[low] * (1 - part))[:, None], (chances[low + 1] * part)[:, None]
    coming, holding, persons = tables
    return (
        one * coming[low] + two * coming[low + 1],
        one * holding[low] + two * holding[low + 1],
        one * persons[low] + two * persons[low + 1],
    )


def _answered(reading: Reading, laws: Laws, calls: CallTables) -> Rows:
    ages_s = reading.answer_s
    if not len(ages_s):
        return _NONE, _NONE, _NONE
    low, part = _place(ages_s, len(calls.answer_alive))
    if len(reading.rang_s) == len(ages_s):
        rang = np.minimum(reading.rang_s.astype(np.intp), len(calls.human_after) - 1)
        human, person = calls.human_after[rang], calls.person_after[rang]
    else:
        human = np.full(len(ages_s), laws.human.value)
        person = np.full(len(ages_s), laws.person.value)
    alive = calls.answer_alive[low] * (1 - part) + calls.answer_alive[low + 1] * part
    other = calls.answer_alive_other[low] * (1 - part) + calls.answer_alive_other[low + 1] * part
    chance = _posterior(human, alive, other)
    one, two = (chance * (1 - part))[:, None], (chance * part)[:, None]
    coming = one * calls.answer[low] + two * calls.answer[low + 1]
    holding = one * calls.answer_holds[low] + two * calls.answer_holds[low + 1]
    return coming, holding, coming * person[:, None]


def _place(ages_s: Ages, rows: int) -> tuple[NDArray[np.intp], Grid]:
    """Return the row below each age and how far the age is on its way to the next one."""
    steps = ages_s / STEP_S
    low = np.minimum(steps.astype(np.intp), rows - 2)
    return low, np.clip(steps - low, 0.0, 1.0)
