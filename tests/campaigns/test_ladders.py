"""Ladder and SMS plan: what is refused, and which number comes next."""

from typing import Any
from uuid import UUID

import pytest

from campaigns.ladders import (
    AFTER,
    Ladder,
    NextTry,
    Number,
    after_of,
    in_order,
    next_try,
    parse_ladder,
    parse_sms,
)
from config.errors import BadInput
from crm.dispositions import load_catalogue

MOBILE, HOME, WORK = (UUID(int=number) for number in (1, 2, 3))


def _ladder(**changes: Any) -> Ladder:  # noqa: ANN401 - parts of a JSON document
    steps = [
        {"after": "no_answer", "wait_minutes": 180, "number": "next", "slot": "other"},
        {"after": "busy", "wait_minutes": 25, "number": "same", "slot": "any"},
    ]
    return parse_ladder({"steps": steps, "max_per_day": 2, "numbers": ["mobile", "home"], **changes})


def _numbers(*tries: int) -> list[Number]:
    named = zip((MOBILE, HOME, WORK), ("mobile", "home", "work"), tries, strict=False)
    return [Number(key, label, count) for key, label, count in named]


@pytest.mark.parametrize(
    ("code", "last", "tries", "wanted"),
    [
        ("NC01", MOBILE, (1, 0), NextTry(180, HOME, "other")),
        ("NC01", HOME, (1, 1), NextTry(180, MOBILE, "other")),
        ("NC02", HOME, (0, 1), NextTry(25, HOME, "any")),
        ("NC01", None, (0, 0), NextTry(180, MOBILE, "other")),
        ("NC01", WORK, (0, 0, 1), NextTry(180, MOBILE, "other")),
        ("PR06", MOBILE, (1, 0), NextTry(4320, HOME, "any")),
        ("NC01", MOBILE, (), NextTry(180, None, "other")),
    ],
)
def test_the_next_number_follows_the_ladder(
    code: str, last: UUID | None, tries: tuple[int, ...], wanted: NextTry
) -> None:
    """After no answer the other number is tried, after busy the same one soon."""
    found = next_try(
        _ladder(), outcome_code=code, tries_today=1, numbers=_numbers(*tries), last_number=last, fallback_minutes=4320
    )
    assert found == wanted


def test_a_step_can_leave_the_number_to_the_chances() -> None:
    """The wait and the slot are the ladder's, the number is chosen when the time has come."""
    steps = [{"after": "no_answer", "wait_minutes": 180, "number": "best", "slot": "other"}]
    ladder = _ladder(steps=steps)
    found = next_try(ladder, outcome_code="NC01", tries_today=1, numbers=_numbers(1, 1), last_number=HOME)
    assert found == NextTry(180, MOBILE, "other", is_open=True)
    assert ladder.leaves_number_open
    assert not _ladder().leaves_number_open


@pytest.mark.parametrize(("tries_today", "slot"), [(0, "other"), (1, "other"), (2, "next_day"), (5, "next_day")])
def test_a_full_day_moves_the_next_try_to_another_day(tries_today: int, slot: str) -> None:
    """A case is not tried more often a day than its campaign says."""
    found = next_try(_ladder(), outcome_code="NC01", tries_today=tries_today, numbers=_numbers(1, 1))
    assert found.slot == slot


def test_a_number_the_ladder_does_not_name_is_never_proposed() -> None:
    """A campaign that does not call at work does not call at work."""
    numbers = [Number(WORK, "work"), Number(HOME, "home"), Number(MOBILE, "mobile")]
    assert [number.id for number in in_order(_ladder(), numbers)] == [MOBILE, HOME]


def test_an_other_step_takes_what_no_step_names() -> None:
    """The catch-all goes before the disposition's own default."""
    steps = [{"after": "other", "wait_minutes": 600, "number": "next", "slot": "any"}]
    found = next_try(_ladder(steps=steps), outcome_code="RF01", tries_today=0, numbers=_numbers(0), fallback_minutes=9)
    assert found.wait_minutes == 600


def test_every_word_of_a_ladder_stands_for_dispositions_that_exist() -> None:
    """A step cannot wait for something that never happens."""
    known = set(load_catalogue().by_code)
    codes = [code for group in AFTER.values() for code in group]
    assert set(codes) <= known
    assert len(set(codes)) == len(codes)
    assert after_of("PR01") == "other"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"max_per_day": 0}, "max_per_day"),
        ({"max_per_day": 8}, "max_per_day"),
        ({"numbers": []}, "numbers"),
        ({"numbers": ["pager"]}, "numbers"),
        ({"numbers": ["home", "home"]}, "numbers"),
        ({"steps": [{"after": "no_answer", "wait_minutes": 1, "number": "next", "slot": "any"}] * 2}, "steps"),
        ({"steps": [{"after": "nothing", "wait_minutes": 1, "number": "next", "slot": "any"}]}, "after"),
        ({"steps": [{"after": "busy", "wait_minutes": 0, "number": "next", "slot": "any"}]}, "wait_minutes"),
        ({"steps": [{"after": "busy", "wait_minutes": 1, "number": "any", "slot": "any"}]}, "number"),
        ({"steps": [{"after": "busy", "wait_minutes": 1, "number": "next", "slot": "night"}]}, "slot"),
        ({"steps": [{"after": "busy", "wait_minutes": 1, "number": "next", "slot": "any", "x": 1}]}, "x"),
        ({"steps": "none"}, "steps"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused_by_field(changes: dict[str, Any], field: str) -> None:
    """The page can mark the field that is wrong."""
    with pytest.raises(BadInput) as caught:
        _ladder(**changes)
    assert field in caught.value.details


SMS = {"enabled": True, "after": ["no_answer"], "delay_minutes": 5, "template": "sms.b1.neutral", "max_per_week": 2}


@pytest.mark.parametrize(("code", "wanted"), [("NC01", True), ("NC02", False), ("PR01", False), ("AM01", False)])
def test_a_text_follows_only_what_the_plan_names(code: str, wanted: object) -> None:
    """Nobody who was spoken to gets the text for the unreached."""
    assert parse_sms(SMS).follows(code) is wanted
    assert not parse_sms({**SMS, "enabled": False}).follows(code)


@pytest.mark.parametrize(
    ("field", "value"),
    [("after", ["promise"]), ("delay_minutes", -1), ("max_per_week", 8), ("template", ""), ("enabled", "yes")],
)
def test_an_sms_plan_that_makes_no_sense_is_refused_by_field(field: str, value: object) -> None:
    """The page can mark the field that is wrong."""
    with pytest.raises(BadInput) as caught:
        parse_sms({**SMS, field: value})
    assert field in caught.value.details
