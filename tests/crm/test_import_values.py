"""Single cells: what is read, what is refused and with which reason and suggestion."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.import_file.amounts import DecimalStyle, decimal_styles_that_fit, parse_amount, parse_days
from crm.import_file.choices import parse_consent, parse_currency, parse_language, parse_relation
from crm.import_file.dates import DateStyle, date_parser, styles_that_fit, write_day
from crm.import_file.places import parse_country, parse_postal_code, parse_region
from crm.import_file.problems import MESSAGES, Wrong
from crm.import_file.texts import parse_email, parse_identifier, parse_name, parse_text, trimmed

DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


@pytest.mark.parametrize(
    ("text", "currency", "read"),
    [
        ("1204.10", "USD", 120_410),
        ("$1,204.10", "USD", 120_410),
        ("1 204.10", "USD", 120_410),
        ("0", "USD", 0),
        ("5.1", "USD", 510),
        ("5.100", "USD", 510),
        ("¥88.80", "CNY", 8_880),
        ("1200 JPY", "JPY", 1_200),
        ("1.234", "KWD", 1_234),
        ("１２", "CNY", 1_200),
        ("12.345", "USD", Wrong("too_precise")),
        ("1200.5", "JPY", Wrong("too_precise")),
        ("10301.999", "USD", Wrong("too_precise")),
        ("1.234,56", "USD", Wrong("decimal_style", "1234.56")),
        ("-120.00", "USD", Wrong("negative")),
        ("(120.00)", "USD", Wrong("negative")),
        ("inf", "USD", Wrong("not_a_number")),
        ("NaN", "USD", Wrong("not_a_number")),
        ("12,34.5", "USD", Wrong("not_a_number")),
        ("1e3", "USD", Wrong("digits_lost")),
        ("€5", "USD", Wrong("currency_mismatch")),
        ("9999999999999", "USD", 999_999_999_999_900),
        ("99999999999999", "USD", Wrong("too_large")),
        ("9" * 400, "USD", Wrong("too_large")),
    ],
)
def test_amount_is_exact_or_refused(text: str, currency: str, read: int | Wrong) -> None:
    """Money is never rounded, and never read by the other decimal sign."""
    assert parse_amount(text, DecimalStyle.POINT, currency) == read


@given(st.integers(0, 10**14), st.booleans(), st.sampled_from(list(DecimalStyle)))
def test_amount_reads_back_what_was_written(minor: int, grouped: bool, style: DecimalStyle) -> None:
    """Written in the file's own style, with or without thousands, every amount comes out the same."""
    written = f"{minor // 100:,}.{minor % 100:02d}" if grouped else f"{minor // 100}.{minor % 100:02d}"
    if style is DecimalStyle.COMMA:
        written = written.translate(str.maketrans(",.", ".,"))
    assert parse_amount(written, style, "USD") == minor


@pytest.mark.parametrize(
    ("texts", "styles"),
    [
        (["1,204.50", "3.10"], (DecimalStyle.POINT,)),
        (["1.204,50", "3,10"], (DecimalStyle.COMMA,)),
        (["100", "200"], tuple(DecimalStyle)),
        (["100"] * 100 + ["1.234,56"], tuple(DecimalStyle)),
    ],
)
def test_decimal_style_is_decided_by_the_column(texts: list[str], styles: tuple[DecimalStyle, ...]) -> None:
    """A slip in one row of a hundred does not turn the file's decimal sign."""
    assert decimal_styles_that_fit(texts) == styles


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0", 0),
        ("36500", 36_500),
        ("36501", Wrong("too_large")),
        ("-3", Wrong("negative")),
        ("12.5", Wrong("not_whole_number")),
        ("12.0", Wrong("not_whole_number", "12")),
        ("1e9", Wrong("not_whole_number")),
        ("NaN", Wrong("not_whole_number")),
        ("thirty", Wrong("not_whole_number")),
    ],
)
def test_days_past_due_are_whole_and_not_negative(text: str, read: int | Wrong) -> None:
    """The bucket of a case hangs on this number."""
    assert parse_days(text) == read


