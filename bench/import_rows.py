"""Measure importing: rows read and judged a second, rows merged a second, peak memory, and how long the loop was held.

Prints a table and writes build/bench/import.json: `python -m bench.import_rows [ROWS ...]`. The lender's file that lies
beside the checkout is taken where there is one and no size is asked for; else a file is made up here.
"""

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from sqlalchemy import text

from config.clock import SystemClock
from config.database import Database
from config.facts import fact_types
from config.ground import Ground
from config.ids import RandomIds
from config.journal import Journal
from config.launching import postgres
from config.settings import Settings
from config.tables import Base
from crm import accounts, attempts, callbacks, cases, contact_points, debtors, facts, holds, imports, promises, staff
from crm.import_file.columns import FIELDS
from crm.import_file.recipe import Recipe
from crm.import_report import ImportProgress
from crm.importing import import_cases, preview_cases

TABLES = (accounts, attempts, callbacks, cases, contact_points, debtors, holds, imports, promises, staff)
ROWS = (10_000, 50_000)
RESULT = Path("build/bench/import.json")
LENDERS_FILE = Path("../shared/data/cases.csv")
RECIPE = Recipe(name="bench", creditor_code="BENCH", columns={field.key: field.key for field in FIELDS})
FIRST_NAMES = ("Ana", "Bo", "Chen", "Dee", "Eli", "Fay", "Gus", "Hua", "Ivo", "Joy")
PLACES = (("Ashford", "WA", "98304", "360"), ("East Bend", "NC", "27018", "336"), ("Las Vegas", "NV", "89130", "702"))


def lines(rows: int) -> Iterator[str]:
    """Yield a file of made-up persons on numbers reserved for fiction; every twentieth row is a second account."""
    random = Random(7)
    yield ",".join(field.key for field in FIELDS) + "\n"
    for row in range(rows):
        person = row - 1 if row % 20 == 19 else row
        city, state, code, area = PLACES[person % 3]
        name = f"{FIRST_NAMES[person % 10]} {FIRST_NAMES[person // 10 % 10]}{'abcdefghij'[person // 100 % 10]}son"
        owed = random.randint(50, 90_000)
        days = random.randint(1, 120)
        cells = (
            f"B{row:08d},P{person:08d},credit_card,{name},1980-01-{1 + person % 28:02d},en,{person} Elm Street,{city},"
            f"{state},{code},US,+1{area}555{100 + person % 100:04d},,,p{person}@example.com,USD,100000,{owed}.50,"
            f"{owed // 3}.25,{owed // 9},{days},2026-10-{1 + days % 28:02d},2026-09-01,120,2020-05-05,yes,,,\n"
        )
        yield cells


async def measure(url: str, path: Path, rows: int) -> dict[str, float]:
    """Run a dry run, an import and a second import of one file in an empty database."""
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        await connection.execute(text("truncate creditors, import_stage cascade"))
    types = fact_types(facts.FACTS)
    ground = Ground(
        settings=Settings(),
        clock=SystemClock(),
        ids=RandomIds(),
        database=database,
        journal=Journal(RandomIds(), types),
    )
    marks = {"start": time.perf_counter()}
    await preview_cases(ground, path, RECIPE)
    marks["previewed"] = time.perf_counter()

    def note(progress: ImportProgress) -> None:
        marks[progress.phase] = time.perf_counter()

    holds: list[float] = []
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(_watch(holds))
        report = await import_cases(ground, path, RECIPE, actor="bench", progress=note)
        marks["imported"] = time.perf_counter()
        watching.cancel("measured")
    assert report.new == report.rows == rows, report
    await import_cases(ground, path, RECIPE, actor="bench")
    marks["again"] = time.perf_counter()
    await database.close()
    total = marks["imported"] - marks["previewed"]
    return {
        "rows": rows,
        "preview_s": round(marks["previewed"] - marks["start"], 2),
        "import_s": round(total, 2),
        "rows_per_s": round(rows / total),
        "read_rows_per_s": round(rows / (marks["reading"] - marks["previewed"])),
        "merged_rows_per_s": round(rows / (marks["writing"] - marks["reading"])),
        "again_s": round(marks["again"] - marks["imported"], 2),
        "longest_hold_ms": round(max(holds) * 1000),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


async def _watch(holds: list[float]) -> None:
    """Note how late the loop wakes up, in seconds: what a live floor would feel."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        holds.append(time.perf_counter() - before - 0.005)


def main() -> None:
    """Measure each size in turn."""
    assert TABLES
    results = []
    with tempfile.TemporaryDirectory(prefix="ringfence-bench-") as folder:
        path = Path(folder) / "cases.csv"
        with postgres(Settings(data_dir=Path(folder) / "server"), fast=True) as server:
            sizes = [int(argument) for argument in sys.argv[1:]] or ROWS
            if LENDERS_FILE.is_file() and not sys.argv[1:]:
                rows = len(LENDERS_FILE.read_text(encoding="utf-8").splitlines()) - 1
                results.append(asyncio.run(measure(server.url("ringfence"), LENDERS_FILE, rows)))
                sizes = sizes[1:]
            for rows in sizes:
                with path.open("w", encoding="utf-8") as file:
                    file.writelines(lines(rows))
                results.append(asyncio.run(measure(server.url("ringfence"), path, rows)))
    print("  ".join(f"{name:>17}" for name in results[0]))
    for result in results:
        print("  ".join(f"{value:>17,}" for value in result.values()))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
