"""What one model day is made of, and how it is run: team, hours, list, laws, method; shortened where time is short.

A plan shortened by a factor k has hours k times shorter and k times fewer cases, with calls and conversations as long
as ever; so its counts, times k, are those of the whole day.
"""

import math
import random
from dataclasses import dataclass, field, replace

from campaigns.forecast.day_counts import DayResult, scaled, total
from campaigns.forecast.floor_method import FloorMethod
from campaigns.forecast.laws import GREATEST_CHANCE, GRID_S, LEAST_CHANCE, CallLaws
from campaigns.forecast.model_day import ModelDay
from campaigns.forecast.supply import Cohort, Retry, Supply, shrunk, sooner
from campaigns.forecast.timetables import Roster, timetable
from campaigns.pace.methods import start_method
from campaigns.pace.reading import Method, PaceRules

HOUR_S = 3600.0
LOOK_S = 1.0
"""How often the floor asks a method."""
SMALL_TEAM = 50
SMALL_TEAMS_LOOK_S, LARGE_TEAMS_LOOK_S = 2.0, 3.0
"""How often a trial asks the predictive method, which is dear: contacts differ by less than 1 % (20 and 100 agents)."""
OPENING_S = 450.0
SHORTEST_DAY_S = 5400.0
"""Predictive pacing takes half an hour to settle: a shorter day would show little else."""
SHORTEST_CHEAP_DAY_S = 600.0
FLOOR_METHOD = "predictive"
"""The method the floor runs with its own rules around it; the others are run as they are."""
LOG_IN_S = 180.0
LOOK_COST_S, PREDICTIVE_LOOK_COST_S, DIAL_COST_S = 30e-6, 165e-6, 12e-6
"""Processor time of a decision (the predictive one times the logarithm of the team) and of a call, as measured.

Only how short a trial is made depends on them.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """One campaign's day. `chances` are those of a live answer, one for each hour of work; `cohorts` None never end.

    `is_hard` puts the method under the hard ceiling as well.
    """

    agents: int
    chances: tuple[float, ...]
    laws: CallLaws = field(default_factory=CallLaws)
    method: str = "predictive"
    ceiling_share: float = 0.03
    is_hard: bool = False
    cohorts: tuple[Cohort, ...] | None = None
    retry: Retry = field(default_factory=Retry)
    has_breaks: bool = True
    hour_s: float = HOUR_S

    @property
    def day_s(self) -> float:
        return self.hour_s * len(self.chances)

    @property
    def look_s(self) -> float:
        """Return how often a trial asks the method."""
        if self.method != FLOOR_METHOD:
            return LOOK_S
        return SMALL_TEAMS_LOOK_S if self.agents <= SMALL_TEAM else LARGE_TEAMS_LOOK_S

    def shortened(self, factor: float) -> "DayPlan":
        """Return a plan whose day is `factor` times shorter."""
        return replace(
            self,
            hour_s=self.hour_s / factor,
            cohorts=None if self.cohorts is None else tuple(shrunk(self.cohorts, factor)),
            retry=sooner(self.retry, factor),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One run of a plan: its seed, how much shorter it is, and how the day differs from what is expected of it.

    `look_s` is how often the method is asked; None is what the plan finds enough.
    """

    seed: int
    shrink: float = 1.0
    answer_factor: float = 1.0
    talk_factor: float = 1.0
    look_s: float | None = None


def work_s(plan: DayPlan) -> float:
    """Return about how many seconds of processor time the whole day takes, by the size of the team and of the day."""
    busy_s = plan.laws.talk_s + plan.laws.wrap_s
    answers = plan.agents * plan.day_s / busy_s
    dials = answers * len(plan.chances) / sum(plan.chances)
    if plan.cohorts is not None:
        dials = min(dials, sum(cohort.cases for cohort in plan.cohorts) * max(1, plan.retry.most_tries))
    is_dear = plan.method == FLOOR_METHOD
    each_s = LOOK_COST_S + (PREDICTIVE_LOOK_COST_S * math.log2(plan.agents + 1) if is_dear else 0.0)
    return plan.day_s / plan.look_s * each_s + dials * DIAL_COST_S


def shrink_for(plan: DayPlan, budget_s: float, *, shortest_s: float = SHORTEST_DAY_S) -> float:
    """Return how many times shorter a day must be for one run to take about this processor time.

    Under the predictive method it is never made shorter than `shortest_s`, whatever that takes.
    """
    floor_s = shortest_s if plan.method == FLOOR_METHOD else SHORTEST_CHEAP_DAY_S
    return max(1.0, min(plan.day_s / floor_s, work_s(plan) / budget_s))


def run_day(plan: DayPlan, trial: Trial) -> DayResult:
    """Run a day; `stretches` of the result are the hours of the plan, counts as short as the trial made them.

    The opening, in which agents come and the method learns, is as long on a short day as on a whole one, so it weighs
    as little in the result as it would then.
    """
    short = plan.shortened(trial.shrink)
    laws = plan.laws.slower(trial.talk_factor)
    opening_s = min(OPENING_S, short.hour_s / 2)
    roster = Roster(agents=plan.agents, day_s=short.day_s, has_breaks=plan.has_breaks, log_in_s=LOG_IN_S / trial.shrink)
    day = ModelDay(
        day_s=short.day_s,
        laws=laws,
        chances=_chances(short, trial.answer_factor),
        timetable=timetable(roster, trial.seed),
        supply=Supply(short.cohorts, short.retry, random.Random(trial.seed)),
        seed=trial.seed,
        stretch_ends_s=[opening_s, *(short.hour_s * (hour + 1) for hour in range(len(plan.chances)))],
    )
    result = day.run(_method(short, laws, trial.shrink), look_s=trial.look_s or plan.look_s)
    opening, first, *rest = result.stretches
    left_s = short.hour_s - opening_s
    kept = scaled(opening, 1 / trial.shrink)
    hour = (
        total([kept, scaled(first, (short.hour_s - opening_s / trial.shrink) / left_s)]) if trial.shrink > 1 else None
    )
    return replace(result, stretches=(hour or total([opening, first]), *rest))


def _chances(plan: DayPlan, factor: float) -> list[float]:
    last = len(plan.chances) - 1
    hours = (min(int(index * GRID_S / plan.hour_s), last) for index in range(int(plan.day_s / GRID_S) + 2))
    return [min(max(plan.chances[hour] * factor, LEAST_CHANCE), GREATEST_CHANCE) for hour in hours]


def _method(plan: DayPlan, laws: CallLaws, shrink: float) -> Method:
    detection = laws.detection
    rules = PaceRules(
        ceiling_share=plan.ceiling_share,
        lost_to_detection=detection.lost_share if detection.is_on else 0.0,
        hold_s=laws.hold_s,
        day_s=plan.day_s,
        ring_timeout_s=laws.ringing.timeout_s,
    )
    method = start_method(plan.method, rules)
    if plan.is_hard or plan.method == FLOOR_METHOD:
        return FloorMethod(method=method, rules=rules, is_hard=plan.is_hard, shrink=shrink)
    return method
