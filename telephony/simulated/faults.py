"""What can go wrong between us and the simulated vendor, as chances or as a list of occasions.

Whether a fault strikes is a pure function of the seed and the occasion. The vendor's own state stays true whatever
is lost on the way to us.
"""

from dataclasses import dataclass
from enum import IntEnum

from telephony.simulated.draws import draws_about

FAULTS = 4
"""Stream of draws."""

Chance = float | frozenset[int]
"""A probability 0..1, or the occasions (counted from 0) at which it strikes for certain."""


class FaultKind(IntEnum):
    """The kinds of faults; the number is their key among the draws."""

    PLACE_REFUSED = 0
    PLACE_UNKNOWN = 1
    FACT_LOST = 2
    FACT_REPEATED = 3
    FACT_LATE = 4
    TEXT_UNKNOWN_TAKEN = 5
    TEXT_UNKNOWN_NOT_TAKEN = 6


@dataclass(frozen=True, kw_only=True)
class Faults:
    """Chances of each fault; occasions are orders, facts and texts in the order they came.

    Args:
        place_refused: the vendor is out of reach; nothing left the house.
        place_unknown: the vendor takes the call, but its answer never comes (after `answer_timeout_s`).
        fact_lost: a fact never reaches us.
        fact_repeated: a fact comes again, unchanged, up to `longest_delay_s` later.
        fact_late: a fact comes up to `longest_delay_s` late; its `at` stays the true instant.
        text_unknown_taken: the gateway takes the text, but its answer never comes.
        text_unknown_not_taken: neither the text arrives nor an answer.
    """

    seed: int = 0
    place_refused: Chance = 0.0
    place_unknown: Chance = 0.0
    fact_lost: Chance = 0.0
    fact_repeated: Chance = 0.0
    fact_late: Chance = 0.0
    text_unknown_taken: Chance = 0.0
    text_unknown_not_taken: Chance = 0.0
    answer_timeout_s: float = 5.0
    longest_delay_s: float = 30.0

    def strikes(self, kind: FaultKind, nth: int) -> bool:
        """Tell whether a fault strikes at its `nth` occasion."""
        chance: Chance = getattr(self, kind.name.lower())
        if isinstance(chance, frozenset):
            return nth in chance
        return chance > 0 and draws_about(self.seed, FAULTS, kind, nth).share(0) < chance

    def delay_s(self, kind: FaultKind, nth: int) -> float:
        """Give by how much a repeated or late fact is delayed."""
        return draws_about(self.seed, FAULTS, kind, nth).between(1, 0.001, self.longest_delay_s)


NO_FAULTS = Faults()
