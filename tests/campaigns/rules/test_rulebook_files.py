"""The packaged rulebooks: complete, readable in both languages, and with calendars that do not end with the year."""

from datetime import date

import pytest

from campaigns.rules.judge import is_duty
from campaigns.rules.rulebook import SHIPPED
from campaigns.scripts import Scripts, load_scripts
from campaigns.templates import Templates, load_templates
from campaigns.wording import wrong_texts
from tests.campaigns.rules.cases import BOOK
from tests.campaigns.rules.test_vectors import DOCUMENT, PUBLISHED


def test_every_place_has_one_file_named_like_it() -> None:
    """Somebody who looks for a place's law finds it by name."""
    assert {path.stem for path in SHIPPED.glob("*.toml")} == set(BOOK.jurisdictions)
    assert len(set(BOOK.jurisdictions) - {"house"}) == 52


def test_every_judging_row_says_what_the_published_one_says() -> None:
    """Filter and terms agree, except that own calendars go on."""
    own = {rule.id: rule for rule in BOOK.rules}
    for rule in PUBLISHED.rules:
        if not is_duty(rule):
            mine = own[rule.id]
            assert (mine.kind, mine.applies) == (rule.kind, rule.applies), rule.id
            if rule.kind != "allowed_hours":
                assert mine.terms == rule.terms, rule.id
            else:
                assert (mine.terms.weekly.days, mine.terms.zones) == (rule.terms.weekly.days, rule.terms.zones)
                assert rule.terms.weekly.exceptions.items() <= mine.terms.weekly.exceptions.items(), rule.id


def test_parents_are_the_published_ones() -> None:
    """The law of a city is joined by that of its state and its country."""
    for key, place in DOCUMENT["jurisdictions"].items():
        assert BOOK.jurisdictions[key].parent == place["parent"]


@pytest.mark.parametrize("key", list(DOCUMENT["calendars"]))
def test_calendar_keeps_the_published_days_and_goes_on_when_they_end(key: str) -> None:
    """Up to 2026 exactly the days checked by hand; from 2027 the region's own join them, every one with a name."""
    days = BOOK.calendars[key].named()
    published = set(DOCUMENT["calendars"][key])
    assert published <= set(days)
    assert {day for day in days if day.year < 2027} == {day for day in published if day.year < 2027}
    assert {day.year for day in days} == set(range(2026, 2036))
    assert all(days.values())
    assert list(days) == sorted(days)


def test_days_off_bind_when_the_list_by_hand_lacks_them() -> None:
    """Russia's first week of January 2027 has holiday hours, which the list by hand leaves out."""
    (rule,) = (rule for rule in BOOK.rules if rule.id == "ru.fz230.hours")
    assert rule.terms.weekly.on(date(2027, 1, 4).toordinal()) == ((540, 1200),)
    assert BOOK.calendars["ru-core"].named()[date(2027, 1, 7)] == "Christmas Day"


def test_every_row_is_worded_in_both_languages() -> None:
    """A title in Chinese is in Chinese; places have both names."""
    for rule in BOOK.rules:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in rule.title_zh), rule.id
    for place in BOOK.jurisdictions.values():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in place.name_zh), place.key


def test_rows_of_law_are_checked_on_the_day_the_facts_are_as_of() -> None:
    """A reader sees how old a row is."""
    law = [rule for rule in BOOK.rules if rule.jurisdiction != "house"]
    assert {str(rule.checked_on) for rule in law} == {DOCUMENT["meta"]["as_of"]}


def test_packaged_texts_carry_what_rules_want_said() -> None:
    """Nothing is left out of scripts and templates that a duty of any place asks for."""
    assert wrong_texts(BOOK.rules, load_templates(), load_scripts()) == ()


def test_text_is_named_when_it_carries_too_little() -> None:
    """A text without a way out, and a script that does not say who calls, are found before anybody hears them."""
    texts = load_templates()
    (key, template) = next((key, each) for key, each in texts.by_key.items() if key == ("sms.b1.neutral", "en"))
    mute = type(template)(
        code=template.code,
        language="en",
        text="Hello from {company}",
        obligatory=("company",),
        mentions_debt=False,
        version=1,
    )
    assert wrong_texts(BOOK.rules, Templates({key: mute}), Scripts({})) == (
        "template sms.b1.neutral (en) lacks opt_out [house.text_parts]",
    )
