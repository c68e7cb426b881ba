"""Each checker of how often finds the violation that is planted for it, and leaves the lawful neighbour alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.web.demo.ledgers import Books

MONDAY = datetime(2026, 10, 26, 15, tzinfo=UTC)
"""A week before the tests' clock; 11:00 in New York, 08:00 in Los Angeles."""
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


async def test_the_eighth_call_in_seven_days_is_found(books: Books) -> None:
    """Seven are allowed, the eighth on the seventh day is not, on the eighth day it is."""
    person, patient = books.person(), books.person(number="+16145550102")
    for one in (person, patient):
        for number in range(7):
            one.attempt(MONDAY + (number % 5) * DAY + (number // 5) * 2 * HOUR)
    eighth = person.attempt(MONDAY + 6 * DAY)
    patient.attempt(MONDAY + 7 * DAY - 4 * MINUTE)
    assert await books.codes() == ["over_cap"]
    assert eighth.reserved_at.weekday() == 6


async def test_calls_that_did_not_connect_are_not_counted(books: Books) -> None:
    """A busy line and a call that never left do not fill the cap."""
    person = books.person()
    for number in range(6):
        person.attempt(MONDAY + (number % 5) * DAY + (number // 5) * 2 * HOUR)
    person.attempt(MONDAY + 5 * DAY, outcome="not_connected", result="busy")
    person.attempt(MONDAY + 5 * DAY + 2 * HOUR, counts=False)
    person.attempt(MONDAY + 6 * DAY)
    assert await books.codes() == []


async def test_a_call_in_the_week_after_a_conversation_is_found(books: Books) -> None:
    """The day of the conversation is the first of seven."""
    person, patient = books.person(), books.person(number="+16145550102")
    for one in (person, patient):
        one.talk(MONDAY - DAY if one is patient else MONDAY)
    person.attempt(MONDAY + 6 * DAY)
    patient.attempt(MONDAY + 6 * DAY)
    codes = await books.codes()
    assert "agent_twice" not in codes
    assert codes == ["too_soon"]


async def test_a_callback_that_was_asked_for_is_lawful_once(books: Books) -> None:
    """Who asked for a call may be called once more; the conversation that follows uses the consent up."""
    person = books.person()
    person.talk(MONDAY)
    person.consent("extra_calls", MONDAY + 5 * MINUTE, ends_at=MONDAY + 3 * DAY)
    person.talk(MONDAY + DAY)
    person.attempt(MONDAY + 2 * DAY)
    assert await books.codes() == ["too_soon"]


async def test_a_conversation_is_one_only_when_it_was_known(books: Books) -> None:
    """A call made before a reviewer found that the one before was a talk is lawful; one made after it is not."""
    before, after = books.person(), books.person(number="+16145550102")
    for person, called_at in ((before, MONDAY + 2 * HOUR), (after, MONDAY + 4 * HOUR)):
        talk = person.attempt(MONDAY, outcome="conversation", entries=0)
        entry = person.say(talk, "RF01", MONDAY + 3 * HOUR)
        person.say(talk, "TP02", MONDAY + MINUTE, superseded_by=entry.id)
        person.attempt(called_at)
    assert await books.codes() == ["too_soon"]


async def test_a_conversation_that_was_corrected_away_binds_no_more(books: Books) -> None:
    """A talk that turned out to be with somebody else starts no rest."""
    person = books.person()
    talk = person.attempt(MONDAY, outcome="answered_other", entries=0)
    entry = person.say(talk, "TP02", MONDAY + HOUR)
    person.say(talk, "RF01", MONDAY + MINUTE, superseded_by=entry.id)
    person.attempt(MONDAY + 2 * HOUR)
    assert await books.codes() == []


@pytest.mark.parametrize(("after", "found"), [(59 * MINUTE, ["too_close"]), (60 * MINUTE, [])])
async def test_a_call_within_an_hour_of_another_is_found(books: Books, after: timedelta, found: list[str]) -> None:
    """House policy leaves an hour between two calls, whatever came of the first."""
    person = books.person()
    person.attempt(MONDAY, outcome="not_connected", result="busy")
    person.attempt(MONDAY + after)
    assert await books.codes() == found


async def test_a_call_that_never_left_opens_no_gap(books: Books) -> None:
    """What was taken back before it was dialed does not count."""
    person = books.person()
    person.attempt(MONDAY, counts=False, outcome="not_connected")
    person.attempt(MONDAY + MINUTE)
    assert await books.codes() == []


@pytest.mark.parametrize(
    ("where", "hours", "found"),
    [
        ({"region": "MA", "city": "Boston"}, [0, 24, 167], ["over_cap_ma"]),
        ({"region": "MA", "city": "Boston"}, [0, 24, 168], []),
        ({"region": "DC", "city": "Washington"}, [0, 24, 26, 50, 52], ["over_cap_dc"]),
        ({"region": "DC", "city": "Washington"}, [0, 24, 26, 50, 168], []),
        ({"region": "NY", "city": "Brooklyn"}, [0, 24, 26, 50], ["over_cap_nyc"]),
        ({"region": "NY", "city": "Brooklyn"}, [0, 24, 26, 168], []),
        ({"region": "NY", "city": "Buffalo"}, [0, 24, 26, 50], []),
        ({"region": "WA", "city": "Seattle"}, [0, 24, 26, 50], []),
    ],
)
async def test_a_call_over_the_cap_of_a_state_is_found(
    books: Books, where: dict[str, str], hours: list[int], found: list[str]
) -> None:
    """Two in Massachusetts, four in the District, three in New York City; unanswered calls are none in Washington."""
    person = books.person(**where)
    for after in hours:
        person.attempt(MONDAY + after * HOUR)
    assert await books.codes() == found


async def test_a_cap_binds_from_the_day_it_is_law(books: Books) -> None:
    """New York City's cap of three is of September 2026; the same calls in August were lawful."""
    person = books.person(region="NY", city="Brooklyn")
    for after in (0, 24, 26, 50):
        person.attempt(MONDAY.replace(month=8, day=3) + after * HOUR)
    assert await books.codes() == []


async def test_a_fourth_communication_in_a_week_in_washington_is_found(books: Books) -> None:
    """Voicemails count in Washington State; for a creditor's own debts the cap does not hold."""
    person = books.person(region="WA", city="Seattle")
    for after in (0, 24, 26, 50):
        person.attempt(MONDAY + after * HOUR, outcome="voicemail_left", result="machine")
    assert await books.codes() == ["over_cap_wa"]


async def test_a_creditor_is_under_fewer_caps_than_an_agency(books: Books) -> None:
    """The weekly cap of Washington State is for agencies."""
    books.creditor.collector_role = "first_party"
    person = books.person(region="WA", city="Seattle")
    for after in (0, 24, 26, 50):
        person.attempt(MONDAY + after * HOUR, outcome="voicemail_left", result="machine")
    assert await books.codes() == []


async def test_texts_and_calls_fill_one_cap_in_massachusetts(books: Books) -> None:
    """A call, a text and a call are three."""
    person = books.person(region="MA", city="Boston")
    person.consent("sms", MONDAY - DAY)
    person.attempt(MONDAY)
    person.text(MONDAY + HOUR)
    person.attempt(MONDAY + 2 * HOUR)
    assert await books.codes() == ["over_cap_ma"]


@pytest.mark.parametrize(("days", "found"), [([0, 2, 29], ["over_cap_ma"]), ([0, 2, 30], [])])
async def test_calls_at_work_have_a_longer_window_in_massachusetts(
    books: Books, days: list[int], found: list[str]
) -> None:
    """Two in thirty days at work."""
    person = books.person(region="MA", city="Boston")
    person.point.label = "work"
    for after in days:
        person.attempt(MONDAY + after * DAY - 23 * DAY)
    assert await books.codes() == found


async def test_a_third_text_on_one_day_is_found(books: Books) -> None:
    """House policy allows two texts a day."""
    person = books.person()
    person.consent("sms", MONDAY - DAY)
    for after in (0, 2, 4, 24):
        person.text(MONDAY + after * HOUR)
    assert await books.codes() == ["too_many_texts"]


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({}, []),
        ({"valid_days": 3}, []),
        ({"valid_days": 2}, ["too_soon"]),
        ({"revoked_at": MONDAY + DAY}, ["too_soon"]),
        ({"channel": "sms"}, ["too_soon"]),
    ],
)
async def test_a_wish_for_more_calls_covers_what_it_says(
    books: Books, limits: dict[str, Any], found: list[str]
) -> None:
    """Given on Monday, used on Wednesday."""
    person = books.person()
    person.talk(MONDAY)
    person.consent("extra_calls", MONDAY + 5 * MINUTE, **limits)
    person.attempt(MONDAY + 2 * DAY)
    assert await books.codes() == found
