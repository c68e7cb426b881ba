"""Where fictional persons live follows the mix, and their numbers fit it."""

from collections import Counter
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from config.zones import load_address_zones
from telephony.area_codes import zones_of_area_code
from web.demo.people import Row, make_cases
from web.demo.places import NOT_STATES, Mix, offsets_of, weighted_places
from web.demo.scenarios import TWELVE_ZONES

TODAY = date(2026, 11, 1)
MIX = Mix(TWELVE_ZONES, elsewhere_share=0.2)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """A population of the twelve zones."""
    return make_cases(7, 1000, TODAY, MIX)


def test_persons_spread_over_the_zones_as_mixed(rows: list[Row]) -> None:
    """Each of the twelve zones has its share, by postal codes as the importer reads them."""
    zones = load_address_zones()
    persons = {row["customer_id"]: row for row in rows}.values()
    counts = Counter(zones.of_address("US", row["postal_code"], row["region"]) for row in persons)
    assert {zone for (zone,) in counts} == set(TWELVE_ZONES)
    for zone, share in TWELVE_ZONES.items():
        assert counts[(zone,)] / len(persons) == pytest.approx(share, abs=0.04)


def test_some_numbers_are_from_another_zone_and_some_of_several(rows: list[Row]) -> None:
    """Where number and address disagree, or the area code spans zones, several candidates have to agree."""
    zones = load_address_zones()
    apart = spanning = 0
    for row in rows:
        home = zones.of_address("US", row["postal_code"], row["region"])
        number = zones_of_area_code(row["phone_mobile"][2:5])
        apart += not offsets_of(home, TODAY) & offsets_of(number, TODAY)
        spanning += len(offsets_of(number, TODAY)) > 1
    assert apart / len(rows) > 0.15
    assert spanning / len(rows) > 0.05


def test_no_number_is_given_twice_where_a_place_runs_out(rows: list[Row]) -> None:
    """A hundred numbers of an area code are for fiction; whoever comes later has brought one along."""
    numbers = [row[column] for row in rows for column in ("phone_mobile", "phone_home", "phone_work")]
    counts = Counter((number, row["customer_id"]) for row in rows for number in {row["phone_mobile"]})
    assert max(Counter(number for number, _ in counts).values()) == 1
    assert any(numbers)


def test_places_without_a_mix_are_the_states() -> None:
    """Territories belong to a mix only."""
    places, weights = weighted_places(None)
    assert not {place.region for place in places} & NOT_STATES
    assert weights == sorted(weights)


def test_the_weights_of_a_mix_add_up() -> None:
    """Shares of the zones sum to one."""
    places, weights = weighted_places(MIX)
    assert len(places) == len(weights)
    assert weights[-1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("zone", "changes"),
    [("America/New_York", True), ("America/Boise", True), ("America/Phoenix", False), ("Pacific/Guam", False)],
)
def test_the_twelve_zones_change_their_clocks_or_do_not(zone: str, *, changes: bool) -> None:
    """The scenario has both kinds, or it would prove nothing."""
    before, after = (
        datetime.combine(day, time(12), UTC).astimezone(ZoneInfo(zone)).utcoffset()
        for day in (date(2026, 10, 31), TODAY)
    )
    assert zone in TWELVE_ZONES
    assert (before != after) is changes
