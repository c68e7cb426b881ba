"""One line per ready agent: what is covered is not dialed twice, and nobody looks twice in a second."""

import numpy as np
import pytest

from campaigns.pace.progressive import Progressive
from campaigns.pace.reading import Reading


@pytest.mark.parametrize(
    ("idle", "in_flight", "waiting", "start", "bound_by"),
    [
        (0, 0, 0, 0, "no_agent_free"),
        (1, 0, 0, 1, "one_per_agent"),
        (3, 2, 0, 1, "one_per_agent"),
        (3, 1, 1, 1, "one_per_agent"),
        (3, 3, 0, 0, "lines_in_flight"),
        (3, 9, 2, 0, "lines_in_flight"),
    ],
)
def test_each_ready_agent_gets_one_line_and_no_more(
    idle: int, in_flight: int, waiting: int, start: int, bound_by: str
) -> None:
    """A line that rings, or a person who waits, already has the agent who would take him."""
    reading = Reading(at_s=1.0, idle=idle, ring_s=np.ones(in_flight), waiting=waiting)
    _, pace = Progressive().decide(reading)
    assert (pace.start, pace.bound_by) == (start, bound_by)


def test_it_looks_once_a_second_when_asked_four_times() -> None:
    """Four readings a second give one decision a second, at its beginning."""
    method, starts = Progressive(), []
    for tick in range(1, 13):
        method, pace = method.decide(Reading(at_s=0.25 * tick, idle=2))
        starts.append(pace.start)
    assert starts == [0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2]


def test_it_decides_at_once_when_the_first_reading_comes_late() -> None:
    """A server that starts in mid-shift does not wait for a second to begin."""
    _, pace = Progressive().decide(Reading(at_s=5000.3, idle=2))
    assert pace.start == 2
