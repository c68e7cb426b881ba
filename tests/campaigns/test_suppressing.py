"""Suppression lists: in force as a whole or not at all, once, for persons of today and of later imports."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from campaigns.closing import take_back
from campaigns.reserving import Reserved
from config.errors import BadInput, Conflict, NotFound
from crm.attempts import Channel
from crm.store import for_suppressions
from crm.suppressing import CHUNK, ListReport, ListWanted, suppress_numbers, withdraw_list
from crm.suppression_file import BadLine
from crm.suppressions import SuppressedNumber, SuppressionKind, SuppressionList
from tests.campaigns.gates import allow_texts, ask_gate
from tests.campaigns.rows import World, add_case

WANTED = ListWanted(name="Registry", kind="do_not_call", evidence="download of 1 November")


def write(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


async def put(world: World, path: Path, numbers: Sequence[str], wanted: ListWanted = WANTED) -> ListReport:
    write(path, *numbers)
    return await suppress_numbers(world.ground, path, wanted, actor="system")


async def rows(world: World) -> tuple[list[SuppressionList], int]:
    async with world.ground.database.transaction() as session:
        lists = (await session.scalars(select(SuppressionList))).all()
        return list(lists), await session.scalar(select(func.count()).select_from(SuppressedNumber)) or 0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


@pytest.mark.parametrize(("kind", "calls", "texts"), [
    ("do_not_call", False, True),
    ("do_not_text", True, False),
    ("do_not_contact", False, False),
    ("wrong_number", False, False),
    ("reassigned", True, True),
    ("deceased", False, False),
    ("bankruptcy", False, False),
    ("represented_by_attorney", False, False),
])  # fmt: skip
async def test_a_listed_number_is_refused_as_far_as_its_list_says(
    world: World, file: Path, kind: str, calls: bool, texts: bool
) -> None:
    """Calls, texts or both; a list that speaks of the person holds all their numbers."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    await allow_texts(world, case, point)
    await put(world, file, [point.value], ListWanted(name="A list", kind=kind, evidence="test"))
    for channel, allowed in ((Channel.PHONE, calls), (Channel.SMS, texts)):
        answer = await ask_gate(world, campaign, case, channel)
        assert isinstance(answer, Reserved) is allowed
        if isinstance(answer, Reserved):
            await take_back(world.ground, answer.attempt.id, result="withdrawn")
    assert set(SuppressionKind) >= {kind}


async def test_persons_who_come_after_the_list_are_covered(world: World, file: Path) -> None:
    """The list binds by number, whoever has it and whenever they came."""
    campaign = await world.campaign()
    await put(world, file, ["+14045550101", "+14045550102"])
    case, point = await add_case(world, campaign)
    assert point.value == "+14045550101"
    assert not isinstance(await ask_gate(world, campaign, case), Reserved)


async def test_bad_lines_are_told_and_the_same_file_again_changes_nothing(world: World, file: Path) -> None:
    """Lines are numbers, repeats or rejected; a second time it is in force already."""
    write(file, "phone", "4045550101", "nobody", "404 555 0101", "4045550102")
    bad: list[BadLine] = []
    first = await suppress_numbers(world.ground, file, WANTED, actor="system", reject=bad.append)
    assert (first.rows, first.numbers, first.duplicates, first.rejected) == (4, 2, 1, 1)
    assert [(line.line, line.value) for line in bad] == [(3, "nobody")]
    again = await suppress_numbers(world.ground, file, WANTED, actor="system")
    assert (again.list_id, again.already_there) == (first.list_id, True)
    ((kept,), numbers) = await rows(world)
    assert (kept.numbers, numbers, kept.actor, kept.evidence) == (2, 2, "system", WANTED.evidence)
    suppressed = [fact for fact in await world.facts() if type(fact).__name__ == "NumbersSuppressed"]
    assert len(suppressed) == 1


async def test_an_import_that_dies_half_way_leaves_nothing_that_counts(world: World, file: Path) -> None:
    """No number of it binds, it is shown nowhere, and the next import clears it away."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    many = [f"+1503{number}" for number in range(2_000_000, 2_000_000 + CHUNK)]
    write(file, point.value, *many, "the last line")

    def die(_line: BadLine) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await suppress_numbers(world.ground, file, WANTED, actor="system", reject=die)
    assert (await rows(world))[1] == CHUNK
    async with world.ground.database.transaction() as session:
        assert await for_suppressions.all_lists(session) == []
    answer = await ask_gate(world, campaign, case)
    assert isinstance(answer, Reserved)
    await take_back(world.ground, answer.attempt.id, result="withdrawn")
    report = await put(world, file, [point.value])
    ((kept,), numbers) = await rows(world)
    assert (kept.id, kept.is_draft, numbers) == (report.list_id, False, 1)
    assert not isinstance(await ask_gate(world, campaign, case), Reserved)


async def test_a_withdrawn_list_binds_no_more_and_may_come_again(world: World, file: Path) -> None:
    """Taken back once, with a reason; the same file is then a new list."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    first = await put(world, file, [point.value])
    row = await withdraw_list(world.ground, first.list_id, actor="user:m", reason="another client's")
    assert "another client's" in row.evidence
    answer = await ask_gate(world, campaign, case)
    assert isinstance(answer, Reserved)
    await take_back(world.ground, answer.attempt.id, result="withdrawn")
    with pytest.raises(Conflict):
        await withdraw_list(world.ground, first.list_id, actor="user:m", reason="again")
    with pytest.raises(NotFound):
        await withdraw_list(world.ground, world.new(), actor="user:m", reason="which")
    second = await put(world, file, [point.value])
    assert second.list_id != first.list_id
    assert not isinstance(await ask_gate(world, campaign, case), Reserved)


async def test_a_list_holds_until_its_last_day_is_over_everywhere(world: World, file: Path) -> None:
    """A scrub is good for some weeks; the day ends last twelve hours behind Greenwich."""
    today = world.now.date()
    await put(world, file, ["+14045550101"], ListWanted(name="Scrub", kind="do_not_call", evidence="v", ends_on=today))
    ((kept,), _) = await rows(world)
    assert kept.ends_at is not None
    assert kept.ends_at.isoformat() == f"{today + timedelta(days=1)}T12:00:00+00:00"


@pytest.mark.parametrize(("wanted", "field"), [
    (ListWanted(name="", kind="do_not_call", evidence="x"), "name"),
    (ListWanted(name="x", kind="do_not_call", evidence=" "), "evidence"),
    (ListWanted(name="x", kind="spam", evidence="x"), "kind"),
    (ListWanted(name="x", kind="do_not_call", evidence="x", region="usa"), "region"),
    (ListWanted(name="x", kind="do_not_call", evidence="x", ends_on=date(2020, 1, 1)), "ends_on"),
])  # fmt: skip
async def test_a_list_that_cannot_be_is_refused_by_field(
    world: World, file: Path, wanted: ListWanted, field: str
) -> None:
    """A list has a name, a known kind, evidence and an end that has not passed."""
    with pytest.raises(BadInput) as refused:
        await put(world, file, ["+14045550101"], wanted)
    assert list(refused.value.details) == [field]
