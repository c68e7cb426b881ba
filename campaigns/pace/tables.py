"""What the learned laws say of the next half minute, by the age of a call or of an agent's work.

Rows are ages, columns are steps of half a second from now. Made anew every little while, since laws change slowly;
`outlook` reads rows of it for the calls and agents of one instant.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaigns.pace.laws import Law, Laws, persons_by_ring
from campaigns.pace.reading import Reading

Grid = NDArray[np.float64]

STEP_S = 0.5
STEPS = 72
"""Thirty-six seconds: longer than set-up, ring and classification together take."""
SETUP_ROWS, RING_ROWS, ANSWER_ROWS = 24, 60, 24
TALK_STEP_S = 2.0
TALK_BINS: NDArray[np.intp] = np.concatenate([np.arange(60), np.arange(60, 450, 5)])
"""Ages of talk that have a row, in bins of two seconds: every bin for two minutes, then every ten seconds."""
TALK_ROW_OF_BIN: NDArray[np.intp] = np.searchsorted(TALK_BINS, np.arange(450), side="right") - 1
WRAP_BINS: NDArray[np.intp] = np.concatenate([np.arange(80), np.arange(80, 480, 5)])
WRAP_ROW_OF_BIN: NDArray[np.intp] = np.searchsorted(WRAP_BINS, np.arange(480), side="right") - 1
"""The same of wrap-up, in bins of half a second."""
MOST_HAZARD, LEAST_HAZARD = 0.9, 1e-4
LARGEST_SHARE = 0.95
LAG, LAG_AT_ONCE, AT_ONCE = 0.5, 0.2, 0.9
"""Parts of a step that a stage adds; with no detection of machines nearly all answers need an agent at once."""
TINY = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTables:
    """Of calls that will come to need an agent: when, by age and phase; `holds` is the chance to hold one at a step.

    `alive` and `alive_other` are the chances that a ring (or a classification) still lasts at each age, for calls that
    come to need an agent and for all others. `human_after` is the chance that an answered call will need an agent, and
    `person_after` that one which does is a person's, by its ring in seconds; rows of `persons` count persons only.
    """

    setup: Grid
    setup_holds: Grid
    setup_persons: Grid
    ring: Grid
    ring_holds: Grid
    ring_persons: Grid
    ring_alive: Grid
    ring_alive_other: Grid
    answer: Grid
    answer_holds: Grid
    answer_alive: Grid
    answer_alive_other: Grid
    human_after: Grid
    person_after: Grid
    launch: Grid
    launch_holds: Grid
    launch_persons: Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentTables:
    """Chances that an agent is free by each step and the hold after it, by age of the talk or the wrap-up.

    `busy` is the chance that an agent who takes a call now is still not free at each step.
    """

    talk: Grid
    wrap: Grid
    busy: Grid


def agent_tables(laws: Laws, reading: Reading, *, hold_s: float) -> AgentTables:
    """Return when agents come free, talks and wrap-ups of the reading counted as not yet ended.

    Hazards by age are smoothed over a window that grows with the age.
    """
    hold = round(hold_s / STEP_S)
    steps = STEPS + hold
    wrap = np.repeat(laws.spans["wrap"].density_with(reading.wrap_s) / 2, 2)
    ended = np.cumsum(wrap)
    hazard = _hazard(laws.spans["talk"].density_with(reading.talk_s))
    pairs = steps // 4 + 2
    ages = TALK_BINS[:, None] + np.arange(pairs)[None, :]
    stays = np.cumprod(1 - hazard[ages], axis=1)
    ends = np.hstack([np.ones((len(TALK_BINS), 1)), stays[:, :-1]]) - stays
    by_step = np.repeat(ends / 4, 4, axis=1)[:, :steps]
    talk = _convolved(by_step, ended, steps)
    return AgentTables(
        talk=np.clip(talk, 0.0, 1.0)[:, hold:],
        wrap=_wrap_rows(ended, steps)[:, hold:],
        busy=1 - np.clip(talk[0], 0.0, 1.0)[hold:],
    )


def call_tables(laws: Laws, agents: AgentTables, *, ring_timeout_s: float) -> CallTables:
    """Return when calls come to need an agent, by phase and age, and when their agents are still held."""
    size = 2 * STEPS
    setup = _stretched(laws.spans["setup"], size)
    ring = _stretched(laws.spans["ring_to_agent"], size)
    other = _stretched(laws.spans["ring_other"], size)
    human, machine = laws.spans["classify_to_agent"].density(), laws.spans["classify_other"].density()
    # Sums of whole bins run ahead by half a bin for each stage but the last; an answer that needs no time adds none.
    lag = LAG if human[0] < AT_ONCE else LAG_AT_ONCE
    verdict, after_ring = _delayed(human, lag, size), np.convolve(ring, _delayed(human, lag + LAG, size))[:size]
    launch = np.convolve(setup, after_ring)[:STEPS]
    held = _shifted(agents.busy, STEPS)
    setup_rows = _left(setup, SETUP_ROWS) @ _shifted(after_ring, STEPS, rows=size)
    ring_rows = _left(ring, RING_ROWS) @ _shifted(verdict, STEPS, rows=size)
    person_after = persons_by_ring(laws, ring_timeout_s)
    persons = ring * np.repeat(person_after, 2)[:size] if 2 * len(person_after) >= size else ring
    persons_after_ring = np.convolve(persons, _delayed(human, lag + LAG, size))[:size]
    answer_rows = np.zeros((ANSWER_ROWS, STEPS))
    answer_rows[:, :ANSWER_ROWS] = _left(human, ANSWER_ROWS)
    return CallTables(
        setup=setup_rows,
        setup_holds=setup_rows @ held,
        setup_persons=_left(setup, SETUP_ROWS) @ _shifted(persons_after_ring, STEPS, rows=size),
        ring_persons=_left(persons, RING_ROWS, of=ring) @ _shifted(verdict, STEPS, rows=size),
        ring=ring_rows,
        ring_holds=ring_rows @ held,
        ring_alive=_alive(ring, RING_ROWS),
        ring_alive_other=_alive(other, RING_ROWS),
        answer=answer_rows,
        answer_holds=answer_rows @ held,
        answer_alive=_alive(human, ANSWER_ROWS),
        answer_alive_other=_alive(machine, ANSWER_ROWS),
        human_after=_human_after(laws, ring_timeout_s),
        person_after=person_after,
        launch_persons=np.convolve(setup, persons_after_ring)[:STEPS],
        launch=launch,
        launch_holds=launch @ held,
    )


def _convolved(rows: Grid, row: Grid, steps: int) -> Grid:
    """Convolve every row with one row by Fourier transforms: in one thread, whatever the matrix library would start."""
    size = 2 * steps
    padded = np.concatenate([row, np.full(max(0, steps - len(row)), row[-1])])[:steps]
    found: Grid = np.fft.irfft(np.fft.rfft(rows, size) * np.fft.rfft(padded, size), size)[:, :steps]
    return found


def _delayed(row: Grid, lag: float, size: int) -> Grid:
    """Return the row begun a part of a step later, laid on `size` steps."""
    found = np.zeros(size)
    count = len(row)
    found[:count] = (1 - lag) * row
    found[1 : count + 1] += lag * row
    return found


def _stretched(law: Law, size: int) -> Grid:
    """Lay a law's density on half-second steps."""
    fold = round(law.width_s / STEP_S)
    density = np.repeat(law.density() / fold, fold)[:size]
    return np.concatenate([density, np.zeros(size - len(density))])


