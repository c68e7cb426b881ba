"""Settings of a campaign: the limits of each field, and what keeps a campaign from starting."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from campaigns.campaign_settings import EDITABLE, check_changes, check_settings, with_changes
from campaigns.campaign_templates import load_campaign_templates
from campaigns.campaigns import Campaign
from campaigns.rules.duties import AbandonmentCap
from config.errors import BadInput
from tests.campaigns.rows import BOOKS

PACING = BOOKS.pacing(date(2026, 11, 2))
CLOSED: dict[str, Any] = {"mon": [], "tue": [], "wed": [], "thu": [], "fri": [], "sat": [], "sun": []}


def _campaign(bucket: str = "b1") -> Campaign:
    fields = load_campaign_templates()[bucket].fields
    at = datetime(2026, 11, 2, tzinfo=UTC)
    return Campaign(id=UUID(int=1), name="x", state="draft", version=1, changed_at=at, changed_by="x", **fields)


@pytest.mark.parametrize("bucket", ["b1", "b2", "b3", "b4"])
def test_every_packaged_campaign_could_start_as_it_is(bucket: str) -> None:
    """Five clicks from nothing to dialing."""
    assert check_settings(_campaign(bucket), scripts=BOOKS.scripts, templates=BOOKS.templates, pacing=PACING) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"windows": CLOSED}, "windows"),
        ({"windows": {"mon": "always"}}, "windows"),
        ({"caps": {"day": {"limit": 0}}}, "caps"),
        ({"ladder": {}}, "ladder"),
        ({"sms": {**_campaign().sms, "template": "sms.b9.neutral"}}, "sms"),
        ({"sms": {**_campaign().sms, "template": "sms.promise.reminder"}}, "sms"),
        ({"caller_id": "202-555-0141"}, "caller_id"),
        ({"caller_id": "+1911"}, "caller_id"),
        ({"script": "threats"}, "script"),
        ({"tone": "frank"}, "script"),
        ({"ceiling_share": 0.05}, "ceiling_share"),
        ({"ring_timeout_s": 14}, "ring_timeout_s"),
        ({"abandoned_message": "You owe us money, please pay."}, "abandoned_message"),
    ],
)
def test_what_cannot_be_dialed_with_is_named_by_field(changes: dict[str, Any], field: str) -> None:
    """A manager sees which block of the page to mend, in both languages."""
    campaign = with_changes(_campaign(), changes)
    problems = check_settings(campaign, scripts=BOOKS.scripts, templates=BOOKS.templates, pacing=PACING)
    assert [problem.field for problem in problems] == [field]
    assert problems[0].en
    assert problems[0].zh


def test_a_campaign_without_a_team_does_not_start() -> None:
    """Calls that nobody would take are not made."""
    found = check_settings(_campaign(), scripts=BOOKS.scripts, templates=BOOKS.templates, pacing=PACING, has_team=False)
    assert [problem.code for problem in found] == ["no_team"]


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("ring_timeout_s", (15, 60), (14, 61)),
        ("wrap_up_s", (5, 600), (4, 601)),
        ("ceiling_share", (0.001, 0.03), (0, 0.031)),
        ("mode", ("preview", "predictive"), ("power", "")),
        ("name", ("x", "x" * 80), ("", "x" * 81)),
        ("abandoned_message", ("x", "x" * 500), ("", "x" * 501)),
        ("record_calls", (True, False), (1, "no")),
    ],
)
def test_limits_hold_on_both_sides(field: str, good: tuple[Any, ...], bad: tuple[Any, ...]) -> None:
    """47 CFR 64.1200(a)(6) and (a)(7) cannot be edited away."""
    for value in good:
        assert check_changes({field: value}, pacing=PACING) == {field: value}
    for value in bad:
        with pytest.raises(BadInput):
            check_changes({field: value}, pacing=PACING)


def test_a_stricter_law_binds_when_one_is_on() -> None:
    """The limits are the rules', not the program's: 2 % and twenty seconds refuse what was right before."""
    strict = AbandonmentCap(max_percent=2, min_ring_seconds=20, cite="a new law")
    found = check_settings(
        with_changes(_campaign(), {"ceiling_share": 0.03, "ring_timeout_s": 19}),
        scripts=BOOKS.scripts,
        templates=BOOKS.templates,
        pacing=strict,
    )
    assert [problem.field for problem in found] == ["ceiling_share", "day_ceiling_share", "ring_timeout_s"]
    assert all("a new law" in problem.en and "a new law" in problem.zh for problem in found)
    assert check_changes({"ceiling_share": 0.02, "ring_timeout_s": 20}, pacing=strict)


def test_the_law_is_named_when_a_ceiling_is_too_high() -> None:
    """A manager can look up why; a law that ran out is not named (Ofcom's 3 per cent, until 2017)."""
    with pytest.raises(BadInput) as caught:
        check_changes({"ceiling_share": 0.031}, pacing=PACING)
    assert "47 CFR 64.1200(a)(6)-(7)" in caught.value.details["ceiling_share"]
    assert "Ofcom" not in caught.value.details["ceiling_share"]


@pytest.mark.parametrize("field", ["id", "state", "version", "bucket", "changed_by", "nonsense"])
def test_fields_that_are_not_settings_cannot_be_edited(field: str) -> None:
    """A state is changed by a move, never by an edit."""
    assert field not in EDITABLE
    with pytest.raises(BadInput) as caught:
        check_changes({field: "running"}, pacing=PACING)
    assert caught.value.code == "not_editable"
