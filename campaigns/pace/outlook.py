"""The next half minute of one campaign: who will need an agent, who will be free, and what one more call would do.

From ages and tables alone. A call is lost when it comes to need an agent and none is free within the hold; agents who
take a call and come free again within the horizon count twice. What is worth a loss is decided in `price`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaigns.pace.arrivals import one_by_one, pooled
from campaigns.pace.crowds import exceeds, poisson_counts, with_one
from campaigns.pace.laws import Laws
from campaigns.pace.reading import Reading
from campaigns.pace.tables import (
    STEP_S,
    STEPS,
    TALK_ROW_OF_BIN,
    TALK_STEP_S,
    WRAP_ROW_OF_BIN,
    AgentTables,
    CallTables,
)

Grid = NDArray[np.float64]

MOST_EXACT_AGENTS = 15
"""Larger teams are smooth enough for two Poisson counts."""
COUNTED_BEYOND_IDLE = 10
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Gain:
    """What the calls in flight (and those started now) bring: expected losses, and idle seconds spared by the last."""

    lost: float
    spared_s: float


class Outlook:
    """The outlook at one instant; `after` tells what so many launches now would bring."""

    def __init__(self, reading: Reading, laws: Laws, calls: CallTables, agents: AgentTables) -> None:
        self.idle = reading.idle
        self._waiting = reading.waiting
        self._chance = laws.to_agent.value
        self._launch = self._chance * calls.launch
        self._launch_holds = self._chance * calls.launch_holds
        self._launch_persons = self._chance * calls.launch_persons
        # What a share learned from few calls may be wrong by moves all calls in flight together.
        self._doubt = (1 - self._chance) / (self._chance * (laws.to_agent.whole + 1))
        self.is_exact = reading.agents <= MOST_EXACT_AGENTS
        if self.is_exact:
            self._arrivals = one_by_one(reading, laws, calls)
            self._count_exactly(_free_rows(reading, agents))
        else:
            self._arrivals = pooled(reading, laws, calls)
            self._freed, self._freed_variance = _free_pooled(reading, agents)

    @property
    def answers_in_flight(self) -> float:
        """Return how many persons the calls in flight are expected to bring."""
        return float(self._arrivals.persons.sum())

    @property
    def answers_of_launch(self) -> float:
        """Return the expected persons of one launch within the horizon."""
        return float(self._launch_persons.sum())

    def after(self, launches: int) -> Gain:
        """Return losses of all calls when so many are started now; `spared_s` is of one more of them."""
        if not self.is_exact:
            return self.after_each(np.array([launches]))[0]
        coming = self._arrivals.coming + launches * self._launch
        persons = np.minimum(coming, self._arrivals.persons + launches * self._launch_persons)
        return self._after_exactly(launches, persons / np.maximum(TINY, coming))

    def after_each(self, launches: NDArray[np.int_]) -> list[Gain]:
        """Return the same for several numbers of launches at once, in a large team."""
        count = launches[:, None]
        coming = self._arrivals.coming + count * self._launch
        persons = np.minimum(coming, self._arrivals.persons + count * self._launch_persons)
        holds = self._launch_holds
        held = self._arrivals.holding + count * holds
        variance = self._arrivals.variance + count * (holds * (1 - holds)) + self._doubt * held * held
        shift = held + self._waiting - variance - 0.5 * coming - (self._freed - self._freed_variance)
        freed_variance = np.broadcast_to(self._freed_variance, variance.shape)
        lost = exceeds(shift, variance, freed_variance, float(self.idle))
        losses = (persons * lost).sum(axis=1)
        spared_s = (holds * (1 - lost)).sum(axis=1) * STEP_S
        return [Gain(float(loss), float(spared)) for loss, spared in zip(losses, spared_s, strict=True)]

    def _count_exactly(self, free: Grid) -> None:
        found = self._arrivals
        terms = self.idle + COUNTED_BEYOND_IDLE
        rest = np.stack([found.rest_holding, found.rest_before])
        counts = poisson_counts(rest, terms, begun=min(self._waiting, terms - 1))
        for holding, before in zip(found.likely_holding, found.likely_before, strict=True):
            counts = with_one(counts, np.stack([holding, before]))
        freed = np.zeros((STEPS, terms))
        freed[:, 0] = 1.0
        for row in free:
            freed = with_one(freed, row)
        at_most = np.cumsum(freed, axis=1)
        self._counts = [counts]
        self._none_free = np.minimum(at_most, 1.0)[:, : terms - self.idle]
        self._lacking = np.hstack([np.zeros((STEPS, 1)), np.cumsum(at_most, axis=1)[:, :-1]])[:, : terms - self.idle]
        self._launched = np.stack([self._launch_holds, np.maximum(0.0, self._launch_holds - self._launch)])

    def _after_exactly(self, launches: int, persons: Grid) -> Gain:
        while len(self._counts) <= launches:
            self._counts.append(with_one(self._counts[-1], self._launched))
        counts = self._counts[launches]
        beyond = counts[:, :, self.idle :]
        lost = float((((beyond[0] - beyond[1]) * self._lacking).sum(axis=1) * persons).sum())
        none_free = (beyond[0] * self._none_free).sum(axis=1)
        return Gain(max(0.0, lost), float((self._launch_holds * (1 - none_free)).sum()) * STEP_S)


def _free_rows(reading: Reading, agents: AgentTables) -> Grid:
    """Return for each busy agent who stays the chance to be free by each step and the hold after it."""
    talks, wraps = _agent_rows(reading)
    found: Grid = np.concatenate([agents.talk[talks], agents.wrap[wraps]])
    return found


def _free_pooled(reading: Reading, agents: AgentTables) -> tuple[Grid, Grid]:
    """Return how many agents are expected to be free by each step, and the variance of that."""
    freed, squares = np.zeros(STEPS), np.zeros(STEPS)
    for rows, table in zip(_agent_rows(reading), (agents.talk, agents.wrap), strict=True):
        counts = np.bincount(rows, minlength=len(table))
        freed += counts @ table
        squares += counts @ table**2
    return freed, freed - squares


def _agent_rows(reading: Reading) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    talks = np.minimum((reading.talk_s / TALK_STEP_S).astype(np.intp), len(TALK_ROW_OF_BIN) - 1)
    wraps = np.minimum((reading.wrap_s / STEP_S).astype(np.intp), len(WRAP_ROW_OF_BIN) - 1)
    return TALK_ROW_OF_BIN[talks], WRAP_ROW_OF_BIN[wraps]
