"""Money is exact: no amount is lost or made by reading, adding or splitting."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import BadInput
from crm.money import LARGEST_MINOR, MINOR_DIGITS, Money, parse_money

MINORS = st.integers(-LARGEST_MINOR, LARGEST_MINOR)
CURRENCIES = st.sampled_from(["USD", "CNY", *MINOR_DIGITS])


@given(minor=MINORS, parts=st.integers(1, 400), currency=CURRENCIES)
def test_shares_sum_back_to_the_whole_and_differ_by_one_at_most(minor: int, parts: int, currency: str) -> None:
    """Instalments neither lose nor invent a cent, and the larger ones come first."""
    shares = Money(minor, currency).split(parts)
    assert len(shares) == parts
    assert sum(share.minor for share in shares) == minor
    assert max(shares).minor - min(shares).minor <= 1
    assert list(shares) == sorted(shares, reverse=True)


@given(minor=MINORS, currency=CURRENCIES)
def test_an_amount_is_read_as_it_was_written(minor: int, currency: str) -> None:
    """Plain text and back, to the last digit of any currency."""
    digits = MINOR_DIGITS.get(currency, 2)
    assert parse_money(str(Decimal(minor).scaleb(-digits)), currency, field="x") == Money(minor, currency)


@given(one=MINORS, other=MINORS)
def test_adding_and_taking_away_undo_each_other(one: int, other: int) -> None:
    """No rounding creeps in."""
    assert Money(one, "USD") + Money(other, "USD") - Money(other, "USD") == Money(one, "USD")


@pytest.mark.parametrize(("raw", "currency", "minor"), [
    ("1204.10", "USD", 120_410), ("0", "USD", 0), ("-3.5", "USD", -350), (" 12 ", "USD", 1200), ("1204", "JPY", 1204),
    ("1.234", "KWD", 1234), ("1e2", "USD", 10_000),
])  # fmt: skip
def test_amounts_of_each_currency_have_its_digits(raw: str, currency: str, minor: int) -> None:
    """Yen have none, dinars three."""
    assert parse_money(raw, currency, field="x") == Money(minor, currency)


@pytest.mark.parametrize(("raw", "currency", "code"), [
    ("", "USD", "money_unreadable"), ("12,50", "USD", "money_unreadable"), ("NaN", "USD", "money_unreadable"),
    ("Infinity", "USD", "money_unreadable"), ("1e30", "USD", "money_unreadable"), ("1.234", "USD", "money_too_fine"),
    ("1.5", "JPY", "money_too_fine"), ("$5", "USD", "money_unreadable"),
])  # fmt: skip
def test_what_is_no_amount_is_refused_and_its_field_named(raw: str, currency: str, code: str) -> None:
    """Nothing is guessed, nothing is rounded."""
    with pytest.raises(BadInput) as refused:
        parse_money(raw, currency, field="balance")
    assert (refused.value.code, list(refused.value.details)) == (code, ["balance"])


def test_amounts_of_two_currencies_do_not_add() -> None:
    """That would be a bug, and stops at once."""
    with pytest.raises(AssertionError):
        _ = Money(1, "USD") + Money(1, "CNY")


@pytest.mark.parametrize(("money", "shown"), [
    (Money(123_456_789, "USD"), "1,234,567.89 USD"), (Money(5, "USD"), "0.05 USD"), (Money(-5, "USD"), "-0.05 USD"),
    (Money(1204, "JPY"), "1,204 JPY"), (Money(1204, "KWD"), "1.204 KWD"),
])  # fmt: skip
def test_an_amount_is_shown_with_its_currency(money: Money, shown: str) -> None:
    """A bare number is never shown to anybody."""
    assert str(money) == shown
