"""When a permit to place a call has gone stale: the half second between judgement and order, and the lease's epoch."""

FRESH_S = 0.5
"""Longest age of a permit when its order leaves (invariant I3: the permit is fresh)."""


def is_fresh(*, judged_at_s: float, now_s: float, judged_under: int, epoch: int) -> bool:
    """Say whether an order may leave; both instants are monotonic seconds, both epochs those of the dialing lease."""
    return now_s - judged_at_s <= FRESH_S and judged_under == epoch
