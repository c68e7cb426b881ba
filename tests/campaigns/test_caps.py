"""Limits that a campaign or a creditor sets itself."""

from typing import Any

import pytest

from campaigns.caps import check_caps
from campaigns.rules.campaign_rules import campaign_rules
from config.errors import BadInput

DAY = {"type": "local_calendar_days", "n": 1}


def cap(**changes: object) -> dict[str, Any]:
    return {"limit": 2, "window": DAY, **changes}


def test_a_cap_is_about_the_person_and_calls_unless_more_is_said() -> None:
    """The plainest wish, two a day, does not depend on numbers or debts; what is stored says it in full."""
    assert check_caps({"day": cap()}) == {"day": {"limit": 2, "window": DAY, "per": ["party"], "channels": ["phone"]}}


def test_checked_caps_stay_as_they_are_and_the_gate_reads_them() -> None:
    """Saving what was loaded changes nothing."""
    document = {
        "week": cap(window={"type": "calendar_week"}, per=["party", "debt"], channels=["sms", "phone"]),
        "talks": cap(count={"outcomes": "conversation"}),
    }
    checked = check_caps(document)
    assert check_caps(checked) == checked
    rules = campaign_rules("7", caps=checked)
    assert {rule.id: rule.terms.limit for rule in rules} == {"campaign.7.talks": 2, "campaign.7.week": 2}


@pytest.mark.parametrize(
    ("kind", "longest"), [("local_calendar_days", 31), ("rolling_hours", 744), ("rolling_minutes", 1440)]
)
def test_a_window_is_no_longer_than_the_gate_looks_back(kind: str, longest: int) -> None:
    """A longer one would let contacts through that it should count."""
    assert check_caps({"x": cap(window={"type": kind, "n": longest})})
    for wrong in (0, longest + 1):
        with pytest.raises(BadInput):
            check_caps({"x": cap(window={"type": kind, "n": wrong})})


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ({"x": cap(limit=0)}, "limit"),
        ({"x": cap(limit=101)}, "limit"),
        ({"x": cap(limit=True)}, "limit"),
        ({"x": cap(window={})}, "type"),
        ({"x": cap(window={"type": "year"})}, "type"),
        ({"x": cap(window={**DAY, "alt": 1})}, "alt"),
        ({"x": cap(per=["house"])}, "per"),
        ({"x": cap(channels=["fax"])}, "channels"),
        ({"x": cap(count={"outcomes": "all"})}, "outcomes"),
        ({"x": cap(excluded_by_consent="extra_calls")}, "excluded_by_consent"),
        ({"Two a day": cap()}, "Two a day"),
        ({"x": 2}, "caps, x"),
        ({f"x{n}": cap() for n in range(21)}, "caps"),
        ([], "caps"),
    ],
)
def test_what_is_no_cap_is_refused_by_the_name_of_its_field(document: object, named: str) -> None:
    """Nothing that is stored is silently not counted."""
    with pytest.raises(BadInput) as refused:
        check_caps(document)
    assert named in refused.value.details
