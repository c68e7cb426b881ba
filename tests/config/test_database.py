"""One transaction holds together, and the two ways to the server see the same rows."""

import asyncio

import pytest
from sqlalchemy import text

from config.clock import LoopClock
from config.database import Database, ask, write
from config.journal import JournalReader

READERS = "SELECT name, seq FROM journal_readers ORDER BY name"


async def readers(database: Database) -> list[dict[str, object]]:
    async with database.transaction() as session:
        return await ask(session, READERS)


async def test_all_of_a_transaction_is_kept_or_nothing(database: Database) -> None:
    """A failure in the middle leaves no half of it, whichever way it was written."""

    async def write_and_fail() -> None:
        async with database.transaction() as session:
            session.add(JournalReader(name="mapped", seq=1))
            await write(session, "INSERT INTO journal_readers (name, seq) VALUES (%(name)s, 2)", {"name": "plain"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    assert await readers(database) == []


async def test_plain_statements_see_what_the_session_still_holds(database: Database) -> None:
    """A row that was added a line before is there; columns are named, a missing row is an empty list."""
    async with database.transaction() as session:
        session.add(JournalReader(name="mapped", seq=1))
        await write(session, "UPDATE journal_readers SET seq = seq + 1 WHERE name = %(name)s", {"name": "mapped"})
        assert await ask(session, READERS) == [{"name": "mapped", "seq": 2}]
        assert await ask(session, READERS + " OFFSET 1") == []
    assert await readers(database) == [{"name": "mapped", "seq": 2}]


async def test_values_are_never_taken_for_sql(database: Database) -> None:
    """A name with a quote in it is a name."""
    name = "x'); DROP TABLE journal_readers; --"
    async with database.transaction() as session:
        await write(session, "INSERT INTO journal_readers (name, seq) VALUES (%(name)s, 1)", {"name": name})
    assert await readers(database) == [{"name": name, "seq": 1}]


async def test_transactions_of_several_tasks_do_not_mix(database: Database) -> None:
    """Each task has a connection and a session of its own, up to the size of the pool and beyond it in turn."""

    async def add(number: int) -> None:
        async with database.transaction() as session:
            session.add(JournalReader(name=f"r{number:02}", seq=number))
            await session.flush()
            await session.execute(text("select pg_sleep(0.01)"))

    async with asyncio.TaskGroup() as group:
        for number in range(12):
            group.create_task(add(number))
    assert [row["seq"] for row in await readers(database)] == list(range(12))


@pytest.mark.virtual_time
async def test_a_connection_that_stands_still_gives_the_same_answers(database_url: str, clock: LoopClock) -> None:
    """Simulated time uses another way of waiting, and nothing else differs."""
    opened = Database(database_url, pool_size=1, is_simulated=True)
    try:
        before = clock.now()
        async with opened.transaction() as session:
            await write(session, "INSERT INTO journal_readers (name, seq) VALUES ('one', 1)")
            await session.execute(text("select pg_sleep(0.02)"))
        assert (await readers(opened), clock.now()) == ([{"name": "one", "seq": 1}], before)
    finally:
        await opened.close()
