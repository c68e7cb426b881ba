"""The next day of a campaign: who can be called when, when work begins, and what the settings make of it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from campaigns.callable_cases import JUDGED, Group, Hours
from campaigns.campaign_templates import load_campaign_templates
from campaigns.campaigns import Campaign
from campaigns.forecast.call_draws import BUSY, FAILED, NO_ANSWER
from campaigns.forecast.history import History, learn
from campaigns.forecast.supply import Cohort
from campaigns.forecast.tomorrow import (
    Setting,
    cohorts_between,
    next_work_day,
    plan_of,
    retry_of,
    usual_laws,
    usual_zone,
)
from campaigns.ladders import parse_ladder
from tests.campaigns.rows import BOOKS

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
DAY = datetime(2026, 11, 3, 5, tzinfo=UTC)
"""Midnight in New York."""
CAMPAIGN_ID = UUID(int=1)
ZONE = "America/New_York"


def campaign(bucket: str = "b1") -> Campaign:
    fields = dict(load_campaign_templates()[bucket].fields) | {"ceiling_kind": "hard"}
    return Campaign(id=CAMPAIGN_ID, name="x", state="draft", version=1, changed_at=NOW, changed_by="x", **fields)


def hours() -> Hours:
    return Hours(BOOKS, campaign(), {}, {}, NOW, NOW + timedelta(days=9))


def group(cases: int, *free_ats: datetime | None, zone: str = ZONE) -> Group:
    """Return cases judged one by one: open at all hours, so that only when they become free tells them apart."""
    return Group(CAMPAIGN_ID, "b1", zone, JUDGED, "", "", free_ats, cases)


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


def test_cases_are_counted_by_when_they_become_free() -> None:
    """Free already, free within the day (from the next quarter of an hour), only after it, and never."""
    groups = [group(5, NOW), group(3, at(9.1)), group(2, at(9.2)), group(4, at(30)), group(7, None)]
    assert cohorts_between(groups, hours(), DAY, at(24)) == [
        Cohort(5, ((0.0, 86_400.0),)),
        Cohort(5, ((9.25 * 3600, 86_400.0),)),
    ]


def test_the_first_number_that_is_free_opens_a_case() -> None:
    """A case with two numbers can be called as soon as one of them may be."""
    [cohort] = cohorts_between([group(1, at(20), None)], hours(), DAY, at(24))
    assert cohort.spans == ((72_000.0, 86_400.0),)


def test_work_begins_when_half_the_cases_are_open() -> None:
    """Ten early cases do not bring the team in; the day is as long as the agents work."""
    groups = [group(10, at(6)), group(90, at(10))]
    day = next_work_day(groups, hours(), NOW, work_hours=8)
    assert day is not None
    assert (day.starts_at, day.zone, day.hours) == (at(10), ZONE, 8)
    assert day.cohorts == (Cohort(10, ((0.0, 28_800.0),)), Cohort(90, ((0.0, 28_800.0),)))
    assert day.callable_by_hour() == (100,) * 8


def test_work_ends_with_the_last_open_case_and_a_closed_day_is_passed_over() -> None:
    """Five hours before midnight are a day of five hours; cases free in three days make that the next day."""
    day = next_work_day([group(4, at(19))], hours(), NOW, work_hours=8)
    assert day is not None
    assert (day.starts_at, day.hours) == (at(19), 5)
    later = next_work_day([group(4, at(24 * 2 + 9))], hours(), NOW, work_hours=8)
    assert later is not None
    assert later.starts_at == at(24 * 2 + 9)
    assert next_work_day([group(4, None)], hours(), NOW, work_hours=8) is None


def test_the_calendar_is_that_of_most_cases() -> None:
    """Nine in the west decide over four in the east; nobody at all is UTC."""
    assert usual_zone([group(4, NOW), group(9, NOW, zone="America/Los_Angeles")]) == "America/Los_Angeles"
    assert usual_zone([]) == "UTC"


def test_a_ladder_repeats_within_the_day_only_what_it_says() -> None:
    """Busy after 25 minutes; a wait as long as the day, or a step for the next day, is none of today."""
    ladder = parse_ladder(campaign().ladder)
    retry = retry_of(ladder, 4 * 3600.0)
    assert retry.after_s == {BUSY: 1500.0, FAILED: 1800.0}
    assert retry_of(ladder, 8 * 3600.0).after_s[NO_ANSWER] == 240 * 60.0
    assert retry.most_tries == ladder.max_per_day


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (Setting(), ("predictive", 7, 0.03, True, 25.0)),
        (Setting(agents=12, ceiling_share=0.01, ceiling_kind="statistical"), ("predictive", 12, 0.01, False, 25.0)),
        (Setting(method="ratio_3", ring_timeout_s=18), ("ratio_3", 7, 0.03, False, 18.0)),
        (Setting(agents=5000), ("predictive", 1000, 0.03, True, 25.0)),
    ],
)
def test_what_is_not_chosen_is_as_the_campaign_stands(
    setting: Setting, expected: tuple[str, int, float, bool, float]
) -> None:
    """Only predictive pacing has a kind of ceiling; others run as they are."""
    day = next_work_day([group(9, at(10))], hours(), NOW, work_hours=2)
    assert day is not None
    learned = learn(History(), usual_laws(campaign()))
    retry = retry_of(parse_ladder(campaign().ladder), 7200.0)
    plan = plan_of(campaign(), setting, day, learned, agents=7, retry=retry)
    found = (plan.method, plan.agents, plan.ceiling_share, plan.is_hard, plan.laws.ringing.timeout_s)
    assert found == expected
    assert plan.laws.detection.is_on is campaign().detect_machine
