"""The journal keeps facts in order, and a reader passes none that an open transaction may still write."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from config.clock import LoopClock
from config.database import Database
from config.facts import Fact, fact_types
from config.ids import SeededIds
from config.journal import START, Journal, Place
from crm.facts import HoldLifted, HoldSet, NoteAdded
from tests.conftest import EPOCH

PERSON, CASE = UUID(int=1), UUID(int=2)


def note(number: int) -> NoteAdded:
    return NoteAdded(at=EPOCH + timedelta(seconds=number), note_id=UUID(int=number), case_id=CASE, actor="user:x")


def lifted(number: int) -> HoldLifted:
    return HoldLifted(at=EPOCH, hold_id=UUID(int=number), debtor_id=PERSON)


@pytest.fixture
def journal(ids: SeededIds) -> Journal:
    """A journal that knows three facts."""
    return Journal(ids, fact_types((NoteAdded, HoldLifted, HoldSet)))


async def append(database: Database, journal: Journal, *facts: Fact) -> None:
    async with database.transaction() as session:
        await journal.append(session, *facts)


async def append_and_fail(database: Database, journal: Journal, fact: Fact) -> None:
    async with database.transaction() as session:
        await journal.append(session, fact)
        raise RuntimeError


async def read(
    database: Database, journal: Journal, *, after: Place = START, limit: int = 100
) -> list[tuple[Place, Fact]]:
    async with database.transaction() as session:
        page = await journal.read(session, after=after, limit=limit)
    return [(item.place, item.fact) for item in page]


async def test_facts_come_back_as_they_were_and_in_order(database: Database, journal: Journal) -> None:
    """Within a transaction by their place, across transactions by their commit, with every field."""
    facts: list[Fact] = [note(1), lifted(2), note(3)]
    await append(database, journal, *facts[:2])
    await append(database, journal, facts[2])
    found = await read(database, journal)
    assert [fact for _, fact in found] == facts
    assert sorted({seq for seq, _ in found}) == [seq for seq, _ in found]


async def test_pages_follow_a_cursor_without_gap_or_repetition(database: Database, journal: Journal) -> None:
    """Page by page gives what one read would give."""
    await append(database, journal, *(note(number) for number in range(1, 8)))
    seen: list[Fact] = []
    after = START
    while page := await read(database, journal, after=after, limit=3):
        seen += [fact for _, fact in page]
        after = page[-1][0]
    assert seen == [note(number) for number in range(1, 8)]


async def test_a_reader_never_passes_a_transaction_that_is_still_open(database: Database, journal: Journal) -> None:
    """Numbers are given before commits; a later number that is committed first waits for the earlier one."""
    async with database.transaction() as slow:
        await journal.append(slow, note(1))
        await append(database, journal, note(2))
        assert await read(database, journal) == []
        async with database.transaction() as reading:
            assert await journal.is_behind(reading, after=START)
            assert not await journal.is_behind(reading, after=START, kinds=(HoldLifted,))
            assert await journal.settled_place(reading) == START
    assert [fact for _, fact in await read(database, journal)] == [note(1), note(2)]


async def test_a_reader_passes_nothing_over_when_transactions_overtake_each_other(
    database: Database, journal: Journal
) -> None:
    """One that began first and wrote last is read, and the other, still open with the smaller number, is not lost."""
    async with database.transaction() as first, database.transaction() as second:
        await first.execute(text("select pg_current_xact_id()"))
        await journal.append(second, note(1))
        await journal.append(first, note(2))
        await first.commit()
        async with database.transaction() as reading:
            page = await journal.read(reading, after=START)
        assert [item.fact for item in page] == [note(2)]
        after = page[-1].place
    async with database.transaction() as reading:
        assert [item.fact for item in await journal.read(reading, after=after)] == [note(1)]


async def test_a_reader_begins_anew_when_the_record_was_moved_to_another_server(
    database: Database, journal: Journal
) -> None:
    """A restored record brings transaction numbers that the new server has not given yet; no new fact is missed."""
    async with database.transaction() as session:
        await journal.move_cursor(session, "moved", (10**15, 5))
    await append(database, journal, note(1))
    async with database.transaction() as session:
        page = await journal.read(session, after=await journal.cursor(session, "moved"))
    assert [item.fact for item in page] == [note(1)]


async def test_a_reader_is_not_held_up_by_a_transaction_that_failed(database: Database, journal: Journal) -> None:
    """What was rolled back is as if it had never been, and leaves a gap in the numbers only."""
    with pytest.raises(RuntimeError):
        await append_and_fail(database, journal, note(1))
    await append(database, journal, note(2))
    assert [fact for _, fact in await read(database, journal)] == [note(2)]


async def test_a_reader_resumes_where_it_stopped(database: Database, journal: Journal) -> None:
    """Cursors are kept by name, start at nothing, and are each reader's own."""
    await append(database, journal, note(1), note(2))
    (first, _), _ = await read(database, journal)
    async with database.transaction() as session:
        assert await journal.cursor(session, "one") == START
        await journal.move_cursor(session, "one", first)
        await journal.move_cursor(session, "one", first)
    async with database.transaction() as session:
        cursors = [await journal.cursor(session, name) for name in ("one", "other")]
    assert cursors == [first, START]
    assert [fact for _, fact in await read(database, journal, after=cursors[0])] == [note(2)]


async def test_a_reader_may_ask_for_some_kinds_only(database: Database, journal: Journal) -> None:
    """Others are left out, and the numbers stay those of the whole."""
    await append(database, journal, note(1), lifted(2), note(3))
    async with database.transaction() as session:
        page = await journal.read(session, after=START, kinds=(HoldLifted,))
        about = await journal.read_about(session, CASE)
    assert ([item.fact for item in page], [item.fact for item in about]) == ([lifted(2)], [note(1), note(3)])


async def test_bells_ring_after_the_commit_and_not_without_one(database: Database, journal: Journal) -> None:
    """Whoever is woken finds the rows; a rolled back fact wakes nobody."""
    heard: list[Fact] = []
    database.bells.append(lambda recorded: heard.extend(item.fact for item in recorded))
    async with database.transaction() as session:
        await journal.append(session, note(1))
        assert heard == []
    assert heard == [note(1)]
    with pytest.raises(RuntimeError):
        await append_and_fail(database, journal, note(2))
    assert heard == [note(1)]


async def test_one_history_has_one_fingerprint(database: Database, journal: Journal, clock: LoopClock) -> None:
    """Any change of a fact, its order or its author shows; reading changes nothing."""
    assert clock is not None
    prints = []
    for facts in ((note(1),), (note(2),), ()):
        await append(database, journal, *facts)
        async with database.transaction() as session:
            prints.append(await journal.fingerprint(session))
    assert prints[0] != prints[1] == prints[2]
    async with database.transaction() as session:
        assert (await journal.last_seq(session), await journal.last_at(session)) == (2, note(2).at)
