"""Time of day: both sides of each boundary, several zones, daylight days, spans over midnight, holidays."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.rules.campaign_rules import campaign_rules
from campaigns.rules.judge import judge
from campaigns.rules.proposal import Consent, StatedTime
from tests.campaigns.rules.cases import CHICAGO, LOS_ANGELES, NEW_YORK, call, local, person, rule, shipped

HOURS = shipped("us.regf.hours")
WISHES = shipped("us.regf.inconvenient_time")
DAILY = {"daily": [["08:00", "21:00"]]}


@pytest.mark.parametrize(
    ("wall", "allowed", "next_wall"),
    [
        ("2026-06-03 07:59:59", False, "2026-06-03 08:00"),
        ("2026-06-03 08:00:00", True, "2026-06-03 08:00"),
        ("2026-06-03 20:59:59", True, "2026-06-03 20:59:59"),
        ("2026-06-03 21:00:00", False, "2026-06-04 08:00"),
        ("2026-06-03 00:00:00", False, "2026-06-03 08:00"),
    ],
)
def test_window_is_half_open_when_a_call_is_at_its_edge(wall: str, allowed: bool, next_wall: str) -> None:
    """08:00 is in, 21:00 is out, on the wall clock of the person."""
    verdict = judge(call(local(wall)), person(), (), HOURS)
    assert (verdict.allowed, verdict.next_allowed_at) == (allowed, local(next_wall))


@pytest.mark.parametrize(
    ("evening", "hours_until_eight"),
    [
        ("2026-03-06 21:30", 10.5),  # an ordinary night
        ("2026-03-07 21:30", 9.5),  # clocks go forward
        ("2026-10-31 21:30", 11.5),  # clocks go back
    ],
)
def test_next_opening_follows_the_wall_clock_when_the_night_changes_it(evening: str, hours_until_eight: float) -> None:
    """Eight in the morning is eight in the morning, however long the night was."""
    at = local(evening)
    verdict = judge(call(at), person(), (), HOURS)
    assert verdict.next_allowed_at == at + timedelta(hours=hours_until_eight)


@pytest.mark.parametrize(
    ("utc", "is_open"),
    [
        ("2026-03-08T06:59:59", False),  # 01:59:59 EST
        ("2026-03-08T07:00:00", False),  # 03:00 EDT: 02:30 never was, its later reading has not come
        ("2026-03-08T07:30:00", True),  # 03:30 EDT
        ("2026-11-01T05:30:00", False),  # first 01:30, still doubtful
        ("2026-11-01T06:29:59", False),
        ("2026-11-01T06:30:00", False),  # second 01:30, the window opens at 02:30
        ("2026-11-01T07:30:00", True),  # 02:30 EST
    ],
)
def test_skipped_opening_is_taken_at_its_later_reading_when_clocks_go_forward(utc: str, is_open: bool) -> None:
    """A window that opens at a wall time that does not exist stays shut for both readings."""
    rules = (rule("allowed_hours", {"weekly": {"daily": [["02:30", "21:00"]]}}),)
    verdict = judge(call(datetime.fromisoformat(utc).replace(tzinfo=UTC)), person(), (), rules)
    assert verdict.allowed is is_open


@pytest.mark.parametrize(
    ("utc", "is_open"),
    [
        ("2026-11-01T05:29:59", False),  # 01:29:59 the first time
        ("2026-11-01T05:30:00", False),  # 01:30 the first time
        ("2026-11-01T06:30:00", True),  # 01:30 the second time
    ],
)
def test_doubled_opening_waits_for_the_second_when_clocks_go_back(utc: str, is_open: bool) -> None:
    """A wall time shown twice is open only when both readings are."""
    rules = (rule("allowed_hours", {"weekly": {"daily": [["01:30", "21:00"]]}}),)
    verdict = judge(call(datetime.fromisoformat(utc).replace(tzinfo=UTC)), person(), (), rules)
    assert verdict.allowed is is_open


@pytest.mark.parametrize(
    ("known", "wall_pacific", "allowed"),
    [
        (None, "2026-06-03 07:59:59", False),  # 10:59 in New York, too early in Los Angeles
        (None, "2026-06-03 08:00", True),
        (None, "2026-06-03 17:59:59", True),
        (None, "2026-06-03 18:00", False),  # 21:00 in New York
        (LOS_ANGELES, "2026-06-03 18:00", True),
        (NEW_YORK, "2026-06-03 07:00", True),
    ],
)
def test_every_plausible_zone_must_agree_when_the_place_is_uncertain(
    known: str | None, wall_pacific: str, allowed: bool
) -> None:
    """Address and number intersect; a zone the person named overrides both (comment 6(b)(1)(i)-2)."""
    someone = person(address_zones=(LOS_ANGELES,), known_zone=known)
    assert judge(call(local(wall_pacific, LOS_ANGELES)), someone, (), HOURS).allowed is allowed


@pytest.mark.parametrize(
    ("zones", "wall_pacific", "allowed"),
    [
        ("number_presumption", "2026-06-03 06:00", True),  # 09:00 at the area code
        ("address", "2026-06-03 06:00", False),
        ("address", "2026-06-03 19:00", True),
        ("number_presumption", "2026-06-03 19:00", False),
    ],
)
def test_basis_of_the_rule_chooses_the_zone_when_number_and_address_disagree(
    zones: str, wall_pacific: str, allowed: bool
) -> None:
    """The zone basis belongs to the rule: some states presume the area code."""
    rules = (rule("allowed_hours", {"weekly": DAILY, "zones": zones}),)
    someone = person(address_zones=(LOS_ANGELES,))
    assert judge(call(local(wall_pacific, LOS_ANGELES)), someone, (), rules).allowed is allowed


def test_contact_is_refused_when_no_zone_is_known() -> None:
    """Nobody may be rung on a guess of the hour; learning the place is what lifts it."""
    verdict = judge(call(local("2026-06-03 12:00"), number_zones=()), person(address_zones=()), (), HOURS)
    assert (verdict.next_kind, verdict.reasons[0].code) == ("on_new_fact", "zone_unknown")


def test_nothing_is_possible_when_windows_of_far_zones_never_meet() -> None:
    """An empty intersection is its own answer, not a far date."""
    rules = (rule("allowed_hours", {"weekly": {"daily": [["09:00", "10:00"]]}}),)
    verdict = judge(call(local("2026-06-03 12:00")), person(address_zones=(LOS_ANGELES,)), (), rules)
    assert (verdict.next_kind, verdict.next_allowed_at) == ("nothing_possible", None)


def test_wishes_and_law_together_are_searched_when_each_alone_would_open() -> None:
    """The next instant is that of the combination: mornings refused, the law shuts at 21:00."""
    wish = StatedTime(days=(0, 1, 2, 3, 4, 5, 6), start_minute=0, end_minute=20 * 60)
    verdict = judge(call(local("2026-06-03 09:00")), person(stated_times=(wish,)), (), HOURS + WISHES)
    assert verdict.next_allowed_at == local("2026-06-03 20:00")


@pytest.mark.parametrize(
    ("wall", "allowed"),
    [
        ("2026-06-03 21:59:59", True),  # Wednesday, before the span
        ("2026-06-03 22:00", False),
        ("2026-06-04 09:59:59", False),  # Thursday morning still belongs to Wednesday's span
        ("2026-06-04 10:00", True),
        ("2026-06-04 22:30", True),  # Thursday has no span of its own
        ("2026-06-03 09:00", True),  # nor has Tuesday
    ],
)
def test_span_belongs_to_the_day_it_starts_on_when_it_runs_over_midnight(wall: str, allowed: bool) -> None:
    """Wednesday 22:00 to 10:00 bars Thursday morning and nothing else."""
    wish = StatedTime(days=(2,), start_minute=22 * 60, end_minute=10 * 60)
    assert judge(call(local(wall)), person(stated_times=(wish,)), (), WISHES).allowed is allowed


@pytest.mark.parametrize(("channel", "allowed"), [("phone", False), ("sms", True)])
def test_wish_binds_its_channels_only_when_it_names_some(channel: str, allowed: bool) -> None:
    """A wish about calls at noon does not speak of texts."""
    wish = StatedTime(days=(2,), start_minute=11 * 60, end_minute=13 * 60, channels=("phone",))
    someone = person(stated_times=(wish,))
    assert judge(call(local("2026-06-03 12:00"), channel=channel), someone, (), WISHES).allowed is allowed


@pytest.mark.parametrize(
    ("wall", "allowed"),
    [
        ("2026-06-04 23:30", True),  # Thursday evening
        ("2026-06-05 01:59:59", True),  # Thursday's window, on Friday's date
        ("2026-06-05 02:00", False),
        ("2026-06-03 23:30", False),
        ("2026-12-24 23:30", True),  # Thursday before Christmas
        ("2026-12-25 00:30", False),  # the holiday cuts the night off
    ],
)
def test_allowed_night_window_ends_at_midnight_when_a_closed_day_follows(wall: str, allowed: bool) -> None:
    """A window may run over midnight, but not into a day that has windows of its own."""
    rules = campaign_rules("night", windows={"thu": [["23:00", "02:00"]], "exceptions": ["2026-12-25"]})
    assert judge(call(local(wall)), person(), (), rules).allowed is allowed


@pytest.mark.parametrize(("wall", "allowed"), [("2026-06-03 23:59:59", True), ("2026-06-04 00:00", True)])
def test_there_is_no_hole_at_midnight_when_windows_touch(wall: str, allowed: bool) -> None:
    """A campaign open round the clock is open at midnight too."""
    rules = campaign_rules("always", windows={"daily": [["00:00", "24:00"]]})
    assert judge(call(local(wall)), person(), (), rules).allowed is allowed


@pytest.mark.parametrize(("given", "allowed"), [("2026-06-03 23:00:00", True), ("2026-06-03 23:00:01", False)])
def test_late_call_is_allowed_when_the_person_waived_the_hours_before(given: str, allowed: bool) -> None:
    """A waiver takes effect at its own instant (Fla. Stat. 559.72(17))."""
    someone = person(consents=(Consent(kind="hours_waiver", at=local(given)),))
    verdict = judge(call(local("2026-06-03 23:00")), someone, (), shipped("us-fl.hours"))
    assert verdict.allowed is allowed


@pytest.mark.parametrize(("debts", "allowed"), [(("x",), True), (("y",), False), (("x", "y"), False)])
def test_late_call_is_about_the_waived_debt_only_when_the_waiver_names_one(
    debts: tuple[str, ...], allowed: bool
) -> None:
    """A waiver for one creditor's debt does not open the night to the others."""
    someone = person(consents=(Consent(kind="hours_waiver", at=local("2026-06-01 12:00"), debt="x"),))
    proposal = call(local("2026-06-03 23:00"), debts=debts)
    assert judge(proposal, someone, (), shipped("us-fl.hours")).allowed is allowed


def test_the_next_instant_is_the_start_of_a_waiver_when_it_comes_before_the_opening() -> None:
    """Refused at 22:00; late calls are agreed from 23:00 on, which is before eight in the morning."""
    someone = person(consents=(Consent(kind="hours_waiver", at=local("2026-06-03 23:00")),))
    verdict = judge(call(local("2026-06-03 22:00")), someone, (), shipped("us-fl.hours"))
    assert verdict.next_allowed_at == local("2026-06-03 23:00")


def test_second_zone_is_kept_when_an_area_code_spans_two() -> None:
    """08:30 Eastern is 07:30 Central: an 850 number may be in either."""
    proposal = call(local("2026-06-03 08:30"), number_zones=(NEW_YORK, CHICAGO))
    verdict = judge(proposal, person(), (), HOURS)
    assert verdict.next_allowed_at == local("2026-06-03 08:00", CHICAGO)
