"""How long a stop takes at five hundred live lines: from the commit of the fact to the command that ends the call.

On a real clock and a real database, with the simulated carrier; the floor holds one agent for every ringing line. A
list of numbers is measured as well: from its last commit to the last of fifty calls hung up.
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from campaigns.contact_facts import HoldFact
from campaigns.recording import record_fact
from config.clock import SystemClock
from config.database import Database
from config.ids import RandomIds
from config.launching import postgres
from config.migrating import migrate
from config.settings import Settings
from crm.cases import Case
from crm.contact_points import ContactPoint
from crm.suppressing import ListWanted, suppress_numbers
from telephony.simulated.provider import SimulatedCarrier
from tests.campaigns.ringing import ringing, ringing_floor
from tests.conftest import EPOCH
from tests.flows.floors import Rig
from web.wiring import MAPPED

LINES, SPARE, HOLDS, LISTED = 500, 100, 40, 50
LONGEST_S = 10.0
ACTOR = "user:00000000-0000-4000-8000-000000000009"


class _Watched:
    """When the carrier was told to end which call."""

    def __init__(self, carrier: SimulatedCarrier) -> None:
        self._hang_up = carrier.hang_up
        self.ended: dict[UUID, float] = {}
        self._more = asyncio.Event()
        carrier.hang_up = self.hang_up  # type: ignore[method-assign]

    async def hang_up(self, attempt_id: UUID) -> None:
        self.ended.setdefault(attempt_id, time.perf_counter())
        self._more.set()
        await self._hang_up(attempt_id)

    async def until_ended(self, attempts: Sequence[UUID]) -> float:
        """Return when the last of these calls was ended."""
        async with asyncio.timeout(LONGEST_S):
            while not all(attempt in self.ended for attempt in attempts):
                self._more.clear()
                await self._more.wait()
        return max(self.ended[attempt] for attempt in attempts)


async def _hold_each(rig: Rig, watched: _Watched) -> list[float]:
    """Hold persons one after another; return the milliseconds each took."""
    async with rig.house.database.transaction() as session:
        cases = {row.debtor_id: row.id for row in (await session.scalars(select(Case))).all()}
    spent = []
    for debtor_id, attempt_id in list(ringing(rig).items())[:HOLDS]:
        fact = HoldFact(kind="cease_communication")
        await record_fact(rig.world.ground, cases[debtor_id], fact, actor=ACTOR, evidence="letter")
        committed = time.perf_counter()
        spent.append((await watched.until_ended([attempt_id]) - committed) * 1000)
    return spent


async def _list_some(rig: Rig, watched: _Watched, folder: Path) -> float:
    """Suppress fifty numbers at once; return the milliseconds until the last of their calls was ended."""
    lines = ringing(rig)
    query = select(ContactPoint.debtor_id, ContactPoint.value).where(ContactPoint.debtor_id.in_(lines))
    async with rig.house.database.transaction() as session:
        rows = (await session.execute(query.order_by(ContactPoint.value))).all()
    # From the hundredth person on the fictional numbers are too long to be read.
    values = {row.debtor_id: row.value for row in rows if len(row.value) == len("+14045550199")}
    some = {debtor_id: lines[debtor_id] for debtor_id in list(values)[:LISTED]}
    file = folder / "list.csv"
    file.write_text("\n".join(values[debtor_id] for debtor_id in some), encoding="utf-8")
    wanted = ListWanted(name="bench", kind="do_not_contact", evidence="bench")
    report = await suppress_numbers(rig.world.ground, file, wanted, actor=ACTOR)
    committed = time.perf_counter()
    assert report.numbers == LISTED, "every number is one that can be dialed"
    return (await watched.until_ended(list(some.values())) - committed) * 1000


async def _measure(settings: Settings, url: str) -> dict[str, float]:
    clock = SystemClock(EPOCH - SystemClock().now())
    database = Database(url, pool_size=settings.pool_size)
    try:
        async with ringing_floor(settings, clock, RandomIds(), database, lines=LINES, spare=SPARE) as rig:
            carrier = rig.engine.dialing.calling.provider
            assert isinstance(carrier, SimulatedCarrier)
            watched = _Watched(carrier)
            live = len(ringing(rig))
            spent = sorted(await _hold_each(rig, watched))
            listed_ms = await _list_some(rig, watched, settings.data_dir)
    finally:
        await database.close()
    return {
        "live_lines": live,
        "stops": len(spent),
        "stop_p50_ms": round(spent[len(spent) // 2], 1),
        "stop_max_ms": round(spent[-1], 1),
        "listed": LISTED,
        "list_last_ms": round(listed_ms, 1),
    }


def measure_stop() -> dict[str, float]:
    """Measure on a database server made for it."""
    with tempfile.TemporaryDirectory(prefix="ringfence-bench-") as folder:
        settings = Settings(data_dir=Path(folder))
        with postgres(settings, fast=True) as server:
            url = server.url("ringfence")
            migrate(url, MAPPED)
            return asyncio.run(_measure(settings, url))
