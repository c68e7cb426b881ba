"""The week that the law leaves open is read from the rules in force, never written down a second time."""

from datetime import date

import pytest

from campaigns.books import Place, Under
from campaigns.law_week import law_week
from campaigns.rules.campaign_rules import campaign_rules
from tests.campaigns.rows import BOOKS

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ON = date(2026, 11, 2)


def test_federal_law_and_house_leave_eight_to_nine_open_every_day() -> None:
    """8:00 to 21:00 where the person is (12 CFR 1006.6(b)(1)(i)); nobody may call at night."""
    assert law_week(BOOKS.rules_for(Under(Place("us", "", "")), ON, None)) == {
        day: [["08:00", "21:00"]] for day in DAYS
    }


@pytest.mark.parametrize("region", ["CA", "FL", "MA", "WA", "NY"])
def test_no_state_opens_what_federal_law_closes(region: str) -> None:
    """A state can only take away."""
    for ranges in law_week(BOOKS.rules_for(Under(Place("us", region, "")), ON, None)).values():
        assert all("08:00" <= start < end <= "21:00" for start, end in ranges)


def test_several_rules_leave_what_is_open_in_all_of_them() -> None:
    """Pieces are cut with pieces, and a closed day stays closed."""
    one = campaign_rules("a", windows={"mon": [["09:00", "12:00"], ["13:00", "18:00"]], "channels": ["phone"]})
    other = campaign_rules(
        "b", windows={"mon": [["11:00", "14:00"]], "tue": [["09:00", "10:00"]], "channels": ["phone"]}
    )
    week = law_week((*one, *other))
    assert (week["mon"], week["tue"]) == ([["11:00", "12:00"], ["13:00", "14:00"]], [])


def test_without_any_rule_the_whole_day_is_open() -> None:
    """Nothing is invented."""
    assert law_week(())["mon"] == [["00:00", "24:00"]]
