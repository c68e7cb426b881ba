"""How long things take and how often they come out well, learned from the calls of the day and forgotten slowly.

Every law starts from a weak generic guess, worth a dozen calls, so that the first minutes already have one. Values
are frozen: learning gives the next ones. What follows from them over the next seconds is `tables`.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from campaigns.pace.reading import Ages, Counts, Reading, SpanKind
from config.frozen import replace

Weights = NDArray[np.float64]

MEMORY_CALLS, MEMORY_ANSWERS, MEMORY_S = 300.0, 80.0, 240.0
"""A share of the hour forgets two thirds over the longest of these: few calls tell little, minutes show a drift."""
LONG_MEMORY_CALLS = 3000.0
"""The same for shares that belong to the carrier and the list more than to the hour."""
CAUTIOUS_CHANCE = 0.4
"""What a day begins with: more than most lists answer, so that the first calls are few."""
LONGEST_MEMORY = 4000.0
"""Spans a law remembers; more are thinned evenly."""


@dataclass(frozen=True, slots=True)
class Law:
    """A histogram of spans: `weights` by bins of `width_s` seconds, the last bin holding everything longer."""

    width_s: float
    weights: Weights

    def plus(self, spans_s: Iterable[float]) -> "Law":
        """Return the law with these spans counted."""
        weights = self.weights.copy()
        last = len(weights) - 1
        for span_s in spans_s:
            weights[min(last, int(span_s / self.width_s))] += 1.0
        total = weights.sum()
        if total > LONGEST_MEMORY:
            weights *= LONGEST_MEMORY / total
        return Law(self.width_s, weights)

    def density(self) -> Weights:
        """Return the chance of each bin; sums to one."""
        found: Weights = self.weights / self.weights.sum()
        return found

    def density_with(self, ongoing_s: Ages) -> Weights:
        """Return the same when spans of these ages go on: only short ones have ended early in a day (Kaplan, Meier)."""
        bins = len(self.weights)
        at = np.minimum((ongoing_s / self.width_s).astype(np.intp), bins - 1)
        going_on = np.bincount(at, minlength=bins)
        at_risk = np.cumsum((self.weights + going_on)[::-1])[::-1] - 0.5 * going_on
        hazard = self.weights / np.maximum(at_risk, 1e-9)
        left = np.cumprod(1 - hazard)
        found: Weights = hazard * np.concatenate([[1.0], left[:-1]])
        found[-1] += left[-1]
        return found


@dataclass(frozen=True, slots=True)
class Share:
    """A share of occasions that came out, with a memory of so many occasions."""

    part: float
    whole: float
    memory: float

    def plus(self, part: int, whole: int, *, most_forgotten: float = math.inf) -> "Share":
        """Return the share with `whole` more occasions, of which `part` came out; forgetting is in e-foldings."""
        if whole <= 0 and part == 0:
            return self
        kept = math.exp(-min(whole / self.memory, most_forgotten))
        return Share(self.part * kept + part, self.whole * kept + whole, self.memory)

    @property
    def value(self) -> float:
        return min(0.97, max(0.003, self.part / self.whole))


def guess(width_s: float, bins: int, *, mean_s: float, variation: float, worth: float) -> Law:
    """Return a log-normal guess worth so many calls; `variation` is the standard deviation over the mean."""
    sigma = math.sqrt(math.log(1.0 + variation * variation))
    mu = math.log(mean_s) - sigma * sigma / 2
    below = [0.0] + [0.5 * math.erfc((mu - math.log(i * width_s)) / (sigma * math.sqrt(2))) for i in range(1, bins)]
    return Law(width_s, worth * np.diff(np.array([*below, 1.0])))


FIRST_SURE_S, LAST_SURE_S = 3, 13
SURELY = 0.98
"""The least chance of a person in its midst: chance in what was seen must not make losses look small."""
_MEANS_S, _SHAPES_TRIED = np.arange(5.0, 15.0), np.arange(1.2, 2.5, 0.2)
_SHAPES: Weights = np.tile(_SHAPES_TRIED, len(_MEANS_S))
_SCALES: Weights = np.repeat(_MEANS_S, len(_SHAPES_TRIED)) / np.array([math.gamma(1 + 1 / k) for k in _SHAPES])
_UNLIKELY: Weights = 2 * ((np.repeat(_MEANS_S, len(_SHAPES_TRIED)) - 9) / 4) ** 2 + 2 * ((_SHAPES - 1.8) / 0.5) ** 2


def first_laws() -> dict[SpanKind, Law]:
    """Return the guesses that a day begins with: what collections floors see, each worth about a dozen calls."""
    return {
        "setup": guess(0.5, 32, mean_s=2.2, variation=0.6, worth=12),
        "ring_to_agent": guess(1.0, 64, mean_s=9.0, variation=0.6, worth=12),
        "ring_other": guess(1.0, 64, mean_s=20.0, variation=0.4, worth=12),
        "classify_to_agent": guess(0.5, 24, mean_s=1.6, variation=0.5, worth=3),
        "classify_other": guess(0.5, 24, mean_s=2.8, variation=0.45, worth=3),
        "talk": guess(2.0, 512, mean_s=120.0, variation=1.1, worth=6),
        "wrap": guess(1.0, 256, mean_s=30.0, variation=0.9, worth=6),
        "ring_of_lost": guess(1.0, 64, mean_s=9.0, variation=0.6, worth=1),
        "held": guess(0.25, 64, mean_s=2.0, variation=0.05, worth=5),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws:
    """Everything learned of one campaign's day; `counts` are those it was learned up to, `settled` calls of them.

    `to_agent`: of all calls, those that come to need an agent. `ringing`: of all, those that ring. `human`: of answered
    ones, those judged to be persons. `person`: of those an agent took, the ones a person was on.
    """

    spans: dict[SpanKind, Law] = field(default_factory=first_laws)
    to_agent: Share = Share(20.0 * CAUTIOUS_CHANCE, 20.0, MEMORY_CALLS)
    ringing: Share = Share(25.5, 30.0, LONG_MEMORY_CALLS)
    human: Share = Share(10.0, 20.0, MEMORY_CALLS)
    person: Share = Share(28.5, 30.0, 1000.0)
    counts: Counts = field(default_factory=Counts)
    settled: int = 0
    learned_at_s: float = 0.0

    def learn(self, reading: Reading) -> "Laws":
        """Return the laws after one more reading."""
        laws = self
        if reading.spans:
            laws = replace(laws, spans=_with(laws.spans, reading))
        counts, before = reading.counts, laws.counts
        settled = counts.dialed - reading.in_flight
        if counts == before and settled == laws.settled:
            return laws
        calls = settled - laws.settled
        came = counts.to_agent - before.to_agent
        silent = counts.failed + counts.busy - before.failed - before.busy
        machines = counts.machines - before.machines
        # A machine is found out within seconds; waiting for persons' talks to end would count machines first.
        taken = counts.connected - before.connected
        persons = taken - (counts.machine_done - before.machine_done)
        minutes = (reading.at_s - laws.learned_at_s) / MEMORY_S
        most = min(minutes, calls * laws.to_agent.value / MEMORY_ANSWERS)
        return replace(
            laws,
            to_agent=laws.to_agent.plus(came, calls, most_forgotten=most),
            ringing=laws.ringing.plus(calls - silent, calls),
            human=laws.human.plus(came, came + machines, most_forgotten=minutes),
            person=laws.person.plus(persons, taken),
            counts=counts,
            settled=settled,
            learned_at_s=reading.at_s if calls > 0 else laws.learned_at_s,
        )


def persons_by_ring(laws: Laws, ring_timeout_s: float) -> Weights:
    """Return the chance that a call which came to need an agent is a person's, by its ring in seconds.

    Machines pick up at once or late; between the third and the thirteenth second nearly all are persons. So a
    person's ring (Weibull) is fitted there, under the share of persons that agents found.
    """
    seen, last = laws.spans["ring_to_agent"].weights, int(ring_timeout_s)
    edges = np.arange(last + 1) / _SCALES[:, None]
    below = 1 - np.exp(-(edges ** _SHAPES[:, None]))
    fitted = np.diff(below / below[:, -1:], axis=1) * laws.person.value * seen.sum()
    gap = fitted - seen[:last]
    counted = np.where((np.arange(last) >= FIRST_SURE_S) & (np.arange(last) < LAST_SURE_S), gap, np.maximum(0.0, gap))
    errors = (counted**2 / (seen[:last] + 3.0)).sum(axis=1)
    best = fitted[int(np.argmin(errors + _UNLIKELY))]
    chances = np.full(len(seen), laws.person.value)
    chances[:last] = np.minimum(1.0, (best + 2.0 * laws.person.value) / (seen[:last] + 2.0))
    surest = slice(FIRST_SURE_S, min(last, LAST_SURE_S - 2))
    chances[surest] = np.maximum(chances[surest], SURELY)
    return chances


def _with(laws: dict[SpanKind, Law], reading: Reading) -> dict[SpanKind, Law]:
    found: dict[SpanKind, list[float]] = {}
    for kind, span_s in reading.spans:
        found.setdefault(kind, []).append(span_s)
    return {**laws, **{kind: laws[kind].plus(spans_s) for kind, spans_s in found.items()}}
