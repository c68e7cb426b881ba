"""The journal: append-only facts, written in the caller's transaction, read in order by cursors.

The tables are the truth; the journal is the evidence and the way to react. A reader may see a fact
twice and is idempotent by fact id. Nobody polls: a commit rings the readers of this process.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import BigInteger, Identity, Index, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from config.database import RECORDED, write
from config.facts import Fact, FactTypes, decode, encode
from config.ids import Ids
from config.tables import Base

PAGE_ROWS = 1000
"""How many facts one read takes at most."""


class JournalRow(Base):
    """One fact as stored; `xid` is its transaction, so that a reader passes none that is still open."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_subject_seq", "subject", "seq"), Index("ix_journal_xid_seq", "xid", "seq"))

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    at: Mapped[datetime]
    name: Mapped[str]
    actor: Mapped[str]
    subject: Mapped[UUID | None]
    body: Mapped[dict[str, Any]]
    xid: Mapped[int] = mapped_column(BigInteger, server_default=text("pg_current_xact_id()::text::bigint"))


PLACE = tuple_(JournalRow.xid, JournalRow.seq)

APPEND: LiteralString = """
    INSERT INTO journal (id, at, name, actor, subject, body)
    SELECT id, at, name, actor, subject, body
      FROM unnest(%(ids)s::uuid[], %(ats)s::timestamptz[], %(names)s::text[], %(actors)s::text[],
                  %(subjects)s::uuid[], %(bodies)s::jsonb[]) WITH ORDINALITY
           AS given (id, at, name, actor, subject, body, place)
     ORDER BY place
"""


Place = tuple[int, int]
"""Where a fact stands for readers: the number of its transaction, then its own.

Numbers of facts alone would not do: a transaction that began first may write last and end first, and whoever had read
on to its fact would never see the smaller number of the other, which was still open.
"""
START: Place = (0, 0)

SETTLED = text("xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
"""Facts whose transaction, and every one that began before it, has ended."""
LOOK_AGAIN_S = 0.05
"""How soon a reader that is behind looks again."""


class JournalReader(Base):
    """How far a named reader has come: the place of the last fact it has read."""

    __tablename__ = "journal_readers"

    name: Mapped[str] = mapped_column(primary_key=True)
    xid: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))
    seq: Mapped[int] = mapped_column(BigInteger)


CURSOR = text("""
    SELECT CASE WHEN xid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint THEN xid ELSE 0 END, seq
      FROM journal_readers WHERE name = :reader
""")
"""A record restored on another server brings numbers of transactions that are still to come: all is read again then."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact with its place in the journal, which it has once it is read back by a cursor."""

    id: UUID
    fact: Fact
    place: Place = START


class Journal:
    """Appends and reads facts; knows the fact types of all packages."""

    def __init__(self, ids: Ids, types: FactTypes) -> None:
        self._ids = ids
        self._types = types

    async def append(self, session: AsyncSession, *facts: Fact) -> None:
        """Write facts in the caller's transaction, in the given order; readers get them after the commit."""
        if not facts:
            return
        recorded = [Recorded(self._ids.new(), fact) for fact in facts]
        for fact in facts:
            assert type(fact).__name__ in self._types, f"{type(fact).__name__} is in no FACTS tuple"
        values = {
            "ids": [item.id for item in recorded],
            "ats": [fact.at for fact in facts],
            "names": [type(fact).__name__ for fact in facts],
            "actors": [fact.actor for fact in facts],
            "subjects": [fact.subject for fact in facts],
            "bodies": [Jsonb(encode(fact)) for fact in facts],
        }
        await write(session, APPEND, values)
        session.info.setdefault(RECORDED, []).extend(recorded)

    async def read(
        self, session: AsyncSession, *, after: Place, kinds: Sequence[type[Fact]] = (), limit: int = PAGE_ROWS
    ) -> Sequence[Recorded]:
        """Read facts after a place in order, leaving out those that an open transaction may precede."""
        query = select(JournalRow).where(after < PLACE, SETTLED).order_by(JournalRow.xid, JournalRow.seq).limit(limit)
        if kinds:
            query = query.where(JournalRow.name.in_([kind.__name__ for kind in kinds]))
        return [self._recorded(row) for row in (await session.scalars(query)).all()]

    async def is_behind(self, session: AsyncSession, *, after: Place, kinds: Sequence[type[Fact]] = ()) -> bool:
        """Say whether there are facts after a place, also such as `read` still leaves out.

        A reader that is behind after an empty page looks again soon: the transaction it waits for may ring no bell.
        """
        query = select(JournalRow.seq).where(after < PLACE).limit(1)
        if kinds:
            query = query.where(JournalRow.name.in_([kind.__name__ for kind in kinds]))
        return await session.scalar(query) is not None

    async def read_about(self, session: AsyncSession, subject: UUID, *, limit: int = PAGE_ROWS) -> Sequence[Recorded]:
        """Read the facts found under one subject, oldest first."""
        query = select(JournalRow).where(JournalRow.subject == subject).order_by(JournalRow.seq).limit(limit)
        return [self._recorded(row) for row in (await session.scalars(query)).all()]

    async def cursor(self, session: AsyncSession, reader: str) -> Place:
        """Return how far a reader has come; the start for a new one."""
        found = (await session.execute(CURSOR, {"reader": reader})).one_or_none()
        return START if found is None else (found[0], found[1])

    async def move_cursor(self, session: AsyncSession, reader: str, place: Place) -> None:
        """Remember how far a reader has come."""
        there = {"xid": place[0], "seq": place[1]}
        row = upsert(JournalReader).values(name=reader, **there)
        await session.execute(row.on_conflict_do_update(index_elements=["name"], set_=there))

    async def last_seq(self, session: AsyncSession) -> int:
        """Return the number of the newest fact; 0 for an empty journal."""
        return await session.scalar(select(JournalRow.seq).order_by(JournalRow.seq.desc()).limit(1)) or 0

    async def settled_place(self, session: AsyncSession) -> Place:
        """Return the place of the last fact that no open transaction may precede; the start without any."""
        query = select(JournalRow.xid, JournalRow.seq).where(SETTLED)
        found = (await session.execute(query.order_by(JournalRow.xid.desc(), JournalRow.seq.desc()).limit(1))).first()
        return START if found is None else (found[0], found[1])

    async def last_at(self, session: AsyncSession) -> datetime | None:
        """Return the instant of the newest fact, or None for an empty journal."""
        return await session.scalar(select(JournalRow.at).order_by(JournalRow.seq.desc()).limit(1))

    async def fingerprint(self, session: AsyncSession) -> str:
        """Hash all facts in order (SHA-256, hex): one seed and one code give one fingerprint."""
        digest = hashlib.sha256()
        async for row in self._all_rows(session):
            line = [row.name, row.at.isoformat(), row.actor, str(row.subject), row.body]
            digest.update(json.dumps(line, sort_keys=True, ensure_ascii=False).encode())
        return digest.hexdigest()

    async def _all_rows(self, session: AsyncSession) -> AsyncIterator[JournalRow]:
        query = select(JournalRow).order_by(JournalRow.seq).execution_options(yield_per=PAGE_ROWS)
        async for row in await session.stream_scalars(query):
            yield row

    def _recorded(self, row: JournalRow) -> Recorded:
        return Recorded(row.id, decode(self._types[row.name], row.at, row.actor, row.body), (row.xid, row.seq))
