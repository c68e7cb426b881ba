"""Random numbers of model days: pure functions of a seed, a stream, a key and a slot, as the referee's model has them.

The mixer is SplitMix64's finaliser (Steele, Lea, Flood 2014). `call_draws` has the same laid out over arrays.
"""

import math
from dataclasses import dataclass

WORD = 2**64 - 1
STEP, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
"""Constants of the mixer."""


def mix(word: int) -> int:
    """Scramble 64 bits; every bit of the result depends on every bit of `word`."""
    word = (word + STEP) & WORD
    word = ((word ^ (word >> 30)) * FIRST) & WORD
    word = ((word ^ (word >> 27)) * SECOND) & WORD
    return word ^ (word >> 31)


@dataclass(frozen=True, slots=True)
class Draws:
    """All draws about one thing; each slot is one independent draw, `normal` takes a slot and the next."""

    root: int

    def share(self, slot: int) -> float:
        """Draw uniformly from the open interval (0, 1)."""
        return ((mix(self.root ^ slot) >> 11) + 0.5) / 2**53

    def normal(self, slot: int) -> float:
        return math.sqrt(-2.0 * math.log(self.share(slot))) * math.cos(math.tau * self.share(slot + 1))


def root_of(seed: int, stream: int) -> int:
    """Return where the draws of one stream of a seed begin."""
    return mix(mix(seed & WORD) ^ stream)


def draws_of(seed: int, stream: int, key: int) -> Draws:
    """Open the draws about one thing."""
    return Draws(mix(root_of(seed, stream) ^ key))
