"""Measure what the order of calls is worth: right parties reached in random, listed, learned order, and by the truth.

Prints a table and writes build/bench/whom.json: `python -m bench.whom [SEEDS]`. Every order calls as often, in the same
world, within the same hours, waits and caps; means over the seeds with 95 % intervals, and the gain pair by pair.
"""

import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from uuid import UUID

from bench._callees import LABELS, Call, Callee, Choice, Choose, Hear, Town, work_through
from campaigns.call_order import features_of, in_call_order
from campaigns.chances import Chances, Tried, learn
from campaigns.ladders import Ladder, parse_ladder

SEEDS, PERSONS, DAYS, CALLS_AN_HOUR = 12, 1000, 8, 34
EARLIER = 1000
"""Added to a seed for the town of other persons from which the order `kept` has learned before."""
REPEATS = 7
CAMPAIGN = UUID(int=1)
T_95 = {2: 4.30, 4: 2.78, 9: 2.26, 11: 2.20, 19: 2.09, 29: 2.05}
"""Student's t for two-sided 95 %, by degrees of freedom; the next smaller one is taken between."""
SHOWN = {
    "per_100_calls": "met / 100 calls",
    "expected_per_100_calls": "expected",
    "gain_percent": "gain %",
    "reached_percent": "reached %",
    "never_tried_percent": "never tried %",
}
RESULT = Path("build/bench/whom.json")


def ladder(number: str) -> Ladder:
    """Make a ladder of all kinds of numbers whose only step chooses the next number so."""
    step = {"after": "other", "wait_minutes": 180, "number": number, "slot": "any"}
    return parse_ladder({"steps": [step], "max_per_day": 2, "numbers": ["mobile", "home", "work"]})


class RandomOrder:
    """Any person, any number."""

    def __init__(self, seed: int) -> None:
        self._dice = Random(seed)

    def choose(self, callees: Sequence[Callee], _now: datetime, count: int) -> Sequence[Choice]:
        picked = self._dice.sample(callees, min(count, len(callees)))
        return [(one, self._dice.choice(list(one.left))) for one in picked]

    def hear(self, calls: Sequence[Call]) -> None:
        """Learn nothing."""


class ListedOrder:
    """The longest due first; numbers in turn, as a ladder with the step `next` lists them."""

    def choose(self, callees: Sequence[Callee], _now: datetime, count: int) -> Sequence[Choice]:
        by_wait = sorted(callees, key=lambda one: (one.due_since, one.id))[:count]
        return [(one, self._next_number(one)) for one in by_wait]

    def hear(self, calls: Sequence[Call]) -> None:
        """Learn nothing."""

    @staticmethod
    def _next_number(callee: Callee) -> UUID:
        tries = {key: sum(past.point_id == key for past in callee.contacts) for key in callee.left}
        return min(callee.left, key=lambda key: (tries[key], LABELS.index(callee.left[key].label)))


class LearnedOrder:
    """What the product does: chances learned from what came of the calls before, those of an earlier list included."""

    def __init__(self, earlier: Chances | None = None) -> None:
        self.chances = earlier or Chances()
        self._ladder = ladder("best")

    def choose(self, callees: Sequence[Callee], now: datetime, count: int) -> Sequence[Choice]:
        by_id = {one.id: one for one in callees}
        due = [one.as_due() for one in callees]
        found = in_call_order(due, self.chances.odds(CAMPAIGN), self._ladder, now=now)[:count]
        return [(by_id[one.case_id], one.point_id) for one in found if one.point_id is not None]

    def hear(self, calls: Sequence[Call]) -> None:
        self.chances = learn(self.chances, [_tried(one) for one in calls])


