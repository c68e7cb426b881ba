"""The trunk's limits: lines at once, and starts a second that fill with time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.pace.trunk import Trunk

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)


def test_nothing_binds_when_the_trunk_has_no_limits() -> None:
    """Settings without limits leave every wish as it is."""
    assert Trunk().filled(NOW).room(10_000) == (None, "")


@pytest.mark.parametrize(("lines", "room"), [(0, 30), (29, 1), (30, 0), (31, 0)])
def test_lines_in_use_leave_the_rest(lines: int, room: int) -> None:
    """A trunk of thirty never carries more, calls with an agent included."""
    assert Trunk(most_lines=30).filled(NOW).room(lines) == (room, "most_lines")


def test_starts_come_back_with_time_and_never_pile_up() -> None:
    """Five a second: used up at once, one back after a fifth of a second, five after an hour."""
    trunk = Trunk(most_calls_per_second=5).filled(NOW)
    assert trunk.room(0) == (5, "calls_per_second")
    trunk = trunk.with_started(5)
    assert trunk.room(0)[0] == 0
    assert trunk.filled(NOW + timedelta(seconds=0.2)).room(0)[0] == 1
    assert trunk.filled(NOW + timedelta(hours=1)).room(0)[0] == 5


def test_a_slow_trunk_still_starts_one_call() -> None:
    """One call in four seconds is no call in none."""
    trunk = Trunk(most_calls_per_second=0.25).filled(NOW)
    assert trunk.room(0)[0] == 1
    assert trunk.with_started(1).filled(NOW + timedelta(seconds=3.9)).room(0)[0] == 0
    assert trunk.with_started(1).filled(NOW + timedelta(seconds=4)).room(0)[0] == 1


def test_the_tighter_limit_is_named() -> None:
    """What bound the decision is told to the manager."""
    trunk = Trunk(most_lines=100, most_calls_per_second=5).filled(NOW)
    assert trunk.room(10) == (5, "calls_per_second")
    assert trunk.room(98) == (2, "most_lines")


@given(pauses=st.lists(st.floats(0, 3), max_size=60), rate=st.floats(0.2, 50))
def test_no_stretch_of_time_sees_more_starts_than_its_seconds_allow(pauses: list[float], rate: float) -> None:
    """However greedy the wishes: starts stay within one full bucket and what time brought."""
    trunk, now, started = Trunk(most_calls_per_second=rate), NOW, 0
    for pause_s in pauses:
        now += timedelta(seconds=pause_s)
        trunk = trunk.filled(now)
        room = trunk.room(0)[0]
        assert room is not None
        trunk, started = trunk.with_started(room), started + room
        assert started <= max(1.0, rate) + rate * (now - NOW).total_seconds() + 1e-3
