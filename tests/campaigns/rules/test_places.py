"""Addresses find the narrowest place with rules of its own, however they are written."""

import pytest

from campaigns.rules.rulebook import load_rulebook
from config.errors import BadInput
from tests.campaigns.rules.cases import BOOK


@pytest.mark.parametrize(
    ("country", "region", "city", "place"),
    [
        ("US", "NY", "Brooklyn", "us-nyc"),
        ("US", "NY", " the BRONX ", "us-nyc"),
        ("US", "NY", "Flushing", "us-nyc"),
        ("US", "NY", "Buffalo", "us-ny"),
        ("US", "CT", "New York", "us-ct"),
        ("us", "ma", "", "us-ma"),
        ("US", "GA", "Atlanta", "us"),
        ("US", "", "Brooklyn", "us"),
        ("CA", "ON", "Toronto", "ca-on"),
        ("CA", "Ontario", "", "ca-on"),
        ("CA", "CA-QC", "", "ca-qc"),
        ("CA", "quebec", "", "ca-qc"),
        ("CA", "Québec", "", "ca-qc"),
        ("CA", "British  Columbia", "", "ca-bc"),
        ("CA", "Nova Scotia", "", "ca"),
        ("BR", "São Paulo", "", "br-sp"),
        ("BR", "Rio de Janeiro", "", "br-rj"),
        ("BR", "AL", "", "br-al"),
        ("BR", "Bahia", "", "br"),
        ("GB", "", "", "gb"),
        ("GR", "", "", "gr"),
        ("DE", "BY", "", "de"),
        ("IT", "Lazio", "Roma", "eu"),
        ("IE", "", "", "eu"),
        ("NO", "", "", None),
        ("XX", "", "", None),
        ("", "", "", None),
    ],
)
def test_narrowest_place_is_found_when_an_address_is_given(
    country: str, region: str, city: str, place: str | None
) -> None:
    """A region without rows of its own falls to its country, a member state to the Union, others to nothing."""
    assert BOOK.place_of(country, region, city) == place


def test_all_member_states_have_a_place_when_the_union_is_counted() -> None:
    """27 states: four have files of their own, of which Greece's stands alone."""
    assert len(BOOK.jurisdictions["eu"].countries) + len({"de", "es", "fr", "gr"}) == 27


def test_every_region_with_a_file_is_found_by_its_code() -> None:
    """What a key says is what an address says."""
    for key in BOOK.jurisdictions:
        country, dash, region = key.partition("-")
        if dash and key != "us-nyc":
            assert BOOK.place_of(country, region) == key


def test_places_are_refused_when_two_claim_one_address() -> None:
    """Which law binds may not depend on the order of files."""
    one = '[jurisdiction]\nkey = "t-a"\nname = "A"\nregions = ["Alpha"]\n'
    with pytest.raises(BadInput, match="t-b and t-a are both the place of 't alpha'"):
        load_rulebook({"a.toml": one, "b.toml": one.replace("t-a", "t-b").replace('"A"', '"B"')})


def test_cities_are_refused_when_nothing_says_where_they_lie() -> None:
    """A city of no region is no address."""
    with pytest.raises(BadInput, match="need the parent"):
        load_rulebook({"a.toml": '[jurisdiction]\nkey = "t-a"\nname = "A"\ncities = ["Alpha"]\n'})
