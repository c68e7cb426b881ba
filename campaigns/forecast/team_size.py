"""How many agents a wanted result needs: short model days with other team sizes, until two of them enclose it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from campaigns.forecast.day_plan import DayPlan, Trial, run_day, shrink_for

MOST_AGENTS = 1000
MOST_RUNS = 5
RUN_S, SHORTEST_RUN_S, LOOK_S = 0.45, 2700.0, 5.0
"""About how much processor time a run takes, how long a day it is at least, and how often it asks the method."""
CLOSE_SHARE = 0.02
"""A run within this share of the wanted result is near enough."""
WORTH_SHARE = 0.02
"""If twice the agents bring less than this share more, the list is what bounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSize:
    """`agents` None: no team reaches it with this list; `contacts` are those expected then, or the most there are."""

    wanted_contacts: int
    agents: int | None
    contacts: float


def agents_needed(plan: DayPlan, wanted_contacts: int, expected_contacts: float, seed: int) -> TeamSize:
    """Search the team for so many contacts on a day.

    The runs are short and few, so they only say how much more or less another team reaches than that of the plan, of
    which `expected_contacts` are known.
    """

    def run(agents: int) -> float:
        team = replace(plan, agents=agents)
        shrink = shrink_for(team, RUN_S, shortest_s=SHORTEST_RUN_S)
        return run_day(team, Trial(seed=seed, shrink=shrink, look_s=LOOK_S)).total.contacts * shrink

    own = run(plan.agents)
    scale = expected_contacts / own if own > 0 else 1.0
    return search(lambda agents: scale * (own if agents == plan.agents else run(agents)), wanted_contacts, plan.agents)


def search(contacts_with: Callable[[int], float], wanted_contacts: int, first: int) -> TeamSize:
    """Search the smallest team for a result; `contacts_with` grows with the team, but for chance."""
    low, low_contacts, high, high_contacts = 0, 0.0, 0, 0.0
    agents = first
    for _ in range(MOST_RUNS):
        contacts = contacts_with(agents)
        if abs(contacts - wanted_contacts) <= CLOSE_SHARE * wanted_contacts:
            return TeamSize(wanted_contacts=wanted_contacts, agents=agents, contacts=contacts)
        if contacts > wanted_contacts:
            high, high_contacts = agents, contacts
        else:
            is_flat = low > 0 and agents >= 1.5 * low and contacts < low_contacts * (1 + WORTH_SHARE)
            if is_flat or agents == MOST_AGENTS:
                return TeamSize(wanted_contacts=wanted_contacts, agents=None, contacts=max(contacts, low_contacts))
            low, low_contacts = agents, contacts
        if high and high - low <= 1:
            break
        agents = _next(low, low_contacts, high, high_contacts, wanted_contacts)
    if not high:  # each run reached more, and none enough
        return TeamSize(wanted_contacts=wanted_contacts, agents=None, contacts=low_contacts)
    return TeamSize(wanted_contacts=wanted_contacts, agents=high, contacts=high_contacts)


def _next(low: int, low_contacts: float, high: int, high_contacts: float, wanted: int) -> int:
    """Return the team to try next: on the line between two, or in proportion beyond the largest."""
    if not high:
        guess = round(low * wanted / low_contacts) if low_contacts > 0 else 2 * low
        return min(MOST_AGENTS, max(low + 1, min(guess, 8 * low)))
    slope = (high_contacts - low_contacts) / (high - low)
    guess = low + round((wanted - low_contacts) / slope)
    return max(low + 1, min(high - 1, guess))
