"""What a creditor may ask beyond the law: always less contact, never more than the law allows."""

from typing import Any

import pytest

from campaigns.creditor_terms import check_terms, standing, switch_of, switches_of
from campaigns.rules.judge import is_duty
from config.errors import BadInput
from tests.campaigns.rows import BOOKS

BOOK = BOOKS.rulebook
CAP = {"limit": 1, "window": {"type": "local_calendar_days", "n": 1}}
MORNINGS = {day: [["09:00", "12:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def test_terms_are_kept_in_one_form_without_the_parts_that_ask_for_nothing() -> None:
    """Whoever opens and saves the same page makes no new version."""
    sent = {
        "switched_on": ["us.regf.deceased", "us-il.hours"],
        "switched_off": [],
        "jurisdictions": ["us-ma"],
        "windows": MORNINGS,
        "caps": {"day": CAP},
    }
    checked = check_terms(sent, BOOK)
    assert list(checked) == ["switched_on", "jurisdictions", "windows", "caps"]
    assert checked["switched_on"] == ["us-il.hours", "us.regf.deceased"]
    assert checked["windows"]["sat"] == []
    assert check_terms(checked, BOOK) == checked
    assert check_terms({}, BOOK) == {}


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ({"switched_on": ["us.no_such"]}, "switched_on"),
        ({"switched_on": ["us.regf.hours"]}, "switched_on"),
        ({"switched_on": ["us.scra.military"]}, "switched_on"),
        ({"switched_off": ["us.regf.hours"]}, "switched_off"),
        ({"switched_off": ["us-il.hours"]}, "switched_off"),
        ({"switched_off": ["house.hours", "house.hours"]}, "switched_off"),
        ({"jurisdictions": ["us-zz"]}, "jurisdictions"),
        ({"jurisdictions": ["house"]}, "jurisdictions"),
        ({"windows": {"mon": [["12:00", "25:00"]]}}, "mon"),
        ({"caps": {"day": {"limit": 0}}}, "limit"),
        ({"loosens": True}, "loosens"),
        ("none", "terms"),
    ],
)
def test_what_is_not_a_creditors_to_ask_is_refused_by_field(document: Any, named: str) -> None:  # noqa: ANN401
    """Law cannot be switched off, and what is on already or unknown is no wish."""
    with pytest.raises(BadInput) as refused:
        check_terms(document, BOOK)
    assert named in refused.value.details


def test_only_rows_that_are_off_can_be_put_on_and_only_the_houses_own_be_put_off() -> None:
    """Over all rules: a law that is on has no switch, and a duty has none, since it decides no contact."""
    for rule in BOOK.rules:
        switch = switch_of(rule)
        assert (switch == "off") == (rule.jurisdiction == "house" and rule.is_enabled and not is_duty(rule)), rule.id
        assert (switch == "on") == (not rule.is_enabled and not is_duty(rule)), rule.id
    assert switches_of(BOOK)["house.call_cap"] == "off"


def test_what_a_newer_rulebook_no_longer_has_asks_for_nothing() -> None:
    """An update of the rules neither stops the floor nor lets stored terms switch off what is law."""
    stored = {
        "switched_on": ["us.gone", "us-il.hours"],
        "switched_off": ["house.gone", "us.regf.hours", "house.hours"],
        "jurisdictions": ["us-zz", "us-ma"],
    }
    still = standing(stored, BOOK)
    assert (still.switched_on, still.switched_off, still.jurisdictions) == (["us-il.hours"], ["house.hours"], ["us-ma"])
