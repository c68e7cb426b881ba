"""The scenarios: when they start, and that the campaigns of a change of clocks leave everything to law and house."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.campaign_settings import check_changes
from campaigns.campaign_templates import load_campaign_templates
from campaigns.ladders import parse_ladder
from campaigns.rules.duties import AbandonmentCap
from campaigns.week_windows import parse_windows
from web.demo.scenarios import SCENARIOS, TWELVE_ZONES, USUAL, campaign_changes

CHANGING = [name for name in SCENARIOS if name.startswith("clock-change")]
SHIFT = timedelta(hours=8)


@pytest.mark.parametrize("name", CHANGING)
def test_a_shift_spans_the_change_in_every_zone_of_the_mainland(name: str) -> None:
    """Eight hours from the start the offset of every zone that keeps summer time is another one."""
    starts_at = SCENARIOS[name].starts_at
    changed = {zone for zone in TWELVE_ZONES if _offset(zone, starts_at) != _offset(zone, starts_at + SHIFT)}
    same_all_year = {"America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam"}
    assert len(TWELVE_ZONES) == 12
    assert changed == TWELVE_ZONES.keys() - same_all_year
    assert sum(TWELVE_ZONES.values()) == pytest.approx(1)


@pytest.mark.parametrize("name", CHANGING)
@pytest.mark.parametrize("template", ["b1", "b2", "b3", "b4"])
def test_the_campaigns_are_open_all_week(name: str, template: str) -> None:
    """The settings are such as a manager may save; no hour is closed and a try may follow within the hour."""
    fields = load_campaign_templates()[template].fields
    changes = check_changes(campaign_changes(SCENARIOS[name], fields), pacing=AbandonmentCap())
    assert set(parse_windows(changes["windows"]).days) == {((0, 1440),)}
    ladder = parse_ladder(changes["ladder"])
    assert all(step.wait_minutes < 60 and step.slot == "any" for step in ladder.steps.values())


def test_the_usual_shift_leaves_campaigns_as_they_are() -> None:
    """The demo is run with the packaged campaigns."""
    fields = load_campaign_templates()["b1"].fields
    assert campaign_changes(SCENARIOS[USUAL], fields) == {}


def _offset(zone: str, at: datetime) -> timedelta | None:
    return at.astimezone(ZoneInfo(zone)).utcoffset()
