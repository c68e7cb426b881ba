"""The chart of the last minutes: one reading for each campaign, bounded in memory and in points."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from campaigns.agents import Agent, AgentState
from campaigns.floor.state import Floor, Line, LineState, Wing
from campaigns.pace.budget import Budget
from campaigns.pace.ceilings import Tally
from campaigns.pace.course import Course
from campaigns.pace.reading import Pace
from campaigns.pace_chart import PaceChart, read

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
PACE = Pace(start=2, bound_by="abandon_risk", price=0.04, expected_answers=1.234, expected_abandoned=0.05)
TEAM, CAMPAIGN, OTHER = (UUID(int=number) for number in (1, 2, 3))


def _wing(key: UUID = CAMPAIGN) -> Wing:
    return Wing(
        id=key,
        name="x",
        state="running",
        mode="predictive",
        wrap_up_s=30,
        ceiling_share=0.03,
        detects_machines=False,
        abandoned_message="x",
        team_ids=frozenset({TEAM}),
        tally=Tally(started=900, live=300, abandoned=4),
        bound_by="abandon_budget",
        course=Course(budget=Budget().counted(NOW, live=300, abandoned=4), pace=PACE),
    )


def _line(number: int, state: LineState, campaign_id: UUID = CAMPAIGN) -> Line:
    key = UUID(int=100 + number)
    return Line(attempt_id=key, campaign_id=campaign_id, case_id=key, debtor_id=key, state=state, since=NOW)


def test_a_reading_says_what_the_floor_is_doing_for_the_campaign() -> None:
    """Lines of another campaign and agents of another team are not its own."""
    agents = [
        Agent(id=UUID(int=10 + number), name="x", team_id=team, state=state, since=NOW)
        for number, (team, state) in enumerate(
            [(TEAM, AgentState.READY), (TEAM, AgentState.READY), (TEAM, AgentState.TALKING), (OTHER, AgentState.READY)]
        )
    ]
    lines = [_line(1, LineState.RINGING), _line(2, LineState.BRIDGED), _line(3, LineState.RINGING, OTHER)]
    floor = Floor({a.id: a for a in agents}, {line.attempt_id: line for line in lines}, {CAMPAIGN: _wing()})
    found = read(floor, floor.wings[CAMPAIGN], NOW)
    assert (found.lines, found.ready, found.ratio) == (2, 2, 0.5)
    assert (found.started, found.answered, found.abandoned, found.budget) == (900, 300, 4, 5)
    assert found.bound_by == "abandon_budget"
    assert (found.ringing, found.setting_up, found.talking, found.wrapping_up) == (1, 0, 1, 0)
    assert (found.price, found.expected_answers, found.expected_abandoned) == (0.04, 1.23, 0.05)


@pytest.mark.parametrize(("most", "wanted"), [(100, 10), (10, 10), (9, 5), (3, 3), (1, 1)])
def test_points_are_thinned_out_and_the_newest_stays(most: int, wanted: int) -> None:
    """A screen gets no more points than it can show, and always the present."""
    chart = PaceChart()
    for second in range(10):
        chart.record(Floor(wings={CAMPAIGN: _wing()}), NOW + timedelta(seconds=second))
    found = chart.since(CAMPAIGN, NOW, most=most)
    assert len(found) == wanted
    assert found[-1].at == NOW + timedelta(seconds=9)
    assert list(found) == sorted(found, key=lambda reading: reading.at)


def test_old_readings_and_campaigns_that_left_are_forgotten() -> None:
    """A long shift does not fill the memory."""
    chart = PaceChart(kept_readings=3)
    for second in range(5):
        chart.record(Floor(wings={CAMPAIGN: _wing()}), NOW + timedelta(seconds=second))
    assert [reading.at.second for reading in chart.since(CAMPAIGN, NOW, most=99)] == [2, 3, 4]
    assert len(chart.since(CAMPAIGN, NOW + timedelta(seconds=4), most=99)) == 1
    chart.record(Floor(wings={OTHER: _wing(OTHER)}), NOW + timedelta(seconds=5))
    assert chart.since(CAMPAIGN, NOW, most=99) == []


def test_a_busy_floor_is_read_once_a_second() -> None:
    """Hundreds of steps a second make one point."""
    chart = PaceChart()
    for step in range(25):
        chart.record(Floor(wings={CAMPAIGN: _wing()}), NOW + timedelta(milliseconds=100 * step))
    assert [reading.at - NOW for reading in chart.since(CAMPAIGN, NOW, most=99)] == [
        timedelta(seconds=second) for second in range(3)
    ]
