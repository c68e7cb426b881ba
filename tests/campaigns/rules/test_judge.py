"""What holds for every set of rules: strictest wins, order is nothing, and the next instant is the next instant."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.campaign_rules import campaign_rules
from campaigns.rules.judge import first_denial, judge
from campaigns.rules.proposal import Consent, Hold, PastContact, Person, Proposal, StatedTime
from campaigns.rules.rule import Rule
from tests.campaigns.rules.cases import BOOK, call, local, past, person, rule

START = datetime(2026, 10, 20, tzinfo=UTC)  # The clocks go back within the span, on 1 November.
ZONES = ("America/New_York", "America/Los_Angeles", "America/Phoenix", "America/Santiago", "Australia/Adelaide")
BOOKS = {place: BOOK.rules_for([place], START.date()) for place in ("us", "us-ma", "us-nyc", "us-fl", "us-wa")}

seconds = st.integers(0, 20 * 86400)
instants = seconds.map(lambda offset: START + timedelta(seconds=offset))
zone_sets = st.lists(st.sampled_from(ZONES), min_size=1, max_size=2, unique=True).map(tuple)
contacts = st.builds(
    PastContact,
    at=seconds.map(lambda offset: START - timedelta(seconds=offset)),
    channel=st.sampled_from(["phone", "phone", "sms"]),
    outcome=st.sampled_from(["no_answer", "conversation", "voicemail_left", "delivered", "pending", "not_connected"]),
    endpoint_id=st.sampled_from(["m", "other"]),
    debts=st.sampled_from([("x",), ("y",), ("x", "y"), ()]),
    direction=st.sampled_from(["outbound", "outbound", "inbound"]),
    number_type=st.sampled_from(["mobile", "work"]),
)
histories = st.lists(contacts, max_size=12)
stated = st.builds(
    StatedTime,
    days=st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True).map(tuple),
    start_minute=st.integers(0, 1439),
    end_minute=st.integers(0, 1439),
)
holds = st.builds(
    Hold,
    kind=st.sampled_from(["disputed", "do_not_contact", "bankruptcy"]),
    starts_at=st.just(START - timedelta(days=1)),
    until=st.one_of(st.none(), instants),
    debts=st.sampled_from([None, frozenset({"y"})]),
)
people = st.builds(
    Person,
    address_zones=zone_sets,
    stated_times=st.lists(stated, max_size=2).map(tuple),
    holds=st.lists(holds, max_size=1).map(tuple),
    consents=st.sampled_from(
        [
            (),
            (Consent(kind="sms", at=START - timedelta(days=3)),),
            (Consent(kind="extra_calls", at=START - timedelta(days=2), debt="x"),),
        ]
    ),
)
proposals = st.builds(
    Proposal,
    at=instants,
    channel=st.sampled_from(["phone", "phone", "sms"]),
    endpoint_id=st.sampled_from(["m", "other"]),
    debts=st.sampled_from([("x",), ("x", "y")]),
    collector=st.sampled_from(["third_party", "first_party"]),
    number_type=st.sampled_from(["mobile", "work"]),
    number_zones=zone_sets,
)
windows = st.dictionaries(
    st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
    st.sampled_from([[["08:00", "20:00"]], [["09:00", "12:00"], ["13:00", "17:30"]], [["22:00", "01:00"]]]),
    min_size=1,
)
rule_sets = st.builds(
    lambda place, own: BOOKS[place] + campaign_rules("p", windows=own), st.sampled_from(sorted(BOOKS)), windows
)


@given(proposals, people, histories, rule_sets)
def test_next_instant_is_allowed_and_the_second_before_is_not_when_refused(
    proposal: Proposal, someone: Person, history: list[PastContact], rules: tuple[Rule, ...]
) -> None:
    """`next_allowed_at` is the earliest instant of the whole combination, to the second."""
    verdict = judge(proposal, someone, history, rules)
    if verdict.next_kind == "at":
        at = verdict.next_allowed_at
        assert at is not None
        assert at > proposal.at
        assert first_denial(proposal, someone, history, rules, at=at) is None
        before = max(at - timedelta(seconds=1), proposal.at)
        assert first_denial(proposal, someone, history, rules, at=before) is not None


@settings(max_examples=50)
@given(proposals, people, histories, rule_sets, st.lists(st.floats(0, 1), min_size=20, max_size=20))
def test_nothing_between_is_allowed_when_a_next_instant_is_named(
    proposal: Proposal, someone: Person, history: list[PastContact], rules: tuple[Rule, ...], shares: list[float]
) -> None:
    """Whatever instant is tried between now and then is refused: no opening is passed over."""
    verdict = judge(proposal, someone, history, rules)
    if verdict.next_kind == "at" and verdict.next_allowed_at is not None:
        gap = verdict.next_allowed_at - proposal.at
        for share in shares:
            at = proposal.at + gap * share
            assert at >= verdict.next_allowed_at or first_denial(proposal, someone, history, rules, at=at)


@given(proposals, people, histories, rule_sets, st.sets(st.integers(0, 60)))
def test_fewer_rules_refuse_no_more_when_some_are_taken_away(
    proposal: Proposal, someone: Person, history: list[PastContact], rules: tuple[Rule, ...], dropped: set[int]
) -> None:
    """A further rule never turns a refusal into a permission, and adds to the reasons only."""
    fewer = tuple(each for index, each in enumerate(rules) if index not in dropped)
    all_reasons = {reason.rule_id for reason in judge(proposal, someone, history, rules).reasons}
    some_reasons = {reason.rule_id for reason in judge(proposal, someone, history, fewer).reasons}
    assert some_reasons <= all_reasons


@given(proposals, people, histories, rule_sets, st.randoms(use_true_random=False))
def test_verdict_is_the_same_when_history_and_rules_come_in_another_order(
    proposal: Proposal, someone: Person, history: list[PastContact], rules: tuple[Rule, ...], random: object
) -> None:
    """The ledger is a set: no order of its lines, nor of the rows, changes an answer."""
    shuffled_history, shuffled_rules = list(history), list(rules)
    random.shuffle(shuffled_history)  # type: ignore[attr-defined]
    random.shuffle(shuffled_rules)  # type: ignore[attr-defined]
    assert judge(proposal, someone, history, rules) == judge(proposal, someone, shuffled_history, tuple(shuffled_rules))


@given(proposals, people, histories, contacts, rule_sets)
def test_one_more_outbound_attempt_frees_nothing_when_counted(
    proposal: Proposal, someone: Person, history: list[PastContact], extra: PastContact, rules: tuple[Rule, ...]
) -> None:
    """More contact never earns more contact."""
    before = judge(proposal, someone, history, rules)
    after = judge(proposal, someone, [*history, extra], rules)
    assert before.allowed or not after.allowed


def test_all_reasons_are_given_by_rank_when_several_rules_refuse() -> None:
    """The person sees everything that stands in the way, the weightiest first."""
    someone = person(holds=(Hold(kind="bankruptcy", starts_at=START),))
    at = local("2026-11-10 22:00")
    talk = past(local("2026-11-09 12:00"), "conversation")
    verdict = judge(call(at), someone, [talk], BOOKS["us"])
    assert [reason.rule_id for reason in verdict.reasons] == [
        "us.bankruptcy.stay",
        "us.regf.conversation_cooldown",
        "us.regf.hours",
        "house.hours",
    ]
    assert verdict.next_kind == "on_new_fact"


@pytest.mark.parametrize(
    ("on", "allowed"),
    [("2026-08-31", True), ("2026-09-01", False), ("2026-10-31", False), ("2026-11-01", True)],
)
def test_rule_binds_on_its_days_only_when_it_has_dates(on: str, allowed: bool) -> None:
    """Both dates are included; a change of law is a change of data."""
    dated = rule(
        "place_block",
        {},
        effective_from=datetime.fromisoformat("2026-09-01").date(),
        effective_to=datetime.fromisoformat("2026-10-31").date(),
    )
    at = datetime.fromisoformat(f"{on}T15:00:00Z")
    assert judge(call(at), person(), (), (dated,)).allowed is allowed


def test_refusal_ends_with_the_rule_when_the_law_runs_out() -> None:
    """A bar without end still ends with its own law."""
    dated = rule("place_block", {}, effective_to=datetime.fromisoformat("2026-10-31").date())
    verdict = judge(call(datetime.fromisoformat("2026-10-30T15:00:00Z")), person(), (), (dated,))
    assert verdict.next_allowed_at == datetime.fromisoformat("2026-11-01T00:00:00Z")


def test_every_rule_evaluated_is_named_when_a_verdict_is_kept_as_proof() -> None:
    """An allowed contact too can show which version of which rule let it pass."""
    verdict = judge(call(local("2026-11-10 12:00")), person(), (), BOOKS["us"])
    assert verdict.allowed
    names = {version.split("@")[0] for version in verdict.rule_versions}
    assert {"us.regf.hours", "us.regf.call_cap", "us.regf.conversation_cooldown", "house.hours"} <= names
