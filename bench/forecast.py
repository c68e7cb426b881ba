"""Forecasts against simulated days whose truth is known: how often the bands contain it, and how long an answer takes.

Each of the days is a world of its own: chances by hour, lengths of talk, a day that differs from the others, and a past
of some days from which the forecast learns; every other one has a hard ceiling. Days last four hours, so that two
hundred of them can be run as the floor runs, with a decision a second: half an hour on two idle cores.
Prints a table and writes build/bench/forecast.json; it fails below nine in ten. `--days N` for fewer days.
"""

import argparse
import asyncio
import json
import math
import multiprocessing
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from bench._callable import fill
from bench.gate import NOON, seed_some
from campaigns.books import load_books
from campaigns.counting import Counting
from campaigns.forecast.bands import DESIGN, Band, Forecast, forecast_of, trials_of
from campaigns.forecast.day_plan import FLOOR_METHOD, LOOK_S, DayPlan, Trial, run_day, shrink_for
from campaigns.forecast.history import History, Learned, Length, Tally, learn
from campaigns.forecast.laws import CallLaws
from campaigns.forecast.supply import Cohort
from campaigns.forecast.tomorrow import Setting
from campaigns.forecasting import WORK_S, Forecasting
from campaigns.pace.methods import start_method
from campaigns.pace.reading import PaceRules
from campaigns.store.for_campaigns import all_campaigns
from config.clock import SystemClock
from config.ids import RandomIds
from config.launching import postgres
from config.migrating import migrate
from config.settings import Settings
from web.wiring import MAPPED, build_ground

DAYS, WANTED_SHARE = 200, 0.9
TEAMS = (8, 12, 20)
HOURS = 4
PAST_DAYS = 10
NAMES = ("contacts", "abandoned", "talk_share")
OUT = Path("build/bench/forecast.json")
SPEED_AGENTS, SPEED_CASES, SOME_FILES = 100, 100_000, 200
"""Agents and cases of the campaign whose answer must come within five seconds; full files beside it."""


@dataclass(frozen=True)
class World:
    """One day's truth, and the plan that the forecast makes of its past."""

    truth: DayPlan
    plan: DayPlan
    learned: Learned


