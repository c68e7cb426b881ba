"""A promise is for more than nothing, for no more than is owed, and for a day that is near."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import BadInput
from crm.money import Money
from crm.promises import LONGEST_DAYS, check_promise

TODAY = date(2026, 11, 2)
OWED = Money(14_300, "USD")


def problem_of(minor: int, days: int) -> str | None:
    """Return the field a promise is refused for, None if it is taken."""
    try:
        check_promise(Money(minor, "USD"), TODAY + timedelta(days=days), today=TODAY, past_due=OWED)
    except BadInput as refused:
        (field,) = refused.details
        return field
    return None


@pytest.mark.parametrize(("minor", "days", "field"), [
    (1, 0, None), (14_300, 0, None), (14_300, LONGEST_DAYS, None),
    (0, 0, "amount"), (-1, 0, "amount"), (14_301, 0, "amount"),
    (1, -1, "due_on"), (1, LONGEST_DAYS + 1, "due_on"),
])  # fmt: skip
def test_a_promise_is_taken_within_its_bounds(minor: int, days: int, field: str | None) -> None:
    """Each bound from both sides, with the field that does not fit."""
    assert problem_of(minor, days) == field


@given(minor=st.integers(-10, 20_000), days=st.integers(-100, 100))
def test_no_promise_beyond_policy_is_ever_taken(minor: int, days: int) -> None:
    """Whatever is typed, nobody is pressed to promise more than they owe or further than a plan begins."""
    is_within = 0 < minor <= OWED.minor and 0 <= days <= LONGEST_DAYS
    assert (problem_of(minor, days) is None) == is_within
