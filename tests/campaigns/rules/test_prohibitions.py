"""Facts that bar contact: what each covers, from when, until when, and what lifts it."""

from datetime import timedelta

import pytest

from campaigns.rules.judge import judge
from campaigns.rules.proposal import Hold, RefusedMedium
from tests.campaigns.rules.cases import BOOK, call, local, past, person, rule, shipped

NOON = local("2026-06-03 12:00")
BEFORE = NOON - timedelta(days=30)
LAW = BOOK.rules_for(["us"], NOON.date())


@pytest.mark.parametrize(
    ("kind", "rule_id"),
    [
        ("bankruptcy", "us.bankruptcy.stay"),
        ("cease_communication", "us.fdcpa.cease"),
        ("represented_by_attorney", "us.fdcpa.attorney"),
        ("disputed", "us.regf.dispute_pause"),
        ("deceased", "house.deceased"),
        ("do_not_contact", "house.do_not_contact"),
        ("wrong_number", "house.wrong_number"),
    ],
)
def test_hold_is_the_first_reason_when_a_person_is_protected(kind: str, rule_id: str) -> None:
    """Each protection refuses by its own rule, and only a new fact lifts it."""
    verdict = judge(call(NOON), person(holds=(Hold(kind=kind, starts_at=BEFORE),)), (), LAW)
    assert (verdict.reasons[0].rule_id, verdict.next_kind) == (rule_id, "on_new_fact")


@pytest.mark.parametrize(
    ("kind", "rule_id"),
    [("cease_communication", "house.cease"), ("represented_by_attorney", "house.attorney")],
)
def test_creditors_own_collection_keeps_the_same_protections_when_the_house_says_so(kind: str, rule_id: str) -> None:
    """Regulation F binds agencies; the house holds itself to it for its own debts."""
    someone = person(holds=(Hold(kind=kind, starts_at=BEFORE),))
    verdict = judge(call(NOON, collector="first_party"), someone, (), LAW)
    assert [reason.rule_id for reason in verdict.reasons] == [rule_id]


@pytest.mark.parametrize(
    ("starts", "until", "next_kind"),
    [
        (timedelta(seconds=1), None, "now"),
        (timedelta(0), None, "on_new_fact"),
        (timedelta(days=-1), timedelta(0), "now"),
        (timedelta(days=-1), timedelta(seconds=1), "at"),
        (timedelta(days=-1), timedelta(days=100), "at"),
    ],
)
def test_hold_binds_between_its_ends_when_it_has_them(
    starts: timedelta, until: timedelta | None, next_kind: str
) -> None:
    """A hold counts from its first instant to the one before its last; a long one still has an end."""
    end = None if until is None else NOON + until
    hold = Hold(kind="do_not_contact", starts_at=NOON + starts, until=end)
    verdict = judge(call(NOON), person(holds=(hold,)), (), shipped("house.do_not_contact"))
    assert verdict.next_kind == next_kind
    if next_kind == "at":
        assert verdict.next_allowed_at == end


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [
        ({}, False),
        ({"debts": frozenset({"x"})}, False),
        ({"debts": frozenset({"y"})}, True),
        ({"channels": frozenset({"sms"})}, True),
        ({"channels": frozenset({"sms", "phone"})}, False),
        ({"endpoint_id": "m"}, False),
        ({"endpoint_id": "another"}, True),
        ({"debts": frozenset({"x"}), "endpoint_id": "another"}, True),
    ],
)
def test_hold_binds_within_its_stated_limits_when_it_names_some(limits: dict[str, object], allowed: bool) -> None:
    """What a hold does not name it covers entirely."""
    hold = Hold(kind="do_not_contact", starts_at=BEFORE, **limits)  # type: ignore[arg-type]
    verdict = judge(call(NOON), person(holds=(hold,)), (), shipped("house.do_not_contact"))
    assert verdict.allowed is allowed


