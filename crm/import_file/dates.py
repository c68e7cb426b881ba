"""Days as lenders write them, each file in one fixed style.

Decides whether a cell is a day in the recipe's style, and which styles a whole column fits. Day and month
are never guessed row by row: what does not fit the style is refused, with a suggestion where there is one reading.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import StrEnum

from crm.import_file.problems import Wrong


class DateStyle(StrEnum):
    """How a file writes its days."""

    YEAR_FIRST = "year_first"
    """2026-03-01, 2026/3/1, 2026.3.1, 2026年3月1日"""
    COMPACT = "compact"
    """20260301"""
    DAY_FIRST = "day_first"
    """01/03/2026, 1.3.2026, 01-03-2026"""
    MONTH_FIRST = "month_first"
    """03/01/2026"""
    DAY_FIRST_SHORT = "day_first_short"
    """01/03/26; years 00-49 are 2000-2049"""
    MONTH_FIRST_SHORT = "month_first_short"
    """03/01/26"""
    SPREADSHEET = "spreadsheet"
    """46082: days since 1899-12-30, as a spreadsheet counts them"""


_MIDNIGHT = r"(?:[ T]0?0:00(?::00(?:\.0+)?)?Z?)?"
_SHAPES: dict[DateStyle, tuple[re.Pattern[str], str]] = {
    DateStyle.YEAR_FIRST: (re.compile(rf"(\d{{4}})([-/.年])(\d{{1,2}})[-/.月](\d{{1,2}})日?{_MIDNIGHT}"), "y_md"),
    DateStyle.COMPACT: (re.compile(r"(\d{4})()(\d{2})(\d{2})"), "y_md"),
    DateStyle.DAY_FIRST: (re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_MIDNIGHT}"), "d_my"),
    DateStyle.MONTH_FIRST: (re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_MIDNIGHT}"), "m_dy"),
    DateStyle.DAY_FIRST_SHORT: (re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2})"), "d_my"),
    DateStyle.MONTH_FIRST_SHORT: (re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2})"), "m_dy"),
}
_SPREADSHEET = re.compile(r"\d{5}")
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_YEARS = range(1900, 2101)
_SHORT = {DateStyle.DAY_FIRST_SHORT, DateStyle.MONTH_FIRST_SHORT}


def date_parser(style: DateStyle) -> Callable[[str], date | Wrong]:
    """Make the parser of one style; it takes trimmed text."""

    def parse(text: str) -> date | Wrong:
        read = _read(text, style)
        if isinstance(read, date):
            return read if read.year in _YEARS else Wrong("date_out_of_range")
        if read == "impossible":
            return Wrong("date_impossible")
        others = [found for other in DateStyle if isinstance(found := _read(text, other), date)]
        plausible = {found for found in others if found.year in _YEARS}
        if plausible:
            return Wrong("date_style", plausible.pop().isoformat() if len(plausible) == 1 else "")
        known = any(_read(text, other) == "impossible" for other in DateStyle)
        return Wrong("date_impossible" if known else "not_a_date")

    return parse


def styles_that_fit(texts: Iterable[str]) -> tuple[DateStyle, ...]:
    """Judge whole columns of trimmed days: the styles most of them fit, several when nothing tells them apart.

    Returns:
        One style when the column decides; two when every day could be a month as well, and a person must be asked;
        none when the column holds no days.
    """
    fits: Counter[DateStyle] = Counter()
    for text, count in Counter(texts).items():
        for style in DateStyle:
            read = _read(text, style)
            if isinstance(read, date) and read.year in _YEARS:
                fits[style] += count
    most = max(fits.values(), default=0)
    return tuple(style for style in DateStyle if most and fits[style] == most)


def write_day(day: date, style: DateStyle) -> str:
    """Write a day as this style would, so that a true date of a workbook reads like the text around it."""
    short_year = f"{day.year % 100:02d}"
    match style:
        case DateStyle.COMPACT:
            return f"{day.year:04d}{day.month:02d}{day.day:02d}"
        case DateStyle.DAY_FIRST:
            return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
        case DateStyle.MONTH_FIRST:
            return f"{day.month:02d}/{day.day:02d}/{day.year:04d}"
        case DateStyle.DAY_FIRST_SHORT:
            return f"{day.day:02d}/{day.month:02d}/{short_year}"
        case DateStyle.MONTH_FIRST_SHORT:
            return f"{day.month:02d}/{day.day:02d}/{short_year}"
        case DateStyle.SPREADSHEET:
            return str((day - _SPREADSHEET_EPOCH).days)
        case DateStyle.YEAR_FIRST:
            return day.isoformat()


def _read(text: str, style: DateStyle) -> date | str:
    """Return the day, or "impossible" for the right shape of no day, or "other" for another shape."""
    if style is DateStyle.SPREADSHEET:
        return _SPREADSHEET_EPOCH + timedelta(days=int(text)) if _SPREADSHEET.fullmatch(text) else "other"
    shape, order = _SHAPES[style]
    found = shape.fullmatch(text)
    if found is None:
        return "other"
    first, second, third = int(found[1]), int(found[3]), int(found[4])
    year, month, day = {
        "y_md": (first, second, third),
        "d_my": (third, second, first),
        "m_dy": (third, first, second),
    }[order]
    if style in _SHORT:
        year += 2000 if year < 50 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return "impossible"
