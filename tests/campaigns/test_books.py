"""Which rules bind whom: the law of the address, of the number, of what the creditor names, and its own terms."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.books import CreditorTerms, Place, Under
from campaigns.creditor_terms import switches_of
from tests.campaigns.rows import BOOKS

ON = date(2026, 11, 23)
GEORGIA = Place("US", "GA", "Atlanta")
BOSTON = Place("US", "MA", "Boston")
NEW_YORK = Place("US", "NY", "New York")
ONTARIO = Place("CA", "ON", "")
NOWHERE = Place("AQ", "", "")


def ids(under: Under) -> set[str]:
    return {rule.id for rule in BOOKS.rules_for(under, ON, None)}


def asking(version: int = 1, **document: Any) -> CreditorTerms:  # noqa: ANN401 - a document
    return CreditorTerms("acme", version, document)


@pytest.mark.parametrize(
    ("under", "keys"),
    [
        (Under(GEORGIA), ["us"]),
        (Under(GEORGIA, (BOSTON,)), ["us", "us-ma"]),
        (Under(BOSTON, (NEW_YORK,)), ["us-ma", "us-nyc"]),
        (Under(GEORGIA, (ONTARIO,)), ["us", "ca-on"]),
        (Under(BOSTON, (BOSTON,)), ["us-ma"]),
        (Under(NOWHERE), ["us"]),
        (Under(NOWHERE, (ONTARIO,)), ["us", "ca-on"]),
        (Under(ONTARIO, (NOWHERE,)), ["ca-on"]),
        (Under(GEORGIA, (), asking(jurisdictions=["us-nyc", "us"])), ["us", "us-nyc"]),
    ],
)
def test_the_law_of_address_number_and_named_places_is_taken_together(under: Under, keys: list[str]) -> None:
    """A number that travelled adds its region's law; a place without a rulebook is held to the fullest one."""
    assert list(BOOKS.jurisdictions_of(under)) == keys


def test_a_number_adds_its_regions_law_and_takes_none_away() -> None:
    """A person in Georgia with a Boston number has both."""
    both = ids(Under(GEORGIA, (BOSTON,)))
    assert both > ids(Under(GEORGIA))
    assert both == ids(Under(BOSTON))


def test_a_creditor_puts_on_what_is_off_and_the_houses_own_off() -> None:
    """Only its own debts are concerned, and only what the terms name."""
    plain, own = ids(Under(BOSTON)), ids(Under(BOSTON, (), asking(switched_on=["us.regf.deceased"])))
    assert own - plain == {"us.regf.deceased"}
    assert plain - ids(Under(BOSTON, (), asking(2, switched_off=["house.attempt_gap"]))) == {"house.attempt_gap"}


def test_windows_and_caps_of_a_creditor_become_rules_of_their_own() -> None:
    """They stand beside the law and are told apart from it in a verdict."""
    cap = {"limit": 1, "window": {"type": "local_calendar_days", "n": 1}}
    terms = asking(3, windows={"mon": [["09:00", "12:00"]]}, caps={"day": cap})
    assert ids(Under(GEORGIA, (), terms)) - ids(Under(GEORGIA)) == {"creditor.acme.hours", "creditor.acme.day"}


@pytest.mark.parametrize("version", [7, 8])
def test_new_terms_are_in_force_though_the_old_ones_are_remembered(version: int) -> None:
    """Also where a restored database counts its versions anew."""
    before = ids(Under(GEORGIA, (), asking(7)))
    after = ids(Under(GEORGIA, (), asking(version, switched_on=["us-il.hours"], jurisdictions=["us-il"])))
    assert "us-il.hours" in after - before


@given(
    switched_on=st.sets(st.sampled_from([key for key, way in switches_of(BOOKS.rulebook).items() if way == "on"])),
    jurisdictions=st.sets(st.sampled_from(sorted(BOOKS.rulebook.jurisdictions))),
    place=st.sampled_from([GEORGIA, BOSTON, NEW_YORK, ONTARIO, NOWHERE]),
)
def test_terms_that_add_never_take_a_rule_away(switched_on: set[str], jurisdictions: set[str], place: Place) -> None:
    """Whatever a creditor asks in addition, every rule that bound before still does."""
    document = {"switched_on": sorted(switched_on), "jurisdictions": sorted(jurisdictions)}
    terms = CreditorTerms(repr(document), 1, document)
    assert ids(Under(place, (), terms)) >= ids(Under(place))
