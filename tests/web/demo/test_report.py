"""The report counts the run and nothing before it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from campaigns.facts import AgentChanged
from crm.facts import AttemptRefused, OptedOut
from tests.web.demo.ledgers import Books
from web.demo.report import WorldTruth, make_report, talk_share

MONDAY = datetime(2026, 10, 26, 15, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ADA, BASIL = UUID(int=1), UUID(int=2)
KEYS = {
    "seed", "simulated_hours", "cases", "attempts", "refused", "answered", "connected", "abandoned", "dispositions",
    "promises", "callbacks", "sms", "talk_share", "violations", "journal_hash", "scenario", "incidents",
    "calls_by_zone",
}  # fmt: skip


async def test_a_run_is_counted_from_its_start(books: Books) -> None:
    """An attempt, a refusal and a stop from before the run are in no figure; whoever was misjudged is in two."""
    person, other = books.person(), books.person(number="+16145550102")
    person.consent("sms", MONDAY - 24 * HOUR)
    person.attempt(MONDAY - HOUR)
    person.attempt(MONDAY)
    person.text(MONDAY + 10 * MINUTE)
    other.talk(MONDAY + HOUR)
    facts = [
        _refused(person.debtor.id, person.case.id, MONDAY - HOUR, ("us.regf.hours",)),
        _refused(person.debtor.id, person.case.id, MONDAY, ("us.regf.call_cap", "us.regf.hours")),
        OptedOut(at=MONDAY, debtor_id=person.debtor.id, channel="sms", source="reply"),
        OptedOut(at=MONDAY, debtor_id=other.debtor.id, channel="sms", source="import"),
    ]
    async with books.ground.database.transaction() as session:
        await books.ground.journal.append(session, *facts)
    assert await books.codes() == []
    report = await make_report(books.ground, since=MONDAY, world_truth=WorldTruth(misjudged=1, seed=7))
    assert set(report) == KEYS
    assert (report["cases"], report["attempts"], report["connected"]) == (2, 3, 1)
    assert (report["answered"], report["abandoned"]) == (2, 1)
    assert report["refused"] == {"us.regf.call_cap": 1}
    assert report["dispositions"] == {"DG02": 1, "NC01": 1, "RF01": 1}
    east = {"calls": 2, "first": "2026-10-26T11:00:00-04:00", "last": "2026-10-26T12:00:00-04:00"}
    assert report["calls_by_zone"] == {"America/New_York": east}
    assert report["sms"] == {"delivered": 1, "opted_out": 1}
    assert report["simulated_hours"] == 168.0
    assert report["violations"] == []


async def test_violations_are_told_in_the_report(books: Books) -> None:
    """A report never hides what the checkers found."""
    attempt = books.person().attempt(MONDAY, verdict={})
    await books.codes()
    report = await make_report(books.ground, since=MONDAY, world_truth=WorldTruth(misjudged=0))
    assert [(one["code"], one["subject"]) for one in report["violations"]] == [("not_permitted", str(attempt.id))]


@pytest.mark.parametrize(
    ("changes", "share"),
    [
        ([], 0.0),
        ([(ADA, 0, "offline")], 0.0),
        ([(ADA, 0, "ready"), (ADA, 15, "talking"), (ADA, 45, "wrapping_up")], 0.5),
        ([(ADA, 0, "talking"), (BASIL, 30, "ready")], 0.6667),
        ([(ADA, 0, "talking"), (ADA, 30, "offline")], 1.0),
        ([(ADA, -30, "talking"), (ADA, 30, "break")], 0.5),
    ],
)
def test_talk_is_a_share_of_the_time_signed_in(changes: list[tuple[UUID, int, str]], share: float) -> None:
    """Breaks are paid, absence is not; what was before the run does not count."""
    stated = [(agent_id, MONDAY + minutes * MINUTE, state) for agent_id, minutes, state in changes]
    assert talk_share(stated, since=MONDAY, until=MONDAY + HOUR) == share


async def test_talk_is_read_from_the_journal(books: Books) -> None:
    """The share of the report is that of the agents' changes."""
    facts = [
        AgentChanged(at=books.now - HOUR, agent_id=books.agent.id, old="offline", new="talking", cause="call"),
        AgentChanged(at=books.now - HOUR / 2, agent_id=books.agent.id, old="talking", new="ready", cause="outcome"),
    ]
    async with books.ground.database.transaction() as session:
        await books.ground.journal.append(session, *facts)
    report = await make_report(books.ground, since=MONDAY, world_truth=WorldTruth(misjudged=0))
    assert report["talk_share"] == pytest.approx(0.5, abs=0.01)


def _refused(debtor_id: UUID, case_id: UUID, at: datetime, rules: tuple[str, ...]) -> AttemptRefused:
    return AttemptRefused(
        at=at,
        case_id=case_id,
        debtor_id=debtor_id,
        campaign_id=None,
        channel="phone",
        rules=rules,
        next_allowed_at=None,
    )
