"""The predictive method: starts calls ahead of agents while what they spare is worth what they may lose.

Learns the laws of the day, looks half a minute ahead, and starts one call after another while its expected losses
stay under the price of the idle seconds it spares. A line for an idle agent whom nothing in flight covers is always
allowed, so with few agents, or a spent budget, the method is progressive by itself.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from campaigns.pace.laws import Laws
from campaigns.pace.outlook import Gain, Outlook
from campaigns.pace.price import Price
from campaigns.pace.reading import Pace, PaceRules, Reading
from campaigns.pace.tables import AgentTables, CallTables, agent_tables, call_tables
from config.frozen import replace

LOOK_S, QUIET_S = 0.5, 1.5
"""How often the outlook is made, and while no call and no agent moves."""
TABLES_S: tuple[tuple[float, float], ...] = ((300.0, 7.0), (1800.0, 20.0), (math.inf, 60.0))
"""Until when in a day tables serve for how long: at first each call still teaches much."""
MOST_SECONDS = 5.0
"""A look that comes late (a pause of the floor) counts as so long at most."""
MOST_STARTS = 400
STRIDES = np.array([0, 1, 2, 4, 8, 16, 32, 64, 128, 256])
EVEN_STRIDES = 8
ONE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictive:
    """The method at one instant of a day."""

    rules: PaceRules
    laws: Laws = field(default_factory=Laws)
    price: Price = field(default_factory=Price)
    agents: AgentTables | None = None
    calls: CallTables | None = None
    tables_until_s: float = 0.0
    calls_are_due: bool = True
    looked_at_s: float | None = None
    seen: tuple[int, ...] = ()
    lost_rings: tuple[float, ...] = ()
    foretold: float = 0.0

    def decide(self, reading: Reading) -> tuple["Predictive", Pace]:
        """Learn from the reading and, twice a second while anything moves, decide how many calls to start."""
        laws = self.laws.learn(reading)
        lost = tuple(span_s for kind, span_s in reading.spans if kind == "ring_of_lost")
        kept = replace(self, laws=laws, lost_rings=self.lost_rings + lost) if lost else replace(self, laws=laws)
        seen = _signature(reading)
        seconds = LOOK_S if self.looked_at_s is None else reading.at_s - self.looked_at_s
        if seconds < (QUIET_S if seen == self.seen else LOOK_S) - ONE:
            return kept, Pace(start=0, bound_by="not_yet")
        counted_s = min(seconds, MOST_SECONDS)
        person_share = _person_share(kept)
        price = self.price.counted(counted_s, reading.counts, laws, at_s=reading.at_s, person_share=person_share)
        kept = replace(kept, looked_at_s=reading.at_s, price=price, seen=seen, lost_rings=())
        if reading.agents == 0:
            return kept, Pace(start=0, bound_by="no_agent")
        return _look(_with_tables(kept, reading), reading, counted_s)


def _signature(reading: Reading) -> tuple[int, ...]:
    """Return what changes whenever a call or an agent moves; ages grow meanwhile, but slowly."""
    return (
        reading.idle,
        len(reading.talk_s),
        len(reading.wrap_s),
        len(reading.setup_s),
        len(reading.ring_s),
        len(reading.answer_s),
        reading.waiting,
        reading.counts.dialed,
    )


def _person_share(method: Predictive) -> float:
    """Return the share of persons among the calls lost since the last look, by their rings where these are known."""
    if method.calls is None or not method.lost_rings:
        return method.laws.person.value
    chances = method.calls.person_after
    return float(np.mean([chances[min(int(ring_s), len(chances) - 1)] for ring_s in method.lost_rings]))


def _look(method: Predictive, reading: Reading, seconds: float) -> tuple[Predictive, Pace]:
    assert method.calls is not None
    assert method.agents is not None
    price = method.price.steered(seconds, method.rules, at_s=reading.at_s)
    outlook = Outlook(reading, method.laws, method.calls, method.agents)
    left, soft = price.left(method.rules, at_s=reading.at_s, foretold=method.foretold)
    is_braked = left < soft
    if left >= 0:
        value = price.value * (left / soft if is_braked else 1.0)
        most = min(MOST_STARTS, int(2 + 2.5 * reading.agents / method.laws.to_agent.value))
        start, gain = _climb(outlook, value, most)
        bound_by = "abandon_risk" if start < most else "most_lines_useful"
    else:
        start, gain, bound_by = 0, outlook.after(0), "budget_spent"
    uncovered = reading.idle - reading.in_flight - reading.waiting
    if start < uncovered:
        start, bound_by = uncovered, "one_per_agent"
    answers = outlook.answers_in_flight + start * outlook.answers_of_launch
    pace = Pace(
        start=start,
        bound_by=bound_by,
        price=price.value,
        expected_answers=answers,
        expected_abandoned=gain.lost,
    )
    noted = price.noted(seconds, lost=gain.lost, answers=answers, is_braked=is_braked)
    return replace(method, price=noted, foretold=gain.lost * noted.truth), pace


def _with_tables(method: Predictive, reading: Reading) -> Predictive:
    """Renew the tables when their time is over: those of agents at one look and those of calls at the next."""
    agents, laws, at_s = method.agents, method.laws, reading.at_s
    if agents is None or at_s >= method.tables_until_s:
        held = laws.spans["held"]
        held_s = float((held.density() * (np.arange(len(held.weights)) + 0.5)).sum() * held.width_s)
        agents = agent_tables(laws, reading, hold_s=max(method.rules.hold_s, held_s))
        until_s = at_s + next(serve_s for before_s, serve_s in TABLES_S if at_s < before_s)
        method = replace(method, agents=agents, tables_until_s=until_s, calls_are_due=True)
        if method.calls is not None:
            return method
    if not method.calls_are_due:
        return method
    calls = call_tables(laws, agents, ring_timeout_s=method.rules.ring_timeout_s)
    return replace(method, calls=calls, calls_are_due=False)


def _climb(outlook: Outlook, price: float, most: int) -> tuple[int, Gain]:
    """Start one call after another while the losses of each are worth what it spares."""
    if not outlook.is_exact:
        return _climb_by_strides(outlook, price, most)
    start, gain = 0, outlook.after(0)
    while start < most:
        more = outlook.after(start + 1)
        if more.lost - gain.lost > price * more.spared_s:
            break
        start, gain = start + 1, more
    return start, gain


def _climb_by_strides(outlook: Outlook, price: float, most: int) -> tuple[int, Gain]:
    """Go up by doubled strides from none, then between the last that was worth it and the next by even ones."""
    ladder = STRIDES[most >= STRIDES]
    start, gain = 0, Gain(0.0, 0.0)
    while len(ladder):
        first_refused = 0
        for count, more in zip(ladder.tolist(), outlook.after_each(ladder), strict=True):
            if count and more.lost - gain.lost > price * more.spared_s * (count - start):
                first_refused = count
                break
            start, gain = count, more
        rest = range(start + 1, first_refused)
        ladder = np.array(rest[:: max(1, -(-len(rest) // EVEN_STRIDES))], dtype=np.int_)
    return start, gain
