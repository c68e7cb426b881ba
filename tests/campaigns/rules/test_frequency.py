"""How often: seven in seven, the wait after a conversation, gaps, and what counts."""

from datetime import datetime, timedelta

import pytest

from campaigns.rules.judge import judge
from campaigns.rules.proposal import Consent, Debt
from campaigns.rules.rule import Rule
from tests.campaigns.rules.cases import LOS_ANGELES, call, local, past, person, rule, shipped

CAP = shipped("us.regf.call_cap")
COOLDOWN = shipped("us.regf.conversation_cooldown")
WEEK = [past(local(f"2026-06-0{day} 12:00")) for day in range(1, 8)]  # Monday to Sunday, one a day
SUNDAY = local("2026-06-07 18:00")


@pytest.mark.parametrize(("earlier", "allowed"), [(6, True), (7, False)])
def test_eighth_call_is_refused_when_seven_lie_within_seven_days(earlier: int, allowed: bool) -> None:
    """The proposed call counts: the seventh is the last."""
    assert judge(call(SUNDAY), person(), WEEK[:earlier], CAP).allowed is allowed


def test_window_slides_by_local_days_when_the_oldest_call_leaves() -> None:
    """Monday's call is out on the next Monday at midnight, not after 168 hours."""
    verdict = judge(call(SUNDAY), person(), WEEK, CAP)
    assert verdict.next_allowed_at == local("2026-06-08 00:00")


def test_two_must_leave_when_the_cap_was_overrun() -> None:
    """With nine counted calls the window has to lose three of them."""
    history = [*WEEK, past(local("2026-06-01 13:00")), past(local("2026-06-01 14:00"))]
    assert judge(call(SUNDAY), person(), history, CAP).next_allowed_at == local("2026-06-08 00:00")
    spread = [*WEEK, past(local("2026-06-02 13:00")), past(local("2026-06-03 14:00"))]
    assert judge(call(SUNDAY), person(), spread, CAP).next_allowed_at == local("2026-06-09 00:00")


@pytest.mark.parametrize(
    ("seventh", "allowed"),
    [
        (past(SUNDAY, "not_connected"), True),
        (past(SUNDAY, "voicemail_left"), False),
        (past(SUNDAY, "abandoned"), False),
        (past(SUNDAY, "answered_other"), False),
        (past(SUNDAY, "pending"), False),
        (past(SUNDAY, "unknown"), False),
        (past(SUNDAY, endpoint_id="another number"), False),
        (past(SUNDAY, debts=("y",)), True),
        (past(SUNDAY, debts=("y", "x")), False),
        (past(SUNDAY, debts=()), False),
        (past(SUNDAY, party="attorney"), True),
        (past(SUNDAY, direction="inbound"), True),
        (past(SUNDAY, channel="sms"), True),
        (past(SUNDAY, is_counted=False), True),
    ],
)
def test_only_connected_calls_to_the_person_about_the_debt_count_when_the_cap_is_full(
    seventh: object, allowed: bool
) -> None:
    """Busy signals, other debts, texts and lawyers are outside; what is not settled yet counts."""
    verdict = judge(call(SUNDAY + timedelta(hours=1)), person(), [*WEEK[:6], seventh], CAP)  # type: ignore[list-item]
    assert verdict.allowed is allowed


def test_both_debts_must_be_free_when_a_call_names_two() -> None:
    """A call about two debts spends one from each, so the fuller one decides."""
    assert not judge(call(SUNDAY, debts=("y", "x")), person(), WEEK, CAP).allowed


def test_accounts_of_one_group_count_as_one_when_they_are_serviced_together() -> None:
    """Student loans under one account number are one debt (comment 14(b)(2)(i))."""
    loans = {key: Debt(group="loan account") for key in ("x", "y")}
    assert not judge(call(SUNDAY, debts=("y",)), person(debts=loans), WEEK, CAP).allowed


