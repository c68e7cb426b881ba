"""Whole rows: drafts, refusals, repeats, and the file of refused rows."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.import_file.dates import DateStyle
from crm.import_file.problems import Problem
from crm.import_file.records import Record
from crm.import_file.rejects import REASON_COLUMNS, reject_lines, storable
from crm.import_file.repeats import Repeats
from crm.import_file.rows import Draft, Refused, RowReader
from crm.import_file.texts import trimmed
from crm.import_file.workbook import write_cell
from crm.reading_files import data_records, look_at, open_source
from tests.crm.import_files import DATA, HEADING, SHARED, STANDARD, cells, write_xlsx


def read(**changed: str) -> Draft | Refused:
    return RowReader(STANDARD, HEADING).read(Record(2, cells(**changed)))


def problems(**changed: str) -> list[tuple[str, str, str]]:
    refused = read(**changed)
    assert isinstance(refused, Refused)
    return [(problem.code, problem.column, problem.suggestion) for problem in refused.problems]


def test_good_row_becomes_a_draft_in_minor_units() -> None:
    """Amounts, numbers and consent come out in the record's own forms."""
    draft = read(phone_home="(206) 555-0101", phone_work="206-555-0102", balance=" 1,000.5 ", full_name="  Ana Bell ")
    assert isinstance(draft, Draft)
    assert (draft.balance_minor, draft.past_due_minor, draft.full_name) == (100_050, 1_000, "Ana Bell")
    assert draft.phones == (("mobile", "+12065550101"), ("work", "+12065550102"))
    assert (draft.sms_consent, draft.currency, draft.country) == (True, "USD", "US")


def test_empty_consent_is_unknown_and_not_yes() -> None:
    """Silence is no consent."""
    draft = read(sms_consent=" ")
    assert isinstance(draft, Draft)
    assert draft.sms_consent is None


def test_bad_number_beside_a_good_one_refuses_the_row_and_names_the_column() -> None:
    """A number nobody can dial is corrected by the lender, not dropped in silence."""
    assert problems(phone_home="call after 5") == [("bad_phone", "phone_home", "")]


def test_all_problems_of_a_row_are_told_at_once() -> None:
    """The clerk corrects a row once."""
    told = problems(days_past_due="-3", postal_code="5903", account_number="NULL", balance="1.234,56")
    assert sorted(told) == [
        ("bad_postal_code", "postal_code", "05903"),
        ("decimal_style", "balance", "1234.56"),
        ("missing", "account_number", ""),
        ("negative", "days_past_due", ""),
    ]


def test_person_born_after_the_account_was_opened_is_refused() -> None:
    """Swapped dates are caught, at the boundary too."""
    assert problems(date_of_birth="2001-05-05", opened_on="2001-05-05")[0][0] == "birth_after_opening"
    assert isinstance(read(date_of_birth="2001-05-05", opened_on="2001-05-06"), Draft)


def test_row_of_another_width_is_refused_as_a_row() -> None:
    """A shifted row would put amounts under names."""
    for wrong in (cells()[:-1], [*cells(), ""]):
        refused = RowReader(STANDARD, HEADING).read(Record(2, wrong))
        assert isinstance(refused, Refused)
        assert refused.problems[0].code == "wrong_columns"
        assert list(refused.cells) == wrong


def test_related_person_is_kept_with_relation() -> None:
    """Who it is matters only for not calling them about the debt."""
    draft = read(related_name="Bo Bell", related_relation="wife", related_phone="206 555 0103")
    assert isinstance(draft, Draft)
    assert (draft.related_name, draft.related_relation, draft.related_number) == ("Bo Bell", "spouse", "+12065550103")


def test_customer_without_number_is_the_accounts_own_person() -> None:
    """A lender without customer numbers has one person for each account."""
    recipe = look_at(DATA / "broken_rows.csv").suggestion.recipe("x", "BANK")
    narrowed = {heading: key for heading, key in recipe.columns.items() if key != "customer_id"}
    lender = type(recipe)(name="x", creditor_code="B", columns=narrowed, required=("account_number",))
    source = open_source(DATA / "broken_rows.csv")
    draft = RowReader(lender, source.heading.columns).read(next(data_records(source, lender.date_style)))
    assert isinstance(draft, Draft)
    assert draft.customer_ref == "account:A1"


def test_each_broken_row_is_refused_and_the_others_are_read() -> None:
    """Bytes, NULs, open quotes and widths cost their own row and no other."""
    look = look_at(DATA / "broken_rows.csv")
    recipe = look.suggestion.recipe("x", "BANK")
    reader = RowReader(recipe, look.source.heading.columns)
    outcome = {}
    for record in data_records(look.source, recipe.date_style):
        row = reader.read(record)
        outcome[record.cells[0]] = row.problems[0].code if isinstance(row, Refused) else row.full_name
    assert outcome == {
        "A1": "Ana Bell",
        "A2": "bad_bytes",
        "A3": "nul_characters",
        "A4": "broken_quote",
        "A5": "control_characters",
        "A6": "wrong_columns",
        "A7": "wrong_columns",
        "A8": "not_a_name",
        "A9": "张伟",
    }


