"""Loading is strict, and the right rows are handed out for a place and a date."""

from datetime import date

import pytest

from campaigns.rules.rulebook import load_rulebook
from config.errors import BadInput
from tests.campaigns.rules.cases import BOOK

HEAD = '[jurisdiction]\nkey = "t"\nname = "Testland"\n'
ROW = """
[[rule]]
id = "t.hours"
jurisdiction = "t"
kind = "allowed_hours"
title = "daytime"
rank = 500
cite = "none"
binding = "statute"
confidence = "high"
"""
HOURS = '[rule.params]\nweekly = { daily = [["08:00", "21:00"]] }\n'


def test_plain_row_is_loaded_when_it_is_right() -> None:
    """The smallest complete rulebook."""
    assert [rule.id for rule in load_rulebook({"t.toml": HEAD + ROW + HOURS}).rules] == ["t.hours"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (HEAD + ROW + "colour = 1\n" + HOURS, "colour"),
        (HEAD + ROW.replace("allowed_hours", "moon_phase") + HOURS, "kind"),
        (HEAD + ROW + '[rule.params]\nweekly = { daily = [["8:00", "21:00"]] }\n', "daily"),
        (HEAD + ROW + '[rule.params]\nweekly = { someday = [["08:00", "21:00"]] }\n', "someday"),
        (HEAD + ROW + HOURS + 'zones = "mars"\n', "zones"),
        (HEAD + ROW + HOURS + 'holidays = "none-such"\n', "holidays"),
        (HEAD + ROW + HOURS + "grace = 5\n", "grace"),
        (HEAD + ROW + 'effective_from = "2026-01-01"\n' + HOURS, "effective_from"),
        (HEAD + ROW + "effective_from = 2026-02-01\neffective_to = 2026-01-01\n" + HOURS, "effective_to"),
        (HEAD + ROW + '[rule.applies]\nchannels = ["pigeon"]\n' + HOURS, "channels"),
        (HEAD + ROW.replace("rank = 500", "rank = true") + HOURS, "rank"),
        (HEAD + ROW + HOURS + ROW + HOURS, "rule"),
        (HEAD + ROW.replace('jurisdiction = "t"', 'jurisdiction = "u"') + HOURS, "jurisdiction"),
        (HEAD + 'parent = "u"\n', "jurisdiction"),
        (HEAD + "colour = 1\n", "colour"),
        (HEAD + "[[rules]]\n", "rules"),
        ("not toml", "file"),
    ],
)
def test_rulebook_is_refused_by_file_and_field_when_anything_is_off(text: str, field: str) -> None:
    """A misspelt limit must stop the start, not silently allow calls."""
    with pytest.raises(BadInput) as refused:
        load_rulebook({"t.toml": text})
    assert field in refused.value.details
    assert "t.toml" in refused.value.sentence or "t.hours" in refused.value.sentence or field == "jurisdiction"


def test_two_versions_may_follow_each_other_when_their_days_do_not_meet() -> None:
    """A change of law is a second row with the same name."""
    old = ROW + "effective_to = 2026-08-31\n" + HOURS
    new = ROW + "effective_from = 2026-09-01\n" + HOURS
    book = load_rulebook({"t.toml": HEAD + old + new})
    assert len(book.rules_for(["t"], date(2026, 1, 1))) == 1
    assert len(book.rules_for(["t"], date(2026, 8, 30))) == 2
    assert len(book.rules_for(["t"], date(2026, 9, 1))) == 1


def test_holiday_closes_the_day_when_a_calendar_is_named() -> None:
    """Calendars stand beside the rules; a rule closes on the days of the one it names."""
    dates = '[calendars.c]\ndates = [{ on = 2026-12-25, name = "Christmas Day" }]\n'
    (rule,) = load_rulebook({"t.toml": f"{HEAD}{dates}{ROW}{HOURS}holidays = 'c'\n"}).rules
    assert rule.terms.weekly.on(date(2026, 12, 25).toordinal()) == ()
    assert rule.terms.weekly.on(date(2026, 12, 24).toordinal()) == ((480, 1260),)


