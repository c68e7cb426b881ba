"""The database: one engine, and one transaction for each request or step.

A transaction never contains a wait for the outside, so it holds simulated time still as a whole.
Facts appended in it are handed to the journal's readers right after the commit.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, LiteralString, TypeVar

import psycopg
from psycopg import waiting
from psycopg.abc import PQGen
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from config.virtual_time import real_work

if TYPE_CHECKING:
    from config.journal import Recorded

Answer = TypeVar("Answer")
LOOK_FOR_SIGNALS_S = 0.1
"""How often a wait for the server looks for Ctrl+C."""
Bell = Callable[[Sequence["Recorded"]], None]
DRIVER = "driver_connection"
"""Key in `session.info` of the driver's connection, looked up once a transaction."""
RECORDED = "recorded_facts"
"""Key in `session.info` under which the journal keeps what this transaction appended."""


class _StandingStillConnection(psycopg.AsyncConnection[Any]):
    """A connection that waits for the server without giving the loop a turn.

    For simulated time alone, which stands still in a transaction anyway: nothing is missed, and it is twice as fast.
    """

    async def wait(
        self,
        gen: PQGen[Answer],
        interval: float = LOOK_FOR_SIGNALS_S,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> Answer:
        return waiting.wait(gen, self.pgconn.socket, interval=interval, timeout=timeout)


class Database:
    """The way to PostgreSQL; `bells` are rung with the facts of each committed transaction, in order."""

    def __init__(self, url: str, *, pool_size: int = 5, deadline_s: float = 10.0, is_simulated: bool = False) -> None:
        connect = _StandingStillConnection.connect if is_simulated else psycopg.AsyncConnection.connect
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=deadline_s,
            pool_use_lifo=True,
            hide_parameters=True,  # They are personal, and errors are logged with their text.
            connect_args={"async_creator_fn": connect},
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self.bells: list[Bell] = []

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Open one session and one transaction; commit at the end, roll back on any exception."""
        with real_work():
            async with self._sessions() as session:
                async with session.begin():
                    yield session
                recorded = session.info.pop(RECORDED, ())
        if recorded:
            for bell in self.bells:
                bell(recorded)

    async def close(self) -> None:
        """Close all connections."""
        with real_work():
            await self.engine.dispose()


async def ask(
    session: AsyncSession, sql: LiteralString, values: Mapping[str, object] | None = None
) -> list[dict[str, Any]]:
    """Run one statement of the hot path on the transaction's driver connection, and return its rows by column.

    The mapper costs several times what PostgreSQL takes for such a statement, and the gate asks thousands of times
    an hour. `sql` has named placeholders, `%(name)s`; documents are given as `Jsonb`. What the session still holds
    unwritten is written first.
    """
    cursor = await _execute(session, sql, values)
    if cursor.description is None:
        return []
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in await cursor.fetchall()]


async def write(session: AsyncSession, sql: LiteralString, values: Mapping[str, object] | None = None) -> None:
    """Run one statement of the hot path that returns nothing; see `ask`."""
    await _execute(session, sql, values)


async def _execute(
    session: AsyncSession, sql: LiteralString, values: Mapping[str, object] | None
) -> psycopg.AsyncCursor[Any]:
    if session.new or session.dirty:
        await session.flush()
    driver = session.info.get(DRIVER)
    if driver is None:
        raw = await (await session.connection()).get_raw_connection()
        driver = session.info[DRIVER] = raw.driver_connection
    assert isinstance(driver, psycopg.AsyncConnection), "the database is reached by psycopg"
    return await driver.execute(sql, values)