@pytest.mark.parametrize(
    ("style", "text", "read"),
    [
        (DateStyle.YEAR_FIRST, "2026-11-05", date(2026, 11, 5)),
        (DateStyle.YEAR_FIRST, "2026/1/5", date(2026, 1, 5)),
        (DateStyle.YEAR_FIRST, "2026年1月5日", date(2026, 1, 5)),
        (DateStyle.YEAR_FIRST, "2026-11-05 00:00:00", date(2026, 11, 5)),
        (DateStyle.YEAR_FIRST, "2026-02-30", Wrong("date_impossible")),
        (DateStyle.YEAR_FIRST, "31/02/2026", Wrong("date_impossible")),
        (DateStyle.YEAR_FIRST, "20261101", Wrong("date_style", "2026-11-01")),
        (DateStyle.YEAR_FIRST, "25/12/2026", Wrong("date_style", "2026-12-25")),
        (DateStyle.YEAR_FIRST, "11/05/26", Wrong("date_style")),
        (DateStyle.YEAR_FIRST, "soon", Wrong("not_a_date")),
        (DateStyle.YEAR_FIRST, "1899-12-31", Wrong("date_out_of_range")),
        (DateStyle.DAY_FIRST, "05/11/2026", date(2026, 11, 5)),
        (DateStyle.MONTH_FIRST, "05/11/2026", date(2026, 5, 11)),
        (DateStyle.MONTH_FIRST, "25/12/2026", Wrong("date_impossible")),
        (DateStyle.DAY_FIRST_SHORT, "05/11/49", date(2049, 11, 5)),
        (DateStyle.DAY_FIRST_SHORT, "05/11/50", date(1950, 11, 5)),
        (DateStyle.SPREADSHEET, "46082", date(2026, 3, 1)),
        (DateStyle.COMPACT, "20240229", date(2024, 2, 29)),
        (DateStyle.COMPACT, "20230229", Wrong("date_impossible")),
    ],
)
def test_day_is_read_in_the_files_style_only(style: DateStyle, text: str, read: date | Wrong) -> None:
    """Day and month are never swapped to make a row fit."""
    assert date_parser(style)(text) == read


@given(DAYS, st.sampled_from(list(DateStyle)))
def test_day_reads_back_as_written(day: date, style: DateStyle) -> None:
    """Every style reads its own writing."""
    assert date_parser(style)(write_day(day, style)) == day


@pytest.mark.parametrize(
    ("texts", "styles"),
    [
        (["03/01/2026", "04/02/2026"], (DateStyle.DAY_FIRST, DateStyle.MONTH_FIRST)),
        (["03/01/2026", "25/02/2026"], (DateStyle.DAY_FIRST,)),
        (["03/01/2026", "02/25/2026"], (DateStyle.MONTH_FIRST,)),
        (["2026-01-03"] * 9 + ["31/01/2026"], (DateStyle.YEAR_FIRST,)),
        (["soon"], ()),
    ],
)
def test_date_style_is_decided_by_the_column_or_asked(texts: list[str], styles: tuple[DateStyle, ...]) -> None:
    """Where every day could be a month as well, both styles are offered and none is chosen."""
    assert styles_that_fit(texts) == styles


@given(st.lists(DAYS.filter(lambda day: day.day > 12), min_size=1))
def test_days_after_the_twelfth_tell_the_style(days: list[date]) -> None:
    """One day after the twelfth settles the question for the whole column."""
    texts = [write_day(day + timedelta(0), DateStyle.DAY_FIRST) for day in days]
    assert styles_that_fit(texts) == (DateStyle.DAY_FIRST,)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("CC0000001", "CC0000001"),
        ("0012345678901234567", "0012345678901234567"),
        ("4.11E+15", Wrong("digits_lost")),
        ("4.11111E+15", Wrong("digits_lost")),
        ("123.0", Wrong("bad_identifier", "123")),
        ("=1+1", Wrong("bad_identifier")),
        ("A\u200b1", Wrong("control_characters", "A1")),
        ("x" * 65, Wrong("too_long")),
    ],
)
def test_identifier_keeps_every_digit_or_is_refused(text: str, read: str | Wrong) -> None:
    """An account number that a spreadsheet has shortened is not believed."""
    assert parse_identifier(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ana Bell", "Ana Bell"),
        ("O’Brien", "O’Brien"),
        ("Zoe\u0308", "Zoë"),
        ("张伟", "张伟"),
        ("نور\u200cا", "نور\u200cا"),
        ("3M Company (US)", "3M Company (US)"),
        ("张\u200b伟", Wrong("control_characters", "张伟")),
        ("\u202egnp.exe", Wrong("control_characters", "gnp.exe")),
        ("Ana\x07Bell", Wrong("control_characters", "AnaBell")),
        ("😀", Wrong("not_a_name")),
        ("Ana 😀", Wrong("not_a_name")),
        ("12345", Wrong("not_a_name")),
        ("<img src=x>", Wrong("markup")),
        ('=HYPERLINK("http://example.com")', Wrong("formula")),
        ("+cmd|' /C calc'!A0", Wrong("formula")),
        ("@SUM(1+1)", Wrong("formula")),
        ("-2+3", Wrong("formula")),
        ("A" * 200, "A" * 200),
        ("A" * 201, Wrong("too_long")),
    ],
)
def test_name_holds_letters_of_any_script_and_nothing_hidden(text: str, read: str | Wrong) -> None:
    """A name is said aloud to a person and shown on many screens."""
    assert parse_name(text) == read


