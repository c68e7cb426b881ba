"""Reads a file of numbers into a suppression list, and withdraws lists.

The file is read in a thread and copied in short transactions as a draft that binds nobody, so that no reader of the
journal waits for it; one last commit puts the whole list in force. A kill before it leaves nothing that counts.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from config.errors import BadInput, Conflict, NotFound
from config.ground import Ground
from config.virtual_time import real_work
from crm.import_file.dialect import detect_encoding
from crm.person_facts import NumbersSuppressed, SuppressionWithdrawn
from crm.store import for_suppressions
from crm.suppression_file import LINES_LOOKED_AT, BadLine, NumberReader, find_layout, records_in
from crm.suppressions import SuppressionKind, SuppressionList

T = TypeVar("T")
CHUNK = 50_000
"""Numbers copied in one transaction."""
LAST_DAY_ENDS = timedelta(hours=12)
"""A day ends last at twelve hours behind Greenwich; a list holds until its last day is over everywhere."""
LONGEST_NAME, LONGEST_EVIDENCE = 200, 500
_BLOCK = 1 << 20

Reject = Callable[[BadLine], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWanted:
    """What a list is; `region` is where numbers without a country are read, `ends_on` the last day it holds."""

    name: str
    kind: str
    evidence: str
    ends_on: date | None = None
    region: str = "US"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReport:
    """What became of a file; rows = numbers + duplicates + rejected, or all 0 where the list stood already."""

    list_id: UUID
    rows: int
    numbers: int
    duplicates: int
    rejected: int
    persons: int
    already_there: bool


async def suppress_numbers(
    ground: Ground, path: Path, wanted: ListWanted, *, actor: str, reject: Reject | None = None
) -> ListReport:
    """Put a file's numbers on a new list; the same file with the same kind and end changes nothing.

    Args:
        ground: clock, ids, database and journal.
        path: the file.
        wanted: what the list is.
        actor: "user:<id>" or "system".
        reject: called for every line that holds no number, in a thread, in the file's order.

    Raises:
        BadInput: what the list is cannot be, or the file holds no numbers.
        Conflict: another file is being read.
    """
    ends_at = _check(wanted, ground.clock.now())
    async with _only_one(ground):
        file_hash, lines = await _in_thread(partial(_open, path))
        async with ground.database.transaction() as session:
            standing = await for_suppressions.standing_list(
                session, file_hash=file_hash, kind=wanted.kind, ends_at=ends_at, now=ground.clock.now()
            )
            if standing is not None:
                persons = await for_suppressions.persons_listed(session, standing.id)
                return _report(standing.id, None, 0, 0, persons)
        while await _removed_some(ground):
            continue
        reader = await _in_thread(lambda: NumberReader(find_layout(_first(lines), region=wanted.region), wanted.region))
        list_id = await _add_draft(ground, wanted, file_hash, ends_at, actor)
        numbers = rejected = 0
        chunks = _chunks(lines, reader, reject or (lambda _line: None))
        while (chunk := await _in_thread(lambda: next(chunks, None))) is not None:
            found, bad = chunk
            numbers, rejected = numbers + len(found), rejected + bad
            async with ground.database.transaction() as session:
                await for_suppressions.copy_numbers(session, list_id, found)
        persons = await _put_in_force(ground, list_id, wanted.kind, numbers, actor)
    return _report(list_id, reader, numbers, rejected, persons)


async def withdraw_list(ground: Ground, list_id: UUID, *, actor: str, reason: str) -> SuppressionList:
    """Take a list back as a whole; the reason is kept with its evidence.

    Raises:
        NotFound: there is no such list.
        Conflict: it was withdrawn before.
    """
    async with ground.database.transaction() as session:
        row = await for_suppressions.list_for_update(session, list_id)
        if row is None:
            raise NotFound("list_unknown", "There is no such list.")
        if row.withdrawn_at is not None:
            raise Conflict("list_withdrawn", "This list has been withdrawn already.")
        now = ground.clock.now()
        row.withdrawn_at = now
        row.evidence = f"{row.evidence}\nWithdrawn: {reason}"
        await ground.journal.append(session, SuppressionWithdrawn(at=now, actor=actor, list_id=list_id, kind=row.kind))
    return row


def _check(wanted: ListWanted, now: datetime) -> datetime | None:
    """Return when the list ends; raises BadInput."""
    problems = {}
    if wanted.kind not in set(SuppressionKind):
        problems["kind"] = f"one of {', '.join(sorted(SuppressionKind))}"
    for name, longest in (("name", LONGEST_NAME), ("evidence", LONGEST_EVIDENCE)):
        if not 0 < len(getattr(wanted, name).strip()) <= longest:
            problems[name] = f"between 1 and {longest} characters"
    if len(wanted.region) != 2 or not wanted.region.isascii() or not wanted.region.isupper():
        problems["region"] = "two capital letters"
    ends_at = None
    if wanted.ends_on is not None:
        ends_at = datetime.combine(wanted.ends_on, time(), UTC) + timedelta(days=1) + LAST_DAY_ENDS
        if ends_at <= now:
            problems["ends_on"] = "in the past"
    if problems:
        raise BadInput("bad_list", "The list cannot be made as it was described.", problems)
    return ends_at


async def _add_draft(ground: Ground, wanted: ListWanted, file_hash: str, ends_at: datetime | None, actor: str) -> UUID:
    now = ground.clock.now()
    row = SuppressionList(
        id=ground.ids.new(),
        name=wanted.name.strip(),
        kind=wanted.kind,
        evidence=wanted.evidence.strip(),
        actor=actor,
        starts_at=now,
        ends_at=ends_at,
        withdrawn_at=now,
        numbers=0,
        file_hash=file_hash,
        is_draft=True,
    )
    async with ground.database.transaction() as session:
        session.add(row)
    return row.id


async def _put_in_force(ground: Ground, list_id: UUID, kind: str, numbers: int, actor: str) -> int:
    now = ground.clock.now()
    async with ground.database.transaction() as session:
        await for_suppressions.put_in_force(session, list_id, numbers=numbers, at=now)
        fact = NumbersSuppressed(at=now, actor=actor, list_id=list_id, kind=kind, numbers=numbers)
        await ground.journal.append(session, fact)
    async with ground.database.transaction() as session:
        return await for_suppressions.persons_listed(session, list_id)


async def _removed_some(ground: Ground) -> bool:
    async with ground.database.transaction() as session:
        return await for_suppressions.remove_drafts(session)


@asynccontextmanager
async def _only_one(ground: Ground) -> AsyncIterator[None]:
    """Hold the lock of lists on a connection of its own, without a write in it that readers would wait for."""
    async with ground.database.transaction() as session:
        if not await for_suppressions.lock_lists(session):
            raise Conflict("list_running", "Another list is being read; try again when it has ended.")
        yield


def _report(list_id: UUID, reader: NumberReader | None, numbers: int, rejected: int, persons: int) -> ListReport:
    return ListReport(
        list_id=list_id,
        rows=reader.rows if reader else 0,
        numbers=numbers,
        duplicates=reader.duplicates if reader else 0,
        rejected=rejected,
        persons=persons,
        already_there=reader is None,
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    path: Path
    encoding: str

    def __iter__(self) -> Iterator[str]:
        with self.path.open(encoding=self.encoding, errors="surrogateescape") as file:
            yield from file


def _open(path: Path) -> tuple[str, _Lines]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    if not path.stat().st_size:
        raise BadInput("empty_file", "The file is empty.", {"file": "empty"})
    with path.open("rb") as file:
        return digest.hexdigest(), _Lines(path, detect_encoding(file).encoding.value)


def _first(lines: _Lines) -> list[str]:
    return list(islice(lines, LINES_LOOKED_AT))


def _chunks(lines: _Lines, reader: NumberReader, reject: Reject) -> Iterator[tuple[list[str], int]]:
    """Yield the different numbers of a file in parts, each with how many bad lines stood among them."""
    found: list[str] = []
    bad = 0
    for record in records_in(lines, reader.layout):
        number = reader.read(record)
        if isinstance(number, BadLine):
            bad += 1
            reject(number)
        elif number is not None:
            found.append(number)
        if len(found) == CHUNK:
            yield found, bad
            found, bad = [], 0
    yield found, bad


async def _in_thread(work: Callable[[], T]) -> T:
    with real_work():
        return await asyncio.to_thread(work)
