"""Money: whole minor units of one currency, and the only rounding in the program.

Amounts never become floats. Splitting keeps the sum: shares differ by at most one minor unit.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from config.errors import BadInput

MINOR_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "VND": 0, "KWD": 3, "BHD": 3, "TND": 3}
"""Digits after the point by currency (ISO 4217); two where a currency is not listed."""
LARGEST_MINOR = 10**15
"""No single amount here reaches this; a larger one is a misread file."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents for USD) and its ISO 4217 currency."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        assert self.currency == other.currency, "amounts of two currencies do not add"
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return self + Money(-other.minor, other.currency)

    def __str__(self) -> str:
        digits = MINOR_DIGITS.get(self.currency, 2)
        return f"{Decimal(self.minor).scaleb(-digits):,.{digits}f} {self.currency}"

    def split(self, parts: int) -> tuple["Money", ...]:
        """Split into `parts` shares, larger ones first, that sum to the whole."""
        share, rest = divmod(self.minor, parts)
        return tuple(Money(share + (1 if index < rest else 0), self.currency) for index in range(parts))


def parse_money(raw: str, currency: str, *, field: str) -> Money:
    """Read plain decimal text ("1204.10") exactly.

    Raises:
        BadInput: not a finite number, more digits than the currency has, or beyond any real amount.
    """
    digits = MINOR_DIGITS.get(currency, 2)
    try:
        scaled = Decimal(raw).scaleb(digits)
    except InvalidOperation as error:
        raise BadInput("money_unreadable", "An amount is not a number.", {field: "not a number"}) from error
    if not scaled.is_finite() or abs(scaled) > LARGEST_MINOR:
        raise BadInput("money_unreadable", "An amount is not a finite number.", {field: "not a finite number"})
    if scaled != scaled.to_integral_value():
        raise BadInput("money_too_fine", f"{currency} has {digits} decimal digits.", {field: "too many digits"})
    return Money(int(scaled), currency)
