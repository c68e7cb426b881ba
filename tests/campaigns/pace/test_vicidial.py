"""VICIdial's adaptive methods: the check values of their published rules, and what each does over the ceiling."""

import numpy as np
import pytest

from campaigns.pace.reading import Counts, Reading
from campaigns.pace.vicidial import DialLevel, Vicidial, VicidialVariant, moved_level, taper


@pytest.mark.parametrize(
    ("level", "balance", "wanted", "intensity", "expected"),
    [
        (2.0, 3.0, -1.0, 0.0, 2.200),
        (2.0, 3.0, -1.0, 20.0, 2.240),
        (2.0, -2.0, 0.0, 20.0, 1.840),
        (2.0, -2.0, 0.0, -20.0, 1.760),
        (1.0, 20.0, 0.0, 0.0, 2.000),
        (2.0, 20.0, 0.0, 0.0, 3.000),
        (1.0, -5.0, 0.0, 0.0, 1.000),
        (2.5, 0.0, 0.0, 0.0, 2.500),
    ],
)
def test_the_dial_level_moves_as_published(
    level: float, balance: float, wanted: float, intensity: float, expected: float
) -> None:
    """With twenty agents, growth is at most a doubling a step, under a cap of three lines."""
    assert moved_level(level, balance, 20.0, wanted=wanted, intensity=intensity) == expected


def test_the_dial_level_stays_when_nobody_is_signed_in() -> None:
    """No agents give no difference, and no division by zero."""
    assert moved_level(2.0, 0.0, 0.0) == 2.0


@pytest.mark.parametrize(
    ("now", "factor"), [(900, 1.0), (1100, 1.0), (1101, 0.999), (1859, 0.241), (1900, 0.200), (2100, 0.0), (2101, 0.0)]
)
def test_the_taper_jumps_at_each_hour_when_the_clock_is_read_as_one_number(now: int, factor: float) -> None:
    """There is no restraint before eleven, and none at all is left at nine in the evening."""
    assert taper(now, 2100) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("variant", "at_s", "lines"),
    [
        (VicidialVariant.HARD, 3600.0, 10),
        (VicidialVariant.AVERAGE, 3600.0, 15),
        (VicidialVariant.TAPERED, 3600.0, 30),
        (VicidialVariant.TAPERED, 36000.0, 10),
    ],
)
def test_each_variant_restrains_the_level_its_own_way_when_drops_pass_the_ceiling(
    variant: VicidialVariant, at_s: float, lines: int
) -> None:
    """With one answer in ten dropped, the three differ only here; before eleven the tapered one does nothing."""
    counts = Counts(dialed=1000, live_done=90, dropped=10)
    method = Vicidial(variant=variant, level=DialLevel(lines_per_agent=3.0))
    assert _lines_after(method, at_s, counts) == lines


def test_nothing_is_restrained_when_few_calls_were_placed() -> None:
    """Up to fifty calls a day every share of drops goes."""
    counts = Counts(dialed=50, live_done=0, dropped=9)
    assert _lines_after(Vicidial(variant=VicidialVariant.HARD), 3600.0, counts) == 30


def test_calls_leave_one_after_the_other_when_many_are_owed() -> None:
    """A server with its default of five a second takes two seconds for ten calls."""
    method = Vicidial(variant=VicidialVariant.HARD, calls_per_s=5.0)
    starts: list[int] = []
    for tick in range(1, 19):
        method, pace = method.decide(Reading(at_s=0.25 * tick, idle=10, ring_s=np.zeros(sum(starts))))
        starts.append(pace.start)
    assert starts == [0] * 9 + [1, 1, 1, 2, 1, 1, 1, 2, 0]


def _lines_after(method: Vicidial, from_s: float, counts: Counts) -> int:
    """Count the lines kept up for ten ready agents, after half a minute in which nothing else changes."""
    lines = 0
    for tick in range(1, 200):
        reading = Reading(at_s=from_s + 0.25 * tick, idle=10, counts=counts, ring_s=np.zeros(lines))
        method, pace = method.decide(reading)
        lines += pace.start if tick > 120 else 0
    return lines
