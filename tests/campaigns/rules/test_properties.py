"""What no fact may ever do: a fact that restricts, a zone more, or a rule of any place more never permits a contact."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.judge import first_denial, judge
from campaigns.rules.proposal import (
    Consent,
    Debt,
    Hold,
    Notice,
    OptOut,
    PastContact,
    Person,
    Proposal,
    RefusedMedium,
)
from campaigns.rules.rule import Rule
from tests.campaigns.rules.cases import BOOK
from tests.campaigns.rules.test_judge import START, contacts, instants, people, stated, zone_sets

PLACES = sorted(BOOK.jurisdictions)
EVERY = {place: BOOK.rules_for([place], START.date(), switched_on=[r.id for r in BOOK.rules]) for place in PLACES}
"""The rules of each place with all that a creditor could switch on."""
CHANNELS = ["phone", "phone", "sms", "email", "letter", "visit"]

rule_sets = st.sampled_from(PLACES).map(EVERY.__getitem__)
proposals = st.builds(
    Proposal,
    at=instants,
    channel=st.sampled_from(CHANNELS),
    endpoint_id=st.sampled_from(["m", "other"]),
    debts=st.sampled_from([("x",), ("x", "y")]),
    collector=st.sampled_from(["third_party", "first_party"]),
    party=st.sampled_from(["consumer", "consumer", "spouse", "neighbour", "attorney"]),
    purpose=st.sampled_from(["collection", "collection", "location_information", "legal_notice", "requested_reply"]),
    technology=st.sampled_from(["live_agent", "prerecorded_voice"]),
    number_type=st.sampled_from(["mobile", "landline", "work"]),
    number_zones=zone_sets,
    is_agent_guaranteed=st.booleans(),
)
around = st.integers(-6 * 86400, 20 * 86400).map(lambda offset: START + timedelta(seconds=offset))
"""Mostly after the proposal: a consent from tomorrow on, a notice that goes out next week."""
persons = st.builds(
    lambda someone, days, notices, consents: replace(
        someone,
        debts={"x": Debt(creditor="c", days_past_due=days), "y": Debt(creditor="d", days_past_due=40, kind="medical")},
        notices=notices,
        consents=consents,
    ),
    people,
    st.sampled_from([5, 12, 120]),
    st.lists(
        st.builds(
            Notice,
            kind=st.just("collection_notice"),
            sent_at=around,
            debt=st.sampled_from([None, "x", "y"]),
        ),
        max_size=2,
    ).map(tuple),
    st.lists(
        st.builds(
            Consent,
            kind=st.sampled_from(["sms", "ecomm", "extra_calls", "tcpa_express", "hours_waiver"]),
            at=around,
            revoked_at=st.one_of(st.none(), instants),
            endpoint_id=st.sampled_from([None, None, "m"]),
            channel=st.sampled_from([None, None, "phone"]),
            debt=st.sampled_from([None, None, "x"]),
            valid_days=st.sampled_from([None, 3, 10]),
        ),
        max_size=3,
    ).map(tuple),
)
any_contacts = st.builds(
    lambda past, channel, party, is_machine: replace(past, channel=channel, party=party, is_machine=is_machine),
    contacts,
    st.sampled_from(CHANNELS),
    st.sampled_from(["consumer", "consumer", "neighbour"]),
    st.booleans(),
)
histories = st.lists(any_contacts, max_size=10)


def restricted(someone: Person, proposal: Proposal) -> list[Person]:
    """Return the person with one more fact each that can only restrict."""
    kinds = ("cease_communication", "bankruptcy", "represented_by_attorney", "do_not_contact", "minor", "complaint")
    before = START - timedelta(hours=1)
    return [
        *(replace(someone, holds=(*someone.holds, Hold(kind=kind, starts_at=before))) for kind in kinds),
        replace(someone, opt_outs=(*someone.opt_outs, OptOut(channel=proposal.channel, at=before))),
        replace(someone, refused_media=(*someone.refused_media, RefusedMedium(channel=proposal.channel, at=before))),
        replace(someone, consents=()),
        replace(someone, consents=tuple(replace(consent, revoked_at=before) for consent in someone.consents)),
        replace(someone, notices=()),
    ]


@given(proposals, persons, histories, rule_sets)
def test_a_fact_that_restricts_permits_nothing_when_added(
    proposal: Proposal, someone: Person, history: list[PastContact], rules: tuple[Rule, ...]
) -> None:
    """Holds, stops, refusals and ended consents only take away."""
    if judge(proposal, someone, history, rules).allowed:
        return
    for worse in restricted(someone, proposal):
        assert not judge(proposal, worse, history, rules).allowed


@given(proposals, persons, histories, rule_sets, stated)
def test_a_stated_time_permits_nothing_when_added(
    proposal: Proposal, someone: Person, history: list[PastContact], rules: tuple[Rule, ...], wish: object
) -> None:
    """The person's own wish only takes away."""
    before = judge(proposal, someone, history, rules)
    after = judge(proposal, replace(someone, stated_times=(*someone.stated_times, wish)), history, rules)  # type: ignore[arg-type]
    assert before.allowed or not after.allowed


