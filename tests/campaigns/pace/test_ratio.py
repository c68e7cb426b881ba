"""A fixed ratio multiplies ready agents, and knows nothing else."""

import pytest

from campaigns.pace.ratio import FixedRatio
from campaigns.pace.reading import Reading


@pytest.mark.parametrize(
    ("lines_per_agent", "idle", "waiting", "start"),
    [(2.0, 3, 0, 6), (2.0, 3, 1, 5), (3.0, 0, 0, 0), (1.5, 1, 0, 2), (1.4, 1, 0, 1), (3.0, 1, 4, 0)],
)
def test_lines_are_the_ratio_times_ready_agents(lines_per_agent: float, idle: int, waiting: int, start: int) -> None:
    """Halves are rounded up; persons who wait count as lines."""
    _, pace = FixedRatio(lines_per_agent=lines_per_agent).decide(Reading(at_s=1.0, idle=idle, waiting=waiting))
    assert pace.start == start


def test_it_looks_once_a_second_when_asked_four_times() -> None:
    """The ratio is not applied again to the same agents within the second."""
    method, starts = FixedRatio(lines_per_agent=2.0), []
    for tick in range(1, 9):
        method, pace = method.decide(Reading(at_s=0.25 * tick, idle=1))
        starts.append(pace.start)
    assert starts == [0, 0, 0, 2, 0, 0, 0, 2]
