"""A shift over the night in which the clocks change keeps every person's own clock, whatever befalls them meanwhile."""

from datetime import datetime
from typing import Any

import pytest

from web.demo.headless import run_headless
from web.demo.scenarios import SCENARIOS

OPENING = {
    # Hours after the beginning of the scenario, and when the first telephone may ring in the East and in Puerto Rico.
    "clock-change": (6.4, "2026-11-01T08:00:00-05:00", "2026-11-01T08:00:00-04:00"),
    "clock-change-spring": (6.4, "2027-03-14T08:00:00-04:00", "2027-03-14T08:00:00-04:00"),
}


def shift(name: str, *, hours: float, cases: int, later: float) -> dict[str, Any]:
    """Run a part of a scenario."""
    return run_headless(hours=hours, seed=7, cases=cases, scenario=SCENARIOS[name], hours_later=later)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", OPENING)
def test_nobody_is_called_before_their_own_eight_o_clock_after_the_clocks_changed(name: str) -> None:
    """Stops, consents, moves, replies and corrections arrive at random; an independent reading finds nothing wrong."""
    later, east, islands = OPENING[name]
    report = shift(name, hours=1.3, cases=250, later=later)
    zones = report["calls_by_zone"]
    assert report["violations"] == []
    assert min(report["attempts"], report["connected"]) > 0
    assert all(report["incidents"][kind] > 0 for kind in ("hold", "consent", "stated_time", "zone", "fact_ended"))
    for zone, opens in (("America/New_York", east), ("America/Puerto_Rico", islands)):
        waited = datetime.fromisoformat(zones[zone]["first"]) - datetime.fromisoformat(opens)
        assert 0 <= waited.total_seconds() < 600
        assert zones[zone]["first"].endswith(opens[-6:])
    assert "America/Los_Angeles" not in zones


@pytest.mark.timeout(120)
def test_one_seed_is_one_night() -> None:
    """The same seed gives the same report to the last fact, incidents included."""
    first, second = (shift("clock-change", hours=0.3, cases=150, later=0.0) for _ in range(2))
    assert first == second
    assert first["incidents"]
