"""Whose law a number may be under, by its area code or its country code."""

from collections import Counter

import pytest

from crm.import_file.places import US_REGIONS
from telephony.area_codes import TOLL_FREE, _areas, regions_of_number
from telephony.regions import ISLANDS, NEW_YORK_CITY, PROVINCES, STATES, area_regions

US = "US"


@pytest.mark.parametrize(
    ("number", "regions"),
    [
        ("+12125550123", [(US, "NY", "New York")]),
        ("+19175550123", [(US, "NY", "New York")]),
        ("+15185550123", [(US, "NY", "")]),
        ("+16175550123", [(US, "MA", "")]),
        ("+13105550123", [(US, "CA", "")]),
        ("+18505550123", [(US, "FL", "")]),
        ("+12025550123", [(US, "DC", "")]),
        ("+17875550123", [(US, "PR", "")]),
        ("+16715550123", [(US, "GU", "")]),
        ("+14165550123", [("CA", "ON", "")]),
        ("+15145550123", [("CA", "QC", "")]),
        ("+19025550123", [("CA", "NS", ""), ("CA", "PE", "")]),
        ("+18675550123", [("CA", "NT", ""), ("CA", "NU", ""), ("CA", "YT", "")]),
        ("+18765550123", [("JM", "", "")]),
        ("+8613812345678", [("CN", "", "")]),
        ("+442079460018", [("GB", "", "")]),
        ("+441481123456", [("GB", "", "")]),
        ("+79161234567", [("RU", "", "")]),
        ("+77011234567", [("KZ", "", "")]),
        ("+4930123456", [("DE", "", "")]),
        ("+870773111632", []),
        ("+999123", []),
        ("+", []),
    ],
)
def test_the_places_of_a_number_are_told_by_its_area_or_country_code(
    number: str, regions: list[tuple[str, str, str]]
) -> None:
    """State and city where an area code tells them, all of a code that is shared, else the country or nothing."""
    assert list(regions_of_number(number)) == regions


@pytest.mark.parametrize("area_code", sorted(TOLL_FREE))
def test_a_toll_free_number_is_of_no_place(area_code: str) -> None:
    """It tells nothing of where the person is, so it adds no law."""
    assert regions_of_number(f"+1{area_code}5550123") == ()


@pytest.mark.parametrize("area_code", ["500", "900", "292"])
def test_a_number_of_the_plan_without_a_place_is_under_federal_law(area_code: str) -> None:
    """A personal, a premium or a newer area code than the table knows."""
    assert regions_of_number(f"+1{area_code}5550123") == ((US, "", ""),)


def test_no_area_code_is_in_two_states_but_those_that_two_provinces_share() -> None:
    """A code typed into a second row would put people under another state's law."""
    tables = (STATES, PROVINCES, ISLANDS)
    counts = Counter(code for table in tables for codes in table.values() for code in codes.split())
    assert {code for code, count in counts.items() if count > 1} == {"782", "902", "867"}
    assert all(len(code) == 3 and code.isdecimal() for code in counts)
    assert not counts.keys() & TOLL_FREE


def test_every_state_and_every_area_code_of_the_zone_table_has_a_place() -> None:
    """What has an hour of day has a law, and every state that an address may name has numbers."""
    assert set(_areas()) - TOLL_FREE <= set(area_regions())
    assert set(US_REGIONS) - {"AA", "AE", "AP"} == set(STATES)


def test_all_codes_of_the_five_boroughs_are_codes_of_the_state() -> None:
    """The city's rulebook stands on the state's."""
    assert set(STATES["NY"].split()) > NEW_YORK_CITY
