"""Measure the gate: permits and refusals a second on a real database, and verdicts a second of the pure judge alone.

Prints a table and writes build/bench/gate.json: `python -m bench.gate [CASES]`. The persons are the demo's, with
their past of calls, holds and stops, at noon in New York.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books, load_books
from campaigns.campaigns import Campaign
from campaigns.person_file import PersonFile
from campaigns.person_rows import read_person
from campaigns.reserving import Reserved, Wanted, reserve_some
from campaigns.rules.judge import judge
from campaigns.store.for_dialing import person_rows
from config.clock import SystemClock
from config.ground import Ground
from config.ids import RandomIds
from config.launching import postgres
from config.log import configure_log
from config.migrating import migrate
from config.settings import Settings
from crm.attempts import Channel
from crm.cases import Case
from telephony.simulated.world import World
from web.demo.seeding import seed_demo
from web.wiring import MAPPED, build_ground

NOON = datetime(2026, 11, 2, 17, 5, tzinfo=UTC)
CASES, BATCH, SEED = 2000, 25, 7
JUDGED_FOR_S = 4.0
RESULT = Path("build/bench/gate.json")


async def _nothing(_session: AsyncSession, _reserved: Reserved) -> None:
    """Write nothing beside a permit."""


async def seed_some(ground: Ground, books: Books, cases: int) -> None:
    """Fill the record with the demo's persons and their past."""
    await seed_demo(ground, books, World(SEED), seed=SEED, cases=cases, started_at=ground.clock.now())


async def wanted_contacts(ground: Ground) -> list[Wanted]:
    """Return one wanted call for every case."""
    async with ground.database.transaction() as session:
        campaigns = {one.id: one for one in (await session.scalars(select(Campaign))).all()}
        cases = (await session.scalars(select(Case).order_by(Case.number))).all()
    return [
        Wanted(case_id=one.id, debtor_id=one.debtor_id, campaign=campaigns[one.campaign_id])
        for one in cases
        if one.campaign_id is not None
    ]


async def judge_alone(ground: Ground, books: Books, wanted: Sequence[Wanted]) -> tuple[int, float]:
    """Judge every number of all persons, again and again, for a few seconds."""
    async with ground.database.transaction() as session:
        rows = await person_rows(session, [one.case_id for one in wanted], now=NOON)
    files: list[PersonFile] = [read_person(row) for row in rows]
    campaigns = {one.case_id: one.campaign for one in wanted}
    count, began = 0, time.perf_counter()
    while (spent := time.perf_counter() - began) < JUDGED_FOR_S:
        for file in files:
            for point in file.phone_points():
                rules = books.rules_for(file.under(point), NOON.date(), campaigns[file.case_id])
                judge(file.proposal(point, Channel.PHONE, NOON), file.person, file.history, rules)
                count += 1
    return count, spent


async def reserve_all(ground: Ground, books: Books, wanted: Sequence[Wanted]) -> tuple[Counter[str], float]:
    """Ask for every contact once, in batches; return how many got which answer, and the seconds."""
    answers: Counter[str] = Counter()
    began = time.perf_counter()
    for start in range(0, len(wanted), BATCH):
        for answer in await reserve_some(ground, books, wanted[start : start + BATCH], _nothing, most=BATCH):
            answers["permits" if isinstance(answer, Reserved) else "refusals"] += 1
    return answers, time.perf_counter() - began


async def reserve_singly(ground: Ground, books: Books, wanted: Sequence[Wanted]) -> tuple[int, float]:
    """Ask for contacts one by one, each in a transaction of its own."""
    began = time.perf_counter()
    for one in wanted:
        await reserve_some(ground, books, [one], _nothing, most=1)
    return len(wanted), time.perf_counter() - began


async def measure(settings: Settings, url: str, cases: int) -> dict[str, float]:
    """Seed a population and ask the gate about all of it."""
    clock = SystemClock(NOON - SystemClock().now())
    ground, books = build_ground(settings, clock, RandomIds(), url), load_books()
    try:
        await seed_some(ground, books, cases)
        wanted = await wanted_contacts(ground)
        judged, judged_s = await judge_alone(ground, books, wanted)
        some = len(wanted) // 5
        singly, singly_s = await reserve_singly(ground, books, wanted[:some])
        answers, batched_s = await reserve_all(ground, books, wanted[some:])
    finally:
        await ground.database.close()
    return {
        "cases": len(wanted),
        "judge_per_s": round(judged / judged_s),
        "batch": BATCH,
        "permits": answers["permits"],
        "refusals": answers["refusals"],
        "batched_per_s": round(answers.total() / batched_s),
        "singly_per_s": round(singly / singly_s),
    }


def main() -> None:
    """Measure on a database server made for it."""
    configure_log("error", "json", sys.stderr)
    cases = int(sys.argv[1]) if sys.argv[1:] else CASES
    with tempfile.TemporaryDirectory(prefix="ringfence-bench-") as folder:
        settings = Settings(data_dir=Path(folder))
        with postgres(settings, fast=True) as server:
            url = server.url("ringfence")
            migrate(url, MAPPED)
            result = asyncio.run(measure(settings, url, cases))
    print("  ".join(f"{name:>15}" for name in result))
    print("  ".join(f"{value:>15,}" for value in result.values()))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
