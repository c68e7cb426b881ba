"""Each checker of contacts finds the violation that is planted for it, and leaves the lawful neighbour alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm.contact_points import OptOut
from crm.holds import Hold
from tests.web.demo.ledgers import Books, Person

MONDAY = datetime(2026, 10, 26, 15, tzinfo=UTC)
"""A week before the tests' clock; 11:00 in New York, 08:00 in Los Angeles."""
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def hold(person: Person, kind: str, starts_at: datetime, **more: Any) -> Hold:  # noqa: ANN401 - columns of many types
    """Add a hold on a person."""
    made = Hold(
        id=person.books.new(),
        debtor_id=person.debtor.id,
        kind=kind,
        starts_at=starts_at,
        evidence="letter",
        actor="system",
        **more,
    )
    person.books.rows.append(made)
    return made


def opt_out(person: Person, channel: str, value: str, at: datetime) -> None:
    """Add a stop."""
    row = OptOut(id=person.books.new(), debtor_id=person.debtor.id, channel=channel, value=value, at=at, evidence="x")
    person.books.rows.append(row)


async def test_nothing_is_found_in_a_lawful_week(books: Books) -> None:
    """Calls, a conversation at the end, a text with consent, and a call that goes on now are all well."""
    person, other = books.person(), books.person(number="+12125550102")
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
        ("America/New_York", "+12125550101", 11, 59, ["outside_hours"]),
        ("America/New_York", "+12125550101", 12, 0, []),
        ("America/New_York", "+12125550101", 14, 59, []),
        ("America/New_York", "+12135550101", 14, 59, ["outside_hours"]),
        ("America/New_York", "+12135550101", 15, 0, []),
        ("America/Los_Angeles", "+12125550101", 1, 0, ["outside_hours"]),
        ("America/New_York", "+12125550101", 0, 59, []),
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


async def test_the_eighth_call_in_seven_days_is_found(books: Books) -> None:
    """Seven are allowed, the eighth on the seventh day is not, on the eighth day it is."""
    person, patient = books.person(), books.person(number="+12125550102")
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
    for number in range(7):
        person.attempt(MONDAY + (number % 5) * DAY + (number // 5) * 2 * HOUR)
    person.attempt(MONDAY + 5 * DAY, outcome="not_connected", result="busy")
    person.attempt(MONDAY + 6 * DAY, counts=False)
    assert await books.codes() == []


async def test_a_call_in_the_week_after_a_conversation_is_found(books: Books) -> None:
    """The day of the conversation is the first of seven."""
    person, patient = books.person(), books.person(number="+12125550102")
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


@pytest.mark.parametrize(
    ("kind", "ends_after", "found"),
    [
        ("represented_by_attorney", None, ["against_hold"]),
        ("bankruptcy", None, ["against_hold"]),
        ("promise_running", 2 * DAY, ["against_hold"]),
        ("promise_running", HOUR, []),
        ("refused_workplace", None, []),
    ],
)
async def test_a_contact_during_a_hold_is_found(
    books: Books, kind: str, ends_after: timedelta | None, found: list[str]
) -> None:
    """A hold bars while it stands; one about the workplace bars the number there only."""
    person = books.person()
    hold(person, kind, MONDAY - DAY, ends_at=None if ends_after is None else MONDAY - DAY + ends_after)
    person.attempt(MONDAY)
    assert await books.codes() == found


async def test_a_hold_that_came_later_or_was_lifted_bars_nothing(books: Books) -> None:
    """Only what stood at the instant of the call counts."""
    person = books.person()
    hold(person, "disputed", MONDAY + MINUTE)
    hold(person, "complaint", MONDAY - DAY, lifted_at=MONDAY - HOUR)
    person.attempt(MONDAY)
    assert await books.codes() == []


@pytest.mark.parametrize(("after", "found"), [(-MINUTE, ["against_opt_out"]), (MINUTE, [])])
async def test_a_text_after_a_stop_is_found(books: Books, after: timedelta, found: list[str]) -> None:
    """A stop binds from its own instant."""
    person = books.person()
    person.consent("sms", MONDAY - DAY)
    opt_out(person, "sms", person.point.value, MONDAY + after)
    person.text(MONDAY)
    assert await books.codes() == found


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
