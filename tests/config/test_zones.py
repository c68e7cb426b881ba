"""Which zones an address indicates."""

import pytest

from config.zones import AddressZones, load_address_zones


@pytest.fixture(scope="module")
def zones() -> AddressZones:
    return load_address_zones()


@pytest.mark.parametrize(
    ("country", "postal_code", "region", "expected"),
    [
        ("US", "10001", "", ("America/New_York",)),
        ("us", " 90001-1234", "", ("America/Los_Angeles",)),
        ("US", "85004", "AZ", ("America/Phoenix",)),
        ("US", "32501", "FL", ("America/Chicago",)),
        ("US", "", "FL", ("America/Chicago", "America/New_York")),
        ("US", "", "ca", ("America/Los_Angeles",)),
        ("CN", "200000", "", ("Asia/Shanghai", "Asia/Urumqi")),
        ("XX", "10001", "NY", ()),
    ],
)
def test_every_plausible_zone_is_given_when_an_address_is_looked_up(
    zones: AddressZones, country: str, postal_code: str, region: str, expected: tuple[str, ...]
) -> None:
    """A postal code decides alone; without one the state, else the country, gives all its zones."""
    assert zones.of_address(country, postal_code, region) == expected


def test_all_zones_of_the_country_are_given_when_a_us_address_says_nothing(zones: AddressZones) -> None:
    """With nothing but the country, Hawaii and Maine must both be allowed for."""
    assert {"Pacific/Honolulu", "America/New_York"} <= set(zones.of_address("US"))
