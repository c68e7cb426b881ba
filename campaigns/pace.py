"""How many calls to start now, under a ceiling on abandoned calls that holds by construction.

A line is *covered* while a free agent is set aside for it, else it is *spare*. Only spare lines can be
abandoned, so a campaign may have as many of them as its remaining budget of abandoned calls: even if every
ringing line is answered in this instant, the ceiling holds (invariant: abandoned + spare <= ceiling x live).
"""

import math
from dataclasses import dataclass

DETECTION_ERROR_SHARE = 0.01
"""Persons whom machine detection takes for machines, as a share of live answers; charged to the budget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a campaign's period has seen so far; live answers are calls a person answered, abandoned ones included."""

    started: int = 0
    live: int = 0
    abandoned: int = 0
    machines: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """One decision: how many calls to start, the spare lines the budget allows, and what bound it.

    `bound_by` is a code: one_per_agent, no_agent_free, abandon_budget or answers_expected.
    """

    start: int
    spare_allowed: int
    bound_by: str


def spare_allowance(tally: Tally, ceiling_share: float, *, detects_machines: bool) -> int:
    """Return how many abandoned calls the budget can still bear.

    Machine detection errs unseen; its expected errors and two standard deviations of them are taken off first.
    """
    allowed = ceiling_share * tally.live
    if detects_machines:
        expected = DETECTION_ERROR_SHARE * tally.live
        allowed -= expected + 2 * math.sqrt(expected)
    return max(0, math.floor(allowed) - tally.abandoned)


def decide(
    *,
    mode: str,
    free_agents: int,
    covered: int,
    spare: int,
    tally: Tally,
    ceiling_share: float,
    detects_machines: bool,
    answer_share: float,
) -> Pace:
    """Decide how many calls one campaign starts.

    `free_agents` are ready agents not set aside for a line of any campaign; `covered` and `spare` count this
    campaign's unanswered lines. Spare lines are used only as far as free capacity is likely to need them: with
    an answer share p, about 1/p lines make one live answer, so more than that per agent is of no use.
    """
    if mode == "progressive" or ceiling_share <= 0:
        return Pace(start=free_agents, spare_allowed=0, bound_by="one_per_agent")
    allowance = spare_allowance(tally, ceiling_share, detects_machines=detects_machines)
    waiting = covered + free_agents
    if waiting == 0:
        return Pace(start=0, spare_allowed=allowance, bound_by="no_agent_free")
    useful = math.ceil(waiting * (1 / max(answer_share, 0.05) - 1))
    room = max(0, min(allowance, useful) - spare)
    bound = "abandon_budget" if allowance - spare <= room else "answers_expected"
    return Pace(start=free_agents + room, spare_allowed=allowance, bound_by=bound)
