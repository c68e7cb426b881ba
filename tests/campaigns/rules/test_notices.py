"""Written notice first, young debts, forbidden parties, one channel a week, redials: the boundaries of each."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.rules.judge import judge
from campaigns.rules.proposal import Debt, Notice
from config.errors import BadInput
from tests.campaigns.rules.cases import call, local, past, person, rule

DAYS = (rule("notice_wait", {"notice": "collection_notice", "days": 6}),)
BUSINESS = (rule("notice_wait", {"notice": "collection_notice", "business_days": 3}),)
MEDICAL = (rule("notice_wait", {"notice": "medical_debt_notice", "days": 60, "debt_types": ["medical"]}),)
MONDAY = local("2026-06-08 12:00")


def notice(at: datetime, debt: str | None = "x", kind: str = "collection_notice") -> Notice:
    return Notice(kind=kind, sent_at=at, debt=debt)


def test_a_notice_is_asked_for_when_none_was_sent() -> None:
    """Time alone does not cure a missing notice, nor does one of another kind or another debt."""
    others = (notice(MONDAY, kind="other"), notice(MONDAY, debt="y"))
    verdict = judge(call(MONDAY + timedelta(days=20)), person(notices=others), (), DAYS)
    assert (verdict.reasons[0].code, verdict.next_kind) == ("notice_missing", "on_new_fact")


def test_the_waiting_starts_when_a_notice_is_sent_and_not_before() -> None:
    """One that goes out tomorrow is none today, but its waiting time has an end that can be named."""
    someone = person(notices=(notice(MONDAY + timedelta(days=1)),))
    verdict = judge(call(MONDAY), someone, (), DAYS)
    assert verdict.reasons[0].code == "notice_missing"
    assert verdict.next_allowed_at == local("2026-06-15 00:00")


@pytest.mark.parametrize(
    ("at", "allowed"), [("2026-06-13 23:59:59", False), ("2026-06-14 00:00:00", True), ("2026-06-08 12:00:01", False)]
)
def test_contact_is_free_on_the_sixth_local_day_when_a_notice_was_sent(at: str, allowed: bool) -> None:
    """Days are dates on the person's wall clock; the waiting has an end that is named."""
    verdict = judge(call(local(at)), person(notices=(notice(MONDAY),)), (), DAYS)
    assert verdict.allowed is allowed
    if not allowed:
        assert verdict.next_allowed_at == local("2026-06-14 00:00")


def test_business_days_skip_the_weekend_when_they_are_counted() -> None:
    """A notice of Thursday with three business days frees Tuesday."""
    verdict = judge(call(local("2026-06-12 12:00")), person(notices=(notice(local("2026-06-11 12:00")),)), (), BUSINESS)
    assert verdict.next_allowed_at == local("2026-06-16 00:00")


@pytest.mark.parametrize(("kind", "allowed"), [("medical", False), ("credit_card", True), ("", True)])
def test_only_some_debts_need_the_notice_when_the_law_names_them(kind: str, allowed: bool) -> None:
    """A medical notice is for medical debts."""
    someone = person(debts={"x": Debt(kind=kind)})
    assert judge(call(MONDAY), someone, (), MEDICAL).allowed is allowed


def test_every_debt_of_a_contact_needs_its_notice_when_it_names_two() -> None:
    """A call about two debts is refused while one of them lacks its notice."""
    someone = person(notices=(notice(MONDAY - timedelta(days=30), "x"),))
    assert not judge(call(MONDAY, debts=("x", "y")), someone, (), DAYS).allowed
    everything = person(notices=(notice(MONDAY - timedelta(days=30), None),))
    assert judge(call(MONDAY, debts=("x", "y")), everything, (), DAYS).allowed


@pytest.mark.parametrize(("days", "allowed"), [(9, False), (10, True)])
def test_a_young_debt_is_left_alone_when_the_law_sets_an_age(days: int, allowed: bool) -> None:
    """Greece: no call before the tenth day; what is not known to be old enough is young."""
    rules = (rule("min_days_past_due", {"days": 10}),)
    verdict = judge(call(MONDAY), person(debts={"x": Debt(days_past_due=days)}), (), rules)
    assert verdict.allowed is allowed
    assert not judge(call(MONDAY), person(), (), rules).allowed


def test_nobody_else_is_contacted_when_the_law_forbids_the_party() -> None:
    """Whatever the purpose; the consumer is not meant."""
    rules = (rule("party_forbidden", {}, applies={"party_class": "third_party"}),)
    assert not judge(call(MONDAY, party="aunt", purpose="legal_notice"), person(), (), rules).allowed
    assert judge(call(MONDAY), person(), (), rules).allowed


@pytest.mark.parametrize(
    ("channel", "hours", "allowed"),
    [("sms", 167, False), ("sms", 168, True), ("phone", 1, True), ("email", 1, False)],
)
def test_one_channel_is_used_when_it_reached_the_person(channel: str, hours: int, allowed: bool) -> None:
    """Colombia: after a talk by telephone the week belongs to the telephone."""
    window = {"type": "rolling_hours", "n": 168}
    rules = (rule("channel_exclusive", {"after": ["conversation", "met"], "window": window}),)
    history = [past(MONDAY, "conversation"), past(MONDAY, "delivered", channel="sms")]
    proposal = call(MONDAY + timedelta(hours=hours), channel=channel)
    assert judge(proposal, person(), history, rules).allowed is allowed


