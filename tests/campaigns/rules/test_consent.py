"""Consent and its withdrawal: texts need it, a stop ends it, and each binds its own address."""

from datetime import datetime, timedelta

import pytest

from campaigns.rules.judge import judge
from campaigns.rules.proposal import Consent, OptOut
from tests.campaigns.rules.cases import BOOK, call, local, person, shipped

NOON = local("2026-06-03 12:00")
LAW = BOOK.rules_for(["us"], NOON.date())
AGREED = Consent(kind="sms", at=NOON - timedelta(days=90))


@pytest.mark.parametrize(
    ("at", "endpoint_id", "channel", "allowed"),
    [
        (NOON, "m", "sms", False),
        (NOON + timedelta(seconds=1), "m", "sms", True),
        (NOON, None, "sms", False),
        (NOON, "another", "sms", True),
        (NOON, "m", "email", True),
    ],
)
@pytest.mark.parametrize("collector", ["third_party", "first_party"])
def test_text_is_refused_at_once_when_its_number_was_opted_out(
    at: datetime, endpoint_id: str | None, channel: str, allowed: bool, collector: str
) -> None:
    """A stop counts from its own instant, for its channel and number, whoever collects."""
    someone = person(consents=(AGREED,), opt_outs=(OptOut(channel=channel, at=at, endpoint_id=endpoint_id),))
    verdict = judge(call(NOON, channel="sms", collector=collector), someone, (), LAW)
    assert verdict.allowed is allowed
    assert allowed or verdict.next_kind == "on_new_fact"


def test_call_stays_allowed_when_only_texts_were_stopped() -> None:
    """STOP by text does not refuse the telephone."""
    someone = person(opt_outs=(OptOut(channel="sms", at=NOON),))
    assert judge(call(NOON), someone, (), LAW).allowed


def test_one_confirmation_may_go_when_a_number_opted_out() -> None:
    """The stop itself may be confirmed once."""
    someone = person(consents=(AGREED,), opt_outs=(OptOut(channel="sms", at=NOON),))
    assert judge(call(NOON, channel="sms", purpose="optout_confirmation"), someone, (), LAW).allowed


@pytest.mark.parametrize(
    ("consents", "allowed"),
    [
        ((), False),
        ((AGREED,), True),
        ((Consent(kind="sms", at=NOON),), True),
        ((Consent(kind="sms", at=NOON + timedelta(seconds=1)),), False),
        ((Consent(kind="sms", at=AGREED.at, revoked_at=NOON),), False),
        ((Consent(kind="sms", at=AGREED.at, revoked_at=NOON + timedelta(seconds=1)),), True),
        ((Consent(kind="sms", at=AGREED.at, revoked_at=AGREED.at + timedelta(days=1)), AGREED), True),
        ((Consent(kind="sms", at=AGREED.at, endpoint_id="another"),), False),
        ((Consent(kind="sms", at=AGREED.at, endpoint_id="m"),), True),
        ((Consent(kind="ecomm", at=AGREED.at),), False),
        ((Consent(kind="sms", at=local("2026-06-01 23:00"), valid_days=3),), True),
        ((Consent(kind="sms", at=local("2026-06-01 23:00"), valid_days=2),), False),
    ],
)
def test_text_needs_a_live_consent_when_the_house_row_is_on(consents: tuple[Consent, ...], allowed: bool) -> None:
    """Given, revoked, given again, narrowed or run out: only a live and fitting consent opens the channel."""
    rules = shipped("house.sms_consent")
    assert judge(call(NOON, channel="sms"), person(consents=consents), (), rules).allowed is allowed


def test_text_goes_without_consent_when_the_creditor_switched_the_row_off() -> None:
    """Consent to texts is a setting of the creditor, not federal law for live-agent texts."""
    rules = BOOK.rules_for(["us"], NOON.date(), switched_off=["house.sms_consent"])
    assert judge(call(NOON, channel="sms"), person(), (), rules).allowed


@pytest.mark.parametrize(("technology", "allowed"), [("live_agent", True), ("prerecorded_voice", False)])
def test_recorded_voice_needs_consent_when_it_rings_a_mobile(technology: str, allowed: bool) -> None:
    """A person may call where a recording may not (47 U.S.C. 227(b)(1)(A)(iii))."""
    assert judge(call(NOON, technology=technology), person(), (), LAW).allowed is allowed


def test_the_next_instant_is_the_start_of_a_consent_when_it_begins_later() -> None:
    """Texts agreed to from this evening on are possible then, and in no way earlier."""
    evening = NOON + timedelta(hours=5)
    someone = person(consents=(Consent(kind="sms", at=evening),))
    verdict = judge(call(NOON, channel="sms"), someone, (), shipped("house.sms_consent"))
    assert (verdict.reasons[0].code, verdict.next_kind, verdict.next_allowed_at) == ("no_consent", "at", evening)


def test_a_new_fact_is_needed_when_the_consent_that_begins_later_is_for_another_number() -> None:
    """What lies ahead is tried, and does not help."""
    ahead = Consent(kind="sms", at=NOON + timedelta(hours=5), endpoint_id="another")
    verdict = judge(call(NOON, channel="sms"), person(consents=(ahead,)), (), shipped("house.sms_consent"))
    assert (verdict.next_kind, verdict.next_allowed_at) == ("on_new_fact", None)
