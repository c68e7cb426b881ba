"""A campaign's own windows and caps only ever take away."""

import pytest

from campaigns.rules.campaign_rules import campaign_rules
from campaigns.rules.judge import judge
from config.errors import BadInput
from tests.campaigns.rules.cases import LOS_ANGELES, call, local, past, person, shipped

WEEKDAYS = {day: [["07:00", "12:00"], ["13:00", "20:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
LAW = shipped("us.regf.hours")


@pytest.mark.parametrize(
    ("wall", "next_wall"),
    [
        ("2026-06-03 07:30", "2026-06-03 08:00"),  # open in the campaign, shut by law
        ("2026-06-03 12:00", "2026-06-03 13:00"),  # the campaign's lunch
        ("2026-06-03 20:30", "2026-06-04 08:00"),  # open by law, shut in the campaign
        ("2026-06-05 20:00", "2026-06-08 08:00"),  # over the weekend
        ("2026-07-03 09:00", "2026-07-06 08:00"),  # a closed Friday
        ("2026-07-02 19:00", "2026-07-06 08:00"),  # a short Thursday
    ],
)
def test_windows_intersect_with_the_law_when_both_have_a_say(wall: str, next_wall: str) -> None:
    """The next instant is the first that campaign and law share."""
    exceptions = {"2026-07-02": [["09:00", "17:00"]], "2026-07-03": []}
    rules = LAW + campaign_rules("7", windows={**WEEKDAYS, "exceptions": exceptions})
    assert judge(call(local(wall)), person(), (), rules).next_allowed_at == local(next_wall)


def test_law_is_the_reason_to_report_when_both_are_shut() -> None:
    """A manager must not think that widening the campaign would help."""
    rules = LAW + campaign_rules("7", windows=WEEKDAYS)
    verdict = judge(call(local("2026-06-03 22:00")), person(), (), rules)
    assert [reason.rule_id for reason in verdict.reasons] == ["us.regf.hours", "campaign.7.hours"]


def test_windows_are_the_persons_wall_clock_when_they_live_elsewhere() -> None:
    """A campaign that opens at 09:00 opens at nine where the person is, in every plausible zone."""
    rules = campaign_rules("7", windows={"daily": [["09:00", "20:00"]]})
    verdict = judge(call(local("2026-06-03 09:00")), person(address_zones=(LOS_ANGELES,)), (), rules)
    assert verdict.next_allowed_at == local("2026-06-03 09:00", LOS_ANGELES)


@pytest.mark.parametrize(("outcome", "allowed"), [("not_connected", False), ("no_answer", False)])
def test_campaign_cap_counts_every_attempt_when_nothing_else_is_said(outcome: str, allowed: bool) -> None:
    """Two a day means two, busy or not."""
    caps = {"per_day": {"limit": 2, "window": {"type": "local_calendar_days", "n": 1}}}
    history = [past(local(f"2026-06-03 {hour}:00"), outcome) for hour in (10, 11)]
    rules = campaign_rules("7", caps=caps)
    verdict = judge(call(local("2026-06-03 12:00")), person(), history, rules)
    assert (verdict.allowed, verdict.reasons[0].rule_id) == (allowed, "campaign.7.per_day")


def test_rules_are_the_same_objects_when_settings_are_the_same() -> None:
    """What is remembered about a campaign's rules stays remembered."""
    first = campaign_rules("7", windows=dict(WEEKDAYS))
    assert first == campaign_rules("7", windows=dict(reversed(WEEKDAYS.items())))


@pytest.mark.parametrize(
    "windows",
    [
        {"monday": [["08:00", "20:00"]]},
        {"mon": [["8", "20"]]},
        {"mon": [["08:00"]]},
        {"mon": "08:00-20:00"},
        {"mon": [["08:00", "25:00"]]},
        {"mon": [["08:00", "20:00"]], "exceptions": ["25.12.2026"]},
        {"mon": [["08:00", "20:00"]], "zones": "campaign"},
    ],
)
def test_windows_are_refused_when_they_are_not_understood(windows: dict[str, object]) -> None:
    """A setting that cannot be read must not turn into a campaign without limits."""
    with pytest.raises(BadInput, match="campaign 7"):
        campaign_rules("7", windows=windows)


def test_no_rules_come_when_a_campaign_sets_none() -> None:
    """A campaign without windows leaves all to law and house."""
    assert campaign_rules("7") == ()
