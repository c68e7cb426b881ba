"""The budget of abandoned calls over thirty days, the day and the half hour: what is left, and when it is spent."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.pace.budget import Budget, Ceilings, Slot, load_budget

NOW = datetime(2026, 11, 2, 15, 10, tzinfo=UTC)
THREE = Ceilings.under(0.03)


def _left(budget: Budget, now: datetime = NOW, ceilings: Ceilings = THREE) -> dict[str, float]:
    standings = budget.standings(now, ceilings, detects_machines=False)
    return {one.period: round(one.left, 2) for one in standings}


def test_every_period_has_its_own_account() -> None:
    """Answers of last week count for thirty days, those of the morning for the day, those of now for the half hour."""
    budget = Budget().counted(NOW - timedelta(days=7), live=1000, abandoned=10)
    budget = budget.counted(NOW - timedelta(hours=2), live=200, abandoned=1)
    budget = budget.counted(NOW - timedelta(minutes=5), live=100, abandoned=4)
    assert _left(budget) == {"days_30": 24.0, "day": 4.0, "half_hour": 2.0}


@pytest.mark.parametrize(
    ("days", "counts"), [(29.9, True), (30.1, False)], ids=["within thirty days", "older than thirty days"]
)
def test_what_is_older_than_thirty_days_is_forgotten(days: float, counts: bool) -> None:
    """The period rolls with the clock."""
    budget = Budget().counted(NOW - timedelta(days=days), live=1000).counted(NOW, live=1)
    assert (_left(budget)["days_30"] > 1) is counts


@pytest.mark.parametrize(("pause_h", "is_new"), [(3, False), (4.5, False), (6, True), (14, True)])
def test_a_day_begins_after_a_night_without_calls(pause_h: float, is_new: bool) -> None:
    """A lunch is no night; a night gives a day of its own, whatever the zone."""
    budget = Budget().counted(NOW, started=5, live=100)
    later = NOW + timedelta(hours=pause_h)
    assert budget.is_new_day(later) is is_new
    assert _left(budget, later)["day"] == (0.0 if is_new else 3.0)
    assert _left(budget.counted(later, live=1), later)["day"] == (0.03 if is_new else 3.03)


def test_a_floor_that_never_pauses_has_days_of_twenty_four_hours() -> None:
    """Where there is no night, the last twenty-four hours are the day."""
    budget = Budget()
    for hour in range(72):
        budget = budget.counted(NOW + timedelta(hours=hour), live=100)
    assert _left(budget, NOW + timedelta(hours=71))["day"] == 0.03 * 2400


@pytest.mark.parametrize(
    ("live", "abandoned", "spent"),
    [(0, 0, None), (10, 0, None), (33, 1, "days_30"), (34, 1, None), (66, 2, "days_30"), (67, 2, None)],
)
def test_a_budget_is_spent_when_the_share_stands_at_its_ceiling(live: int, abandoned: int, spent: str | None) -> None:
    """Nothing abandoned is nothing spent; one of thirty-three is over 3 %, one of thirty-four is not."""
    budget = Budget().counted(NOW, live=live, abandoned=abandoned)
    assert budget.spent(NOW, THREE, detects_machines=False) == spent


def test_the_day_brakes_although_thirty_days_have_plenty_left() -> None:
    """A good month does not pay for a bad morning where a law counts by the day."""
    budget = Budget().counted(NOW - timedelta(days=3), live=10_000).counted(NOW, live=60, abandoned=2)
    assert budget.spent(NOW, THREE, detects_machines=False) == "day"
    assert budget.allowance(NOW, THREE, detects_machines=False) == 0


def test_a_half_hour_brakes_only_when_it_has_answers_enough_to_tell() -> None:
    """At twice the ceiling: three of fifty stop it, three of forty-nine do not, and half an hour later it is over."""
    before = Budget().counted(NOW - timedelta(hours=2), live=1000)
    few = before.counted(NOW, live=49, abandoned=3)
    enough = before.counted(NOW, live=50, abandoned=3)
    assert few.spent(NOW, THREE, detects_machines=False) is None
    assert enough.spent(NOW, THREE, detects_machines=False) == "half_hour"
    assert enough.spent(NOW + timedelta(minutes=31), THREE, detects_machines=False) is None


def test_today_aims_lower_when_earlier_days_overspent() -> None:
    """Thirty too many over ten days of a thousand answers are paid back at once, but never below a fifth."""
    budget = Budget()
    for day in range(10, 0, -1):
        budget = budget.counted(NOW - timedelta(days=day), live=1000, abandoned=30)
    assert budget.counted(NOW, live=1).aim(THREE) == pytest.approx(0.03)
    over = budget.counted(NOW - timedelta(days=1), abandoned=10).counted(NOW, live=1)
    assert over.aim(THREE) == pytest.approx(0.02)
    far_over = budget.counted(NOW - timedelta(days=1), abandoned=500).counted(NOW, live=1)
    assert far_over.aim(THREE) == pytest.approx(0.006)


def test_the_strictest_ceiling_is_aimed_at() -> None:
    """A house that allows the day less than the month aims at the day's."""
    assert Budget().aim(Ceilings(month=0.03, day=0.01, half_hour=0.06)) == 0.01
    assert Budget().aim(Ceilings(month=0.02, day=0.03, half_hour=0.06)) == 0.02


@given(
    events=st.lists(st.tuples(st.floats(0, 20 * 24), st.integers(0, 40), st.integers(0, 3)), max_size=60),
    share=st.sampled_from([0.01, 0.03]),
)
def test_a_restart_finds_the_budget_it_left(events: list[tuple[float, int, int]], share: float) -> None:
    """The ledger's hours and minutes give the same accounts as counting all along (a kill -9 forgives nothing)."""
    budget, hours, minutes = Budget(), dict[datetime, Slot](), dict[datetime, Slot]()
    now = NOW
    for gone_h, met, lost in sorted(events):
        now = NOW + timedelta(hours=gone_h)
        budget = budget.counted(now, started=1, live=met + lost, abandoned=lost)
        for slots, began_at in (
            (hours, now.replace(minute=0, second=0, microsecond=0)),
            (minutes, now.replace(second=0, microsecond=0)),
        ):
            known = slots.get(began_at, Slot(began_at))
            slots[began_at] = Slot(began_at, known.started + 1, known.live + met + lost, known.abandoned + lost)
    recent = [slot for slot in minutes.values() if slot.began_at > now - timedelta(minutes=30)]
    again = load_budget(hours.values(), recent)
    ceilings = Ceilings.under(share)
    assert again.standings(now, ceilings, detects_machines=False) == budget.standings(
        now, ceilings, detects_machines=False
    )
    assert again.allowance(now, ceilings, detects_machines=True) == budget.allowance(
        now, ceilings, detects_machines=True
    )
    assert again.is_new_day(now) == budget.is_new_day(now)