def world_of(seed: int, agents: int, method: str) -> World:
    """Make up a campaign, its past, and the day to come."""
    dice = Random(seed)
    base, wandering = dice.uniform(0.10, 0.35), dice.uniform(0.03, 0.12)
    chances = tuple(min(0.6, base * math.exp(dice.gauss(0, 0.2))) for _ in range(HOURS))
    usual = CallLaws()
    laws = replace(usual, talk_s=dice.uniform(60, 220), wrap_s=dice.uniform(15, 50), right_share=dice.uniform(0.4, 0.8))
    learned = learn(_past(dice, chances, laws, wandering, agents), usual)
    cases = int(agents * dice.uniform(300, 2000))
    list_ = (Cohort(cases // 2, ((0.0, 3600.0 * HOURS),)), Cohort(cases // 2, ((7200.0, 3600.0 * HOURS),)))
    plan = DayPlan(
        agents=agents,
        chances=learned.by_hour[:HOURS],
        laws=learned.laws,
        method=method,
        is_hard=method == FLOOR_METHOD and seed % 2 == 0,
        cohorts=list_,
    )
    today = math.exp(dice.gauss(0, wandering))
    truth = replace(plan, chances=tuple(min(0.9, chance * today) for chance in chances), laws=laws)
    return World(truth, plan, learned)


def _past(dice: Random, chances: tuple[float, ...], laws: CallLaws, wandering: float, agents: int) -> History:
    by_hour = dict.fromkeys(range(HOURS), Tally())
    days = []
    for _ in range(PAST_DAYS):
        factor = math.exp(dice.gauss(0, wandering))
        day = Tally()
        for hour, chance in enumerate(chances):
            dialed = agents * 40
            live = _binomial(dice, dialed, min(0.9, chance * factor))
            by_hour[hour] = Tally(by_hour[hour].dialed + dialed, by_hour[hour].live + live)
            day = Tally(day.dialed + dialed, day.live + live)
        days.append(day)
    live, others = sum(day.live for day in days), sum(day.dialed - day.live for day in days)
    return History(
        by_hour=by_hour,
        by_day=days,
        machines=round(others * laws.machine_share),
        busy=round(others * laws.busy_share),
        failed=round(others * laws.failed_share),
        reached=live,
        conversations=_binomial(dice, live, laws.right_share),
        setup=Length(live, laws.setup.mean_s),
        ring=Length(live, laws.ringing.live_mean_s),
        talk=Length(live, laws.talk_s * math.exp(dice.gauss(0, 1.2 / math.sqrt(live)))),
        wrap=Length(live, laws.wrap_s * math.exp(dice.gauss(0, 0.6 / math.sqrt(live)))),
    )


def _binomial(dice: Random, count: int, share: float) -> int:
    return min(count, max(0, round(dice.gauss(count * share, math.sqrt(count * share * (1 - share))))))


def forecast_world(world: World, seed: int, budget_s: float = WORK_S) -> Forecast:
    """Forecast as the product does, in this process."""
    doubts = world.learned.doubts(range(len(world.plan.chances)))
    trials = trials_of(doubts, seed, shrink_for(world.plan, budget_s / len(DESIGN)))
    return forecast_of([run_day(world.plan, trial) for trial in trials], trials, doubts)


def _day(asked: tuple[int, int, str]) -> dict[str, object]:
    seed, agents, method = asked
    world = world_of(seed, agents, method)
    forecast = forecast_world(world, seed)
    happened = run_day(world.truth, Trial(seed=1_000_000 + seed, look_s=LOOK_S))
    bands = {name: getattr(forecast.day, name) for name in NAMES}
    found = {name: getattr(happened.total, name) for name in NAMES}
    hours = [
        _holds(getattr(figures, name), getattr(hour, name))
        for figures, hour in zip(forecast.hours, happened.stretches, strict=True)
        for name in NAMES
    ]
    return {"agents": agents, "bands": bands, "found": found, "hours": sum(hours) / len(hours)}


def _holds(band: Band, value: float) -> bool:
    return band.low <= value <= band.high


def answer_seconds() -> tuple[float, int]:
    """Time one answer of the product on a database made for it; say how many cases it is about."""
    with tempfile.TemporaryDirectory(prefix="ringfence-bench-") as folder:
        settings = Settings(data_dir=Path(folder), database_deadline_s=120)
        with postgres(settings, fast=True) as server:
            url = server.url("ringfence")
            migrate(url, MAPPED)
            return asyncio.run(_answer(settings, url))


async def _answer(settings: Settings, url: str) -> tuple[float, int]:
    clock = SystemClock(NOON - SystemClock().now())
    ground, books = build_ground(settings, clock, RandomIds(), url), load_books()
    try:
        await seed_some(ground, books, SOME_FILES)
        counting = Counting(ground, books)
        await counting.keeper.catch_up()
        async with ground.database.transaction() as session:
            await fill(session, counting.keeper, SPEED_CASES * 4)  # over four campaigns
            campaign = (await all_campaigns(session))[0]
        await counting.keeper.catch_up()
        forecasting = Forecasting(ground, counting)
        began = time.perf_counter()
        told = await forecasting.forecast(campaign.id, [Setting(agents=SPEED_AGENTS)])
        return time.perf_counter() - began, told.day.cases
    finally:
        await ground.database.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--days", type=int, default=DAYS)
    options.add_argument("--agents", type=int, nargs="*", default=list(TEAMS))
    options.add_argument("--method", default="predictive")
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args()
    asked = [(seed, given.agents[seed % len(given.agents)], given.method) for seed in range(given.days)]
    with ProcessPoolExecutor(given.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        rows = []
        for row in pool.map(_day, asked):
            rows.append(row)
            print(f"\r{len(rows)} of {len(asked)} days", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    played = type(start_method(given.method, PaceRules())).__name__
    report = {"days": len(rows), "method": given.method, "played": played, "inside": {}, "hours_inside": 0.0}
    print(f"{'figure':12}{'inside':>8}{'off by':>9}{'band':>8}   of {len(rows)} days, {given.method} ({played})")
    for name in NAMES:
        inside = sum(_holds(Band(*row["bands"][name]), row["found"][name]) for row in rows) / len(rows)
        expected = sum(row["bands"][name][1] for row in rows)
        off = sum(row["found"][name] for row in rows) / expected - 1
        wide = sum((row["bands"][name][2] - row["bands"][name][0]) / 2 for row in rows) / expected
        report["inside"][name] = round(inside, 3)
        print(f"{name:12}{inside:8.1%}{off:+9.1%}{wide:8.1%}")
    report["hours_inside"] = round(sum(row["hours"] for row in rows) / len(rows), 3)
    print(f"single hours{report['hours_inside']:8.1%}")
    seconds, cases = answer_seconds()
    report |= {"answer_s": round(seconds, 2), "answer_cases": cases}
    print(f"an answer for {SPEED_AGENTS} agents and {cases:,} callable cases: {seconds:.1f} s")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    if min(report["inside"].values()) < WANTED_SHARE:
        sys.exit("The bands are too narrow.")


if __name__ == "__main__":
    main()
