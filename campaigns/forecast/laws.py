"""The laws of a model day: how calls are set up, answered and judged, and how long agents are busy with them.

Pure numbers; what a history says of them is in `history`, what happens by them in `model_day`. They are the laws of
the referee's model, so that one set of parameters means the same in both.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from campaigns.forecast.draws import draws_of

GRID_S = 10.0
"""How finely the chance of a live answer is laid out."""
LEAST_CHANCE, GREATEST_CHANCE = 0.004, 0.92
NOISE_STEP_S = 60.0
ENVIRONMENT = 3
"""Stream of draws of what is no call and no agent."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A log-normal length: its mean in seconds and its standard deviation as a share of the mean."""

    mean_s: float
    cv: float


class TalkKind(NamedTuple):
    """One kind of conversation: its share of all, length as a share of the mean talk, spread, and weight of wrap-up."""

    share: float
    talk_factor: float
    talk_cv: float
    wrap_factor: float


TALK_KINDS = (TalkKind(0.12, 0.05, 0.6, 0.45), TalkKind(0.50, 0.45, 0.8, 0.75), TalkKind(0.38, 2.0289, 0.7, 1.5))
"""Hung up at once, short, long: the mixture of the referee's scenarios, whose mean is the mean talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """How long it rings: until a person answers (Weibull), until a machine does (at once, or normal), at most."""

    live_mean_s: float = 9.0
    live_shape: float = 1.8
    timeout_s: float = 24.0
    machine_at_once_share: float = 0.20
    machine_mean_s: float = 19.0
    machine_sd_s: float = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """Telling machines from persons; while it is off, every answer needs an agent `OFF_READY_S` after it.

    `lost_share` of persons are taken for machines, `missed_share` of machines for persons.
    """

    is_on: bool = True
    human: Spread = Spread(1.6, 0.35)
    machine: Spread = Spread(2.8, 0.35)
    lost_share: float = 0.005
    missed_share: float = 0.08
    greeting: Spread = Spread(1.2, 0.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLaws:
    """All laws of calls. `machine`, `busy` and `failed` are shares of the calls that no person answers.

    `right_share` of the conversations are with the person who is wanted.
    """

    setup: Spread = Spread(2.0, 0.5)
    machine_share: float = 0.45
    busy_share: float = 0.04
    failed_share: float = 0.10
    ringing: Ringing = Ringing()
    detection: Detection = Detection()
    hold_s: float = 2.0
    talk_s: float = 140.0
    wrap_s: float = 40.0
    wrap_cv: float = 0.6
    talk_kinds: tuple[TalkKind, ...] = TALK_KINDS
    machine_talk: Spread = Spread(9.0, 0.5)
    machine_wrap_s: float = 3.0
    right_share: float = 0.6

    def slower(self, factor: float) -> "CallLaws":
        """Return the laws with conversations and wrap-ups longer by a factor."""
        return replace(self, talk_s=self.talk_s * factor, wrap_s=self.wrap_s * factor)


def answer_chances(
    day_s: float,
    live_share: float,
    *,
    drift: Sequence[tuple[float, float]] = ((0.0, 1.0),),
    steps: Sequence[tuple[float, float, float]] = (),
    noise: tuple[float, float] = (0.0, 1800.0),
    seed: int = 0,
) -> list[float]:
    """Lay out the chance of a live answer over a day, one value for each `GRID_S` seconds.

    Args:
        day_s: length of the day.
        live_share: the chance where the drift is 1.
        drift: points (second, factor), linear between and flat outside.
        steps: (from, until, factor), in seconds.
        noise: standard deviation of the logarithm of a wandering factor of mean 1, and its memory in seconds.
        seed: of the wandering.
    """
    count = int(day_s / GRID_S) + 2
    wandering = _wandering(day_s, *noise, seed) if noise[0] > 0 else [1.0] * (int(day_s / NOISE_STEP_S) + 3)
    found = []
    for index in range(count):
        at_s = index * GRID_S
        factor = _between(drift, at_s) * wandering[int(at_s / NOISE_STEP_S)]
        for start_s, end_s, times in steps:
            if start_s <= at_s < end_s:
                factor *= times
        found.append(min(max(live_share * factor, LEAST_CHANCE), GREATEST_CHANCE))
    return found


def _between(points: Sequence[tuple[float, float]], at_s: float) -> float:
    if at_s <= points[0][0]:
        return points[0][1]
    for (start_s, low), (end_s, high) in pairwise(points):
        if at_s <= end_s:
            return low + (high - low) * (at_s - start_s) / (end_s - start_s) if end_s > start_s else high
    return points[-1][1]


def _wandering(day_s: float, deviation: float, memory_s: float, seed: int) -> list[float]:
    """Return a factor of mean 1 for each minute whose logarithm wanders and forgets."""
    keeps = math.exp(-NOISE_STEP_S / memory_s)
    moves = deviation * math.sqrt(1 - keeps * keeps)
    value = deviation * draws_of(seed, ENVIRONMENT, 0).normal(0)
    found = [value]
    for step in range(1, int(day_s / NOISE_STEP_S) + 3):
        value = keeps * value + moves * draws_of(seed, ENVIRONMENT, step).normal(0)
        found.append(value)
    return [math.exp(each - deviation * deviation / 2) for each in found]