class TrueOrder:
    """What nobody can do: it knows each number's true chance at this hour, though not the single outcome."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def choose(self, callees: Sequence[Callee], now: datetime, count: int) -> Sequence[Choice]:
        found = []
        for one in callees:
            chance, key = max((self._town.truth(one, number, now), key) for key, number in one.left.items())
            found.append((-chance, one.due_since, one.id, key, one))
        return [(one, key) for *_, key, one in sorted(found)[:count]]

    def hear(self, calls: Sequence[Call]) -> None:
        """Know all already."""


def _tried(call: Call) -> Tried:
    features = features_of(call.number, call.contacts, now=call.at)
    return Tried(campaign_id=CAMPAIGN, features=features, at=call.at, result=call.result)


def learned_before(seed: int, persons: int) -> Chances:
    """Return what is known after an earlier list of other persons was called for as many days."""
    order = LearnedOrder()
    calls_an_hour = round(persons * CALLS_AN_HOUR / PERSONS)
    list(work_through(Town(seed, persons), order.choose, order.hear, days=DAYS, calls_an_hour=calls_an_hour))
    return order.chances


@dataclass(frozen=True, slots=True)
class Score:
    """One order in one world: right parties per 100 calls, share of persons reached, share never tried, calls.

    `expected_per_100_calls` are the true chances of the calls that were made, which has less luck in it.
    """

    per_100_calls: float
    expected_per_100_calls: float
    reached: float
    never_tried: float
    calls: int


ORDERS: dict[str, Callable[[Town, int], tuple[Choose, Hear]]] = {
    "random": lambda _town, seed: _both(RandomOrder(seed)),
    "listed": lambda _town, _seed: _both(ListedOrder()),
    "learned": lambda _town, _seed: _both(LearnedOrder()),
    "kept": lambda town, seed: _both(LearnedOrder(learned_before(seed + EARLIER, len(town.callees)))),
    "truth": lambda town, _seed: _both(TrueOrder(town)),
}


def _both(order: RandomOrder | ListedOrder | LearnedOrder | TrueOrder) -> tuple[Choose, Hear]:
    return order.choose, order.hear


def play(name: str, seed: int, *, persons: int, days: int, calls_an_hour: int) -> Score:
    """Play one order in the world of a seed."""
    town = Town(seed, persons)
    choose, hear = ORDERS[name](town, seed)
    calls = list(work_through(town, choose, hear, days=days, calls_an_hour=calls_an_hour))
    met = sum(one.is_met for one in town.callees)
    never = sum(not one.tried_at for one in town.callees)
    expected = sum(one.truth for one in calls)
    return Score(100 * met / len(calls), 100 * expected / len(calls), met / persons, never / persons, len(calls))


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the mean of independent values and half its 95 % interval."""
    freedom = max(known for known in T_95 if known <= max(2, len(values) - 1))
    return statistics.mean(values), T_95[freedom] * statistics.stdev(values) / math.sqrt(len(values))


def summary(scores: dict[str, list[Score]]) -> dict[str, dict[str, float]]:
    """Return for each order the means with their intervals, and the gain over random order seed by seed."""
    found: dict[str, dict[str, float]] = {}
    for name, row in scores.items():
        pairs = zip(row, scores["random"], strict=True)
        figures = {
            "per_100_calls": [one.per_100_calls for one in row],
            "expected_per_100_calls": [one.expected_per_100_calls for one in row],
            "reached_percent": [100 * one.reached for one in row],
            "never_tried_percent": [100 * one.never_tried for one in row],
            "gain_percent": [
                100 * (one.expected_per_100_calls / other.expected_per_100_calls - 1) for one, other in pairs
            ],
        }
        found[name] = {}
        for figure, values in figures.items():
            mean, half = interval(values)
            found[name] |= {figure: round(mean, 2), f"{figure}_plus_minus": round(half, 2)}
        found[name]["calls"] = round(statistics.mean(one.calls for one in row), 1)
    return found


def microseconds_a_case() -> float:
    """Measure what it takes to order a due case, with two numbers and a few calls behind it."""
    town, order = Town(1, PERSONS), LearnedOrder()
    list(work_through(town, order.choose, order.hear, days=2, calls_an_hour=CALLS_AN_HOUR))
    due, odds, now = [one.as_due() for one in town.callees], order.chances.odds(CAMPAIGN), town.callees[0].due_since
    spent = []
    for _ in range(REPEATS):
        began = time.process_time()
        in_call_order(due, odds, ladder("best"), now=now)
        spent.append(time.process_time() - began)
    return 1e6 * min(spent) / len(due)


def main() -> None:
    """Play every order in every world."""
    seeds = int(sys.argv[1]) if sys.argv[1:] else SEEDS
    scores = {
        name: [
            play(name, seed, persons=PERSONS, days=DAYS, calls_an_hour=CALLS_AN_HOUR) for seed in range(1, seeds + 1)
        ]
        for name in ORDERS
    }
    orders = summary(scores)
    print(f"{'order':8}" + "".join(f"{heading:>18}" for heading in SHOWN.values()))
    for name, row in orders.items():
        cells = (f"{row[figure]:.2f} ± {row[f'{figure}_plus_minus']:.2f}" for figure in SHOWN)
        print(f"{name:8}" + "".join(f"{cell:>18}" for cell in cells))
    setting = {"seeds": seeds, "persons": PERSONS, "days": DAYS, "calls_an_hour": CALLS_AN_HOUR}
    result = setting | {"microseconds_a_case": round(microseconds_a_case(), 1), "orders": orders}
    print(f"ordering takes {result['microseconds_a_case']} µs a case")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