@pytest.mark.parametrize(
    ("calendars", "field"),
    [
        ("c = [2026-12-25]", "dates"),
        ("c = { dates = [] }", "dates"),
        ("c = { dates = [{ name = 'x' }] }", "on"),
        ("c = { dates = [{ on = '2026-12-25' }] }", "on"),
        ("c = { dates = [{ on = 2026-12-25 }, { on = 2026-12-25 }] }", "on"),
        ("c = { dates = [{ on = 2026-12-25, colour = 'red' }] }", "colour"),
        ("c = { dates = [{ on = 2026-12-25 }], library = 'ZZ', library_from = 2027 }", "library"),
        ("c = { dates = [{ on = 2026-12-25 }], library = 'US' }", "library_from"),
        ("c = { dates = [{ on = 2026-12-25 }], library_from = 2027 }", "library_from"),
    ],
)
def test_calendar_is_refused_by_file_and_field_when_anything_is_off(calendars: str, field: str) -> None:
    """A holiday that is not read is a day on which people are called."""
    with pytest.raises(BadInput) as refused:
        load_rulebook({"t.toml": f"{HEAD}[calendars]\n{calendars}\n{ROW}{HOURS}"})
    assert field in refused.value.details
    assert "t.toml calendar c" in refused.value.sentence


@pytest.mark.parametrize("second", [HEAD, "[calendars.c]\ndates = [{ on = 2026-12-25 }]\n"])
def test_second_file_is_refused_when_it_repeats_a_place_or_a_calendar(second: str) -> None:
    """What stands twice could differ."""
    first = f"{HEAD}[calendars.c]\ndates = [{{ on = 2026-12-25 }}]\n"
    with pytest.raises(BadInput, match=r"^u\.toml: the \w+ '[ct]' stands in another file"):
        load_rulebook({"t.toml": first, "u.toml": second})


@pytest.mark.parametrize("text", ["calendars = 1", "jurisdiction = 1", "rule = 1", "rule = [1]", "[rule]\nid = 'x'"])
def test_rulebook_is_refused_when_a_part_has_another_form(text: str) -> None:
    """What cannot be read is named, not skipped."""
    with pytest.raises(BadInput, match=r"^t\.toml: "):
        load_rulebook({"t.toml": text})


def test_places_are_refused_when_they_stand_above_each_other() -> None:
    """Rules are looked for upwards, and the way must end."""
    files = {
        f"{key}.toml": f'[jurisdiction]\nkey = "{key}"\nname = "x"\nparent = "{above}"\n'
        for key, above in (("t", "u"), ("u", "t"))
    }
    with pytest.raises(BadInput, match="above itself"):
        load_rulebook(files)


def test_file_and_row_are_named_when_two_rows_are_in_force_at_once() -> None:
    """The later of the two is the one to look at."""
    late = ROW + "effective_from = 2026-09-01\n" + HOURS
    early = ROW + "effective_to = 2026-09-01\n" + HOURS
    with pytest.raises(BadInput, match=r"^u\.toml t\.hours: two rows are in force at once"):
        load_rulebook({"t.toml": HEAD + early, "u.toml": late})


def test_parents_and_house_come_along_when_a_city_is_asked_for() -> None:
    """New York City is under the state, the state under federal law, and all under the house."""
    assert BOOK.chain("us-nyc") == ("us-nyc", "us-ny", "us", "house")
    found = {rule.id for rule in BOOK.rules_for(["us-nyc"], date(2026, 11, 23))}
    assert {"us-nyc.contact_cap", "us.regf.call_cap", "house.hours"} <= found
    assert not any(rule_id.startswith("us-ma") for rule_id in found)


def test_uncertain_row_binds_only_when_a_creditor_switches_it_on() -> None:
    """Rows of less than high confidence are shipped switched off."""
    usual = {rule.id for rule in BOOK.rules_for(["us-nyc"], date(2026, 11, 23))}
    careful = BOOK.rules_for(["us-nyc"], date(2026, 11, 23), switched_on=["us-nyc.ecomm_consent"])
    assert {rule.id for rule in careful} - usual == {"us-nyc.ecomm_consent"}


@pytest.mark.parametrize("rule_id", ["us.regf.hours", "us.no_such_rule"])
def test_law_stays_on_when_a_creditor_would_switch_it_off(rule_id: str) -> None:
    """Settings may drop a house policy, never a law, and never a name that does not exist."""
    with pytest.raises(BadInput):
        BOOK.rules_for(["us"], date(2026, 11, 23), switched_off=[rule_id])


def test_every_shipped_row_names_its_source_when_read() -> None:
    """Law carries a citation and the day it was checked; both languages have a title."""
    for rule in BOOK.rules:
        assert rule.cite, rule.id
        assert rule.title_zh, rule.id
        assert rule.checked_on or rule.jurisdiction == "house", rule.id
        assert rule.is_enabled or rule.confidence != "high", rule.id


def test_version_changes_when_a_limit_does() -> None:
    """A stored verdict can be told apart from one under other limits."""
    before = load_rulebook({"t.toml": HEAD + ROW + HOURS})
    after = load_rulebook({"t.toml": HEAD + ROW + HOURS.replace("21:00", "20:00")})
    assert before.version != after.version
    assert before.rules[0].version != after.rules[0].version
