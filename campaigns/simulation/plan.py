"""What one seed stands for: the day, the people, and which faults may strike how often; drawn before anything runs.

Each kind of fault is in a schedule or not (a swarm), so that some schedules are nearly calm and some are wild. Nothing
is decided here that depends on what the process does.
"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")

WEEKDAY = datetime(2026, 3, 3, 13, 30, tzinfo=UTC)
AUTUMN = datetime(2026, 11, 1, 11, 40, tzinfo=UTC)
SPRING = datetime(2027, 3, 14, 11, 40, tzinfo=UTC)
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Chances (0..1) of one occasion, and counts of a schedule; zero is calm.

    `*_cuts`, `restarts`, `outages`, `stalls`, `surges`, `vanishings`, `steps`, `strangers`, `blackouts` are counts;
    `kills` is the number of times a process is killed at one of its I/O points.
    """

    fact_lost: float = 0.0
    fact_repeated: float = 0.0
    fact_late: float = 0.0
    answer_lost: float = 0.0
    place_refused: float = 0.0
    commit_failed: float = 0.0
    commit_unknown: float = 0.0
    slow_commit: float = 0.0
    text_lost_answer: float = 0.0
    text_not_taken: float = 0.0
    receipt_repeated: float = 0.0
    command_repeated: float = 0.0
    forgotten_outcome: float = 0.0
    kills: int = 0
    link_cuts: int = 0
    half_open: int = 0
    restarts: int = 0
    outages: int = 0
    stalls: int = 0
    surges: int = 0
    vanishings: int = 0
    steps: int = 0
    strangers: int = 0
    blackouts: int = 0


CHANCES = {
    "fact_lost": 0.03,
    "fact_repeated": 0.2,
    "fact_late": 0.05,
    "answer_lost": 0.03,
    "place_refused": 0.05,
    "commit_failed": 0.01,
    "commit_unknown": 0.01,
    "slow_commit": 0.02,
    "text_lost_answer": 0.15,
    "text_not_taken": 0.05,
    "receipt_repeated": 0.3,
    "command_repeated": 0.3,
    "forgotten_outcome": 0.1,
}
"""The largest chance of each; a schedule draws up to it."""
COUNTS = {
    "kills": 12,
    "link_cuts": 2,
    "half_open": 2,
    "restarts": 2,
    "outages": 3,
    "stalls": 2,
    "surges": 4,
    "vanishings": 3,
    "steps": 2,
    "strangers": 3,
    "blackouts": 1,
}
"""The largest number of each in a schedule."""
SHARES = (0.06, 0.15, 0.3, 0.4, 0.6)
"""How many of the kinds strike: some schedules are nearly calm, so that promises of calm hours are asked for too."""
RARELY, MUCH = 0.12, 4.0
"""So many of the chances that strike are so much larger, so that what needs two of them at once happens as well."""
TERMS_MS = (5_000, 10_000, 10_000, 60_000)
MODES = ("progressive",) * 11 + ("preview",) * 4 + ("predictive",)
"""Few predictive ones: their looks into the next half minute cost three times as much as all else together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One world. Times are milliseconds from `starts_at`; `open_ms` is when campaigns stop and things settle."""

    seed: int
    starts_at: datetime
    attempts: int
    persons: int
    agents: int
    mode: str
    detects_machines: bool
    term_ms: int
    open_ms: int
    retry_minutes: int
    faults: Faults
    is_clock_change: bool = False
    due_within_ms: int = HOUR_MS
    """By then everybody is worth a first call; a list that is full from the start can be used up."""
    is_alone: bool = False
    """Whether only one process is there, as in a small house: nobody makes up for what it forgets."""


def plan_of(seed: int, attempts: int) -> Plan:
    """Draw the world of a seed; `attempts` is about how many it is to make."""
    rng = Random(seed)
    drawn: dict[str, float | int] = {}
    share = _pick(rng.random(), SHARES)
    for one in fields(Faults):
        strikes, size, much = rng.random() < share, rng.random(), rng.random()
        if strikes and one.name in CHANCES:
            drawn[one.name] = min(0.5, CHANCES[one.name] * size * (MUCH if much < RARELY else 1.0))
        elif strikes:
            drawn[one.name] = 1 + int(size * COUNTS[one.name])
    day, which = rng.random(), rng.random()
    starts_at = WEEKDAY + timedelta(minutes=int(which * 420))
    if day < 0.2:
        starts_at = (AUTUMN if which < 0.5 else SPRING) + timedelta(minutes=int(rng.random() * 90))
    elif day < 0.35:
        starts_at = WEEKDAY.replace(hour=12) + timedelta(minutes=int(which * 60))
    elif day < 0.5:
        starts_at = WEEKDAY + timedelta(hours=10, minutes=int(which * 180))
    return Plan(
        seed=seed,
        starts_at=starts_at,
        attempts=attempts,
        persons=max(20, int(attempts * (_pick(rng.random(), (0.3, 0.5, 0.5, 0.5)) + 0.4 * rng.random()))),
        agents=3 + int(rng.random() * 6),
        mode=_pick(rng.random(), MODES),
        detects_machines=rng.random() < 0.5,
        term_ms=_pick(rng.random(), TERMS_MS),
        open_ms=60 * HOUR_MS,
        retry_minutes=60 + int(rng.random() * 60),
        faults=Faults(**drawn),  # type: ignore[arg-type]  # counts are whole, chances are not
        is_clock_change=day < 0.2,
        is_alone=rng.random() < 0.3,
        due_within_ms=_pick(rng.random(), (MINUTE_MS, HOUR_MS, HOUR_MS)),
    )


def _pick(share: float, among: tuple[T, ...]) -> T:
    return among[int(share * len(among))]
