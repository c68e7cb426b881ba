"""Supervision: named tasks in one TaskGroup, restarted with a growing pause when they crash.

The only place where tasks are made and where any exception may be caught. Also the lease: the holder of
a PostgreSQL row with an epoch may dial; everyone else serves pages.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import BigInteger, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from config.clock import Clock
from config.database import Database
from config.leases import Lease, take
from config.tables import Base

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0

log = structlog.get_logger()

Step = Callable[[], Awaitable[None]]


class Supervisor:
    """Runs named endless tasks; a crash is logged with its trace and the task starts again after a pause."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._group: asyncio.TaskGroup | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.crashes: list[str] = []

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Supervisor"]:
        """Open the group; on leaving, all tasks are cancelled and awaited."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                yield self
            finally:
                for task in self._tasks.values():
                    task.cancel()
                self._group = None

    def start(self, name: str, step: Step) -> None:
        """Run `step` under a name until it returns; start it again if it crashes."""
        assert self._group is not None, "the supervisor is not running"
        assert name not in self._tasks, f"a task named {name} runs already"
        task = self._group.create_task(self._keep_running(name, step), name=name)
        self._tasks[name] = task
        task.add_done_callback(lambda _: self._tasks.pop(name, None))

    def stop(self, name: str) -> None:
        """Cancel the named task, if it runs."""
        task = self._tasks.get(name)
        if task is not None:
            task.cancel()

    async def _keep_running(self, name: str, step: Step) -> None:
        pause_s = FIRST_PAUSE_S
        while True:
            began_s = self._clock.monotonic()
            try:
                await step()
            except asyncio.CancelledError:
                return
            except Exception:
                if self._clock.monotonic() - began_s > LONGEST_PAUSE_S:
                    pause_s = FIRST_PAUSE_S  # It ran well meanwhile: this is another trouble.
                self.crashes.append(name)
                log.exception("task crashed", task=name, again_after_s=pause_s)
            else:
                return
            await self._clock.sleep(pause_s)
            pause_s = min(LONGEST_PAUSE_S, pause_s * 2)


class LeaseRow(Base):
    """Who may dial until when; the epoch grows with each new holder."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[UUID]
    epoch: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[datetime]


async def take_lease(database: Database, name: str, holder: UUID, *, now: datetime, term: timedelta) -> int | None:
    """Take or renew a lease; return its epoch, or None while another holder's term runs.

    The row is locked, so of two takers at one instant exactly one wins.
    """
    async with database.transaction() as session:
        empty = upsert(LeaseRow).values(name=name, holder=holder, epoch=0, until=now - term)
        await session.execute(empty.on_conflict_do_nothing())
        row = (await session.scalars(select(LeaseRow).where(LeaseRow.name == name).with_for_update())).one()
        taken = take(Lease(row.holder, row.epoch, row.until), holder, now=now, term=term)
        if taken is None:
            return None
        row.holder, row.epoch, row.until = taken.holder, taken.epoch, taken.until
        return row.epoch


async def held_epoch(session: AsyncSession, name: str) -> int | None:
    """Return the epoch of a lease as the caller's transaction sees it; None if nobody ever took it."""
    return await session.scalar(select(LeaseRow.epoch).where(LeaseRow.name == name))


async def release_lease(database: Database, name: str, holder: UUID, *, now: datetime) -> None:
    """End one's own term now, so that the next holder need not wait for its end."""
    async with database.transaction() as session:
        row = await session.get(LeaseRow, name, with_for_update=True)
        if row is not None and row.holder == holder:
            row.until = now
