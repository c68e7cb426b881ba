"""The demo's population: fictional, consistent with its places, and the same for the same seed."""

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.zones import load_address_zones
from crm.import_file.mapping import suggest_mapping
from crm.import_file.records import Record
from crm.import_file.rows import Draft, RowReader
from telephony.area_codes import zones_of_area_code
from web.demo.people import COLUMNS, CREDITORS, Row, make_cases, rows_of

TODAY = date(2026, 3, 2)
COUNT = 3000
PHONES = ("phone_mobile", "phone_home", "phone_work", "related_phone")


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The population of the demo."""
    return make_cases(7, COUNT, TODAY)


@pytest.fixture(scope="module")
def persons(rows: list[Row]) -> list[Row]:
    """One row of each person."""
    return list({row["customer_id"]: row for row in reversed(rows)}.values())


def test_no_number_can_belong_to_anybody(rows: list[Row]) -> None:
    """Every number lies in the block reserved for fiction."""
    numbers = {row[column] for row in rows for column in PHONES} - {""}
    assert all(re.fullmatch(r"\+1[2-9]\d\d55501\d\d", number) for number in numbers)


def test_no_number_belongs_to_two_persons(persons: list[Row]) -> None:
    """A number is one person's only."""
    numbers = Counter(row[column] for row in persons for column in PHONES if row[column])
    assert max(numbers.values()) == 1


def test_one_seed_is_one_population() -> None:
    """The same seed gives the same rows, another seed others."""
    assert make_cases(7, 50, TODAY) == make_cases(7, 50, TODAY)
    assert make_cases(7, 50, TODAY) != make_cases(8, 50, TODAY)


@pytest.mark.parametrize(("first", "last", "share"), [(1, 5, 0.15), (6, 17, 0.37), (18, 30, 0.16), (31, 10**6, 0.32)])
def test_buckets_have_the_shares_of_a_real_book(persons: list[Row], first: int, last: int, share: float) -> None:
    """Days past due spread over the four buckets as in the sample file."""
    found = sum(first <= int(row["days_past_due"]) <= last for row in persons) / len(persons)
    assert found == pytest.approx(share, abs=0.03)


def test_one_in_eight_took_their_number_to_another_zone(persons: list[Row]) -> None:
    """The hours of the mobile's area code and of the address differ for about one person in eight."""
    zones = load_address_zones()
    noon = datetime.combine(TODAY, time(12), UTC)

    def offsets(names: tuple[str, ...]) -> set[timedelta | None]:
        return {noon.astimezone(ZoneInfo(name)).utcoffset() for name in names}

    apart = 0
    for row in persons:
        at_home = offsets(zones.of_address("US", row["postal_code"], row["region"]))
        apart += not at_home & offsets(zones_of_area_code(row["phone_mobile"][2:5]))
    assert apart / len(persons) == pytest.approx(1 / 8, abs=0.02)


@pytest.mark.parametrize(("answer", "share"), [("yes", 0.7), ("no", 0.1), ("", 0.2)])
def test_texts_are_allowed_by_most(persons: list[Row], answer: str, share: float) -> None:
    """Consents to texts are mixed: given, refused and unknown."""
    assert sum(row["sms_consent"] == answer for row in persons) / len(persons) == pytest.approx(share, abs=0.03)


def test_some_persons_have_two_accounts_of_one_creditor(rows: list[Row], persons: list[Row]) -> None:
    """About six in a hundred persons owe on two accounts, and all persons together are the cases asked for."""
    assert len(persons) == COUNT
    assert (len(rows) - len(persons)) / len(persons) == pytest.approx(0.06, abs=0.015)


@pytest.mark.parametrize("creditor", CREDITORS, ids=lambda creditor: creditor.code)
def test_every_row_can_be_imported(rows: list[Row], creditor: object) -> None:
    """The importer takes every row as it stands, and knows each heading without being told."""
    own = rows_of(creditor, rows)  # type: ignore[arg-type]
    lines = [[row[column] for column in COLUMNS] for row in own]
    suggestion = suggest_mapping(COLUMNS, lines[:200])
    reader = RowReader(suggestion.recipe("demo", "demo"), COLUMNS)
    assert len(own) > COUNT / 4
    assert not suggestion.unused
    assert [found for n, line in enumerate(lines) if not isinstance(found := reader.read(Record(n, line)), Draft)] == []