@pytest.mark.parametrize(
    ("wall", "allowed"),
    [
        ("2026-06-03 10:00", False),
        ("2026-06-09 23:59:59", False),
        ("2026-06-10 00:00", True),
    ],
)
@pytest.mark.parametrize("direction", ["outbound", "inbound"])
def test_day_of_the_conversation_is_day_one_when_waiting(wall: str, allowed: bool, direction: str) -> None:
    """A talk on Wednesday bars calls through the next Tuesday, whoever called."""
    talk = past(local("2026-06-03 09:30"), "conversation", direction=direction)
    assert judge(call(local(wall)), person(), [talk], COOLDOWN).allowed is allowed


@pytest.mark.parametrize("outcome", ["unknown", "voicemail_left", "answered_other", "pending"])
def test_no_waiting_starts_when_nobody_talked(outcome: str) -> None:
    """Only a conversation cools off; an unsettled call is no conversation."""
    assert judge(call(SUNDAY), person(), [past(WEEK[0].at, outcome)], COOLDOWN).allowed


def test_late_talk_counts_for_the_local_date_when_utc_is_a_day_ahead() -> None:
    """22:30 in Los Angeles is the next day in UTC, and still that evening."""
    someone = person(known_zone=LOS_ANGELES)
    talk = past(local("2026-06-03 22:30", LOS_ANGELES), "conversation")
    verdict = judge(call(local("2026-06-05 10:00", LOS_ANGELES)), someone, [talk], COOLDOWN)
    assert verdict.next_allowed_at == local("2026-06-10 00:00", LOS_ANGELES)


def test_strictest_zone_holds_when_the_place_is_uncertain() -> None:
    """00:30 in New York on the 4th is the 3rd in Los Angeles: the wait ends when it has in both."""
    talk = past(local("2026-06-04 00:30"), "conversation")
    verdict = judge(call(local("2026-06-05 10:00")), person(address_zones=(LOS_ANGELES,)), [talk], COOLDOWN)
    assert verdict.next_allowed_at == local("2026-06-11 00:00")


@pytest.mark.parametrize(
    ("proposed", "days", "allowed"),
    [
        ("2026-06-03 15:00", None, True),
        ("2026-06-09 23:59", None, True),  # day seven
        ("2026-06-05 23:59", 3, True),
        ("2026-06-06 00:00", 3, False),
        ("2026-06-09 10:00", 30, True),  # never longer than seven days
    ],
)
def test_wait_is_lifted_when_the_person_asked_for_more_calls(proposed: str, days: int | None, allowed: bool) -> None:
    """Direct prior consent lasts at most seven local days, its own included."""
    talk = past(local("2026-06-03 09:30"), "conversation")
    consent = Consent(kind="extra_calls", at=local("2026-06-03 09:40"), debt="x", valid_days=days)
    assert judge(call(local(proposed)), person(consents=(consent,)), [talk], COOLDOWN).allowed is allowed


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [
        ({}, True),
        ({"endpoint_id": "m"}, True),
        ({"endpoint_id": "home"}, False),
        ({"channel": "phone"}, True),
        ({"channel": "sms"}, False),
        ({"debt": "y"}, False),
    ],
)
@pytest.mark.parametrize("rules", [CAP, COOLDOWN], ids=["cap", "cooldown"])
def test_wish_for_more_calls_covers_what_it_says_when_it_names_a_number(
    rules: tuple[Rule, ...], limits: dict[str, str], allowed: bool
) -> None:
    """Who asks to be called at home has not asked to be called on the mobile."""
    history = WEEK if rules is CAP else [past(local("2026-06-06 09:30"), "conversation")]
    consent = Consent(kind="extra_calls", at=local("2026-06-07 12:30"), **limits)  # type: ignore[arg-type]
    assert judge(call(SUNDAY), person(consents=(consent,)), history, rules).allowed is allowed


def test_new_wait_starts_when_the_agreed_call_was_held() -> None:
    """The conversation the person asked for uses the consent up and is day one of a new wait."""
    talks = [past(local("2026-06-03 09:30"), "conversation"), past(local("2026-06-04 10:00"), "conversation")]
    consent = Consent(kind="extra_calls", at=local("2026-06-03 09:40"), debt="x")
    verdict = judge(call(local("2026-06-05 10:00")), person(consents=(consent,)), talks, COOLDOWN)
    assert verdict.next_allowed_at == local("2026-06-11 00:00")


