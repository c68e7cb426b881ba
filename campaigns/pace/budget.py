"""A campaign's budget of abandoned calls over thirty days, the day and the last half hour, each with its own ceiling.

Counts are kept by the hour, and by the minute for the half hour; a day begins after a night without calls. Says what
is left of each period and when nothing beyond one line per free agent may start. How many start is the method's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.pace.ceilings import allowed_share, spare_allowance
from config.frozen import replace

MONTH = timedelta(days=30)
"""The period of 16 CFR 310.4(b)(4)(i) and 47 CFR 64.1200(a)(7)."""
NIGHT = timedelta(hours=4)
"""A pause of calls after which the next call begins a new day, so that no zone has to be chosen for midnight."""
LONGEST_DAY = timedelta(hours=24)
"""Where calls never pause, the day is the last twenty-four hours."""
HALF_HOUR = timedelta(minutes=30)
LEAST_LIVE_OF_HALF_HOUR = 50
"""A half hour with fewer live answers tells nothing of its share: one call of forty is 2.5 %."""
HALF_HOUR_FACTOR = 2.0
"""What a half hour may abandon, in ceilings of the day: room for chance, none for a run of bad luck to grow."""
LEAST_AIM = 0.2
"""However much earlier days overspent, today may aim at a fifth of its ceiling; the rest brakes."""


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The largest share of live answers that may be abandoned in each period."""

    month: float
    day: float
    half_hour: float

    @classmethod
    def under(cls, ceiling_share: float) -> "Ceilings":
        """Return the ceilings of a campaign whose settings name one share."""
        return cls(ceiling_share, ceiling_share, min(1.0, HALF_HOUR_FACTOR * ceiling_share))