def _alive(density: Grid, rows: int) -> Grid:
    """Return the chance that a span lasts at least to the beginning of each bin."""
    found: Grid = np.clip(1 - np.concatenate([[0.0], np.cumsum(density)]), TINY, 1.0)[:rows]
    return found


def _left(density: Grid, rows: int, *, of: Grid | None = None) -> Grid:
    """Return, by the bin it has reached, the chances of a span's end in each bin from there on.

    `of` is the law whose survival counts, where `density` is only a part of it.
    """
    size = len(density)
    at = np.arange(rows)[:, None] + np.arange(size)[None, :]
    padded = np.concatenate([density, np.zeros(rows)])
    found: Grid = padded[at] / _alive(density if of is None else of, rows)[:, None]
    return found


def _shifted(row: Grid, steps: int, *, rows: int | None = None) -> Grid:
    """Return the matrix whose i-th row is `row` begun i steps later, so that a product with it is a convolution."""
    count = steps if rows is None else rows
    at = np.arange(steps)[None, :] - np.arange(count)[:, None]
    padded = np.concatenate([row[:steps], np.full(max(0, steps - len(row)), row[-1] if len(row) < steps else 0.0)])
    found: Grid = np.where(at >= 0, padded[np.clip(at, 0, steps - 1)], 0.0)
    return found


def _hazard(density: Grid) -> Grid:
    """Return the chance to end within each bin for those who reach it, over a window of a sixth of the age."""
    bins = len(density)
    ended = np.concatenate([[0.0], np.cumsum(density)])
    at_risk = np.concatenate([[0.0], np.cumsum(1 - ended[:-1])])
    ages = np.arange(bins)
    low, high = np.maximum(0, ages - ages // 6), np.minimum(bins, ages + ages // 6 + 1)
    hazard = (ended[high] - ended[low]) / np.maximum(TINY, at_risk[high] - at_risk[low])
    found: Grid = np.clip(hazard, LEAST_HAZARD, MOST_HAZARD)
    return found


def _wrap_rows(ended: Grid, steps: int) -> Grid:
    """Return the chance that a wrap-up is over by each step, by its age in steps; very long ones end at 1 in 40 s."""
    ages = WRAP_BINS
    padded = np.concatenate([[0.0], ended, np.ones(steps + len(WRAP_ROW_OF_BIN))])
    gone = padded[ages][:, None]
    alive = 1 - gone
    rows = (padded[ages[:, None] + 1 + np.arange(steps)[None, :]] - gone) / np.maximum(1e-4, alive)
    endless = 1 - np.exp(-(np.arange(steps) + 1) * STEP_S / 40.0)
    found: Grid = np.clip(np.where(alive < 1e-4, endless[None, :], rows), 0.0, 1.0)
    return found


def _human_after(laws: Laws, ring_timeout_s: float) -> Grid:
    """Return the chance that an answered call is a person's by its ring in seconds; rings to the end are no answers.

    The laws of both kinds of rings forget, each at its own pace: how many of each there are is known from the shares.
    """
    last = int(ring_timeout_s)
    agent, other = laws.spans["ring_to_agent"], laws.spans["ring_other"]
    seen, share = agent.weights.sum() + other.weights.sum(), laws.to_agent.value / max(TINY, laws.ringing.value)
    persons = seen * min(LARGEST_SHARE, share) * agent.density()
    others = seen * (1 - min(LARGEST_SHARE, share)) * other.density()
    persons[last:] = others[last:] = 0.0
    near = np.array([0.3, 1.0, 0.3])
    persons, others = np.convolve(persons, near, "same"), np.convolve(others, near, "same")
    found: Grid = (persons + laws.human.value) / (persons + others + 1.0)
    return found