@pytest.mark.parametrize(("fact", "allowed"), [("attorney_unresponsive", True), ("verification_sent", False)])
def test_hold_is_lifted_when_the_right_fact_is_on_it(fact: str, allowed: bool) -> None:
    """A silent lawyer frees the line; the fact of another rule does not."""
    hold = Hold(kind="represented_by_attorney", starts_at=BEFORE, lifting_facts=frozenset({fact}))
    assert judge(call(NOON), person(holds=(hold,)), (), shipped("us.fdcpa.attorney")).allowed is allowed


@pytest.mark.parametrize(
    ("purpose", "allowed"), [("collection", False), ("cease_acknowledgement", True), ("legal_notice", True)]
)
def test_last_letter_may_go_when_communication_has_ceased(purpose: str, allowed: bool) -> None:
    """The law leaves room to say that contact ends (15 U.S.C. 1692c(c)(1)-(3))."""
    someone = person(holds=(Hold(kind="cease_communication", starts_at=BEFORE),))
    proposal = call(NOON, channel="letter", purpose=purpose)
    assert judge(proposal, someone, (), shipped("us.fdcpa.cease")).allowed is allowed


@pytest.mark.parametrize(("channel", "allowed"), [("phone", False), ("sms", True), ("letter", True)])
def test_medium_stays_silent_when_it_was_refused(channel: str, allowed: bool) -> None:
    """A wish not to be called speaks of calls only (12 CFR 1006.14(h))."""
    someone = person(refused_media=(RefusedMedium(channel="phone", at=NOON),))
    rules = shipped("us.regf.medium_refused")
    assert judge(call(NOON, channel=channel), someone, (), rules).allowed is allowed


@pytest.mark.parametrize(
    ("number_type", "flag", "allowed"),
    [
        ("work", "employer_prohibits", False),
        ("work", "refused_workplace", False),
        ("work", "disputed", True),
        ("mobile", "employer_prohibits", True),
    ],
)
def test_workplace_is_left_alone_when_it_is_known_to_be_unwelcome(number_type: str, flag: str, allowed: bool) -> None:
    """Only the work number is barred, and only by the two facts (12 CFR 1006.6(b)(3))."""
    someone = person(holds=(Hold(kind=flag, starts_at=BEFORE),))
    rules = shipped("us.regf.workplace")
    assert judge(call(NOON, number_type=number_type), someone, (), rules).allowed is allowed


@pytest.mark.parametrize(("is_only", "allowed"), [(True, True), (False, False)])
def test_barred_place_may_be_used_when_it_is_the_only_number(is_only: bool, allowed: bool) -> None:
    """Some laws yield where there is no other way to reach the person."""
    rules = (rule("place_block", {"unless_only_number": True}),)
    assert judge(call(NOON, is_only_number=is_only), person(), (), rules).allowed is allowed


@pytest.mark.parametrize(
    ("party", "purpose", "facts", "asked_before", "allowed"),
    [
        ("sister", "collection", (), False, False),
        ("sister", "location_information", (), False, True),
        ("sister", "location_information", (), True, False),
        ("sister", "location_information", ("requested_contact",), True, True),
        ("sister", "collection", ("consumer_consented",), False, True),
        ("spouse", "collection", (), False, True),
        ("attorney", "collection", (), False, True),
    ],
)
@pytest.mark.parametrize("collector", ["third_party", "first_party"])
def test_other_person_hears_nothing_of_the_debt_when_contacted(
    party: str, purpose: str, facts: tuple[str, ...], asked_before: bool, allowed: bool, collector: str
) -> None:
    """Location only, and once; the consumer's own side and their lawyer are not third persons."""
    history = [past(BEFORE, "conversation", party=party, purpose=purpose)] if asked_before else []
    proposal = call(NOON, party=party, purpose=purpose, collector=collector)
    someone = person(third_persons={party: frozenset(facts)})
    assert judge(proposal, someone, history, LAW).allowed is allowed


def test_nobody_else_is_asked_when_the_lawyer_is_known() -> None:
    """With a lawyer known, location calls to others end (15 U.S.C. 1692b(6))."""
    someone = person(holds=(Hold(kind="represented_by_attorney", starts_at=BEFORE),))
    verdict = judge(call(NOON, party="sister", purpose="location_information"), someone, (), LAW)
    assert verdict.reasons[0].rule_id == "us.fdcpa.location_after_attorney"
