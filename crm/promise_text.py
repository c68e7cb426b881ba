"""Reads a promise typed in one line, such as "150 fri", "half 15th" or "150 周五", and says it back in words.

Pure. An amount, a day and perhaps a way to pay, in any order; what is not understood is a problem, never a guess.
Keeping the promise is left to `promises` and `campaigns/agreeing`.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from config.errors import BadInput
from crm.money import Money, parse_money
from crm.promise_days import day_in, weekday_names
from crm.promises import check_promise

UNKNOWN_METHOD = "unknown"
LONGEST_LINE = 200

_GAP = re.compile(
    r"(?:[\s,，。.;；]+|\b(?:on|by|before|until|at|and|the|of|pay|pays|will|via|with|usd|cny|eur|dollars?|bucks)\b"
    r"|[$€£¥元块]|人民币|美元|支付|还款|之前|[在于前还付])+"
)
_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d/-])|\d+(?:\.\d+)?(?![\d/.-])")
_PERCENT = re.compile(r"(\d{1,3})\s?%")
_WHOLE = re.compile(r"(?:full|all|everything|whole)\b|全部|全额|全款|全")
_HALF = re.compile(r"half\b|一半|半")
_METHODS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("card", re.compile(r"(?:credit |debit )?card\b|银行卡|信用卡|刷卡")),
    ("bank_transfer", re.compile(r"(?:bank )?transfer\b|wire\b|ach\b|bank\b|银行转账|转账|汇款")),
    ("check", re.compile(r"che(?:ck|que)\b|支票")),
    ("cash", re.compile(r"cash\b|现金")),
    ("online", re.compile(r"online\b|web(?:site)?\b|app\b|网上|线上|在线")),
)


@dataclass(frozen=True, slots=True)
class PromiseProblem:
    """What is wrong with `field`: amount, due_on or text (the line as a whole)."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """What a line was understood as; the sentences to read back are empty until amount and day are known.

    `needs_approval`: the day is further away than an agent may agree to.
    """

    amount: Money | None
    due_on: date | None
    method: str
    read_back_en: str
    read_back_zh: str
    problems: tuple[PromiseProblem, ...]
    needs_approval: bool


@dataclass
class _Found:
    """What has been read of a line so far."""

    amounts: list[Money] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    method: str = UNKNOWN_METHOD
    strange: list[str] = field(default_factory=list)
    problems: list[PromiseProblem] = field(default_factory=list)


def read_promise(line: str, *, today: date, past_due: Money) -> PromiseLine:
    """Read one line. `today` is the person's own date; "full" and "half" are of `past_due`, which is the most."""
    found = _scan(_plain(line[:LONGEST_LINE]), today, past_due)
    amount = found.amounts[0] if found.amounts else None
    due_on = found.days[0] if found.days else None
    problems = [*found.problems, *_lacks(found)]
    needs_approval = False
    if amount is not None and due_on is not None and not problems:
        breach = _breach(amount, due_on, today, past_due)
        problems += breach
        needs_approval = any(problem.field == "due_on" for problem in breach) and due_on > today
    is_whole = amount is not None and due_on is not None
    return PromiseLine(
        amount=amount,
        due_on=due_on,
        method=found.method,
        read_back_en=_in_english(amount, due_on) if is_whole and amount and due_on else "",
        read_back_zh=_in_chinese(amount, due_on) if is_whole and amount and due_on else "",
        problems=tuple(problems),
        needs_approval=needs_approval,
    )


def _plain(line: str) -> str:
    return unicodedata.normalize("NFKC", line).lower().strip()


def _scan(line: str, today: date, past_due: Money) -> _Found:
    """Take one word after another from the left: a day, a way to pay, an amount; days go first, they look like sums."""
    found, at = _Found(), 0
    while at < len(line):
        gap = _GAP.match(line, at)
        if gap and gap.end() > at:
            at = gap.end()
            continue
        day = day_in(line, at, today)
        if day is not None:
            found.days.append(day[0])
            at = day[1]
            continue
        taken = _take_method(line, at, found) or _take_amount(line, at, found, past_due)
        if taken is None:
            word = re.compile(r"[a-z0-9/.-]+|.").match(line, at)
            assert word is not None, "there is a sign left"
            found.strange.append(word.group())
            taken = word.end()
        at = taken
    return found


def _take_method(line: str, at: int, found: _Found) -> int | None:
    for method, pattern in _METHODS:
        match = pattern.match(line, at)
        if match:
            found.method = method
            return match.end()
    return None


def _take_amount(line: str, at: int, found: _Found, past_due: Money) -> int | None:
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Money]], ...] = (
        (_WHOLE, lambda _: past_due),
        (_HALF, lambda _: past_due.split(2)[0]),
        (_PERCENT, lambda match: _share(past_due, int(match.group(1)))),
        (_AMOUNT, lambda match: parse_money(match.group().replace(",", ""), past_due.currency, field="amount")),
    )
    for pattern, read in readers:
        match = pattern.match(line, at)
        if match is None:
            continue
        try:
            found.amounts.append(read(match))
        except BadInput as refusal:
            found.problems.append(PromiseProblem("amount", refusal.sentence))
        return match.end()
    return None


def _share(past_due: Money, percent: int) -> Money:
    """Take so many hundredths, rounded up to a whole minor unit, so that a share is never too small by rounding."""
    return Money(-(-past_due.minor * percent // 100), past_due.currency)


def _lacks(found: _Found) -> list[PromiseProblem]:
    if found.strange:
        words = " ".join(found.strange[:3])
        return [PromiseProblem("text", f"“{words}” is not understood; write an amount and a day, such as 150 fri.")]
    problems = []
    if not found.amounts and not found.problems:
        problems.append(PromiseProblem("amount", "The amount is missing."))
    if len(found.amounts) > 1:
        problems.append(PromiseProblem("amount", "There are two amounts; one promise has one."))
    if not found.days:
        problems.append(PromiseProblem("due_on", "The day is missing."))
    if len(found.days) > 1:
        problems.append(PromiseProblem("due_on", "There are two days; one promise has one."))
    return problems


def _breach(amount: Money, due_on: date, today: date, past_due: Money) -> list[PromiseProblem]:
    try:
        check_promise(amount, due_on, today=today, past_due=past_due)
    except BadInput as refusal:
        return [PromiseProblem(next(iter(refusal.details), "text"), refusal.sentence)]
    return []


def _in_english(amount: Money, due_on: date) -> str:
    weekday, month = weekday_names("en")[due_on.weekday()], _MONTHS[due_on.month - 1]
    return f"You will pay {amount} by {weekday}, {month} {due_on.day}, {due_on.year}. Is that right?"


def _in_chinese(amount: Money, due_on: date) -> str:
    weekday = weekday_names("zh")[due_on.weekday()]
    return f"您将在{due_on.year}年{due_on.month}月{due_on.day}日（{weekday}）前支付{amount}，对吗？"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
