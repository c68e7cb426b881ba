"""What may be recorded of a person: kinds, limits and defaults, and what loosens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from campaigns.contact_facts import (
    ConsentFact,
    ContactFact,
    HoldFact,
    LiftingFact,
    NoticeFact,
    NumberFact,
    OptOutFact,
    RelatedFact,
    StatedTimeFact,
    ZoneFact,
    check,
    check_evidence,
    effect_of,
)
from config.errors import BadInput

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
ID = UUID(int=1)
NIGHTS = StatedTimeFact(days=(0, 6), start_minute=1200, end_minute=480)
GOOD: list[ContactFact] = [
    HoldFact(kind="disputed", channels=("phone",), ends_at=LATER),
    LiftingFact(hold_id=ID, kind="verification_sent"),
    ConsentFact(kind="sms", channel="sms", valid_days=1),
    ConsentFact(kind="hours_waiver", valid_days=3650, ends_at=LATER),
    OptOutFact(channel="letter"),
    NIGHTS,
    replace(NIGHTS, start_minute=0, end_minute=1440),
    ZoneFact(zone="America/Denver"),
    NumberFact(contact_point_id=ID, kind="reassigned"),
    RelatedFact(relation_id=ID, kind="refused"),
    NoticeFact(kind="collection_notice", sent_at=NOW - timedelta(days=30)),
]
BAD: list[tuple[ContactFact, str]] = [
    (HoldFact(kind="whatever"), "kind"),
    (HoldFact(kind="disputed", channels=("fax",)), "channels"),
    (HoldFact(kind="disputed", ends_at=NOW), "ends_at"),
    (HoldFact(kind="disputed", ends_at=LATER.replace(tzinfo=None)), "ends_at"),
    (LiftingFact(hold_id=ID, kind="sorry"), "kind"),
    (ConsentFact(kind="anything"), "kind"),
    (ConsentFact(kind="sms", valid_days=0), "valid_days"),
    (ConsentFact(kind="sms", valid_days=3651), "valid_days"),
    (ConsentFact(kind="sms", channel="fax"), "channels"),
    (ConsentFact(kind="sms", ends_at=NOW), "ends_at"),
    (OptOutFact(channel="*"), "channels"),
    (replace(NIGHTS, days=()), "days"),
    (replace(NIGHTS, days=(7,)), "days"),
    (replace(NIGHTS, start_minute=1440), "start_minute"),
    (replace(NIGHTS, end_minute=1441), "end_minute"),
    (replace(NIGHTS, ends_at=NOW), "ends_at"),
    (ZoneFact(zone="Denver"), "zone"),
    (ZoneFact(zone="../etc/passwd"), "zone"),
    (ZoneFact(zone="America/Nowhere"), "zone"),
    (NumberFact(contact_point_id=ID, kind="odd"), "kind"),
    (RelatedFact(relation_id=ID, kind="odd"), "kind"),
    (NoticeFact(kind="letter"), "kind"),
    (NoticeFact(kind="collection_notice", sent_at=NOW + timedelta(minutes=6)), "sent_at"),
]


@pytest.mark.parametrize("fact", GOOD, ids=lambda fact: fact.what)
def test_what_a_person_can_say_is_taken(fact: ContactFact) -> None:
    """Every kind of fact, at the edges of its limits, passes."""
    check(fact, now=NOW)


@pytest.mark.parametrize(("fact", "field"), BAD, ids=lambda value: str(value)[:60])
def test_what_cannot_be_is_refused_by_the_name_of_its_field(fact: ContactFact, field: str) -> None:
    """Nothing unknown, past or out of range is kept; the answer names what is wrong."""
    with pytest.raises(BadInput) as refused:
        check(fact, now=NOW)
    assert field in refused.value.details


@pytest.mark.parametrize("evidence", ["", "   ", "x" * 501])
def test_a_fact_without_evidence_is_refused(evidence: str) -> None:
    """Every fact rests on something that can be shown."""
    with pytest.raises(BadInput):
        check_evidence(evidence)


@pytest.mark.parametrize(("asked", "days"), [(None, 7), (3, 3), (7, 7), (30, 7)])
def test_consent_to_more_calls_is_good_for_a_week_at_most(asked: int | None, days: int) -> None:
    """Whatever was asked, seven days, the first being the day it was given (12 CFR 1006.14(b)(3)(i))."""
    assert ConsentFact(kind="extra_calls", valid_days=asked).days == days


def test_only_consents_notices_and_openings_to_others_loosen() -> None:
    """Everything else may be recorded by whoever hears it."""
    loosening = {fact.what for fact in GOOD if effect_of(fact) == "loosens"}
    assert loosening == {"lifting_fact", "consent", "notice"}
    assert effect_of(RelatedFact(relation_id=ID, kind="requested_contact")) == "loosens"


@pytest.mark.parametrize(("kind", "whole", "covers"), [
    ("disputed", None, False),
    ("disputed", True, True),
    ("cease_communication", None, True),
    ("cease_communication", False, False),
])  # fmt: skip
def test_a_hold_covers_what_is_usual_for_its_kind_unless_said(kind: str, whole: bool | None, covers: bool) -> None:
    """A dispute is about a debt, a wish to be left alone about the person."""
    assert HoldFact(kind=kind, whole_person=whole).covers_person is covers
