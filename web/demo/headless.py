"""The demo floor in virtual time with robots only: a whole shift in seconds, one JSON object at its end.

The same engine as production on a throw-away database; one seed is one world, and one world one journal.
"""

import gc
import tempfile
from datetime import UTC, datetime, timedelta
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
from telephony.simulated.gateway import SimulatedGateway
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.world import World
from web.demo.report import WorldTruth, make_report
from web.demo.robots import Robots
from web.demo.seeding import seed_demo
from web.wiring import MAPPED, build_engine, build_ground, running

SHIFT_STARTS_AT = datetime(2026, 3, 2, 13, 45, tzinfo=UTC)
"""A Monday, 08:45 in New York: the East may be called from nine, the West not yet."""
GC_THRESHOLD = 50_000
SHIFT_CASES = 900
"""Enough for every kind of outcome in a shift, and few enough that it ends within a minute."""


def run_headless(*, hours: float, seed: int, cases: int = SHIFT_CASES) -> dict[str, Any]:
    """Run one shift and return its report; the database is made for it and thrown away."""
    folder = Path(tempfile.mkdtemp(prefix="ringfence-shift-"))
    # Nobody competes for the lease here, and a renewal each simulated second would only cost time.
    settings = Settings(data_dir=folder, lease_term_s=600, lease_renewal_s=300)
    try:
        with postgres(settings, fast=True) as server:
            url = server.url("ringfence")
            migrate(url, MAPPED)
            return run_virtually(lambda: _shift(settings, url, hours=hours, seed=seed, cases=cases))
    finally:
        wipe(folder)


async def _shift(settings: Settings, url: str, *, hours: float, seed: int, cases: int) -> dict[str, Any]:
    clock = LoopClock(SHIFT_STARTS_AT)
    ground = build_ground(settings, clock, SeededIds(seed), url, is_simulated=True)
    books, world = load_books(), World(seed)
    carrier, gateway = SimulatedCarrier(clock, world), SimulatedGateway(clock, world)
    engine = build_engine(ground, books, carrier, gateway)
    supervisor = Supervisor(clock)
    try:
        seeded = await seed_demo(ground, books, world, seed=seed, cases=cases, started_at=clock.now())
        # What stands by now stays: collecting it again and again would take a twentieth of the time.
        gc.freeze()
        gc.set_threshold(GC_THRESHOLD)
        async with supervisor.running(), running(engine, supervisor):
            robots = Robots(engine, carrier, seed=seed)
            robots.start(seeded.robot_ids, supervisor)
            await clock.sleep_until(SHIFT_STARTS_AT + timedelta(hours=hours))
            truth = WorldTruth(misjudged=carrier.misjudged, seed=seed)
            report = await make_report(ground, since=SHIFT_STARTS_AT, world_truth=truth)
        assert not supervisor.crashes, f"tasks crashed: {supervisor.crashes}"
    finally:
        await ground.database.close()
    return report
