"""Duties that decide no contact: the strictest of several is what binds pacing, wording, recording and records."""

from datetime import date

import pytest

from campaigns.rules.duties import longest_keeping, needs_all_parties, strictest_abandonment, wrong_parts
from campaigns.rules.judge import judge
from tests.campaigns.rules.cases import BOOK, call, local, person, rule

ON = date(2026, 11, 24)
UNITED_STATES = BOOK.duties_for(["us"], ON)


def test_pacing_keeps_the_strictest_of_all_limits_when_places_differ() -> None:
    """The least share, the shortest wait for an agent, the longest ring."""
    loose = rule("abandoned_rate_cap", {"max_percent": 5, "window": {"type": "calendar_month"}, "min_ring_seconds": 20})
    cap = strictest_abandonment((*UNITED_STATES, loose))
    assert (cap.max_percent, cap.window_days, cap.connect_within_seconds) == (3, 30, 2)
    assert (cap.min_ring_seconds, cap.min_rings, cap.message_required) == (20, 4, True)
    assert cap.cite == "16 CFR 310.4(b)(1)(iv), 310.4(b)(4); 47 CFR 64.1200(a)(6)-(7); none"


def test_no_limit_is_made_up_when_no_rule_gives_one() -> None:
    """A place without a number leaves pacing to the house."""
    assert strictest_abandonment(()).max_percent is None


@pytest.mark.parametrize(
    ("regions", "all_parties"),
    [(("TX",), False), (("CA",), True), (("TX", "FL"), True), (("NV",), True), ((), False)],
)
def test_everybody_is_asked_when_one_end_lies_in_a_state_that_wants_it(
    regions: tuple[str, ...], all_parties: bool
) -> None:
    """A contested state counts as one that wants all parties' consent."""
    rows = tuple(row for row in BOOK.rules if row.kind == "recording_consent")
    assert needs_all_parties(rows, regions) is all_parties


def test_records_are_kept_the_longest_time_when_several_rules_ask() -> None:
    """Three years after the last activity by Regulation F."""
    assert longest_keeping(UNITED_STATES, "records") == (3, "last_collection_activity")
    assert longest_keeping((), "recordings") is None


def test_missing_and_forbidden_parts_are_named_when_a_voicemail_is_checked() -> None:
    """A limited-content message says who calls and how to call back, and nothing of a debt (12 CFR 1006.2(j))."""
    parts = ["neutral_company_name", "callback_number", "debt"]
    missing, forbidden = wrong_parts(UNITED_STATES, "voicemail", parts)
    assert missing == {"request_to_call_back", "contact_name"}
    assert forbidden == {"debt"}


def test_a_duty_refuses_no_contact_when_it_stands_among_rules() -> None:
    """Pacing and wording are not questions of may this contact happen."""
    assert judge(call(local("2026-06-08 12:00")), person(), (), UNITED_STATES).allowed
