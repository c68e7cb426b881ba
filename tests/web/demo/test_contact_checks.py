"""Each checker of contacts finds the violation that is planted for it, and leaves the lawful neighbour alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.web.demo.ledgers import Books, line, stated, told

MONDAY = datetime(2026, 10, 26, 15, tzinfo=UTC)
"""A week before the tests' clock; 11:00 in New York, 08:00 in Los Angeles."""
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


async def test_nothing_is_found_in_a_lawful_week(books: Books) -> None:
    """Calls, a conversation at the end, a text with consent, and a call that goes on now are all well."""
    person, other = books.person(), books.person(number="+16145550102")
    person.consent("sms", MONDAY - DAY)
    for number in range(6):
        person.attempt(MONDAY + number * DAY)
    person.text(MONDAY + 6 * HOUR)
    person.talk(MONDAY + 6 * DAY)
    other.talk(books.now - 2 * MINUTE, state="answered", closed_at=None, result=None, entries=0)
    assert await books.codes() == []


@pytest.mark.parametrize(
    ("zone", "number", "hour", "minute", "found"),
    [
        ("America/New_York", "+16145550101", 11, 59, ["outside_hours"]),
        ("America/New_York", "+16145550101", 12, 0, []),
        ("America/New_York", "+16145550101", 14, 59, []),
        ("America/New_York", "+12135550101", 14, 59, ["outside_hours"]),
        ("America/New_York", "+12135550101", 15, 0, []),
        ("America/Los_Angeles", "+16145550101", 1, 0, ["outside_hours"]),
        ("America/New_York", "+16145550101", 0, 59, []),
    ],
)
async def test_a_call_is_found_when_one_candidate_zone_is_closed(
    books: Books, zone: str, number: str, hour: int, minute: int, found: list[str]
) -> None:
    """Eight to nine in the evening must hold in the zones of the address and of the number (New York is UTC-4)."""
    books.person(zone=zone, number=number).attempt(MONDAY.replace(hour=hour, minute=minute))
    assert await books.codes() == found


async def test_a_known_zone_counts_alone(books: Books) -> None:
    """Where the person said where they are, other zones do not matter."""
    person = books.person(number="+12135550101", known_zone="America/New_York")
    person.attempt(MONDAY.replace(hour=13))
    assert await books.codes() == []


async def test_a_text_at_night_is_found(books: Books) -> None:
    """Texts keep the hours of calls."""
    person = books.person()
    person.consent("sms", MONDAY - DAY)
    person.text(MONDAY.replace(hour=5))
    assert await books.codes() == ["outside_hours"]


@pytest.mark.parametrize(
    ("given", "revoked", "found"),
    [
        (-DAY, None, []),
        (-DAY, HOUR, []),
        (-DAY, -HOUR, ["text_without_consent"]),
        (HOUR, None, ["text_without_consent"]),
        (None, None, ["text_without_consent"]),
    ],
)
async def test_a_text_without_consent_is_found(
    books: Books, given: timedelta | None, revoked: timedelta | None, found: list[str]
) -> None:
    """A consent must have been given before and not yet be revoked."""
    person = books.person()
    if given is not None:
        person.consent("sms", MONDAY + given, revoked_at=None if revoked is None else MONDAY + revoked)
    person.text(MONDAY)
    assert await books.codes() == found


@pytest.mark.parametrize(("rang_after", "found"), [(1, []), (2, ["outside_hours"])])
async def test_a_call_that_begins_to_ring_after_closing_is_found(
    books: Books, rang_after: int, found: list[str]
) -> None:
    """A permit of the last second does not make a telephone ring lawful that is heard at nine."""
    person = books.person()
    attempt = person.attempt(MONDAY.replace(day=27, hour=0, minute=59, second=58))
    books.rows.append(line(attempt, ringing_at=attempt.reserved_at + timedelta(seconds=rang_after)))
    assert await books.codes() == found


