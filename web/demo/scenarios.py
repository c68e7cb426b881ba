"""The shifts a simulation can be: when they start, who is called, how wide the campaigns are, how much befalls persons.

Pure. Persons are made in `people`, what befalls them is drawn in `incidents`, and `headless` runs it all.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from telephony.simulated.profile import Profile, TextFigures
from web.demo.places import Mix

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TRIES_A_DAY = 7
WAIT_MINUTES = 45
"""Shorter than any law or house rule lets a person be called again, so that those decide and not the campaign."""
TWELVE_ZONES: Mapping[str, float] = MappingProxyType(
    {
        "America/New_York": 0.26,
        "America/Detroit": 0.05,
        "America/Indiana/Indianapolis": 0.07,
        "America/Chicago": 0.08,
        "America/Denver": 0.06,
        "America/Boise": 0.04,
        "America/Phoenix": 0.05,
        "America/Los_Angeles": 0.07,
        "America/Anchorage": 0.05,
        "Pacific/Honolulu": 0.09,
        "America/Puerto_Rico": 0.10,
        "Pacific/Guam": 0.08,
    }
)
"""Three of them (Phoenix, Honolulu, Puerto Rico) and Guam keep one time all year; the others change their clocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One kind of shift. `cases` is the usual size, `known_zone_share` of persons who told us where they are.

    With `has_wishes` some had asked for things before. `incidents_per_hour` befall persons while the floor runs, and
    `talks_with_a_turn` is the share of verified talks that end with a stop, a hardship or a callback. `opens_wide`
    takes the campaigns' own windows and waits away, so that law and house alone decide.
    """

    name: str
    starts_at: datetime
    cases: int = 900
    mix: Mix | None = None
    known_zone_share: float = 0.0
    has_wishes: bool = False
    incidents_per_hour: float = 0.0
    talks_with_a_turn: float = 0.0
    opens_wide: bool = False
    profile: Profile = field(default_factory=Profile)


def _clock_change(name: str, starts_at: datetime) -> Scenario:
    return Scenario(
        name=name,
        starts_at=starts_at,
        cases=1000,
        mix=Mix(TWELVE_ZONES, elsewhere_share=0.2),
        known_zone_share=0.15,
        has_wishes=True,
        incidents_per_hour=60.0,
        talks_with_a_turn=0.4,
        opens_wide=True,
        profile=Profile(text=TextFigures(stop=0.06)),
    )


SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        one.name: one
        for one in (
            # A Monday, 08:45 in New York: the East may be called from nine, the West not yet.
            Scenario(name="weekday", starts_at=datetime(2026, 3, 2, 13, 45, tzinfo=UTC)),
            # The night of 1 November 2026, 01:30 in New York: afternoon in Guam, evening in Honolulu. Clocks go back
            # one zone after the other, and the East opens at 8:00 standard time, 13:00 and not 12:00 UTC.
            _clock_change("clock-change", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
            # The night of 14 March 2027, 00:30 in New York: clocks go forward, and the East opens at 12:00 UTC.
            _clock_change("clock-change-spring", datetime(2027, 3, 14, 5, 30, tzinfo=UTC)),
        )
    }
)
USUAL = "weekday"


def campaign_changes(scenario: Scenario, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the scenario changes in a campaign's settings (its template's fields)."""
    if not scenario.opens_wide:
        return {}
    ladder = deepcopy(dict(settings["ladder"]))
    ladder |= {
        "max_per_day": TRIES_A_DAY,
        "steps": [step | {"wait_minutes": WAIT_MINUTES, "slot": "any"} for step in ladder["steps"]],
    }
    windows = {day: [["00:00", "24:00"]] for day in WEEKDAYS}
    return {
        "windows": {**windows, "closed_on": [], "zone_basis": "consumer"},
        "ladder": ladder,
        "sms": {**settings["sms"], "max_per_week": TRIES_A_DAY},
    }