def test_agreed_calls_are_not_counted_when_made_under_consent() -> None:
    """Two of the seven were asked for, so five count."""
    consent = Consent(kind="extra_calls", at=local("2026-06-03 09:00"), debt="x", valid_days=2)
    assert judge(call(SUNDAY), person(consents=(consent,)), WEEK, CAP).allowed


@pytest.mark.parametrize(
    ("window", "last", "free"),
    [
        ({"type": "rolling_hours", "n": 168}, "2026-06-03 12:00", "2026-06-10 12:00"),
        ({"type": "rolling_minutes", "n": 60}, "2026-06-03 12:00", "2026-06-03 13:00"),
        ({"type": "local_calendar_days", "n": 1}, "2026-06-03 12:00", "2026-06-04 00:00"),
        ({"type": "calendar_week"}, "2026-06-03 12:00", "2026-06-08 00:00"),
        ({"type": "calendar_week"}, "2026-06-07 12:00", "2026-06-08 00:00"),
        ({"type": "calendar_week", "start": "sun"}, "2026-06-06 12:00", "2026-06-07 00:00"),
        ({"type": "calendar_week", "start": "sun"}, "2026-06-07 12:00", "2026-06-14 00:00"),
        ({"type": "calendar_month"}, "2026-06-30 12:00", "2026-07-01 00:00"),
        ({"type": "calendar_month"}, "2026-12-31 12:00", "2027-01-01 00:00"),
    ],
)
def test_room_returns_at_the_end_of_the_window_when_one_is_allowed(
    window: dict[str, object], last: str, free: str
) -> None:
    """Each kind of window ends where it says, to the second."""
    count = {"channels": ["phone"], "outcomes": "connected_call"}
    rules = (rule("attempt_cap", {"limit": 1, "window": window, "count": count}),)
    history = [past(local(last))]
    verdict = judge(call(local(last) + timedelta(minutes=1)), person(), history, rules)
    assert verdict.next_allowed_at == local(free)
    assert judge(call(local(free)), person(), history, rules).allowed
    assert not judge(call(local(free) - timedelta(seconds=1)), person(), history, rules).allowed


@pytest.mark.parametrize(("wall", "allowed"), [("2026-06-04 23:59:59", False), ("2026-06-05 00:00", True)])
def test_every_second_day_is_kept_when_a_gap_of_two_days_is_set(wall: str, allowed: bool) -> None:
    """Day and gap are dates on the person's wall clock."""
    rules = (rule("min_gap", {"days": 2, "count": {"outcomes": "any_attempt"}}),)
    assert judge(call(local(wall)), person(), [past(local("2026-06-03 20:00"))], rules).allowed is allowed


def test_busy_line_waits_an_hour_when_the_house_gap_holds() -> None:
    """A busy signal is outside the legal cap but not outside the house's gap, on any number."""
    busy = past(local("2026-06-03 10:00"), "not_connected", endpoint_id="other")
    verdict = judge(call(local("2026-06-03 10:30")), person(), [busy], shipped("house.attempt_gap"))
    assert verdict.next_allowed_at == local("2026-06-03 11:00")


def test_third_text_of_the_day_is_refused_when_two_were_sent() -> None:
    """A text whose delivery is not known yet counts as well."""
    texts = [
        past(local("2026-06-03 10:00"), "delivered", channel="sms"),
        past(local("2026-06-03 11:00"), "unknown", channel="sms"),
    ]
    proposal = call(local("2026-06-03 12:00"), channel="sms")
    verdict = judge(proposal, person(), texts, shipped("house.sms_day_cap"))
    assert verdict.next_allowed_at == local("2026-06-04 00:00")


def test_a_day_starts_at_one_when_clocks_skip_midnight() -> None:
    """In Santiago the day of 6 September 2026 begins at 01:00; a one-a-day cap frees at that very instant."""
    zone = "America/Santiago"
    rules = shipped("house.sms_day_cap")
    texts = [past(local(f"2026-09-05 1{hour}:00", zone), "delivered", channel="sms") for hour in (0, 1)]
    proposal = call(local("2026-09-05 15:00", zone), channel="sms")
    verdict = judge(proposal, person(known_zone=zone), texts, rules)
    assert verdict.next_allowed_at == datetime.fromisoformat("2026-09-06T04:00:00Z")
