"""The hard ceiling on abandoned calls: how many lines without an agent of their own the budget can bear.

A line is *covered* while a free agent is set aside for it, else it is *spare*. Only spare lines can be
abandoned, so a campaign may have as many of them as its remaining budget of abandoned calls: even if every
ringing line is answered in this instant, the ceiling holds (invariant: abandoned + spare <= ceiling x live).
"""

import math
from dataclasses import dataclass
from enum import StrEnum

DETECTION_ERROR_SHARE = 0.01
"""Persons whom machine detection takes for machines, as a share of live answers; charged to the budget."""


class CeilingKind(StrEnum):
    """How a campaign's ceiling binds.

    *Hard*: at no instant may there be more spare lines than abandoned calls left. *Statistical*: the method weighs
    what it expects to abandon, and the shares of the periods stay under the ceiling, though not at every instant.
    """

    HARD = "hard"
    STATISTICAL = "statistical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a campaign's period has seen so far; live answers are calls a person answered, abandoned ones included."""

    started: int = 0
    live: int = 0
    abandoned: int = 0
    machines: int = 0
    ended: int = 0


def allowed_share(ceiling_share: float, *, detects_machines: bool) -> float:
    """Return the share that pacing itself may abandon: the ceiling less what machine detection loses unseen."""
    return max(0.0, ceiling_share - (DETECTION_ERROR_SHARE if detects_machines else 0.0))


def spare_allowance(live: int, abandoned: int, ceiling_share: float, *, detects_machines: bool) -> int:
    """Return how many abandoned calls the budget of one period can still bear.

    Machine detection errs unseen; its expected errors and two standard deviations of them are taken off first.
    """
    allowed = ceiling_share * live
    if detects_machines:
        expected = DETECTION_ERROR_SHARE * live
        allowed -= expected + 2 * math.sqrt(expected)
    return max(0, math.floor(allowed) - abandoned)


def hard_room(free_agents: int, spare: int, allowance: int) -> int:
    """Return how many calls may start: one for each agent set aside for nothing, and spare lines that still fit."""
    return free_agents + max(0, allowance - spare)
