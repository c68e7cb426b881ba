"""Whether a text follows a call is decided by the campaign's plan, the person's numbers and the week's texts."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from campaigns.ladders import parse_sms
from campaigns.person_file import PersonFile
from campaigns.rules.proposal import PastContact
from campaigns.treatments import Choice, choose, text_point, texts_this_week
from tests.campaigns.files import MOBILE, call, person_file
from tests.conftest import EPOCH

PLAN = parse_sms({
    "enabled": True, "after": ["no_answer", "busy", "machine"], "delay_minutes": 20, "template": "b1.reminder",
    "max_per_week": 2,
})  # fmt: skip
HOME = replace(MOBILE, id=UUID(int=7), label="home")


def text(ago: timedelta) -> PastContact:
    return replace(call("delivered", ago=ago), channel="sms")


def with_texts(*agos: timedelta) -> PersonFile:
    return person_file(history=tuple(text(ago) for ago in agos))


@pytest.mark.parametrize(("file", "expected"), [
    (person_file(), Choice("sms", "call_did_not_reach", EPOCH + timedelta(minutes=20))),
    (with_texts(timedelta(days=1)), Choice("sms", "call_did_not_reach", EPOCH + timedelta(minutes=20))),
    (with_texts(timedelta(days=1), timedelta(days=6, hours=23)), Choice("none", "week_is_full")),
    (with_texts(timedelta(days=1), timedelta(days=7)), Choice("sms", "call_did_not_reach",
                                                              EPOCH + timedelta(minutes=20))),
    (replace(person_file(), points=(HOME,)), Choice("none", "no_mobile_number")),
    (replace(person_file(), points=(replace(MOBILE, state="wrong_party"),)), Choice("none", "no_mobile_number")),
    (replace(person_file(), points=()), Choice("none", "no_mobile_number")),
])  # fmt: skip
def test_a_text_follows_while_there_is_a_mobile_and_room_in_the_week(file: PersonFile, expected: Choice) -> None:
    """A landline gets no text, and two a week are the plan's limit whatever the rules would allow."""
    assert choose(PLAN, "NC01", file, now=EPOCH) == expected


@pytest.mark.parametrize("code", ["PR01", "TP01", "LG04", "RF01", "NG01"])
def test_no_text_follows_a_conversation(code: str) -> None:
    """Who was reached is not written to for having been missed."""
    assert choose(PLAN, code, person_file(), now=EPOCH) == Choice("none", "plan_has_no_text_here")


def test_no_text_follows_where_the_plan_is_switched_off() -> None:
    """A manager's switch holds for every outcome."""
    off = replace(PLAN, is_on=False)
    assert choose(off, "NC01", person_file(), now=EPOCH).step == "none"


def test_the_best_mobile_gets_the_text() -> None:
    """Rank decides among several, and labels decide what may get a text at all."""
    second = replace(MOBILE, id=UUID(int=8), rank=2)
    found = text_point(replace(person_file(), points=(HOME, second, MOBILE)))
    assert found is not None
    assert found.id == MOBILE.id


def test_refused_texts_do_not_use_up_the_week() -> None:
    """What certainly never left is not counted; what may have left is."""
    lost, refused = text(timedelta(days=1)), replace(text(timedelta(days=2)), is_counted=False)
    assert texts_this_week(person_file(history=(lost, refused)), EPOCH) == 1
