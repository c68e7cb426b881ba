"""The list of a model day: how many cases can be called when, and which come back after a call that reached nobody.

Cases are counted, not known; those with the same open hours are a cohort. Whom the rules permit is decided elsewhere.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from campaigns.forecast.call_draws import BUSY, FAILED, MACHINE, NO_ANSWER


class Cohort(NamedTuple):
    """Cases that can be called in the same spans (from, until), in seconds of the day."""

    cases: int
    spans: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """After how many seconds a case may be called again by what the call came to; what is not named is over today."""

    after_s: Mapping[int, float] = field(default_factory=dict)
    most_tries: int = 1


KINDS = {"no_answer": NO_ANSWER, "busy": BUSY, "machine": MACHINE, "failed": FAILED}
"""Words of a campaign's ladder for what a call comes to."""


class Taken(NamedTuple):
    """One case that is being called, of a cohort, for the nth time today."""

    cohort: int
    tries: int


ENDLESS = Taken(-1, 0)


class Supply:
    """The list as the day goes on; `cohorts` None is a list without end."""

    def __init__(self, cohorts: Sequence[Cohort] | None, retry: Retry, rng: random.Random) -> None:
        self.is_endless = cohorts is None
        self._retry = retry
        self._rng = rng
        given = cohorts or ()
        self._fresh = [cohort.cases for cohort in given]
        self._again: list[list[int]] = [[] for _ in given]
        self._is_open = [False] * len(given)
        # What is due: a cohort opens (+1) or closes (-1), or one of its cases comes back after so many tries (0).
        self._due = [(at_s, index, step, 0) for index, cohort in enumerate(given) for at_s, step in _edges(cohort)]
        heapify(self._due)
        self.untouched = sum(self._fresh)

    @property
    def left(self) -> int:
        """Count the cases that can be called at the instant of the last `advance`."""
        return sum(
            self._fresh[index] + len(self._again[index]) for index, is_open in enumerate(self._is_open) if is_open
        )

    def advance(self, now_s: float) -> None:
        """Let cohorts open and close and cases come back up to an instant."""
        due = self._due
        while due and due[0][0] <= now_s:
            _, index, step, tries = heappop(due)
            if step == 0:
                self._again[index].append(tries)
            else:
                self._is_open[index] = step > 0

    def take(self, most: int) -> list[Taken]:
        """Take at most so many cases that can be called now, each as likely as any; those never tried come first."""
        if self.is_endless:
            return [ENDLESS] * most
        weights = [
            (self._fresh[index] + len(self._again[index])) if is_open else 0
            for index, is_open in enumerate(self._is_open)
        ]
        left = sum(weights)
        if left == 0:
            return []
        chosen = self._rng.choices(range(len(weights)), weights, k=min(most, left))
        return [taken for index in chosen if (taken := self._take_from(index)) is not None]

    def _take_from(self, index: int) -> Taken | None:
        if self._fresh[index] > 0:
            self._fresh[index] -= 1
            self.untouched -= 1
            return Taken(index, 1)
        if self._again[index]:
            return Taken(index, self._again[index].pop() + 1)
        return None  # chosen more often than it has cases

    def give_back(self, taken: Taken, came_to: int, now_s: float) -> None:
        """Say what a call came to, so that the case comes back if it may be tried again today."""
        wait_s = self._retry.after_s.get(came_to)
        if taken.cohort >= 0 and wait_s is not None and taken.tries < self._retry.most_tries:
            heappush(self._due, (now_s + wait_s, taken.cohort, 0, taken.tries))


def _edges(cohort: Cohort) -> list[tuple[float, int]]:
    return [edge for start_s, end_s in cohort.spans for edge in ((start_s, 1), (end_s, -1))]


def shrunk(cohorts: Sequence[Cohort], factor: float) -> list[Cohort]:
    """Return a list for a day that is `factor` times shorter, with as many times fewer cases."""
    found, owed = [], 0.0
    for cohort in cohorts:
        owed += cohort.cases / factor
        cases = int(owed)
        owed -= cases
        spans = tuple((start_s / factor, end_s / factor) for start_s, end_s in cohort.spans)
        found.append(Cohort(cases, spans))
    return found


def sooner(retry: Retry, factor: float) -> Retry:
    """Return the waits for a day that is `factor` times shorter."""
    return replace(retry, after_s={kind: wait_s / factor for kind, wait_s in retry.after_s.items()})
