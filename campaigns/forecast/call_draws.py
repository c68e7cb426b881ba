"""What becomes of the n-th call of a model day: drawn in blocks, each draw a pure function of seed, call and slot.

So the n-th call meets the same person whatever the pacing did before. The mixer is that of `draws`, laid
out over arrays because a day has a hundred thousand calls.
"""

import math
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from campaigns.forecast.draws import FIRST, SECOND, STEP, root_of
from campaigns.forecast.laws import CallLaws, Spread

BLOCK = 1024
CALLS = 1
"""Stream of draws about calls."""
SLOTS = 17
SHORTEST_BUSY_S = 0.5
SHORTEST_MACHINE_RING_S = 3.0
BUSY, FAILED, NO_ANSWER, MACHINE, LIVE = range(5)
"""What answers, or why nobody does."""

Words: TypeAlias = NDArray[np.uint64]
Numbers: TypeAlias = NDArray[np.float64]


class CallDraw(NamedTuple):
    """One call: a person answers if `live_draw` is below the chance of the hour, else it goes as `otherwise` says.

    All lengths are seconds; talk and wrap-up are there for both, a person and a machine.
    """

    live_draw: float
    otherwise: int
    setup_s: float
    ring_live_s: float
    ring_machine_s: float
    judged_live_s: float
    judged_machine_s: float
    error_draw: float
    greeting_s: float
    talk_s: float
    wrap_s: float
    machine_talk_s: float
    machine_wrap_s: float
    right_draw: float


class CallDraws:
    """The calls of one seed under some laws, by their number from 0; numbers are asked for in ascending order."""

    def __init__(self, seed: int, laws: CallLaws) -> None:
        self._laws = laws
        self._root = root_of(seed, CALLS)
        self._start = 0
        self._block: list[CallDraw] = []

    def call(self, number: int) -> CallDraw:
        """Return what becomes of a call."""
        place = number - self._start
        if place >= len(self._block):
            self._start += len(self._block)
            self._block = _block(self._root, self._start, self._laws)
            place = number - self._start
        return self._block[place]


def _block(root: int, start: int, laws: CallLaws) -> list[CallDraw]:
    u = _shares(root, start)
    ringing, detection = laws.ringing, laws.detection
    scale = ringing.live_mean_s / math.gamma(1 + 1 / ringing.live_shape)
    late = np.maximum(SHORTEST_MACHINE_RING_S, ringing.machine_mean_s + ringing.machine_sd_s * _normal(u, 6))
    talk, wrap = _agent_times(u, laws)
    judged, talked, wrapped = _normal(u, 8), _normal(u, 12), _normal(u, 14)
    columns = (
        u[:, 0],
        _otherwise(u[:, 1], laws),
        _lengths(laws.setup, _normal(u, 2)),
        scale * (-np.log(u[:, 4])) ** (1 / ringing.live_shape),
        np.where(u[:, 5] < ringing.machine_at_once_share, 0.5 + u[:, 4], late),
        _lengths(detection.human, judged),
        _lengths(detection.machine, judged),
        u[:, 10],
        _lengths(detection.greeting, judged),
        talk,
        wrap,
        np.maximum(SHORTEST_BUSY_S, _lengths(laws.machine_talk, talked)),
        np.maximum(SHORTEST_BUSY_S, _lengths(Spread(laws.machine_wrap_s, laws.wrap_cv), wrapped)),
        u[:, 16],
    )
    return list(map(CallDraw._make, zip(*(column.tolist() for column in columns), strict=True)))


def _agent_times(u: Numbers, laws: CallLaws) -> tuple[Numbers, Numbers]:
    """Return the lengths of conversations and of their wrap-ups, each kind in its share."""
    kinds = laws.talk_kinds
    ends = np.cumsum([kind.share for kind in kinds])[:-1]
    kind = np.searchsorted(ends, u[:, 11], side="right")
    weight = sum(each.share * each.wrap_factor for each in kinds)
    means = np.array([laws.talk_s * each.talk_factor for each in kinds])[kind]
    wraps = np.array([laws.wrap_s * each.wrap_factor / weight for each in kinds])[kind]
    variances = np.log1p(np.array([each.talk_cv**2 for each in kinds]))[kind]
    talk = means * np.exp(np.sqrt(variances) * _normal(u, 12) - variances / 2)
    wrap = wraps * _lengths(Spread(1.0, laws.wrap_cv), _normal(u, 14))
    return np.maximum(SHORTEST_BUSY_S, talk), np.maximum(SHORTEST_BUSY_S, wrap)


def _otherwise(u: Numbers, laws: CallLaws) -> NDArray[np.int64]:
    ends = np.cumsum([laws.machine_share, laws.busy_share, laws.failed_share])
    kinds = np.array([MACHINE, BUSY, FAILED, NO_ANSWER])
    chosen: NDArray[np.int64] = kinds[np.searchsorted(ends, u, side="right")]
    return chosen


def _shares(root: int, start: int) -> Numbers:
    """Return a row of uniform draws for each call of a block."""
    calls = np.arange(start, start + BLOCK, dtype=np.uint64)
    mixed = _mix(np.uint64(root) ^ calls)
    words = _mix(mixed[:, None] ^ np.arange(SLOTS, dtype=np.uint64))
    shares: Numbers = ((words >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53
    return shares


def _mix(words: Words) -> Words:
    """Scramble 64 bits each, as `mix` does."""
    words = words + np.uint64(STEP)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(FIRST)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(SECOND)
    return words ^ (words >> np.uint64(31))


def _normal(u: Numbers, slot: int) -> Numbers:
    found: Numbers = np.sqrt(-2.0 * np.log(u[:, slot])) * np.cos(2.0 * np.pi * u[:, slot + 1])
    return found


def _lengths(spread: Spread, normal: Numbers) -> Numbers:
    variance = math.log1p(spread.cv**2)
    return spread.mean_s * np.exp(math.sqrt(variance) * normal - variance / 2)
