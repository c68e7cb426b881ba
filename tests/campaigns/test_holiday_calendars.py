"""Public holidays by region come from a maintained calendar, and a region without one is refused."""

from datetime import date

import pytest

from campaigns.holiday_calendars import LAST_YEAR, check_region, holiday_regions, public_holidays
from config.errors import BadInput


def test_a_part_of_a_country_has_the_holidays_of_the_country_and_its_own() -> None:
    """Massachusetts also keeps Patriots' Day."""
    country, part = (set(public_holidays(region, 2026, 2026)) for region in ("US", "US-MA"))
    assert date(2026, 11, 26) in country & part
    assert date(2026, 4, 20) in part - country


def test_holidays_have_names_in_english() -> None:
    """A manager reads why a day is closed."""
    assert public_holidays("DE-BY", 2026, 2026)[date(2026, 1, 6)] == "Epiphany"


@pytest.mark.parametrize("region", ["", "us", "XX", "US-", "US-XX", "US-MA-X", "Massachusetts"])
def test_a_region_without_a_calendar_is_refused(region: str) -> None:
    """A typing error must not leave the holidays open."""
    with pytest.raises(BadInput):
        check_region(region)


@pytest.mark.parametrize("country", ["US", "CN", "IN", "GB", "BR", "UA", "SA"])
def test_calendars_are_read_without_complaint(country: str) -> None:
    """All years that rules may ask for are known, or silently none."""
    assert country in holiday_regions()
    assert all(day.year <= LAST_YEAR for day in public_holidays(country))
