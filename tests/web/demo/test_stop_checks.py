"""Each checker of stops finds the violation that is planted for it, and leaves the lawful neighbour alone."""

from datetime import UTC, datetime, timedelta

import pytest

from crm.facts import ContactPointChanged
from tests.web.demo.ledgers import Books, hold, line, opt_out, stated, told

MONDAY = datetime(2026, 10, 26, 15, tzinfo=UTC)
"""A week before the tests' clock; 11:00 in New York, 08:00 in Los Angeles."""
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


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


@pytest.mark.parametrize(("label", "found"), [("work", ["against_hold"]), ("mobile", [])])
async def test_a_hold_about_work_bars_the_number_there_only(books: Books, label: str, found: list[str]) -> None:
    """A refused workplace leaves other numbers open."""
    person = books.person()
    person.point.label = label
    hold(person, "refused_workplace", MONDAY - DAY)
    person.attempt(MONDAY)
    assert await books.codes() == found


async def test_a_narrow_hold_bars_within_its_limits(books: Books) -> None:
    """A hold on texts bars no call, one on another number bars none here, one on this number does."""
    texts, other, this = (books.person(number=f"+1614555010{number}") for number in range(3))
    hold(texts, "do_not_contact", MONDAY - DAY, channels=["sms"])
    hold(other, "do_not_contact", MONDAY - DAY, contact_point_id=this.point.id)
    hold(this, "do_not_contact", MONDAY - DAY, contact_point_id=this.point.id)
    for person in (texts, other, this):
        person.attempt(MONDAY)
    assert await books.codes() == ["against_hold"]


@pytest.mark.parametrize(
    ("picked_up_after", "stop_after", "ended_after", "found"),
    [
        (None, 5, 6, []),
        (None, 5, 6.1, ["went_on_after_stop"]),
        (4, 5, 300, []),
        (5.5, 5, 300, ["went_on_after_stop"]),
        (None, 30, 30, []),
    ],
)
@pytest.mark.parametrize("how", ["hold", "opt_out"])
async def test_a_call_that_rings_on_after_a_stop_is_found(
    books: Books, how: str, picked_up_after: float | None, stop_after: float, ended_after: float, found: list[str]
) -> None:
    """A stop silences what rings within a second; a talk that had begun may be ended in peace."""
    person = books.person()
    attempt = person.attempt(MONDAY, closed_at=MONDAY + timedelta(seconds=ended_after))
    answered_at = None if picked_up_after is None else MONDAY + timedelta(seconds=picked_up_after)
    books.rows.append(line(attempt, answered_at=answered_at))
    stop_at = MONDAY + timedelta(seconds=stop_after)
    if how == "hold":
        hold(person, "cease_communication", stop_at)
    else:
        opt_out(person, "phone", person.point.value, stop_at)
    assert await books.codes() == found


async def test_a_call_that_rings_on_while_a_promise_is_kept_is_lawful(books: Books) -> None:
    """A promise given elsewhere does not cut what rings."""
    person = books.person()
    person.attempt(MONDAY)
    hold(person, "promise_running", MONDAY + timedelta(seconds=5), ends_at=MONDAY + 9 * DAY)
    assert await books.codes() == []


@pytest.mark.parametrize(("left_after", "found"), [(0.1, []), (3, ["went_on_after_stop"])])
async def test_a_text_that_leaves_after_a_stop_is_found(books: Books, left_after: float, found: list[str]) -> None:
    """A permit is no excuse for a text that leaves when the person has stopped texts."""
    person = books.person()
    person.consent("sms", MONDAY - DAY)
    opt_out(person, "sms", person.point.value, MONDAY + timedelta(seconds=1))
    person.text(MONDAY, sending_at=MONDAY + timedelta(seconds=left_after))
    assert await books.codes() == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ([(-HOUR, "wrong_party")], ["against_wrong_number"]),
        ([(-HOUR, "invalid")], ["against_wrong_number"]),
        ([(-HOUR, "suspect")], []),
        ([(-2 * HOUR, "wrong_party"), (-HOUR, "new")], []),
        ([(-HOUR, "wrong_party"), (0 * HOUR, "new")], []),
        ([(HOUR, "wrong_party")], []),
    ],
)
async def test_a_call_to_a_number_known_as_wrong_is_found(
    books: Books, changes: list[tuple[timedelta, str]], found: list[str]
) -> None:
    """What was known when the call was permitted counts, not what is known today."""
    person = books.person()
    person.attempt(MONDAY)
    facts = [
        ContactPointChanged(
            at=MONDAY + after, contact_point_id=person.point.id, debtor_id=person.debtor.id, state=state
        )
        for after, state in changes
    ]
    async with books.ground.database.transaction() as session:
        await books.ground.journal.append(session, *facts)
    assert await books.codes() == found


@pytest.mark.parametrize(("ended_after", "found"), [(6, []), (20, ["went_on_after_stop"])])
@pytest.mark.parametrize("what", ["stated_time", "zone", "number"])
async def test_a_call_that_rings_on_after_a_fact_bars_it_is_found(
    books: Books, what: str, ended_after: float, found: list[str]
) -> None:
    """Five seconds after the permit the person says that now is bad, that it is night, or that nobody knows them."""
    person = books.person()
    at = MONDAY + timedelta(seconds=5)
    person.attempt(MONDAY, closed_at=MONDAY + timedelta(seconds=ended_after))
    if what == "stated_time":
        stated(person, [0], 11 * 60, 12 * 60, starts_at=at)
    elif what == "zone":
        told(person, "Pacific/Guam", at)
    else:
        wrong = ContactPointChanged(
            at=at, contact_point_id=person.point.id, debtor_id=person.debtor.id, state="wrong_party"
        )
        async with books.ground.database.transaction() as session:
            await books.ground.journal.append(session, wrong)
    assert await books.codes() == found


async def test_what_leaves_a_call_lawful_does_not_cut_it(books: Books) -> None:
    """An inconvenient evening and a zone in which it is day let a call in the morning ring on."""
    person = books.person()
    person.attempt(MONDAY)
    stated(person, [0], 18 * 60, 20 * 60, starts_at=MONDAY + timedelta(seconds=5))
    told(person, "America/Chicago", MONDAY + timedelta(seconds=6))
    assert await books.codes() == []
