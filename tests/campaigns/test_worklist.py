"""The hint for the next try follows the ladder on the person's own clock, and never proposes a wrong number."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from campaigns.campaign_templates import load_campaign_templates
from campaigns.ladders import NextTry, parse_ladder
from campaigns.worklist import LOOK_AGAIN, in_slot, next_contact, points_in_order, tries_today
from tests.campaigns.files import MOBILE, call, person_file
from tests.campaigns.rows import BOOKS

LADDER = parse_ladder(load_campaign_templates()["b1"].fields["ladder"])
NEW_YORK = ZoneInfo("America/New_York")
HOME = replace(MOBILE, id=UUID(int=7), label="home", value="+14045550107", rank=1)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of November 2026 by New York's clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


@pytest.mark.parametrize(("now", "wait_minutes", "slot", "expected"), [
    (local(2, 10), 25, "any", local(2, 10, 25)),
    (local(2, 9), 60, "other", local(2, 12)),
    (local(2, 11), 90, "other", local(2, 12, 30)),
    (local(2, 13), 60, "other", local(2, 17)),
    (local(2, 18), 60, "other", local(2, 19)),
    (local(2, 10), 60, "next_day", local(3, 0)),
    (local(2, 23, 30), 60, "next_day", local(3, 0, 30)),
])  # fmt: skip
def test_the_wait_ends_in_the_wanted_part_of_the_persons_day(
    now: datetime, wait_minutes: int, slot: str, expected: datetime
) -> None:
    """Morning, afternoon and evening begin at midnight, noon and five; "other" never repeats the same part."""
    chosen = NextTry(wait_minutes=wait_minutes, number_id=MOBILE.id, slot=slot)
    assert in_slot(now, chosen, NEW_YORK) == expected


def test_the_numbers_are_proposed_in_the_ladders_order_after_the_preferred_one() -> None:
    """Mobile before home, unless the person asked for another; a wrong number is never among them."""
    wrong = replace(MOBILE, id=UUID(int=8), value="+14045550108", state="wrong_party")
    file = replace(person_file(), points=(HOME, wrong, MOBILE))
    assert [point.id for point in points_in_order(file, LADDER, None)] == [MOBILE.id, HOME.id]
    assert [point.id for point in points_in_order(file, LADDER, HOME.id)] == [HOME.id, MOBILE.id]


def test_tries_are_counted_by_the_persons_day_and_not_by_ours() -> None:
    """At one in the morning in London it is still yesterday evening in Los Angeles."""
    now = datetime(2026, 11, 3, 1, 0, tzinfo=UTC)
    history = (call("no_answer", ago=timedelta(hours=2), now=now), call("no_answer", ago=timedelta(hours=20), now=now))
    assert tries_today(person_file(zone="America/Los_Angeles", history=history), now) == 1
    assert tries_today(person_file(zone="Europe/London", history=history), now) == 0


def test_calls_that_were_refunded_or_came_from_the_person_are_no_tries() -> None:
    """Only what rang the person because of us counts."""
    now = local(2, 15)
    ours = call("no_answer", ago=timedelta(hours=1), now=now)
    history = (replace(ours, is_counted=False), replace(ours, direction="inbound"), replace(ours, channel="sms"))
    assert tries_today(person_file(history=history), now) == 0


def test_a_case_without_a_number_is_looked_at_again_after_a_week() -> None:
    """It waits for a new fact, and is not forgotten should that be missed."""
    now = local(2, 10)
    file = replace(person_file(), points=())
    hint = next_contact(file, LADDER, BOOKS.catalogue.get("NC01"), now=now, last_point=None)
    assert (hint.at, hint.point_id) == (now + LOOK_AGAIN, None)


def test_the_hint_names_no_number_when_the_ladder_leaves_it_open() -> None:
    """Which one has the best chance is known only at the hour of the call."""
    step = {"after": "no_answer", "wait_minutes": 25, "number": "best", "slot": "any"}
    ladder = parse_ladder({"steps": [step], "max_per_day": 2, "numbers": ["mobile", "home"]})
    now = local(2, 10)
    hint = next_contact(person_file(), ladder, BOOKS.catalogue.get("NC01"), now=now, last_point=MOBILE.id)
    assert (hint.at, hint.point_id) == (now + timedelta(minutes=25), None)


def test_a_hint_is_never_in_the_past() -> None:
    """Whatever came of the call, the next try lies ahead."""
    now = local(2, 10)
    for disposition in BOOKS.catalogue.by_code.values():
        file = person_file(history=(call("no_answer", ago=timedelta(minutes=1), now=now),))
        hint = next_contact(file, LADDER, disposition, now=now, last_point=MOBILE.id)
        assert hint.at >= now, disposition.code
