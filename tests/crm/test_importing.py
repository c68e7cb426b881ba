"""Importing into the record: outcomes, one person over several accounts, undo, and a kill at any statement."""

import asyncio
import json
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from config.clock import LoopClock
from config.database import Database
from config.ground import Ground
from config.ids import SeededIds
from config.settings import Settings
from crm.import_report import ImportProgress
from crm.importing import look, preview_cases, save_recipe, saved_recipes
from crm.undoing_imports import refused_rows
from tests.crm.import_files import DATA, HEADING, SHARED, STANDARD, cells, write_csv
from tests.crm.import_steps import counts, ground_over, one, record, rows, take

CASES, DIRTY = SHARED / "cases.csv", SHARED / "cases_dirty.csv"


@pytest.fixture
def ground(database: Database, settings: Settings, clock: LoopClock, ids: SeededIds) -> Ground:
    """The ground of one process over an empty database."""
    return ground_over(database, settings, clock, ids)


@pytest.mark.timeout(120)
async def test_real_shaped_file_is_taken_whole_and_once(ground: Ground) -> None:
    """All 10,025 rows arrive in seconds, two accounts of a client are one person, and again is nothing."""
    recipe = (await look(CASES)).suggestion.recipe("standard", "BANK")
    before = time.perf_counter()
    report = await take(ground, CASES, recipe)
    assert time.perf_counter() - before < 30  # Three on a quiet machine: bench/import_rows.py measures it.
    assert counts(report) == (10_025, 0, 0, 0, 0)
    assert await rows(ground, "select (select count(*) from debtors), (select count(*) from cases)") == [(9_440, 9_440)]
    assert await one(ground, "select count(*) from accounts") == 10_025
    sums = "select sum(balance_minor), sum(past_due_minor), max(days_past_due) from "
    assert await rows(ground, sums + "cases") == await rows(ground, sums + "accounts")
    assert await one(ground, "select bool_or(may_contact) from relations") is False
    assert await one(ground, "select count(*) from contact_points where kind = 'phone' and zones = '[]'") < 2_500
    assert await one(ground, "select count(*) from debtors where address_zones = '[]'") == 0
    stored = await record(ground)
    again = await take(ground, CASES, recipe)
    assert counts(again) == (0, 0, 10_025, 0, 0)
    assert again.already_applied
    assert await record(ground) == stored


async def test_dirty_file_says_why_and_loses_no_row(ground: Ground) -> None:
    """Every rejected row names its column and reason, and the good rows are in the record."""
    report = await take(ground, DIRTY)
    assert counts(report) == (1_253, 0, 0, 9, 254)
    assert sum(report.errors.values()) == 270
    assert await one(ground, "select count(*) from accounts") == report.new
    unexplained = """select count(*) from import_rows r, jsonb_array_elements(r.errors) e
        where e ->> 'code' = '' or e ->> 'column' = ''"""
    assert await one(ground, unexplained) == 0
    assert await one(ground, "select count(*) from import_rows where outcome = 'rejected' and errors = '[]'") == 0
    lines = [line async for line in refused_rows(ground, report.batch_id or ground.ids.new())]
    assert len(lines) == 1 + 254
    assert json.dumps(report.to_json())


@pytest.mark.parametrize(
    ("name", "country", "currency", "taken"),
    [
        (
            "gb18030.csv",
            "CN",
            "CNY",
            [("HT001", 120_450, "张伟"), ("HT002", 30_000, "欧阳娜娜"), ("HT003", 8_880, "欧阳娜娜")],
        ),
        ("semicolon.csv", "US", "USD", [("L-1", 120_450, "Zoë Müller"), ("L-2", 30_000, "O’Brien, Conor")]),
    ],
)
async def test_file_of_another_lender_is_taken_as_suggested(
    ground: Ground, name: str, country: str, currency: str, taken: list[tuple[str, int, str]]
) -> None:
    """Other encodings, delimiters, headings and decimal signs need no code and no conversion."""
    suggestion = (await look(DATA / name)).suggestion
    recipe = suggestion.recipe("lender", "L", country=country, currency=currency)
    assert (await take(ground, DATA / name, recipe)).new == len(taken)
    query = "select account_number, past_due_minor, full_name from accounts a join debtors d on d.id = a.debtor_id"
    assert await rows(ground, query + " order by 1") == taken
    assert await one(ground, "select count(*) from contact_points where zones = '[]'") == 0


async def test_dry_run_says_the_same_and_writes_nothing(ground: Ground) -> None:
    """What is promised before is what happens after."""
    preview = await preview_cases(ground, DIRTY, STANDARD)
    assert [len(found) for found in (await record(ground)).values()] == [0, 0, 0, 0, 0, 0, 0, 1, 0]
    assert await one(ground, "select count(*) from creditors") == 0
    assert len(preview.refused) == 254
    assert counts(preview.report) == counts(await take(ground, DIRTY))


async def test_newer_file_updates_with_old_and_new_values(ground: Ground, tmp_path: Path) -> None:
    """The difference of each field can be seen before it is taken, and the case follows its accounts."""
    first = [
        cells(),
        cells(account_number="A2", days_past_due="40", balance="50"),
        cells(account_number="A3", customer_id="C2"),
    ]
    await take(ground, write_csv(tmp_path / "1.csv", first))
    second = [cells(days_past_due="6", full_name="Ana Cole"), *first[1:]]
    newer = write_csv(tmp_path / "2.csv", second)
    preview = await preview_cases(ground, newer, STANDARD)
    assert next(row.before for row in preview.updates) is not None
    assert counts(await take(ground, newer)) == (0, 1, 2, 0, 0)
    changes = await one(ground, "select before from import_rows where outcome = 'updated'")
    assert changes["account"] == {"days_past_due": [5, 6]}
    assert changes["person"] == {"full_name": ["Ana Bell", "Ana Cole"]}
    cases = "select balance_minor, days_past_due from cases order by number"
    assert await rows(ground, cases) == [(15_000, 40), (10_000, 5)]


