"""Chances about how many of several independent things happen: exactly for few, by two Poisson counts for many.

Arrays have one row for each step of time. `outlook` asks with calls that may need an agent and agents who may be free.
"""

import math

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float64]

ROOT_STEP = 0.15
ROOTS = 42
"""The table holds variances up to (41 x 0.15)^2 = 38, by equal steps of their roots."""
MOST_VARIANCE = 34.0
MOST_GAP = 60
_REACH = MOST_GAP + 4
_COLUMNS = 2 * _REACH + 1
_TERMS = 110


def _poisson_rows(means: Grid, terms: int) -> Grid:
    counts = np.arange(terms)
    factorials = np.array([math.lgamma(i + 1) for i in range(terms)])
    logs = np.log(np.maximum(means, 1e-300))[:, None]
    rows: Grid = np.exp(counts * logs - means[:, None] - factorials)
    return rows


def _gap_table() -> Grid:
    """Tabulate P(X - Y >= c) for Poisson X and Y, by the roots of their means and c from -_REACH on."""
    means: Grid = (np.arange(ROOTS, dtype=np.float64) * ROOT_STEP) ** 2
    rows = _poisson_rows(means, _TERMS)
    table = np.zeros((ROOTS, ROOTS, _COLUMNS))
    for i in range(ROOTS):
        above = np.clip(1 - np.concatenate([[0.0], np.cumsum(rows[i])]), 0.0, 1.0)
        padded = np.concatenate([np.ones(_TERMS + _REACH), above, np.zeros(_TERMS + _REACH)])
        for c in range(-_REACH, _REACH + 1):
            begin = _TERMS + _REACH + c
            table[i, :, c + _REACH] = rows @ padded[begin : begin + _TERMS]
    return table


_FLAT_GAPS = _gap_table().ravel()
_FACTORIALS = np.array([math.lgamma(i + 1) for i in range(200)])


def exceeds(shift: Grid, plus: Grid, minus: Grid, bar: float) -> Grid:
    """Return P(shift + X - Y >= bar), X and Y Poisson of means `plus` and `minus`; normal where these are large."""
    gap = bar - shift
    tabled = (plus < MOST_VARIANCE) & (minus < MOST_VARIANCE) & (np.abs(gap) < MOST_GAP)
    if tabled.all():
        return _tabled(gap, plus, minus)
    spread = np.sqrt(plus + minus + 1e-9)
    x = np.clip((plus - minus - gap + 0.5) / spread, -6.0, 6.0)
    near: Grid = 0.5 * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))
    if tabled.any():
        near[tabled] = _tabled(gap[tabled], plus[tabled], minus[tabled])
    return near


def _tabled(gap: Grid, plus: Grid, minus: Grid) -> Grid:
    a, b = np.sqrt(plus) / ROOT_STEP, np.sqrt(minus) / ROOT_STEP
    i, j = a.astype(np.intp), b.astype(np.intp)
    whole = np.floor(gap)
    at = (i * ROOTS + j) * _COLUMNS + (whole.astype(np.intp) + _REACH)
    a, b, c = a - i, b - j, gap - whole
    low = _between(at, c) * (1 - b) + _between(at + _COLUMNS, c) * b
    at += ROOTS * _COLUMNS
    high = _between(at, c) * (1 - b) + _between(at + _COLUMNS, c) * b
    found: Grid = low * (1 - a) + high * a
    return found


def _between(at: NDArray[np.intp], part: Grid) -> Grid:
    found: Grid = _FLAT_GAPS.take(at) * (1 - part) + _FLAT_GAPS.take(at + 1) * part
    return found


def poisson_counts(means: Grid, terms: int, *, begun: int) -> Grid:
    """Return P(begun + X = n), n = 0 .. terms - 1, of a Poisson X for each mean; the last term holds all beyond."""
    rows = np.zeros((*means.shape, terms))
    free = terms - begun
    if free <= 0:
        rows[..., -1] = 1.0
        return rows
    counts = np.arange(free)
    logs = np.log(np.maximum(means, 1e-300))[..., None]
    rows[..., begun:] = np.exp(counts * logs - means[..., None] - _FACTORIALS[:free])
    rows[..., -1] = np.maximum(0.0, 1 - rows[..., :-1].sum(axis=-1))
    return rows


def with_one(counts: Grid, chance: Grid) -> Grid:
    """Return the counts when one more thing happens with `chance`; the last term holds all beyond."""
    moved = counts * chance[..., None]
    found = counts - moved
    found[..., 1:] += moved[..., :-1]
    found[..., -1] += moved[..., -1]
    return found
