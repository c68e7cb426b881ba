"""The figures of a simulated carrier and its persons: shares, seconds, and pick-up by hour.

The defaults reproduce public figures where there are any; those marked (X) are assumptions of this program.
How they turn into calls is decided in `world.py` and `talk.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Freshness(StrEnum):
    """How good a number's data is: just verified, a usual book, or old."""

    FRESH = "fresh"
    MIXED = "mixed"
    STALE = "stale"


@dataclass(frozen=True, kw_only=True)
class Mix:
    """Shares of all dials by result, and shares of those answered by a human by who it is; each group sums to one."""

    unusable: float
    refused_by_line: float
    no_answer: float
    machine: float
    human: float
    right_party: float
    third_party: float
    wrong_person: float
    unverified: float


MIXES: Mapping[Freshness, Mix] = {
    Freshness.FRESH: Mix(
        unusable=0.03,
        refused_by_line=0.07,
        no_answer=0.32,
        machine=0.30,
        human=0.28,
        right_party=0.60,
        third_party=0.22,
        wrong_person=0.08,
        unverified=0.10,
    ),
    Freshness.MIXED: Mix(
        unusable=0.08,
        refused_by_line=0.08,
        no_answer=0.32,
        machine=0.33,
        human=0.19,
        right_party=0.40,
        third_party=0.32,
        wrong_person=0.16,
        unverified=0.12,
    ),
    Freshness.STALE: Mix(
        unusable=0.18,
        refused_by_line=0.08,
        no_answer=0.30,
        machine=0.32,
        human=0.12,
        right_party=0.26,
        third_party=0.34,
        wrong_person=0.26,
        unverified=0.14,
    ),
}
"""(X) fitted to a political-call survey (2.2 M calls, 2020), a UK survey of collectors and practitioners' figures."""

OFFICE_HOURS: Mapping[int, float] = {
    6: 0.17,
    7: 0.27,
    8: 0.87,
    9: 1.03,
    10: 1.14,
    11: 1.10,
    12: 0.99,
    13: 1.06,
    14: 1.10,
    15: 1.06,
    16: 1.03,
    17: 0.92,
    18: 0.91,
    19: 0.92,
    20: 0.87,
    21: 0.89,
}
"""Answered by hour of the called person, against the mean of 08 to 20 h: 11 M US sales dials over four years."""

HOME_HOURS: Mapping[int, float] = {
    6: 0.30,
    7: 0.60,
    8: 0.86,
    9: 0.90,
    10: 0.94,
    11: 0.96,
    12: 0.98,
    13: 0.98,
    14: 1.00,
    15: 1.02,
    16: 1.05,
    17: 1.09,
    18: 1.14,
    19: 1.08,
    20: 1.00,
    21: 0.80,
}
"""Consumers at home, lowest at 08 h and highest at 18 h as in 2.2 M US political calls of 2020; between them (X)."""

NIGHT_FACTOR = 0.1
"""(X) Answered at hours that a table does not list."""

PROMISES_BY_DAYS_PAST_DUE: tuple[tuple[int, float], ...] = ((5, 0.55), (17, 0.45), (30, 0.35), (10**6, 0.20))
"""(X) Share of right-party talks that end in a promise: up to so many days past due, so many."""


@dataclass(frozen=True, kw_only=True)
class TextFigures:
    """Shares and delays of text messages, all (X) but the stop share, which is a usual figure of gateways."""

    refused: float = 0.004
    undelivered: Mapping[Freshness, float] = field(
        default_factory=lambda: {Freshness.FRESH: 0.02, Freshness.MIXED: 0.05, Freshness.STALE: 0.10}
    )
    delivery_median_s: float = 4.0
    delivery_sigma: float = 0.8
    stop: float = 0.015
    call_me: float = 0.03
    paid: float = 0.03
    free_text: float = 0.035
    reply_median_s: float = 9 * 60.0
    reply_sigma: float = 0.9
    longest_reply_s: float = 3 * 3600.0


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Everything that can be set about a simulated carrier; shares are 0..1, times seconds."""

    mixes: Mapping[Freshness, Mix] = field(default_factory=lambda: MIXES)
    hours: Mapping[int, float] = field(default_factory=lambda: OFFICE_HOURS)
    taken_for_machine: float = 0.01
    taken_for_human: float = 0.08
    detection_s: tuple[float, float] = (1.6, 3.5)
    patience_s: tuple[float, float] = (2.0, 6.0)
    ring_to_human_s: tuple[float, float] = (12.0, 6.0)
    ring_to_machine_s: tuple[float, float] = (22.0, 6.0)
    text: TextFigures = field(default_factory=TextFigures)
