"""An import killed at any statement, and continued by the same command."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from config.clock import LoopClock
from config.database import Database
from config.ground import Ground
from config.ids import SeededIds
from config.settings import Settings
from tests.crm.import_files import SHARED
from tests.crm.import_steps import counts, ground_over, one, record, take

ROOT = Path(__file__).resolve().parents[2]
DIRTY = SHARED / "cases_dirty.csv"


@pytest.fixture
def ground(database: Database, settings: Settings, clock: LoopClock, ids: SeededIds) -> Ground:
    """The ground of one process over an empty database."""
    return ground_over(database, settings, clock, ids)


KILLED = """
import asyncio, os, signal, sys
from datetime import timedelta
from pathlib import Path
from sqlalchemy import event
from config.clock import SystemClock
from config.database import Database
from config.facts import fact_types
from config.ground import Ground
from config.ids import SeededIds
from config.journal import Journal
from config.settings import Settings
from crm import facts, importing, staging
from tests.crm.import_files import STANDARD
importing.MERGE_ROWS = staging.CHUNK_ROWS = 300
async def main(url, path, statement):
    database = Database(url)
    ids = SeededIds(7)
    seen = []
    def kill(*_):
        seen.append(1)
        if len(seen) == statement:
            os.kill(os.getpid(), signal.SIGKILL)
    event.listen(database.engine.sync_engine, "before_cursor_execute", kill)
    ground = Ground(settings=Settings(), clock=SystemClock(timedelta(0)), ids=ids, database=database,
                    journal=Journal(ids, fact_types(facts.FACTS)))
    await importing.import_cases(ground, Path(path), STANDARD, actor="system")
    print(len(seen))
asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


@pytest.mark.timeout(180)
async def test_kill_at_any_statement_and_the_same_command_end_in_the_same_state(
    ground: Ground, clone_database: Callable[[], str]
) -> None:
    """A process killed while reading, in the middle of a chunk, or at the end, is continued without a trace."""
    await take(ground, DIRTY)
    untouched = await record(ground)
    for statement in (8, 46, 90, 137):
        url = clone_database()
        other = Database(url)
        continued = replace(ground, database=other, ids=SeededIds(7))
        command = [sys.executable, "-c", KILLED, url, str(DIRTY), str(statement)]
        killed = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert killed.returncode == -signal.SIGKILL, killed.stdout + killed.stderr
        halfway = await one(continued, "select count(*) from import_rows where outcome = 'new'")
        assert await one(continued, "select count(*) from accounts") == halfway
        assert counts(await take(continued, DIRTY)) == (1_253, 0, 0, 9, 254)
        assert await record(continued) == untouched
        await other.close()
