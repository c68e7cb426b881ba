"""What a pacing method sees and what it answers: one campaign at one instant, and how many calls to start now.

Every method is a frozen value: `decide` gives its next value and the decision. Nothing here knows persons, clocks
or the floor; ages and spans are seconds, and whoever looks at the floor, a model day or a referee makes the reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ages: TypeAlias = NDArray[np.float64]
SpanKind = Literal[
    "setup",
    "ring_to_agent",
    "ring_other",
    "classify_to_agent",
    "classify_other",
    "talk",
    "wrap",
    "ring_of_lost",
    "held",
]
"""Order to ring; ring of a call that came to need an agent, and of any other; answer to either verdict; agents'.

Of a call that nobody took in time: how long it had rung before, and how long it was held.
"""

NO_AGES: Ages = np.zeros(0)


def _no_ages() -> Ages:
    return NO_AGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Calls since the beginning of the day. `to_agent` came to need an agent; `dropped` are those nobody took in time.

    `live_done` and `machine_done` are ended conversations by what the agent found; the rest ended without an agent.
    """

    dialed: int = 0
    failed: int = 0
    busy: int = 0
    no_answer: int = 0
    machines: int = 0
    to_agent: int = 0
    connected: int = 0
    live_done: int = 0
    machine_done: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One campaign at the instant `at_s` (seconds since its day began); arrays in any order.

    `talk_s` and `wrap_s` are ages of agents' calls and wrap-ups; those who will pause or leave afterwards are left
    out and counted in `leaving`, of whom `leaving_talks` are still in the call. `paused` are signed in, on a pause.
    `setup_s`, `ring_s`, `answer_s` are ages of calls in flight by phase; `waiting` calls need an agent now and have
    none. `rang_s` is how long each call of `answer_s` had rung before it was answered, in the same order; empty where
    nobody knows. `spans` ended since the last reading.
    """

    at_s: float
    idle: int = 0
    talk_s: Ages = field(default_factory=_no_ages)
    wrap_s: Ages = field(default_factory=_no_ages)
    leaving: int = 0
    leaving_talks: int = 0
    paused: int = 0
    setup_s: Ages = field(default_factory=_no_ages)
    ring_s: Ages = field(default_factory=_no_ages)
    answer_s: Ages = field(default_factory=_no_ages)
    rang_s: Ages = field(default_factory=_no_ages)
    waiting: int = 0
    counts: Counts = field(default_factory=Counts)
    spans: Sequence[tuple[SpanKind, float]] = ()

    @property
    def in_flight(self) -> int:
        return len(self.setup_s) + len(self.ring_s) + len(self.answer_s)

    @property
    def agents(self) -> int:
        """Count the agents at work for this campaign: ready, talking or wrapping up."""
        return self.idle + len(self.talk_s) + len(self.wrap_s) + self.leaving


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """One decision: how many calls to start, and what bound it (a code that the glossary of the chart names).

    `price` is how many expected losses one spared second of an idle agent is worth; `expected_answers` and
    `expected_abandoned` are those of the calls in flight and started now, over the horizon.
    """

    start: int
    bound_by: str
    price: float = 0.0
    expected_answers: float = 0.0
    expected_abandoned: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceRules:
    """What a method is held to. Shares are of live answers; `lost_to_detection` of them never reach an agent at all.

    `day_s` is the length of the day the budget is spread over; `hold_s` how long an answered call waits at most.
    """

    ceiling_share: float = 0.03
    lost_to_detection: float = 0.0
    hold_s: float = 2.0
    day_s: float = 28_800.0
    ring_timeout_s: float = 24.0


class Method(Protocol):
    """A way of pacing one campaign."""

    def decide(self, reading: Reading) -> tuple[Self, Pace]:
        """Return the method as it is after this reading, and what it wants started now."""
        ...
