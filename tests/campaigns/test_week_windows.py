"""Windows: what is refused, the one form they are kept in, and the dates that go before the week."""

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.books import windows_rules
from campaigns.rules.fields import WEEKDAYS
from campaigns.rules.judge import judge
from campaigns.rules.proposal import Person, Proposal
from campaigns.week_windows import parse_windows, rule_windows, windows_document
from config.errors import BadInput


def _week(**days: list[list[str]]) -> dict[str, Any]:
    return {**{day: [] for day in WEEKDAYS}, **days, "closed_on": [], "zone_basis": "consumer"}


def test_windows_are_kept_in_one_form() -> None:
    """Order and touching ranges make no difference, so an edit that changes nothing is seen as none."""
    document = _week(mon=[["13:00", "20:00"], ["08:00", "12:00"], ["12:00", "13:00"]], sat=[["22:00", "02:00"]])
    windows = parse_windows({**document, "closed_on": ["2026-12-25", "2026-11-26"]})
    assert windows.days[0] == ((480, 1200),)
    assert windows.days[5] == ((1320, 1560),)
    kept = windows_document(windows)
    assert kept["mon"] == [["08:00", "20:00"]]
    assert kept["sat"] == [["22:00", "02:00"]]
    assert kept["closed_on"] == ["2026-11-26", "2026-12-25"]
    assert parse_windows(kept) == windows


@pytest.mark.parametrize(
    "document",
    [
        _week(mon=[["08:00", "12:00"], ["11:59", "13:00"]]),
        _week(mon=[["20:00", "02:00"]], tue=[["01:00", "03:00"]]),
        _week(sun=[["20:00", "02:00"]], mon=[["01:00", "03:00"]]),
        _week(mon=[["08:00", "08:00"]]),
        _week(mon=[["24:00", "08:00"]]),
        _week(mon=[["8:00", "12:00"]]),
        _week(mon=[["08:00", "25:00"]]),
        _week(mon=[["08:00"]]),
        {**_week(), "mon": "08:00-12:00"},
        {**_week(), "montag": []},
        {**_week(), "zone_basis": "agent"},
        {**_week(), "closed_on": ["25.12.2026"]},
        {**_week(), "closed_on": ["2026-12-24"], "exceptions": {"2026-12-24": [["08:00", "12:00"]]}},
        {**_week(), "exceptions": {"2026-12-24": []}},
        {**_week(), "exceptions": {"20261224": [["08:00", "12:00"]]}},
        {**_week(), "exceptions": {"2026-02-30": [["08:00", "12:00"]]}},
        {**_week(), "exceptions": {"2026-12-24": [["08:00", "12:00"], ["11:00", "13:00"]]}},
        {**_week(), "exceptions": [["2026-12-24", "08:00"]]},
        {**_week(), "holidays": "Atlantis"},
        {**_week(), "holidays": "US-XX"},
        {**_week(), "holiday_ranges": [["08:00", "12:00"]]},
        [],
        None,
    ],
)
def test_windows_that_make_no_sense_are_refused(document: object) -> None:
    """A range is never read as something the manager did not paint."""
    with pytest.raises(BadInput):
        parse_windows(document)


@pytest.mark.parametrize("end", ["24:00", "00:00"])
def test_the_end_of_the_day_can_be_painted(end: str) -> None:
    """The last cell of the grid is a cell like any other."""
    assert parse_windows(_week(mon=[["23:45", end]])).days[0] == ((1425, 1440),)


_minutes = st.integers(0, 95).map(lambda cell: cell * 15)


@given(st.lists(st.lists(st.tuples(_minutes, _minutes), max_size=3), min_size=7, max_size=7))
def test_windows_that_are_taken_survive_the_round_trip(days: list[list[tuple[int, int]]]) -> None:
    """What is shown again is what was painted."""
    document = _week(
        **{
            day: [[f"{start // 60:02d}:{start % 60:02d}", f"{end // 60:02d}:{end % 60:02d}"] for start, end in ranges]
            for day, ranges in zip(WEEKDAYS, days, strict=True)
        }
    )
    try:
        windows = parse_windows(document)
    except BadInput:
        return
    assert parse_windows(windows_document(windows)) == windows
    for ranges in windows.days:
        assert all(one[1] < two[0] for one, two in pairwise(ranges))


SPECIAL = {
    **_week(**{day: [["09:00", "17:00"]] for day in WEEKDAYS}),
    "closed_on": ["2026-12-23"],
    "exceptions": {"2026-12-24": [["08:00", "12:00"]], "2026-12-25": [["10:00", "11:00"]]},
    "holidays": "US",
    "holiday_ranges": [["13:00", "15:00"]],
}


def test_special_dates_are_kept_in_one_form() -> None:
    """What a manager set for holidays and single days comes back, and what is not used is not there."""
    kept = windows_document(parse_windows(SPECIAL))
    assert kept == SPECIAL
    assert set(windows_document(parse_windows(_week()))) == {*WEEKDAYS, "closed_on", "zone_basis"}


def test_windows_that_open_on_a_single_date_only_are_open_at_some_time() -> None:
    """A campaign for one Saturday may start."""
    assert not parse_windows(_week()).is_open_ever
    assert parse_windows({**_week(), "exceptions": {"2026-12-19": [["09:00", "12:00"]]}}).is_open_ever


@pytest.mark.parametrize(
    ("local", "is_open"),
    [
        ("2026-12-22 09:00", True),
        ("2026-12-22 08:59", False),
        ("2026-12-23 10:00", False),
        ("2026-12-24 08:00", True),
        ("2026-12-24 12:00", False),
        ("2026-12-25 10:30", True),
        ("2026-12-25 13:00", False),
        ("2027-01-01 12:59", False),
        ("2027-01-01 13:00", True),
        ("2027-07-05 09:00", False),
        ("2027-07-06 09:00", True),
    ],
)
def test_the_rule_follows_a_date_before_a_holiday_and_a_holiday_before_the_weekday(local: str, is_open: object) -> None:
    """Christmas has hours of its own, New Year those of holidays, and the fourth of July of 2027 is kept on Monday."""
    rules = windows_rules("x", SPECIAL)
    at = datetime.fromisoformat(local).replace(tzinfo=UTC)
    proposal = Proposal(at=at, channel="phone", endpoint_id=UUID(int=1), debts=(UUID(int=2),), number_zones=("UTC",))
    assert judge(proposal, Person(), (), rules).allowed is is_open


def test_a_creditors_list_of_closed_dates_is_understood() -> None:
    """Terms of creditors may name closed dates without ranges."""
    assert rule_windows({"daily": [["09:00", "17:00"]], "exceptions": ["2026-12-24"]}) == {
        "daily": [["09:00", "17:00"]],
        "exceptions": {"2026-12-24": []},
    }


def test_holidays_reach_further_than_any_answer() -> None:
    """The rule knows the holidays of the coming years, not only of this one."""
    dates = rule_windows({**_week(), "holidays": "US-MA"})["exceptions"]
    assert {"2026-11-26", "2027-04-19", "2030-12-25"} <= set(dates)
    assert max(map(date.fromisoformat, dates)) > date(2030, 1, 1)
