"""In which order due cases are proposed: callbacks, classes, chances weighed by their wait; and at which number."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.call_order import (
    DOUBLING_DAYS,
    DueCase,
    Reachable,
    best_number,
    contacts_of,
    features_of,
    in_call_order,
    reachable,
    weight,
)
from campaigns.chances import BASE, MOST, Odds
from campaigns.ladders import Ladder, parse_ladder
from campaigns.number_past import Contact
from tests.conftest import EPOCH

MOBILE, HOME, WORK = (Reachable(UUID(int=place), label, place - 1, "America/New_York")
                      for place, label in enumerate(("mobile", "home", "work"), start=1))  # fmt: skip
ANSWERS = {BASE: 0.2, ("kind", "home"): 2.0, ("kind", "work"): 3.0, ("hour", "7"): 0.1, ("hour", "10"): 1.5}
ODDS = Odds({part: (factor, 1.0) for part, factor in ANSWERS.items()})


def ladder(number: str, **changes: Any) -> Ladder:  # noqa: ANN401 - parts of a JSON document
    """Return a ladder for mobile and home numbers with one step."""
    step = {"after": "no_answer", "wait_minutes": 60, "number": number, "slot": "any"}
    return parse_ladder({"steps": [step], "max_per_day": 2, "numbers": ["mobile", "home"], **changes})


def due(key: int, **changes: Any) -> DueCase:  # noqa: ANN401 - parts of a case
    """Return a case with a mobile number that is due since now."""
    case = DueCase(
        case_id=UUID(int=key),
        debtor_id=UUID(int=100 + key),
        agreed_at=None,
        priority=0,
        due_since=EPOCH,
        preferred=None,
        numbers=(MOBILE,),
    )
    return replace(case, **changes)


def order(*cases: DueCase, choice: str = "best") -> list[int]:
    """Return the keys of cases in the order they are called at ten in New York."""
    return [one.case_id.int for one in in_call_order(cases, ODDS, ladder(choice), now=EPOCH)]


def test_a_better_chance_comes_first() -> None:
    """Home numbers are answered twice as often here, so their cases are called before."""
    assert order(due(1), due(2, numbers=(HOME,))) == [2, 1]


def test_an_agreed_callback_and_a_class_go_before_any_chance() -> None:
    """Whoever asked to be called is called; then the manager's classes; only then the odds."""
    late = due(1, agreed_at=EPOCH - timedelta(minutes=1))
    later = due(2, agreed_at=EPOCH, priority=9)
    assert order(due(3, numbers=(HOME,)), due(4, priority=1), later, late) == [1, 2, 4, 3]


def test_a_bad_hour_at_the_persons_place_puts_a_case_back() -> None:
    """It is ten in New York and seven in Los Angeles; the same moment is not the same chance."""
    far = replace(MOBILE, zone="America/Los_Angeles")
    assert order(due(1, numbers=(far,)), due(2)) == [2, 1]


@pytest.mark.parametrize(("days", "first"), [(DOUBLING_DAYS - 0.1, 2), (DOUBLING_DAYS + 0.1, 1)])
def test_a_wait_outweighs_a_better_chance_in_time(days: float, first: int) -> None:
    """Twice the chance is made up for by one doubling of the wait."""
    assert order(due(1, due_since=EPOCH - timedelta(days=days)), due(2, numbers=(HOME,)))[0] == first


def test_nobody_waits_longer_than_a_month_for_better_cases() -> None:
    """Even a case without any hope goes before the best fresh one after 27 days."""
    assert weight(0.0, EPOCH - timedelta(days=27), EPOCH) > weight(MOST, EPOCH, EPOCH)
    assert weight(0.0, EPOCH - timedelta(days=26), EPOCH) < weight(MOST, EPOCH, EPOCH)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 90), st.floats(0, 90))
def test_weight_grows_with_chance_and_with_the_wait(low: float, high: float, short: float, long: float) -> None:
    """Neither a better chance nor a longer wait ever puts a case back."""
    low, high = sorted((low, high))
    short, long = sorted((short, long))
    least = weight(low, EPOCH - timedelta(days=short), EPOCH)
    assert least <= weight(high, EPOCH - timedelta(days=short), EPOCH)
    assert least <= weight(low, EPOCH - timedelta(days=long), EPOCH)


@given(st.permutations([due(1), due(2), due(3, numbers=(HOME,)), due(4, priority=1), due(5, agreed_at=EPOCH)]))
def test_the_order_does_not_depend_on_how_cases_come(cases: list[DueCase]) -> None:
    """One world gives one order."""
    assert order(*cases) == [5, 4, 3, 1, 2]


@pytest.mark.parametrize(("choice", "preferred", "wanted"), [
    ("next", None, MOBILE),
    ("best", None, HOME),
    ("best", MOBILE.id, MOBILE),
    ("next", HOME.id, HOME),
    ("best", WORK.id, HOME),
])  # fmt: skip
def test_the_number_is_chosen_within_the_ladder(choice: str, preferred: UUID | None, wanted: Reachable) -> None:
    """What was named for this try is kept, the ladder's order holds unless it asks for the best, work is never rung."""
    case = due(1, numbers=(MOBILE, HOME, WORK), preferred=preferred)
    assert best_number(case, ODDS, ladder(choice), now=EPOCH)[0] == wanted.id


def test_a_case_without_a_number_is_proposed_last_and_without_one() -> None:
    """The gate will say that it has none; it must not disappear."""
    found = in_call_order([due(1, numbers=()), due(2)], ODDS, ladder("best"), now=EPOCH)
    assert [(one.case_id.int, one.point_id) for one in found] == [(2, MOBILE.id), (1, None)]


def test_features_are_those_of_the_persons_clock_and_past() -> None:
    """Sunday evening in New York is Monday in London; the call before counts at its own number only."""
    now = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
    contacts = contacts_of([[str(HOME.id), "conversation", None], [str(MOBILE.id), "no_answer", True]])
    found = features_of(MOBILE, contacts, now=now)
    assert (found.hour, found.weekday, found.here, found.elsewhere) == (20, 6, "machine", "met")
    assert contacts[1] == Contact(MOBILE.id, "no_answer", is_machine=True)


def test_the_zone_of_the_person_goes_before_that_of_the_number() -> None:
    """A number may have been taken along when its owner moved."""
    row: list[list[str | int | None]] = [
        [str(MOBILE.id), "mobile", 0, "America/Denver"],
        [str(HOME.id), "home", 1, None],
    ]
    assert [one.zone for one in reachable(row, None)] == ["America/Denver", "UTC"]
    assert {one.zone for one in reachable(row, "America/New_York")} == {"America/New_York"}
