"""What `tests/conftest.py` promises to every test: an empty database, known instants and identifiers."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from config.clock import LoopClock
from config.database import Database
from config.ids import SeededIds
from tests.conftest import EPOCH


@pytest.mark.parametrize("turn", [1, 2])
async def test_the_database_is_empty_when_another_test_has_written(database: Database, turn: int) -> None:
    """Both turns write the same key, so the second fails unless it has a database of its own."""
    async with database.transaction() as session:
        await session.execute(text("insert into journal_readers (name, seq) values ('reader', :turn)"), {"turn": turn})


@pytest.mark.virtual_time
async def test_an_hour_passes_at_once_when_time_is_simulated(clock: LoopClock, database: Database) -> None:
    """The clock starts at the epoch, advances by what is slept, and stands still while the database works."""
    assert clock.now() == EPOCH
    await clock.sleep(3600)
    async with database.transaction() as session:
        await session.execute(text("select pg_sleep(0.05)"))
    assert clock.now() == EPOCH + timedelta(hours=1)


async def test_the_clock_starts_at_the_epoch_when_time_is_real(clock: LoopClock) -> None:
    """Tests on an ordinary loop see the same day."""
    assert EPOCH <= clock.now() < EPOCH + timedelta(seconds=60)


def test_the_ids_are_the_same_when_tests_run_again(ids: SeededIds) -> None:
    """One seed is one world."""
    assert ids.new() == UUID("94ced0f9-7911-4072-bd9f-60ed4ad96dd7")