def test_dirty_file_is_refused_by_column_and_reason() -> None:
    """Every kind of spoiled cell has its own code, and padded or unusual good rows are taken."""
    look = look_at(SHARED / "cases_dirty.csv")
    recipe = look.suggestion.recipe("x", "BANK")
    reader = RowReader(recipe, look.source.heading.columns)
    rows = [reader.read(record) for record in data_records(look.source, recipe.date_style)]
    refused = [row for row in rows if isinstance(row, Refused)]
    counts = Counter((problem.code, problem.column) for row in refused for problem in row.problems)
    assert counts == {
        ("bad_phone", "phone_mobile"): 22,
        ("bad_postal_code", "postal_code"): 16,
        ("control_characters", "full_name"): 10,
        ("date_impossible", "due_date"): 7,
        ("date_style", "due_date"): 8,
        ("decimal_style", "past_due_amount"): 6,
        ("digits_lost", "account_number"): 18,
        ("formula", "full_name"): 31,
        ("markup", "address_line"): 16,
        ("markup", "full_name"): 16,
        ("missing", "account_number"): 27,
        ("missing", "days_past_due"): 8,
        ("negative", "days_past_due"): 10,
        ("negative", "past_due_amount"): 1,
        ("not_a_name", "full_name"): 4,
        ("not_a_number", "past_due_amount"): 3,
        ("not_whole_number", "days_past_due"): 14,
        ("too_long", "full_name"): 26,
        ("too_precise", "balance"): 25,
        ("too_precise", "past_due_amount"): 2,
    }
    assert all(problem.column for row in refused for problem in row.problems)
    names = {row.full_name for row in rows if isinstance(row, Draft)}
    assert {"O’Brien", "Zoë\u0301"} <= names


def test_first_valid_row_of_an_account_counts() -> None:
    """An equal row after it is a duplicate, a differing one names the row it contradicts."""
    repeats = Repeats()
    reader = RowReader(STANDARD, HEADING)
    rows = [reader.read(Record(number, cells(days_past_due=days))) for number, days in ((2, "5"), (3, "5"), (4, "6"))]
    found = [repeats.first_row_of(row) for row in rows if isinstance(row, Draft)]
    assert found == [None, (2, True), (2, False)]


def test_first_row_of_a_person_leads_and_fixes_the_currency() -> None:
    """Two rows of one person cannot take turns in changing the address, or mix currencies in one case."""
    repeats = Repeats()
    reader = RowReader(STANDARD, HEADING)
    first = reader.read(Record(2, cells()))
    second = reader.read(Record(3, cells(account_number="A2", currency="CAD")))
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert repeats.leads_person(first)
    assert not repeats.leads_person(second)
    assert repeats.mixes_currencies(second)


def test_refused_rows_keep_the_lenders_cells_beside_the_reasons() -> None:
    """The clerk sees the row as it was sent and what to do with it."""
    problem = Problem("bad_postal_code", "zip", "5903", "05903")
    lines = list(reject_lines(["account", "zip"], [(7, ["A1", "5903"], [problem])], language="zh"))
    assert lines[0] == "\ufeffaccount,zip," + ",".join(REASON_COLUMNS) + "\r\n"
    row = next(csv.reader([lines[1]]))
    assert row == ["A1", "5903", "7", "bad_postal_code", "zip", "不是该行所属国家的邮政编码。", "zip: 05903"]


@given(st.text(max_size=20))
def test_no_cell_of_the_refused_file_runs_as_a_formula(cell: str) -> None:
    """Opening the file in a spreadsheet executes nothing, and dropping it again reads the same text."""
    lines = list(reject_lines(["name"], [(2, [storable(cell)], [])]))
    written = next(csv.reader("".join(lines[1:]).splitlines(keepends=True)))[0] if cell else ""
    if written[:1] in {"=", "@", "\t"}:
        pytest.fail("a formula")
    if written[:1] in {"+", "-"}:
        assert not set(written[1:]) & set("=+@|!abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if "\n" not in written and "\r" not in written and cell.strip() and cell[0] in "=+-@" and len(cell) > 1:
        assert trimmed(written) == trimmed(storable(cell))


def test_numbers_in_the_refused_file_stay_numbers() -> None:
    """A telephone number begins with a plus sign and is no formula."""
    lines = list(reject_lines(["phone", "amount"], [(2, ["+12065550101", "-120.00"], [])]))
    assert lines[1].startswith("+12065550101,-120.00,")


def test_undecoded_bytes_and_nuls_can_be_stored() -> None:
    """A database keeps neither, yet the refused row must be kept."""
    kept = storable("a\0b\udcffc")
    assert len(kept) == 5
    assert "\0" not in kept
    assert kept.encode()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook with texts, numbers and an account number that the spreadsheet has mangled."""
    rows: list[list[str | float]] = [
        ["Account number", "Name", "Past due", "DPD", "Balance", "Customer id", "Due date"],
        ["A1", "Ana Bell", 12.5, 5, 100, "C1", "2026-11-01"],
        [4111111111111111, "Bo Bell", 10, 6, 100, "C2", "2026-11-01"],
    ]
    return write_xlsx(tmp_path / "cases.xlsx", rows)


def test_workbook_is_read_like_text(workbook: Path) -> None:
    """Whole numbers lose no digit and gain no point; sixteen digits are refused."""
    look = look_at(workbook)
    recipe = look.suggestion.recipe("x", "BANK")
    reader = RowReader(recipe, look.source.heading.columns)
    first, second = [reader.read(record) for record in data_records(look.source, recipe.date_style)]
    assert isinstance(first, Draft)
    assert (first.past_due_minor, first.balance_minor, first.days_past_due) == (1_250, 10_000, 5)
    assert isinstance(second, Refused)
    assert [problem.code for problem in second.problems] == ["digits_lost"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [(5.0, "5"), (0.1, "0.1"), (True, "yes"), ("x", "x"), (1e15, "1.00000E+15"), (10**15 - 1, "9" * 15)],
)
def test_workbook_cell_is_written_without_inventing(cell: float | str, text: str) -> None:
    """A spreadsheet keeps fifteen digits; more are not believed."""
    assert write_cell(cell, DateStyle.YEAR_FIRST) == text
