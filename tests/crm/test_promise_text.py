"""A promise in one line: what an agent types is what the person hears read back, or it is a problem."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.money import Money
from crm.promise_text import read_promise
from crm.promises import LONGEST_DAYS

MONDAY = date(2026, 11, 2)
OWED = Money(30_001, "USD")


@pytest.mark.parametrize(
    ("line", "minor", "due_on"),
    [
        ("150 fri", 15_000, date(2026, 11, 6)),
        ("fri 150", 15_000, date(2026, 11, 6)),
        ("$150.50 on Friday", 15_050, date(2026, 11, 6)),
        ("half 15th", 15_001, date(2026, 11, 15)),
        ("full tomorrow", 30_001, date(2026, 11, 3)),
        ("200 on 12/5", 20_000, date(2026, 12, 5)),
        ("50% dec 5", 15_001, date(2026, 12, 5)),
        ("120 5 December", 12_000, date(2026, 12, 5)),
        ("120 today", 12_000, MONDAY),
        ("100 mon", 10_000, date(2026, 11, 9)),
        ("100 this fri", 10_000, date(2026, 11, 6)),
        ("100 next fri", 10_000, date(2026, 11, 13)),
        ("100 month-end", 10_000, date(2026, 11, 30)),
        ("100 end of the month", 10_000, date(2026, 11, 30)),
        ("100 in 10 days", 10_000, date(2026, 11, 12)),
        ("100 in 2 weeks", 10_000, date(2026, 11, 16)),
        ("100 2026-11-20", 10_000, date(2026, 11, 20)),
        ("100 1st", 10_000, date(2026, 12, 1)),
        ("100 2nd", 10_000, MONDAY),
        ("150 周五", 15_000, date(2026, 11, 6)),
        ("150元 下周五", 15_000, date(2026, 11, 13)),
        ("一半 15号", 15_001, date(2026, 11, 15)),
        ("全部明天", 30_001, date(2026, 11, 3)),
        ("１５０　周五", 15_000, date(2026, 11, 6)),
        ("200 12月5日", 20_000, date(2026, 12, 5)),
        ("100 三天后", 10_000, date(2026, 11, 5)),
        ("100 月底", 10_000, date(2026, 11, 30)),
    ],
)
def test_an_amount_and_a_day_are_read_as_agents_type_them(line: str, minor: int, due_on: date) -> None:
    """Every usual way to write a promise gives that amount and that day, without a problem."""
    read = read_promise(line, today=MONDAY, past_due=OWED)
    assert (read.amount, read.due_on, read.problems) == (Money(minor, "USD"), due_on, ())


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("", {"amount", "due_on"}),
        ("150", {"due_on"}),
        ("fri", {"amount"}),
        ("150 soon", {"text"}),
        ("150 15", {"amount", "due_on"}),
        ("150 fri 100 sat", {"amount", "due_on"}),
        ("half 15th rest month-end", {"text"}),
        ("300.02 fri", {"amount"}),
        ("0 fri", {"amount"}),
        ("150.123 fri", {"amount"}),
        ("150 2026-11-01", {"due_on"}),
        ("150 13/45", {"text"}),
        ("150 2026-02-30", {"text"}),
    ],
)
def test_a_line_that_is_not_clear_is_a_problem(line: str, fields: set[str]) -> None:
    """What is missing, doubled, too much or not understood is named by its field, never guessed."""
    read = read_promise(line, today=MONDAY, past_due=OWED)
    assert {problem.field for problem in read.problems} == fields
    assert all(problem.sentence.endswith(".") for problem in read.problems)


@pytest.mark.parametrize(("days", "is_allowed"), [(0, True), (LONGEST_DAYS, True), (LONGEST_DAYS + 1, False)])
def test_a_day_too_far_away_needs_approval(days: int, is_allowed: bool) -> None:
    """The last day an agent may agree to is allowed, the one after it is not."""
    due_on = MONDAY + timedelta(days=days)
    read = read_promise(f"150 {due_on.isoformat()}", today=MONDAY, past_due=OWED)
    assert (read.problems == (), read.needs_approval) == (is_allowed, not is_allowed)


def test_the_whole_debt_may_be_promised_and_not_a_cent_more() -> None:
    """The bound is what is past due."""
    assert read_promise("300.01 fri", today=MONDAY, past_due=OWED).problems == ()
    assert read_promise("300.02 fri", today=MONDAY, past_due=OWED).problems != ()


def test_the_sentences_say_amount_weekday_and_date() -> None:
    """What is read back leaves no doubt about the day."""
    read = read_promise("150 fri card", today=MONDAY, past_due=OWED)
    assert read.read_back_en == "You will pay 150.00 USD by Friday, November 6, 2026. Is that right?"
    assert read.read_back_zh == "您将在2026年11月6日（周五）前支付150.00 USD，对吗？"
    assert read.method == "card"


def test_nothing_is_read_back_while_something_is_missing() -> None:
    """A half-understood promise is not spoken."""
    read = read_promise("150", today=MONDAY, past_due=OWED)
    assert (read.read_back_en, read.read_back_zh) == ("", "")


@given(
    amount=st.integers(1, OWED.minor),
    days=st.integers(0, LONGEST_DAYS),
    start=st.integers(0, 2000),
)
def test_any_amount_and_date_written_out_is_read_again(amount: int, days: int, start: int) -> None:
    """Writing a promise and reading it gives the promise, on any day of any month."""
    today = date(2026, 1, 1) + timedelta(days=start)
    due_on = today + timedelta(days=days)
    read = read_promise(f"{amount // 100}.{amount % 100:02d} {due_on.isoformat()}", today=today, past_due=OWED)
    assert (read.amount, read.due_on, read.problems) == (Money(amount, "USD"), due_on, ())


@given(line=st.text(max_size=60))
def test_no_line_breaks_the_reader(line: str) -> None:
    """Whatever is typed gets an answer: a promise within the policy or at least one problem."""
    read = read_promise(line, today=MONDAY, past_due=OWED)
    if not read.problems:
        assert read.amount is not None
        assert read.due_on is not None
        assert 0 < read.amount.minor <= OWED.minor
        assert 0 <= (read.due_on - MONDAY).days <= LONGEST_DAYS
