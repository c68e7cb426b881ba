"""Random numbers that are pure functions of a seed, a stream, a key and a slot.

So the n-th call to a number meets the same person in the same mood whatever was done before, and one seed is one
world. The mixer is SplitMix64's finaliser (Steele, Lea, Flood 2014).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

_WORD = 2**64 - 1
_GOLDEN = 0x9E3779B97F4A7C15


def mix(word: int) -> int:
    """Scramble 64 bits; every bit of the result depends on every bit of `word`."""
    word = (word + _GOLDEN) & _WORD
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _WORD
    return word ^ (word >> 31)


@dataclass(frozen=True, slots=True)
class Draws:
    """All draws about one thing; each `slot` (0 to 99) is one independent draw, `normal` takes slot and slot + 1."""

    root: int

    def share(self, slot: int) -> float:
        """Draw uniformly from the open interval (0, 1)."""
        return ((mix(self.root ^ slot) >> 11) + 0.5) / 2**53

    def between(self, slot: int, low: float, high: float) -> float:
        return low + (high - low) * self.share(slot)

    def whole(self, slot: int, low: int, high: int) -> int:
        """Draw a whole number from `low` to `high`, both included."""
        return low + int(self.share(slot) * (high - low + 1))

    def normal(self, slot: int) -> float:
        return math.sqrt(-2.0 * math.log(self.share(slot))) * math.cos(math.tau * self.share(slot + 1))

    def log_normal(self, slot: int, median: float, sigma: float) -> float:
        return median * math.exp(sigma * self.normal(slot))

    def positive(self, slot: int, mean: float, deviation: float) -> float:
        """Draw a log-normal value of the given mean and standard deviation."""
        variance = math.log(1.0 + (deviation / mean) ** 2)
        return mean * math.exp(math.sqrt(variance) * self.normal(slot) - variance / 2)

    def pick(self, slot: int, weights: Mapping[T, float]) -> T:
        """Draw a key in proportion to its weight; the weights need not sum to one."""
        rest = self.share(slot) * sum(weights.values())
        for key, weight in weights.items():
            rest -= weight
            if rest < 0:
                return key
        return next(reversed(list(weights)))


def draws_about(seed: int, stream: int, key: int, nth: int = 0) -> Draws:
    """Open the draws of the `nth` occasion about `key` (any whole number) in one stream of a seed."""
    return Draws(mix(mix(mix(mix(seed & _WORD) ^ stream) ^ (key & _WORD)) ^ nth))
