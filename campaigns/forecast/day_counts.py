"""What a model day came to: counts and agents' time by stretches of the day, and the figures that follow from them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

DRY_SHARE, FEWEST_WISHES = 0.75, 20
"""A list is at its end when from then on three wishes in four for calls find nobody; of so many at least."""


@dataclass(slots=True)
class DayCounts:
    """What happened in one stretch, or on a whole day when added up; times are agents' seconds.

    `answered` are live answers, `connected` those that reached an agent, `contacts` those with the right person,
    `abandoned` those that did not in time; `unfilled` are calls the pacing wanted and the list could not give. Whole
    numbers, unless scaled.
    """

    dialed: float = 0
    answered: float = 0
    connected: float = 0
    contacts: float = 0
    abandoned: float = 0
    lost_to_detection: float = 0
    unfilled: float = 0
    idle_s: float = 0.0
    talk_s: float = 0.0
    wrap_s: float = 0.0
    machine_s: float = 0.0

    @property
    def talk_share(self) -> float:
        """Return talk as a share of talk and waiting, which is how the referee counts busy agents."""
        return self.talk_s / (self.talk_s + self.idle_s) if self.talk_s + self.idle_s > 0 else 0.0

    @property
    def abandoned_share(self) -> float:
        return self.abandoned / self.answered if self.answered else 0.0


def total(stretches: Sequence[DayCounts]) -> DayCounts:
    """Add up stretches."""
    names = [field.name for field in fields(DayCounts)]
    return DayCounts(**{name: sum(getattr(each, name) for each in stretches) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class DayResult:
    """A model day: its stretches in order, from when on the list had hardly anybody left, and who was never tried.

    `events` and `looks` say how much work it was.
    """

    stretches: tuple[DayCounts, ...]
    dry_at_s: float | None
    untouched: int
    events: int
    looks: int

    @property
    def total(self) -> DayCounts:
        return total(self.stretches)


def scaled(counts: DayCounts, factor: float) -> DayCounts:
    """Return counts and times taken so many times."""
    return DayCounts(**{field.name: getattr(counts, field.name) * factor for field in fields(DayCounts)})


def dry_from(wishes: Sequence[tuple[float, bool]]) -> float | None:
    """Return from when on hardly any wish for calls was met, None if the list lasted; wishes are (second, was met)."""
    unmet, found = 0, None
    for count, (at_s, was_met) in enumerate(reversed(wishes), start=1):
        unmet += not was_met
        if count >= FEWEST_WISHES and not was_met and unmet >= DRY_SHARE * count:
            found = at_s
    return found
