"""Layers over a week are read from the rules in force, never written down a second time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.books import CreditorTerms, Place, Under, windows_rules
from campaigns.rules.judge import judge
from campaigns.rules.proposal import Person, Proposal, StatedTime
from campaigns.window_layers import (
    ALWAYS,
    WEEK_MINUTES,
    Layer,
    barred_cells,
    call_shape,
    clock_changes,
    common_week,
    rule_layers,
)
from tests.campaigns.rows import BOOKS

NOW = datetime(2026, 11, 2, 17, tzinfo=UTC)
EIGHT_TO_NINE = (((480, 1260),),) * 7


def _layers(region: str, terms: CreditorTerms | None = None, *, collector: str = "third_party") -> dict[str, Layer]:
    rules = BOOKS.rules_for(Under(Place("US", region, ""), (), terms), NOW.date(), None)
    return {layer.code: layer for layer in rule_layers(rules, call_shape(collector), NOW)}


def test_federal_law_and_house_leave_eight_to_nine_open_every_day() -> None:
    """8:00 to 21:00 where the person is (12 CFR 1006.6(b)(1)(i)); nobody may call at night."""
    found = _layers("")
    assert found["law"].week == found["house"].week == EIGHT_TO_NINE
    assert [one.rule.id for one in found["law"].rules] == ["us.regf.hours"]
    assert found["creditor"] == Layer("creditor", ALWAYS, ())


def test_a_state_adds_its_rules_with_their_sources() -> None:
    """A manager reads which law closes an hour in Massachusetts."""
    rules = {one.rule.id: one.rule.cite for one in _layers("MA")["law"].rules}
    assert {"us.regf.hours", "us-ma.hours"} <= set(rules)
    assert "940 CMR 7.04(1)(g)" in rules["us-ma.hours"]


def test_a_law_for_agencies_does_not_lie_over_a_creditors_own_calls() -> None:
    """Regulation F binds debt collectors; the house keeps its hours for everybody."""
    found = _layers("", collector="first_party")
    assert "us.regf.hours" not in {one.rule.id for one in found["law"].rules}
    assert found["house"].week == EIGHT_TO_NINE


@pytest.mark.parametrize("region", ["CA", "FL", "MA", "WA", "NY", "TX", "NV"])
def test_no_state_opens_what_federal_law_closes(region: str) -> None:
    """A state can only take away."""
    for ranges in _layers(region)["law"].week:
        assert all(480 <= start < end <= 1260 for start, end in ranges)


def test_a_creditors_hours_are_a_layer_of_their_own_with_their_closed_dates() -> None:
    """What a creditor asks is shown apart from the law, its holidays by date."""
    windows = {"mon": [["09:00", "17:00"]], "fri": [["22:00", "02:00"]], "closed_on": ["2026-12-24", "2025-12-24"]}
    layer = _layers("", CreditorTerms("acme", 1, {"windows": windows}))["creditor"]
    assert layer.week == (((540, 1020),), (), (), (), ((1320, 1440),), ((0, 120),), ())
    assert layer.rules[0].dates == ((date(2026, 12, 24), ()),)


def test_several_rules_leave_what_is_open_in_all_of_them() -> None:
    """Pieces are cut with pieces, and a closed day stays closed."""
    one = windows_rules("a", {"mon": [["09:00", "12:00"], ["13:00", "18:00"]]})
    other = windows_rules("b", {"mon": [["11:00", "14:00"]], "tue": [["09:00", "10:00"]]})
    law = rule_layers((*one, *other), call_shape("third_party"), NOW)[0]
    assert law.week == (((660, 720), (780, 840)), (), (), (), (), (), ())


def test_a_range_over_sunday_night_is_shown_on_monday_too() -> None:
    """The week has no edge."""
    week = rule_layers(windows_rules("a", {"sun": [["23:00", "01:00"]]}), call_shape("third_party"), NOW)[0].week
    assert (week[6], week[0]) == (((1380, 1440),), ((0, 60),))


def test_wishes_are_counted_by_person_and_cell() -> None:
    """Two wishes of one person bar a cell once; a wish that touches a cell bars all of it; texts are no calls."""
    early = StatedTime(days=(0,), start_minute=480, end_minute=500)
    night = StatedTime(days=(6,), start_minute=1425, end_minute=15)
    texts = StatedTime(days=(0,), start_minute=480, end_minute=495, channels=("sms",))
    cells = barred_cells([((early, early), 3), ((early, night), 2), ((texts,), 50)])
    assert [cells[0][place] for place in (31, 32, 33, 34)] == [0, 5, 5, 0]
    assert (cells[6][94], cells[6][95], cells[0][0], cells[0][1]) == (0, 2, 2, 0)
    assert sum(map(sum, cells)) == 5 * 2 + 2 * 2


def test_days_of_clock_changes_are_found_for_each_zone() -> None:
    """Arizona never changes; the others do on a date of their own."""
    found = clock_changes(["America/New_York", "America/Phoenix", "Europe/London"], date(2026, 11, 2))
    assert found == [
        (date(2027, 3, 14), "America/New_York", 60),
        (date(2027, 3, 28), "Europe/London", 60),
        (date(2027, 10, 31), "Europe/London", -60),
    ]


CREDITOR = {
    "mon": [["09:00", "17:00"]],
    "tue": [["07:00", "23:00"]],
    "fri": [["18:00", "09:30"]],
    "sun": [["20:00", "10:00"]],
    "closed_on": [],
}


@given(region=st.sampled_from(["", "CA", "FL", "MA", "NV", "TX"]), minute=st.integers(0, WEEK_MINUTES - 1))
def test_what_the_layers_leave_open_is_what_the_rules_permit(region: str, minute: int) -> None:
    """A manager is never shown an open hour that the gate refuses by its hours, nor the other way round."""
    terms = CreditorTerms("acme", 1, {"windows": CREDITOR})
    rules = BOOKS.rules_for(Under(Place("US", region, ""), (), terms), NOW.date(), None)
    hours = tuple(rule for rule in rules if rule.kind == "allowed_hours")
    monday = datetime(2026, 11, 9, tzinfo=ZoneInfo("America/New_York"))
    at = (monday + timedelta(minutes=minute)).astimezone(UTC)
    proposal = Proposal(
        at=at, channel="phone", endpoint_id=1, debts=(2,), number_type="mobile", number_zones=("America/New_York",)
    )
    week = common_week(layer.week for layer in rule_layers(rules, call_shape("third_party"), NOW))
    day, clock = divmod(minute, 1440)
    is_open = any(start <= clock < end for start, end in week[day])
    assert judge(proposal, Person(), (), hours).allowed is is_open
