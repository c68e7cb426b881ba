"""VICIdial's three adaptive methods (hard limit, average, tapered), rebuilt to be compared with.

Two clocks, as there: once a second ready agents and waiting calls are sampled, every 15 samples the dial level
moves, every 60 the day's drops are counted; every 2.5 s the level becomes lines. Source: its programs AST_VDadapt
(build 240219-1514) and AST_VDauto_dial (SVN 3884) with their defaults. It knows no ring ages and no talk ages.
"""

import math
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from campaigns.pace.progressive import A_MOMENT_S
from campaigns.pace.reading import Counts, Pace, PaceRules, Reading

SAMPLES_KEPT = 15
LEVEL_EVERY = 15
DROPS_EVERY = 60
LEVEL_CAP = 3.0
LINES_EVERY_S = 2.5
CALLS_PER_S = 200.0
"""The most one server may be set to; its default is 5. A cluster has many servers, so this must not slow it here."""
FEW_CALLS = 50
"""Up to so many calls a day the ceiling binds nothing."""
TAPER_FROM_HHMM = 1000


class VicidialVariant(StrEnum):
    """What is done with the dial level when the day's drop share is over the ceiling."""

    HARD = "hard"
    AVERAGE = "average"
    TAPERED = "tapered"


@dataclass(frozen=True, slots=True, kw_only=True)
class DialLevel:
    """Lines per counted agent, and what they come from: samples, counters since, and the drops of day and minute."""

    lines_per_agent: float = 1.0
    next_sample_s: float = 1.0
    samples: tuple[tuple[int, int, int], ...] = ()
    samples_since_level: int = 0
    samples_since_drops: int = DROPS_EVERY + 1
    dialed: int = 0
    dropped: int = 0
    drop_percent: float = 0.0
    minute_dialed: int = 0
    minute_drop_percent: float = 0.0


def moved_level(level: float, balance: float, agents: float, *, wanted: float = 0.0, intensity: float = 0.0) -> float:
    """Return the dial level after one step, before any limit on drops.

    `balance` is the mean of ready agents minus waiting calls, `agents` the mean of all who are signed in; `wanted`
    is the aim for the balance with its sign turned (-1 aims at one idle agent), `intensity` a percentage.
    """
    difference = balance + wanted
    percent = 100.0 * difference / agents if agents != 0 else 0.0
    pull = intensity / 100.0
    percent *= abs(pull - 1.0) if percent < 0 else pull + 1.0
    moved = math.floor(level * (percent / 100.0 + 1.0) * 1000.0 + 0.5) / 1000.0
    return min(LEVEL_CAP, max(1.0, moved))


def taper(now_hhmm: int, latest_hhmm: int) -> float:
    """Return the factor on the level by the clock; hours and minutes are one number, so it jumps at each hour."""
    left = latest_hhmm - now_hhmm
    return 0.0 if left < 0 else min(1.0, left / TAPER_FROM_HHMM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vicidial:
    """One of VICIdial's adaptive methods. `begins_hour` is the hour of the clock at which the day's seconds begin."""

    variant: VicidialVariant
    rules: PaceRules = field(default_factory=PaceRules)
    begins_hour: int = 9
    latest_hhmm: int = 2100
    calls_per_s: float = CALLS_PER_S
    level: DialLevel = field(default_factory=DialLevel)
    next_lines_s: float = LINES_EVERY_S
    owed: int = 0
    credit: float = 0.0
    seen_s: float = 0.0

    def decide(self, reading: Reading) -> tuple[Self, Pace]:
        """Move the level if it is due, count lines if the loop comes round, and place what `calls_per_s` allows."""
        at_s = reading.at_s
        level = self._sampled(reading)
        owed, credit, next_lines_s = self.owed, self.credit, self.next_lines_s
        if at_s + A_MOMENT_S >= next_lines_s:
            owed, credit = _missing_lines(level.lines_per_agent, reading), 0.0
            next_lines_s = at_s + LINES_EVERY_S + owed / self.calls_per_s
        start = 0
        if owed > 0:
            credit += self.calls_per_s * (at_s - self.seen_s)
            start = min(owed, int(credit))
            owed, credit = owed - start, credit - start
        then = replace(self, level=level, next_lines_s=next_lines_s, owed=owed, credit=credit, seen_s=at_s)
        return then, Pace(start=start, bound_by="calls_per_second" if owed else "dial_level")

    def _sampled(self, reading: Reading) -> DialLevel:
        """Take the samples that are due; after a gap only as many as are kept."""
        level = self.level
        if reading.at_s - level.next_sample_s > SAMPLES_KEPT:
            level = replace(level, next_sample_s=math.floor(reading.at_s) - SAMPLES_KEPT + 1.0)
        while reading.at_s + A_MOMENT_S >= level.next_sample_s:
            level = self._one_sample(level, reading)
        return level

    def _one_sample(self, level: DialLevel, reading: Reading) -> DialLevel:
        sample = (reading.idle, reading.waiting, reading.agents + reading.paused)
        level = replace(
            level, next_sample_s=level.next_sample_s + 1.0, samples=(*level.samples, sample)[-SAMPLES_KEPT:]
        )
        if any(signed_in for _, _, signed_in in level.samples):
            if level.samples_since_drops >= DROPS_EVERY:
                level = replace(_counted_drops(level, reading.counts), samples_since_drops=0)
            if level.samples_since_level >= LEVEL_EVERY:
                lines = self._limited(level, reading.at_s)
                level = replace(level, lines_per_agent=lines, samples_since_level=0)
        return replace(
            level,
            samples_since_level=level.samples_since_level + 1,
            samples_since_drops=level.samples_since_drops + 1,
        )

    def _limited(self, level: DialLevel, at_s: float) -> float:
        ready, waiting, signed_in = (sum(values) / len(level.samples) for values in zip(*level.samples, strict=True))
        lines = moved_level(level.lines_per_agent, ready - waiting, signed_in)
        if level.minute_dialed > 20 and level.minute_drop_percent > 50.0:
            lines /= 2.0
        if level.dialed > FEW_CALLS and level.drop_percent > 100.0 * self.rules.ceiling_share:
            lines = self._restrained(lines, at_s)
        return max(1.0, lines)

    def _restrained(self, lines: float, at_s: float) -> float:
        if self.variant is VicidialVariant.HARD:
            return 1.0
        if self.variant is VicidialVariant.AVERAGE:
            return lines / 2.0
        minutes = int(at_s / 60.0)
        return lines * taper((self.begins_hour + minutes // 60) * 100 + minutes % 60, self.latest_hhmm)


def _counted_drops(level: DialLevel, counts: Counts) -> DialLevel:
    """Count drops: those of the day as a share of live answers, those of the minute as a share of calls placed."""
    dialed = counts.dialed - level.dialed
    return replace(
        level,
        dialed=counts.dialed,
        dropped=counts.dropped,
        drop_percent=100.0 * counts.dropped / max(1, counts.live_done + counts.dropped),
        minute_dialed=dialed,
        minute_drop_percent=100.0 * (counts.dropped - level.dropped) / max(1, dialed),
    )


def _missing_lines(level: float, reading: Reading) -> int:
    """Return the lines wanted for ready and talking agents, less those in flight, waiting or talking."""
    talking = len(reading.talk_s) + reading.leaving_talks
    wanted = math.floor(level * (reading.idle + talking) + 0.5)
    return max(0, wanted - reading.in_flight - reading.waiting - talking)