@dataclass(frozen=True, slots=True)
class Slot:
    """What one hour or minute saw; `began_at` is its first instant."""

    began_at: datetime
    started: int = 0
    live: int = 0
    abandoned: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """One period as it stands: `left` is how many more calls may be abandoned, below zero when overspent."""

    period: str
    live: int
    abandoned: int
    left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The counts of one campaign. `past` are the hours before `hour`, oldest first; sums are those of `past`."""

    past: tuple[Slot, ...] = ()
    hour: Slot | None = None
    minutes: tuple[Slot, ...] = ()
    month_live: int = 0
    month_abandoned: int = 0
    day_live: int = 0
    day_abandoned: int = 0
    day_began_at: datetime | None = None
    days_before: int = 0

    def counted(self, now: datetime, *, started: int = 0, live: int = 0, abandoned: int = 0) -> "Budget":
        """Return the budget with calls counted at `now`; live answers include the abandoned ones."""
        hour_at = now.replace(minute=0, second=0, microsecond=0)
        kept = self if self.hour is not None and self.hour.began_at >= hour_at else _in_hour(self, hour_at)
        assert kept.hour is not None
        hour = _plus(kept.hour, started, live, abandoned)
        if not live and not abandoned:
            return replace(kept, hour=hour)
        return replace(kept, hour=hour, minutes=_in_minute(kept.minutes, now, live, abandoned))

    def is_new_day(self, now: datetime) -> bool:
        """Say whether a call that starts at `now` begins a day: none was ever made, or the night was long enough."""
        return self.hour is None or now - self.hour.began_at >= NIGHT + timedelta(hours=1)

    def standings(self, now: datetime, ceilings: Ceilings, *, detects_machines: bool) -> tuple[Standing, ...]:
        """Return thirty days, the day and the last half hour as they stand at `now`."""
        recent = [slot for slot in self.minutes if slot.began_at > now - HALF_HOUR]
        half_hour = (sum(slot.live for slot in recent), sum(slot.abandoned for slot in recent))
        counts = (
            ("days_30", ceilings.month, self._month()),
            ("day", ceilings.day, self._day(now)),
            ("half_hour", ceilings.half_hour, half_hour),
        )
        return tuple(
            Standing(name, live, lost, allowed_share(share, detects_machines=detects_machines) * live - lost)
            for name, share, (live, lost) in counts
        )

    def allowance(self, now: datetime, ceilings: Ceilings, *, detects_machines: bool) -> int:
        """Return how many spare lines the hard ceiling allows: what thirty days and the day can both still bear."""
        pairs = ((ceilings.month, self._month()), (ceilings.day, self._day(now)))
        return min(
            spare_allowance(live, lost, share, detects_machines=detects_machines) for share, (live, lost) in pairs
        )

    def spent(self, now: datetime, ceilings: Ceilings, *, detects_machines: bool) -> str | None:
        """Return the period whose budget is used up, the longest first; None when all have something left.

        A period that has abandoned nothing has overspent nothing, and a half hour must hold enough answers to tell.
        """
        for one in self.standings(now, ceilings, detects_machines=detects_machines):
            tells = one.period != "half_hour" or one.live >= LEAST_LIVE_OF_HALF_HOUR
            if tells and one.abandoned > 0 and one.left <= 0:
                return one.period
        return None

    def aim(self, ceilings: Ceilings) -> float:
        """Return the share today may aim at: the stricter ceiling, less what earlier days overspent, spread by days."""
        share = min(ceilings.month, ceilings.day)
        live, lost = self.month_live - self.day_live, self.month_abandoned - self.day_abandoned
        overspent = lost - ceilings.month * live
        if overspent <= 0 or live == 0:
            return share
        typical = live / max(1, self.days_before)
        return max(LEAST_AIM * share, share - overspent / typical)

    def _month(self) -> tuple[int, int]:
        if self.hour is None:
            return 0, 0
        return self.month_live + self.hour.live, self.month_abandoned + self.hour.abandoned

    def _day(self, now: datetime) -> tuple[int, int]:
        if self.is_new_day(now) or self.hour is None:
            return 0, 0
        return self.day_live + self.hour.live, self.day_abandoned + self.hour.abandoned


def load_budget(hours: Iterable[Slot], minutes: Iterable[Slot] = ()) -> Budget:
    """Return the budget that the ledger tells: hours of the last thirty days and minutes of the last half hour."""
    ordered = sorted(hours, key=lambda slot: slot.began_at)
    if not ordered:
        return Budget()
    before = Budget(past=tuple(ordered[:-1]))
    found = _in_hour(before, ordered[-1].began_at)
    return replace(found, hour=ordered[-1], minutes=tuple(sorted(minutes, key=lambda slot: slot.began_at)))


def _in_hour(budget: Budget, hour_at: datetime) -> Budget:
    """Close the present hour and open another; sums are made anew, once an hour."""
    closed = budget.past if budget.hour is None else (*budget.past, budget.hour)
    past = tuple(slot for slot in closed if slot.began_at > hour_at - MONTH)
    day_began_at = hour_at
    today: list[Slot] = []
    for slot in reversed(past):
        first = today[-1].began_at if today else hour_at
        if first - slot.began_at > NIGHT or hour_at - slot.began_at >= LONGEST_DAY:
            break
        today.append(slot)
        day_began_at = slot.began_at
    return replace(
        budget,
        past=past,
        hour=Slot(hour_at),
        month_live=sum(slot.live for slot in past),
        month_abandoned=sum(slot.abandoned for slot in past),
        day_live=sum(slot.live for slot in today),
        day_abandoned=sum(slot.abandoned for slot in today),
        day_began_at=day_began_at,
        days_before=len({slot.began_at.date() for slot in past[: len(past) - len(today)]}),
    )


def _in_minute(minutes: tuple[Slot, ...], now: datetime, live: int, abandoned: int) -> tuple[Slot, ...]:
    minute_at = now.replace(second=0, microsecond=0)
    if minutes and minutes[-1].began_at >= minute_at:
        return (*minutes[:-1], _plus(minutes[-1], 0, live, abandoned))
    kept = (slot for slot in minutes if slot.began_at > minute_at - HALF_HOUR)
    return (*kept, Slot(minute_at, 0, live, abandoned))


def _plus(slot: Slot, started: int, live: int, abandoned: int) -> Slot:
    return Slot(slot.began_at, slot.started + started, slot.live + live, slot.abandoned + abandoned)