@given(st.text(min_size=1).map(str.strip).filter(bool))
def test_accepted_text_is_safe_to_show_and_export(text: str) -> None:
    """Whatever is in a file, what is accepted holds no control, no markup and no formula."""
    for parse in (parse_name, parse_text):
        read = parse(text)
        if isinstance(read, str):
            assert not set(read) & set("<>\0\n\r\t\u202e\u200b")
            assert read[0] not in "=+-@"


@pytest.mark.parametrize("cell", ["", "   ", "NULL", "n/a", "N/A", "-", "无", "\u3000", "\u00a0"])
def test_words_for_nothing_are_nothing(cell: str) -> None:
    """A database's NULL is not a person's name."""
    assert trimmed(cell) == ""


@pytest.mark.parametrize(("cell", "text"), [("  Ana  ", "Ana"), ("'=x", "=x"), ("'tHooft", "'tHooft"), ("NA", "NA")])
def test_cells_are_trimmed_and_otherwise_kept(cell: str, text: str) -> None:
    """Padding goes, and the apostrophe our own export put before a formula."""
    assert trimmed(cell) == text


@pytest.mark.parametrize(
    ("text", "country", "read"),
    [
        ("02134", "US", "02134"),
        ("02134-1234", "US", "02134"),
        ("5903", "US", Wrong("bad_postal_code", "05903")),
        ("601", "US", Wrong("bad_postal_code", "00601")),
        ("0", "US", Wrong("bad_postal_code")),
        ("02134-", "US", Wrong("bad_postal_code", "02134")),
        ("SW1A 1AA", "US", Wrong("bad_postal_code")),
        ("SW1A 1AA", "GB", "SW1A 1AA"),
        ("100000", "CN", "100000"),
        ("10000", "CN", Wrong("bad_postal_code", "010000")),
    ],
)
def test_postal_code_is_judged_by_its_country(text: str, country: str, read: str | Wrong) -> None:
    """The hours a person may be called in depend on it, so a lost zero is asked about and not filled in."""
    assert parse_postal_code(text, country) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("yes", True),
        ("Y", True),
        ("是", True),
        ("no", False),
        ("不同意", False),
        ("unknown", None),
        ("maybe", Wrong("bad_consent")),
    ],
)
def test_unknown_word_is_never_a_consent(text: str, read: bool | Wrong | None) -> None:
    """Only a clear yes is a yes."""
    assert parse_consent(text) == read


def test_choices_are_read_in_both_languages() -> None:
    """A Chinese lender writes Chinese words."""
    assert parse_language("中文") == "zh"
    assert parse_relation("配偶") == "spouse"
    assert parse_relation("landlord") == "other"
    assert parse_currency("人民币") == "CNY"
    assert parse_currency("QQQ") == Wrong("bad_currency")
    assert parse_country("美国") == "US"
    assert parse_region("washington", "US") == "WA"
    assert parse_region("ZZ", "US") == Wrong("bad_region")
    assert parse_email("A.B@Example.COM") == "A.B@example.com"
    assert parse_email("a..b@example.com") == Wrong("bad_email")


def test_every_reason_is_told_in_both_languages() -> None:
    """A clerk in either language learns what to correct."""
    for english, chinese in MESSAGES.values():
        assert english.isascii() or "·" in english
        assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese)
