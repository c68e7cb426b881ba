"""What one model day is made of, and how it is run: team, hours, list, laws, method; shortened where time is short.

A plan shortened by a factor k has hours k times shorter and k times fewer cases, with calls and conversations as long
as ever; so its counts, times k, are those of the whole day.
"""

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
"""How often the method is asked, as on the floor."""
OPENING_S = 450.0
SHORTEST_DAY_S = 5400.0
"""Predictive pacing takes half an hour to settle: a shorter day would show little else."""

FLOOR_METHOD = "predictive"
"""The method the floor runs with its own rules around it; the others are run as they are."""
LOG_IN_S = 180.0
LOOK_COST_S, PREDICTIVE_LOOK_COST_S, LOOK_COST_PER_AGENT_S, DIAL_COST_S = 15e-6, 300e-6, 0.5e-6, 12e-6
"""Processor time of one decision and of one call, as measured; only how short a trial is made depends on them."""


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
    """One run of a plan: its seed, how much shorter it is, and how the day differs from what is expected of it."""

    seed: int
    shrink: float = 1.0
    answer_factor: float = 1.0
    talk_factor: float = 1.0


def work_s(plan: DayPlan) -> float:
    """Return about how many seconds of processor time the whole day takes, by the size of the team and of the day."""
    busy_s = plan.laws.talk_s + plan.laws.wrap_s
    answers = plan.agents * plan.day_s / busy_s
    dials = answers * len(plan.chances) / sum(plan.chances)
    if plan.cohorts is not None:
        dials = min(dials, sum(cohort.cases for cohort in plan.cohorts) * max(1, plan.retry.most_tries))
    look_s = PREDICTIVE_LOOK_COST_S if plan.method == FLOOR_METHOD else LOOK_COST_S
    return plan.day_s / LOOK_S * (look_s + LOOK_COST_PER_AGENT_S * plan.agents) + dials * DIAL_COST_S


def shrink_for(plan: DayPlan, budget_s: float) -> float:
    """Return how many times shorter a day must be for one run to take about this processor time, within reason."""
    longest = max(1.0, plan.day_s / SHORTEST_DAY_S) if plan.method == FLOOR_METHOD else plan.day_s / 600.0
    return max(1.0, min(longest, work_s(plan) / budget_s))


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
    result = day.run(_method(short, laws), look_s=LOOK_S)
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


def _method(plan: DayPlan, laws: CallLaws) -> Method:
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
        return FloorMethod(method=method, rules=rules, is_hard=plan.is_hard)
    return method