@given(proposals, persons, histories, rule_sets, any_contacts)
def test_an_attempt_permits_nothing_when_added(
    proposal: Proposal, someone: Person, history: list[PastContact], rules: tuple[Rule, ...], extra: PastContact
) -> None:
    """In every place of the rulebooks, more contact never earns more contact."""
    before = judge(proposal, someone, history, rules)
    assert before.allowed or not judge(proposal, someone, [*history, extra], rules).allowed


@given(proposals, persons, histories, st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_the_rules_of_another_place_permit_nothing_when_added(
    proposal: Proposal, someone: Person, history: list[PastContact], here: str, there: str
) -> None:
    """A number of another state brings its law in addition, never instead."""
    both = BOOK.rules_for([here, there], START.date(), switched_on=[rule.id for rule in BOOK.rules])
    alone = judge(proposal, someone, history, EVERY[here])
    assert alone.allowed or not judge(proposal, someone, history, both).allowed


@given(proposals, persons, histories, st.sampled_from(["us", "us-ma", "us-nyc"]), zone_sets)
def test_a_candidate_zone_permits_nothing_when_added(
    proposal: Proposal, someone: Person, history: list[PastContact], place: str, zones: tuple[str, ...]
) -> None:
    """Where every indicated place counts, one more only intersects (comment 6(b)(1)(i)-2 of Regulation F)."""
    before = judge(proposal, someone, history, EVERY[place])
    wider = replace(someone, address_zones=tuple(dict.fromkeys((*someone.address_zones, *zones))))
    assert before.allowed or not judge(proposal, wider, history, EVERY[place]).allowed


@given(proposals, persons, histories, rule_sets)
def test_the_next_instant_is_exact_when_every_kind_of_rule_takes_part(
    proposal: Proposal, someone: Person, history: list[PastContact], rules: tuple[Rule, ...]
) -> None:
    """Allowed at it, refused a second before, in every place and with every row switched on."""
    verdict = judge(proposal, someone, history, rules)
    if verdict.next_kind != "at" or verdict.next_allowed_at is None:
        return
    at = verdict.next_allowed_at
    assert first_denial(proposal, someone, history, rules, at=at) is None
    before = max(at - timedelta(seconds=1), proposal.at)
    assert first_denial(proposal, someone, history, rules, at=before) is not None


@settings(max_examples=60)
@given(proposals, persons, histories, rule_sets, st.lists(st.floats(0, 1), min_size=20, max_size=20))
def test_no_opening_is_passed_over_when_every_kind_of_rule_takes_part(
    proposal: Proposal, someone: Person, history: list[PastContact], rules: tuple[Rule, ...], shares: list[float]
) -> None:
    """Whatever is tried before the named instant is refused: at random, and when any consent or notice begins."""
    verdict = judge(proposal, someone, history, rules)
    if verdict.next_kind != "at" or verdict.next_allowed_at is None:
        return
    gap = verdict.next_allowed_at - proposal.at
    tried = [proposal.at + gap * share for share in shares]
    tried += [consent.at for consent in someone.consents] + [notice.sent_at for notice in someone.notices]
    for at in tried:
        if proposal.at <= at < verdict.next_allowed_at:
            assert first_denial(proposal, someone, history, rules, at=at) is not None


@given(proposals, persons, histories, rule_sets, st.randoms(use_true_random=False))
def test_the_verdict_is_the_same_when_facts_come_in_another_order(
    proposal: Proposal, someone: Person, history: list[PastContact], rules: tuple[Rule, ...], random: Random
) -> None:
    """History, holds, consents and notices are sets: asking twice, or in another order, changes nothing."""
    verdict = judge(proposal, someone, history, rules)
    history, holds, consents = list(history), list(someone.holds), list(someone.consents)
    for facts in (history, holds, consents):
        random.shuffle(facts)
    shuffled = replace(someone, holds=tuple(holds), consents=tuple(consents), notices=someone.notices[::-1])
    assert judge(proposal, shuffled, history, rules) == verdict
