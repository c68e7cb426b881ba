"""Each checker of endings finds the violation that is planted for it, and leaves the lawful neighbour alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from crm.facts import AttemptRefused
from crm.promises import Promise
from tests.web.demo.ledgers import Books

MONDAY = datetime(2026, 10, 26, 15, tzinfo=UTC)
"""A week before the tests' clock; 11:00 in New York, 08:00 in Los Angeles."""
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


async def test_two_attempts_of_one_person_at_once_are_found(books: Books) -> None:
    """An attempt is open until it is closed; the next may begin at that instant."""
    person = books.person()
    person.attempt(MONDAY, closed_at=MONDAY + MINUTE)
    person.attempt(MONDAY + MINUTE, closed_at=MONDAY + 3 * MINUTE)
    person.attempt(MONDAY + 2 * MINUTE)
    assert (await books.codes()).count("overlapping") == 1


async def test_an_agent_with_two_calls_is_found(books: Books) -> None:
    """An agent talks with one person at a time."""
    books.person().talk(MONDAY)
    books.person(number="+16145550102").talk(MONDAY + MINUTE)
    books.person(number="+16145550103").talk(MONDAY + 10 * MINUTE)
    assert await books.codes() == ["agent_twice"]


@pytest.mark.parametrize("verdict", [{}, {"allowed": False, "rules": ["x@1"]}, {"allowed": True, "rules": []}])
async def test_an_attempt_without_a_permit_is_found(books: Books, verdict: dict[str, Any]) -> None:
    """The verdict kept with an attempt must allow it and name the rules."""
    books.person().attempt(MONDAY, verdict=verdict)
    assert await books.codes() == ["not_permitted"]


@pytest.mark.parametrize("missing", [{"result": ""}, {"outcome": None}, {"closed_at": None}])
async def test_a_closed_attempt_without_result_is_found(books: Books, missing: dict[str, Any]) -> None:
    """What is closed has a result, an outcome and an instant."""
    books.person().attempt(MONDAY, **missing)
    assert await books.codes() == ["without_result"]


@pytest.mark.parametrize(("entries", "found"), [(0, ["without_outcome"]), (1, []), (2, ["without_outcome"])])
async def test_an_answered_call_without_exactly_one_disposition_is_found(
    books: Books, entries: int, found: list[str]
) -> None:
    """None is a lost outcome, two are a contradiction."""
    if entries == 2:
        async with books.ground.database.transaction() as session:
            await session.execute(text("drop index uq_disposition_entries_current"))
    books.person().talk(MONDAY, entries=entries)
    assert await books.codes() == found


@pytest.mark.parametrize(("live", "abandoned", "found"), [(34, 1, []), (33, 1, ["over_ceiling"]), (20, 0, [])])
async def test_a_share_of_abandoned_calls_over_the_ceiling_is_found(
    books: Books, live: int, abandoned: int, found: list[str]
) -> None:
    """One of thirty-four is below three in a hundred, one of thirty-three is above."""
    for number in range(live):
        at = MONDAY + number * 5 * MINUTE
        person = books.person(number=f"+161455501{number:02d}")
        if number < live - abandoned:
            person.talk(at)
        else:
            person.attempt(at, outcome="abandoned", result="abandoned")
    assert sorted(set(await books.codes())) == found


async def test_a_ceiling_that_was_passed_on_the_way_is_found(books: Books) -> None:
    """A share that is lawful at the end was not so when it stood at two of forty."""
    for number in range(80):
        person = books.person(number=f"+161455501{number:02d}")
        at = MONDAY + number * 5 * MINUTE
        if number in {38, 39}:
            person.attempt(at, outcome="abandoned", result="abandoned")
        else:
            person.talk(at)
    assert "over_ceiling" in await books.codes()


@pytest.mark.parametrize(("amount_minor", "found"), [(14_300, []), (14_301, ["promised_too_much"])])
async def test_a_promise_above_past_due_is_found(books: Books, amount_minor: int, found: list[str]) -> None:
    """Nobody is made to promise more than is due."""
    person = books.person()
    promise = Promise(
        id=books.new(),
        case_id=person.case.id,
        amount_minor=amount_minor,
        currency="USD",
        due_on=books.now.date(),
        method="card",
        created_at=books.now,
        actor="system",
    )
    books.rows.append(promise)
    assert await books.codes() == found


@pytest.mark.parametrize(("age", "found"), [(9 * MINUTE, []), (11 * MINUTE, ["stuck"])])
async def test_an_attempt_that_never_ends_is_found(books: Books, age: timedelta, found: list[str]) -> None:
    """Nothing rings for ten minutes."""
    books.person().attempt(books.now - age, state="sent", closed_at=None, result=None, outcome=None, entries=0)
    assert await books.codes() == found


@pytest.mark.parametrize(
    ("state", "age", "found"),
    [
        ("sending", 11 * MINUTE, ["text_unsettled"]),
        ("sending", 9 * MINUTE, []),
        ("unknown", 11 * MINUTE, ["text_unsettled"]),
        ("queued", 11 * MINUTE, ["text_unsettled"]),
        ("sent", HOUR, []),
        ("refused", HOUR, []),
    ],
)
async def test_a_text_nobody_knows_the_fate_of_is_found(
    books: Books, state: str, age: timedelta, found: list[str]
) -> None:
    """A text the gateway took is settled; one that may have left is not."""
    person = books.person()
    person.consent("sms", MONDAY)
    person.text(books.now - age, state=state)
    assert await books.codes() == found


@pytest.mark.parametrize(("rules", "found"), [((), ["refused_without_rule"]), (("us.regf.hours",), [])])
async def test_a_refusal_without_a_rule_is_found(books: Books, rules: tuple[str, ...], found: list[str]) -> None:
    """Who asks why gets an answer."""
    person = books.person()
    fact = AttemptRefused(
        at=MONDAY,
        case_id=person.case.id,
        debtor_id=person.debtor.id,
        campaign_id=None,
        channel="phone",
        rules=rules,
        next_allowed_at=None,
    )
    async with books.ground.database.transaction() as session:
        await books.ground.journal.append(session, fact)
    assert await books.codes() == found
