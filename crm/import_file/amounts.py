"""Money and days as lenders write them, read exactly: no floats, no rounding.

Decides whether a cell is an amount in the recipe's decimal style, and in minor units of which size.
What the amount means is left to `rows.py`.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from crm.import_file.problems import Wrong
from crm.money import LARGEST_MINOR, MINOR_DIGITS


class DecimalStyle(StrEnum):
    """Which sign divides whole from broken units."""

    POINT = "point"
    """1,234.56"""
    COMMA = "comma"
    """1.234,56"""


DAYS_MAX = 36_500
"""A hundred years."""
SIGNED_SHARE_NEEDED = 0.05
"""Fewer amounts with a point or comma than this are slips of the pen and say nothing about the file."""

_SIGNS = {
    "$": ("USD", "CAD", "AUD", "MXN", "HKD", "SGD", "NZD", "TWD"),
    "US$": ("USD",),
    "¥": ("CNY", "JPY"),
    "元": ("CNY", "TWD"),
    "RMB": ("CNY",),
    "€": ("EUR",),
    "£": ("GBP",),
    "₹": ("INR",),
    "₩": ("KRW",),
}
_SIGNED = re.compile(r"(-?)\s?([^\d\s.,()'’-]{0,3})\s?(-?)([\d.,'’ ]+)\s?([^\d\s.,()'’-]{0,3})")
_GROUPED = {
    DecimalStyle.POINT: re.compile(r"(\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:['’ ]\d{3})+)(?:\.(\d*))?"),
    DecimalStyle.COMMA: re.compile(r"(\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:['’ ]\d{3})+)(?:,(\d*))?"),
}
_NOT_DIGIT = re.compile(r"\D")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_WHOLE = re.compile(r"\d+")
_NEGATIVE = re.compile(r"-\d+(?:[.,]\d+)?")
_WHOLE_AS_DECIMAL = re.compile(r"(\d+)[.,]0+")


def parse_amount(text: str, style: DecimalStyle, currency: str) -> int | Wrong:
    """Read trimmed text as minor units of `currency`, exactly.

    Signs of the currency and grouping of thousands are read past; a third decimal of a currency with two is refused
    unless it is zero.

    Args:
        text: a trimmed cell.
        style: the decimal sign of the file.
        currency: ISO 4217 code, which says how many decimals there are.
    """
    minor_digits = MINOR_DIGITS.get(currency, 2)
    if text.isdecimal() and text.isascii():
        return _bounded(int(text) * 10**minor_digits if len(text) <= 16 else LARGEST_MINOR + 1)
    plain = unicodedata.normalize("NFKC", text).strip()
    if _SCIENTIFIC.fullmatch(plain):
        return Wrong("digits_lost")
    in_brackets = plain.startswith("(") and plain.endswith(")")
    found = _SIGNED.fullmatch(plain[1:-1].strip() if in_brackets else plain)
    if found is None:
        return Wrong("not_a_number")
    minus_before, sign_before, minus_after, number, sign_after = found.groups()
    if not _sign_fits(sign_before or sign_after, currency):
        return Wrong("currency_mismatch" if (sign_before or sign_after) in _SIGNS else "not_a_number")
    if in_brackets or minus_before or minus_after:
        return Wrong("negative")
    return _read_number(number.strip(), style, minor_digits)


def parse_days(text: str) -> int | Wrong:
    """Read trimmed text as a whole number of days from 0 up."""
    if _WHOLE.fullmatch(text):
        return int(text) if len(text) <= 5 and int(text) <= DAYS_MAX else Wrong("too_large")
    if _NEGATIVE.fullmatch(text):
        return Wrong("negative")
    whole = _WHOLE_AS_DECIMAL.fullmatch(text)
    return Wrong("not_whole_number", whole[1] if whole else "")


def decimal_styles_that_fit(texts: Iterable[str]) -> tuple[DecimalStyle, ...]:
    """Judge whole columns of trimmed amounts: the styles most of them fit; both when too few have a sign to tell."""
    fits = dict.fromkeys(DecimalStyle, 0)
    amounts = signed = 0
    for text in texts:
        amounts += 1
        if text.isdecimal():
            continue
        number = re.sub(r"[^\d.,'’ ]", "", text).strip()
        read = [style for style in DecimalStyle if isinstance(_read_number(number, style, 2), int)]
        signed += bool(read)
        for style in read:
            fits[style] += 1
    if signed < amounts * SIGNED_SHARE_NEEDED:
        return tuple(DecimalStyle)
    most = max(fits.values())
    return tuple(style for style in DecimalStyle if fits[style] == most)


def _read_number(number: str, style: DecimalStyle, minor_digits: int) -> int | Wrong:
    found = _GROUPED[style].fullmatch(number)
    if found is None:
        return _other_style(number, style, minor_digits)
    whole, broken = _NOT_DIGIT.sub("", found[1]), found[2] or ""
    if len(whole) > 16:
        return Wrong("too_large")
    if broken[minor_digits:].strip("0"):
        return Wrong("too_precise")
    return _bounded(int(whole) * 10**minor_digits + int(broken[:minor_digits].ljust(minor_digits, "0") or "0"))


def _other_style(number: str, style: DecimalStyle, minor_digits: int) -> Wrong:
    """Suggest the amount written in the file's own style, where the other style reads it."""
    other = DecimalStyle.COMMA if style is DecimalStyle.POINT else DecimalStyle.POINT
    found = _GROUPED[other].fullmatch(number)
    if found is None:
        return Wrong("not_a_number")
    whole, broken = _NOT_DIGIT.sub("", found[1]), found[2] or ""
    if broken[minor_digits:].strip("0"):
        return Wrong("too_precise")
    sign = "." if style is DecimalStyle.POINT else ","
    return Wrong("decimal_style", f"{whole}{sign}{broken}" if broken else whole)


def _sign_fits(sign: str, currency: str) -> bool:
    return not sign or sign.upper() == currency or currency in _SIGNS.get(sign.upper(), ())


def _bounded(minor: int) -> int | Wrong:
    return minor if minor <= LARGEST_MINOR else Wrong("too_large")
