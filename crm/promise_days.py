"""Reads a day as agents type it: "fri", "tomorrow", "15th", "month-end", "12/5", "下周五", "12月5日".

Pure. A day without a year is the next one that comes, today included where a date is named; a weekday is the next
one after today. Which days may be promised is decided by `promises`.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_SIGNS_ZH = "一二三四五六日"
_MONTH_STARTS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_COUNTS_ZH = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
MONTHS_AHEAD = 12


def day_in(line: str, at: int, today: date) -> tuple[date, int] | None:
    """Read a day at a place of a line in lower case; return it with where it ends, None where none stands."""
    for pattern, read in _READERS:
        match = pattern.match(line, at)
        if match is None:
            continue
        found = read(match, today)
        if found is not None:
            return found, match.end()
    return None


def weekday_names(language: str) -> tuple[str, ...]:
    """Return the weekdays from Monday on; in English unless Chinese is wanted."""
    return _WEEKDAYS_ZH if language == "zh" else _WEEKDAYS_EN


def _after(days: int) -> Callable[[re.Match[str], date], date | None]:
    return lambda _, today: today + timedelta(days=days)


def _month_end(_: re.Match[str], today: date) -> date:
    return today.replace(day=monthrange(today.year, today.month)[1])


def _in_days(match: re.Match[str], today: date) -> date:
    word = match.group("count")
    count = int(word) if word.isdigit() else _COUNTS_ZH[word]
    is_week = match.group("unit").startswith(("w", "周", "星", "礼"))
    return today + timedelta(days=count * (7 if is_week else 1))


def _english_weekday(match: re.Match[str], today: date) -> date:
    starts = [name[:3].lower() for name in _WEEKDAYS_EN]
    return _weekday(starts.index(match.group("weekday")), match.group("which") or "", today)


def _chinese_weekday(match: re.Match[str], today: date) -> date:
    sign = match.group("weekday").replace("天", "日")
    which = {"下": "next", "本": "this", "这": "this"}.get(match.group("which") or "", "")
    return _weekday(_SIGNS_ZH.index(sign), which, today)


def _weekday(weekday: int, which: str, today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    if which == "next":
        return monday + timedelta(days=7 + weekday)
    if which == "this":
        return monday + timedelta(days=weekday)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _full_date(match: re.Match[str], _: date) -> date | None:
    return _date(int(match.group("year")), int(match.group("month")), int(match.group("day")))


def _numbered_month(match: re.Match[str], today: date) -> date | None:
    return _coming(int(match.group("month")), int(match.group("day")), today)


def _named_month(match: re.Match[str], today: date) -> date | None:
    return _coming(_MONTH_STARTS.index(match.group("month")) + 1, int(match.group("day")), today)


def _coming(month: int, day: int, today: date) -> date | None:
    this_year = _date(today.year, month, day)
    return this_year if this_year and this_year >= today else _date(today.year + 1, month, day)


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    """Return the next such day; months that are too short for it are passed over."""
    day = int(match.group("day"))
    for ahead in range(MONTHS_AHEAD):
        years, month = divmod(today.month - 1 + ahead, 12)
        found = _date(today.year + years, month + 1, day)
        if found is not None and found >= today:
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (re.compile(r"(?P<year>20\d\d)[-/年](?P<month>\d{1,2})[-/月](?P<day>\d{1,2})日?(?!\d)"), _full_date),
    (re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?(?!\d)"), _numbered_month),
    (re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/])"), _numbered_month),
    (re.compile(rf"{_MONTH} ?{_DAY}\b"), _named_month),
    (re.compile(rf"{_DAY} ?(?:of )?{_MONTH}(?![a-z])"), _named_month),
    (re.compile(r"day after tomorrow\b|后天"), _after(2)),
    (re.compile(r"today\b|tonight\b|now\b|今天|今日|今晚"), _after(0)),
    (re.compile(r"tomorrow\b|tmrw?\b|tom\b|明天|明日"), _after(1)),
    (re.compile(r"month[- ]?end\b|eom\b|end of (?:the )?month\b|月底|月末"), _month_end),
    (re.compile(r"in (?P<count>\d{1,3}) ?(?P<unit>days?|weeks?)\b"), _in_days),
    (re.compile(r"(?P<count>\d{1,3}|[一两二三四五六七])个?(?P<unit>天|周|星期|礼拜)[后内]"), _in_days),
    (
        re.compile(
            r"(?:(?P<which>next|this) )?(?P<weekday>mon|tue|wed|thu|fri|sat|sun)"
            r"(?:day|s|sday|nesday|r|rs|rsday|urday)?\b"
        ),
        _english_weekday,
    ),
    (re.compile(r"(?P<which>[下本这])?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"), _chinese_weekday),
    (re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)\b"), _day_of_month),
    (re.compile(r"(?P<day>\d{1,2})[号日]"), _day_of_month),
)
"""Tried in this order, so that a longer writing is read before a shorter one inside it."""
