"""The demo floor in virtual time with robots only: a whole shift in seconds, one JSON object at its end.

The same engine as production on a throw-away database; one seed is one world, and one world one journal.
"""

import gc
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from campaigns.books import load_books
from config.clock import LoopClock
from config.ids import SeededIds
from config.launching import postgres, wipe
from config.migrating import migrate
from config.settings import Settings
from config.supervising import Supervisor
from config.virtual_time import run_virtually
from crm.store.for_seeding import open_cases_in_order
from telephony.simulated.faults import NO_FAULTS, Faults
from telephony.simulated.gateway import SimulatedGateway
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.world import World
from web.demo.incidents import draw_incidents
from web.demo.interrupting import Interrupting
from web.demo.report import WorldTruth, make_report
from web.demo.robots import Robots
from web.demo.scenarios import SCENARIOS, USUAL, Scenario
from web.demo.seeding import Seeded, seed_demo
from web.wiring import MAPPED, Engine, build_engine, build_ground, running

GC_THRESHOLD = 50_000


def run_headless(
    *,
    hours: float,
    seed: int,
    cases: int | None = None,
    scenario: Scenario = SCENARIOS[USUAL],
    hours_later: float = 0.0,
    faults: Faults = NO_FAULTS,
) -> dict[str, Any]:
    """Run one shift and return its report; the database is made for it and thrown away.

    Without `cases` the scenario has its usual size; `hours_later` lets the shift start so long after its beginning;
    `faults` strike between us and the simulated carrier and gateway.
    """
    folder = Path(tempfile.mkdtemp(prefix="ringfence-shift-"))
    # Nobody competes for the lease here, and a renewal each simulated second would only cost time.
    settings = Settings(data_dir=folder, lease_term_s=600, lease_renewal_s=300)
    try:
        with postgres(settings, fast=True) as server:
            url = server.url("ringfence")
            migrate(url, MAPPED)
            started = replace(scenario, starts_at=scenario.starts_at + timedelta(hours=hours_later))
            size = cases or scenario.cases
            return run_virtually(
                lambda: _shift(settings, url, started, hours=hours, seed=seed, cases=size, faults=faults)
            )
    finally:
        wipe(folder)


async def _shift(
    settings: Settings, url: str, scenario: Scenario, *, hours: float, seed: int, cases: int, faults: Faults
) -> dict[str, Any]:
    starts_at, ends_at = scenario.starts_at, scenario.starts_at + timedelta(hours=hours)
    clock = LoopClock(starts_at)
    ground = build_ground(settings, clock, SeededIds(seed), url, is_simulated=True)
    books, world = load_books(), World(seed, scenario.profile)
    carrier, gateway = SimulatedCarrier(clock, world, faults=faults), SimulatedGateway(clock, world, faults)
    engine = build_engine(ground, books, carrier, gateway)
    supervisor = Supervisor(clock)
    try:
        seeded = await seed_demo(
            ground, books, world, seed=seed, cases=cases, started_at=clock.now(), scenario=scenario
        )
        # What stands by now stays: collecting it again and again would take a twentieth of the time.
        gc.freeze()
        gc.set_threshold(GC_THRESHOLD)
        async with supervisor.running(), running(engine, supervisor):
            robots = Robots(engine, carrier, seed=seed, turn_share=scenario.talks_with_a_turn)
            robots.start(seeded.robot_ids, supervisor)
            interrupting = await _interrupt(engine, seeded, gateway)
            plan = draw_incidents(seed, starts_at, ends_at, per_hour=scenario.incidents_per_hour)
            supervisor.start("incidents", lambda: interrupting.run(plan))
            await clock.sleep_until(ends_at)
            truth = WorldTruth(
                misjudged=carrier.misjudged, seed=seed, scenario=scenario.name, incidents=interrupting.counts
            )
            report = await make_report(ground, since=starts_at, world_truth=truth)
        assert not supervisor.crashes, f"tasks crashed: {supervisor.crashes}"
    finally:
        await ground.database.close()
    return report


async def _interrupt(engine: Engine, seeded: Seeded, gateway: SimulatedGateway) -> Interrupting:
    """Build what lets incidents happen, and let it hear of calls and outcomes."""
    async with engine.ground.database.transaction() as session:
        persons = await open_cases_in_order(session)
    interrupting = Interrupting(engine, persons=persons, staff=seeded.seats, texted=gateway.texts_to)
    engine.ground.database.bells.append(interrupting.hear)
    return interrupting