@pytest.mark.parametrize(
    ("after", "outcome", "is_machine", "hours", "guaranteed", "allowed"),
    [
        ("abandoned", "abandoned", False, 71, False, False),
        ("abandoned", "abandoned", False, 72, False, True),
        ("abandoned", "abandoned", False, 1, True, True),
        ("abandoned", "no_answer", False, 1, False, True),
        ("machine_detected", "no_answer", True, 71, False, False),
        ("machine_detected", "no_answer", False, 71, False, True),
    ],
)
def test_an_agent_must_wait_when_a_number_is_redialed(
    after: str, outcome: str, is_machine: bool, hours: int, guaranteed: bool, allowed: bool
) -> None:
    """Ofcom: after an abandoned call or a machine the same number rings only with an agent for it."""
    rules = (rule("redial_needs_agent", {"after": after, "hours": 72}),)
    history = [past(MONDAY, outcome, is_machine=is_machine)]
    proposal = call(MONDAY + timedelta(hours=hours), is_agent_guaranteed=guaranteed)
    assert judge(proposal, person(), history, rules).allowed is allowed
    assert judge(call(proposal.at, endpoint_id="another"), person(), history, rules).allowed


def test_a_cap_sleeps_until_the_first_talk_when_it_starts_with_one() -> None:
    """Ontario: three contacts a week count only once the debtor has been spoken to, however long ago."""
    cap = {
        "limit": 3,
        "window": {"type": "rolling_hours", "n": 168},
        "per": ["party"],
        "count": {"channels": ["phone"], "outcomes": "communication"},
        "requires_prior": "spoken",
    }
    rules = (rule("attempt_cap", cap),)
    week = [past(MONDAY - timedelta(hours=hours), "voicemail_left") for hours in (1, 2, 3)]
    assert judge(call(MONDAY), person(), week, rules).allowed
    talk = past(MONDAY - timedelta(days=300), "conversation", direction="inbound")
    assert not judge(call(MONDAY), person(), [*week, talk], rules).allowed


@pytest.mark.parametrize(("days", "allowed"), [(15, False), (16, True)])
def test_hours_fall_away_when_the_debt_is_old(days: int, allowed: bool) -> None:
    """Philippines: the hours bind up to the fifteenth day past due."""
    hours = {"weekly": {"daily": [["06:00", "22:00"]]}, "zones": "address", "waived_if_days_past_due_over": 15}
    someone = person(debts={"x": Debt(days_past_due=days)})
    night = local("2026-06-08 23:00")
    assert judge(call(night), someone, (), (rule("allowed_hours", hours),)).allowed is allowed


@pytest.mark.parametrize(("reading", "allowed"), [(0, False), (1, True)])
def test_another_reading_of_a_week_counts_when_a_row_chooses_it(reading: int, allowed: bool) -> None:
    """Where a law leaves open how a week is counted, the strictest reading is the default and can be changed."""
    cap = {
        "limit": 1,
        "window": {"type": "rolling_hours", "n": 168},
        "alt_windows": [{"type": "calendar_week", "start": "mon"}],
        "reading": reading,
        "per": ["party"],
        "count": {"channels": ["phone"], "outcomes": "connected_call"},
    }
    sunday = past(datetime(2026, 6, 7, 16, tzinfo=UTC))
    assert judge(call(MONDAY), person(), [sunday], (rule("attempt_cap", cap),)).allowed is allowed


@pytest.mark.parametrize(("reading", "free_on"), [(0, "2026-06-14 00:00"), (1, "2026-06-15 00:00")])
@pytest.mark.parametrize("kind", ["notice_wait", "min_gap"])
def test_another_number_of_days_counts_when_a_row_chooses_it(kind: str, reading: int, free_on: str) -> None:
    """Days from a notice or between two contacts have readings, too; the row's own is the default."""
    terms: dict[str, dict[str, object]] = {
        "notice_wait": {"notice": "collection_notice"},
        "min_gap": {"count": {"outcomes": "any_attempt"}},
    }
    rules = (rule(kind, {**terms[kind], "days": 6, "alt_days": [7], "reading": reading}),)
    verdict = judge(call(MONDAY + timedelta(hours=1)), person(notices=(notice(MONDAY),)), [past(MONDAY)], rules)
    assert verdict.next_allowed_at == local(free_on)


@pytest.mark.parametrize("terms", [{"reading": 2, "alt_days": [7]}, {"reading": 1}, {"alt_days": [0]}, {"alt_days": 7}])
def test_a_row_is_refused_when_its_reading_does_not_exist(terms: dict[str, object]) -> None:
    """A slip in a row is found when it is read, not by a contact too many."""
    with pytest.raises(BadInput):
        rule("min_gap", {"days": 6, "count": {"outcomes": "any_attempt"}, **terms})