@pytest.mark.parametrize(
    ("zone", "number", "at", "found"),
    [
        ("America/New_York", "+16145550101", datetime(2026, 10, 31, 12, 0, tzinfo=UTC), []),
        ("America/New_York", "+16145550101", datetime(2026, 11, 1, 12, 0, tzinfo=UTC), ["outside_hours"]),
        ("America/New_York", "+16145550101", datetime(2026, 11, 1, 12, 59, 59, tzinfo=UTC), ["outside_hours"]),
        ("America/New_York", "+16145550101", datetime(2026, 11, 1, 13, 0, tzinfo=UTC), []),
        ("America/Puerto_Rico", "+17875550101", datetime(2026, 11, 1, 12, 0, tzinfo=UTC), []),
        ("America/Phoenix", "+16025550101", datetime(2026, 11, 1, 15, 0, tzinfo=UTC), []),
        ("Pacific/Honolulu", "+18085550101", datetime(2026, 11, 1, 6, 59, 59, tzinfo=UTC), []),
        ("Pacific/Honolulu", "+18085550101", datetime(2026, 11, 1, 7, 0, tzinfo=UTC), ["outside_hours"]),
        ("Pacific/Guam", "+16715550101", datetime(2026, 11, 1, 10, 59, 59, tzinfo=UTC), []),
        ("Pacific/Guam", "+16715550101", datetime(2026, 11, 1, 11, 0, tzinfo=UTC), ["outside_hours"]),
    ],
)
async def test_hours_follow_the_clocks_of_each_place_on_the_day_of_the_change(
    books: Books, zone: str, number: str, at: datetime, found: list[str]
) -> None:
    """On 1 November 2026 the East opens at 13:00 UTC; places without summer time are as they were."""
    books.person(zone=zone, number=number).attempt(at)
    assert await books.codes() == found


@pytest.mark.parametrize(
    ("days", "start_minute", "end_minute", "found"),
    [
        ([0], 11 * 60, 12 * 60, ["at_stated_time"]),
        ([0], 11 * 60 + 1, 12 * 60, []),
        ([0], 10 * 60, 11 * 60, []),
        ([1], 11 * 60, 12 * 60, []),
        ([6], 22 * 60, 11 * 60 + 30, ["at_stated_time"]),
        ([6], 22 * 60, 11 * 60, []),
        ([0], 22 * 60, 11 * 60 + 30, []),
    ],
)
async def test_a_call_at_a_stated_time_is_found(
    books: Books, days: list[int], start_minute: int, end_minute: int, found: list[str]
) -> None:
    """A span is on the person's clock (11:00 on a Monday) and belongs to the day it starts on, also over midnight."""
    person = books.person()
    stated(person, days, start_minute, end_minute)
    person.attempt(MONDAY)
    assert await books.codes() == found


async def test_a_stated_time_binds_in_every_zone_and_while_it_stands(books: Books) -> None:
    """Whoever may be in two zones is left alone when either clock says so; a wish that ended binds no more."""
    apart, freed, texted = (
        books.person(number="+13125550101"),
        books.person(number="+16145550102"),
        books.person(number="+16145550103"),
    )
    stated(apart, [0], 10 * 60, 10 * 60 + 30)
    stated(freed, [0], 11 * 60, 12 * 60, ends_at=MONDAY - HOUR)
    stated(texted, [0], 11 * 60, 12 * 60, channels=["sms"])
    for person in (apart, freed, texted):
        person.attempt(MONDAY)
    assert await books.codes() == ["at_stated_time"]


@pytest.mark.parametrize(("kinds", "found"), [(["sms"], ["text_without_consent"]), (["sms", "ecomm"], [])])
async def test_a_text_in_washington_needs_a_second_consent(books: Books, kinds: list[str], found: list[str]) -> None:
    """In the District of Columbia electronic messages need a consent of their own."""
    person = books.person(region="DC", city="Washington")
    for kind in kinds:
        person.consent(kind, MONDAY - DAY)
    person.text(MONDAY)
    assert await books.codes() == found


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({"channel": "sms"}, []),
        ({"channel": "email"}, ["text_without_consent"]),
        ({"valid_days": 2}, []),
        ({"valid_days": 1}, ["text_without_consent"]),
        ({"ends_at": MONDAY - HOUR}, ["text_without_consent"]),
    ],
)
async def test_a_consent_covers_what_it_says(books: Books, limits: dict[str, Any], found: list[str]) -> None:
    """A consent given on Sunday for two local days covers Monday, one for one day does not."""
    person = books.person()
    person.consent("sms", MONDAY - DAY, **limits)
    person.text(MONDAY)
    assert await books.codes() == found


async def test_each_call_is_read_by_the_zone_known_at_its_time(books: Books) -> None:
    """Nine in New York is six in Los Angeles: lawful before the person said they had moved, and not after."""
    person = books.person()
    told(person, "America/Los_Angeles", MONDAY)
    person.attempt((MONDAY - 2 * HOUR).replace(hour=13))
    person.attempt((MONDAY + DAY).replace(hour=13))
    assert await books.codes() == ["outside_hours"]


async def test_a_zone_that_ended_counts_no_more(books: Books) -> None:
    """When what the person said is taken back, address and number decide again."""
    person = books.person(known_zone=None)
    told(person, "America/Los_Angeles", MONDAY - DAY, ends_at=MONDAY)
    person.attempt((MONDAY + DAY).replace(hour=13))
    assert await books.codes() == []