async def test_empty_cell_erases_nothing_and_older_day_changes_nothing(ground: Ground, tmp_path: Path) -> None:
    """A delta without a column and a file of yesterday leave the record as it is."""
    await take(ground, write_csv(tmp_path / "1.csv", [cells(city="Ashford")]), as_of_on=date(2026, 11, 2))
    blank = write_csv(tmp_path / "2.csv", [cells(city="", sms_consent="")])
    assert counts(await take(ground, blank)) == (0, 0, 1, 0, 0)
    stale = write_csv(tmp_path / "3.csv", [cells(days_past_due="1")])
    assert counts(await take(ground, stale, as_of_on=date(2026, 11, 1))) == (0, 0, 1, 0, 0)
    assert await rows(ground, "select city, days_past_due from debtors, accounts") == [("Ashford", 5)]


async def test_verified_number_survives_and_new_numbers_are_added(ground: Ground, tmp_path: Path) -> None:
    """A file never overwrites what a person has confirmed."""
    await take(ground, write_csv(tmp_path / "1.csv", [cells()]))
    async with ground.database.transaction() as session:
        await session.execute(text("update contact_points set state = 'verified', label = 'other', rank = 0"))
    more = write_csv(tmp_path / "2.csv", [cells(phone_work="+12065550199")])
    assert counts(await take(ground, more)) == (0, 1, 0, 0, 0)
    numbers = "select value, state, label, rank, zones from contact_points order by rank"
    zones = ["America/Los_Angeles"]
    assert await rows(ground, numbers) == [
        ("+12065550101", "verified", "other", 0, zones),
        ("+12065550199", "new", "work", 3, zones),
    ]


async def test_consent_ends_with_a_no_and_is_never_revived_by_a_file(ground: Ground, tmp_path: Path) -> None:
    """What a person has revoked with us, a lender's old "yes" does not bring back."""
    active = "select count(*) from consents where revoked_at is null"
    await take(ground, write_csv(tmp_path / "1.csv", [cells()]))
    assert await one(ground, active) == 1
    assert counts(await take(ground, write_csv(tmp_path / "2.csv", [cells(sms_consent="no")]))) == (0, 1, 0, 0, 0)
    assert await one(ground, active) == 0
    assert counts(await take(ground, write_csv(tmp_path / "3.csv", [cells(city="X")]))) == (0, 1, 0, 0, 0)
    assert await one(ground, active) == 1
    async with ground.database.transaction() as session:
        await session.execute(text("update consents set revoked_at = now(), evidence = 'said so on the phone'"))
    assert counts(await take(ground, write_csv(tmp_path / "4.csv", [cells(city="Y")]))) == (0, 1, 0, 0, 0)
    assert await one(ground, active) == 0


async def test_account_of_another_customer_is_refused(ground: Ground, tmp_path: Path) -> None:
    """A debt does not change persons without somebody saying so."""
    await take(ground, write_csv(tmp_path / "1.csv", [cells()]))
    report = await take(ground, write_csv(tmp_path / "2.csv", [cells(customer_id="C9", full_name="Bo Cole")]))
    assert counts(report) == (0, 0, 0, 0, 1)
    assert await rows(ground, "select errors -> 0 ->> 'column' from import_rows where outcome = 'rejected'") == [
        ("customer_id",)
    ]
    assert await one(ground, "select count(*) from debtors") == 1


async def test_repeats_in_a_file_are_told_apart(ground: Ground, tmp_path: Path) -> None:
    """An equal row is a duplicate; a differing one is refused and names the row that counts."""
    path = write_csv(tmp_path / "1.csv", [cells(), cells(), cells(days_past_due="9")])
    assert counts(await take(ground, path)) == (1, 0, 0, 1, 1)
    found = await rows(ground, "select outcome, errors -> 0 ->> 'suggestion' from import_rows order by row_number")
    assert found == [("new", None), ("duplicate", "row 2"), ("rejected", "row 2")]


async def test_progress_is_told_and_the_loop_is_not_held(ground: Ground, tmp_path: Path) -> None:
    """Reading counts up, then writing counts up to the rows read."""
    told: list[ImportProgress] = []
    path = write_csv(tmp_path / "1.csv", [cells(account_number=f"A{n}", customer_id=f"C{n}") for n in range(300)])
    await take(ground, path, progress=told.append)
    assert [(step.phase, step.rows_done, step.rows_total) for step in told] == [
        ("reading", 300, None),
        ("writing", 300, 300),
    ]


async def test_second_import_at_the_same_time_waits_its_turn(ground: Ground, tmp_path: Path) -> None:
    """Two people dropping the same file make one import of it."""
    path = write_csv(tmp_path / "1.csv", [cells(account_number=f"A{n}", customer_id=f"C{n}") for n in range(50)])
    async with asyncio.TaskGroup() as group:
        both = [group.create_task(take(ground, path)) for _ in range(2)]
    assert sorted(counts(task.result())[0] for task in both) == [0, 50]


async def test_recipe_is_saved_under_its_name(ground: Ground) -> None:
    """The next file of the lender needs no mapping."""
    await save_recipe(ground, STANDARD)
    await save_recipe(ground, STANDARD)
    assert await saved_recipes(ground) == (STANDARD,)


def test_heading_of_the_standard_recipe_is_the_sample_files() -> None:
    """The standard recipe reads the sample file as it is."""
    with CASES.open(encoding="utf-8") as file:
        assert tuple(next(file).strip().split(",")) == HEADING
