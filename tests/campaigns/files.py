"""Person files as values, for tests of what is decided over them."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from campaigns.books import Place
from campaigns.person_file import PersonFile, Point
from campaigns.rules.proposal import Debt, PastContact, Person
from tests.conftest import EPOCH

CASE = UUID(int=1)
MOBILE = Point(UUID(int=2), "phone", "mobile", "+14045550101", ("America/New_York",), "new", 0)


def person_file(*, zone: str = "America/New_York", history: tuple[PastContact, ...] = ()) -> PersonFile:
    """Return a file of somebody in Georgia with one mobile number, whose days run in a zone."""
    return PersonFile(
        debtor_id=UUID(int=3),
        case_id=CASE,
        case_state="working",
        campaign_id=None,
        name="Person 1",
        language="en",
        place=Place("US", "GA", "Springfield"),
        collector="third_party",
        person=Person(address_zones=(zone,), debts={CASE: Debt(creditor=UUID(int=4), days_past_due=3)}),
        points=(replace(MOBILE, zones=(zone,)),),
        history=history,
        tries_by_point={},
        days_past_due=3,
        has_open_attempt=False,
        preferred_point=None,
    )


def call(outcome: str, *, ago: timedelta, now: datetime = EPOCH) -> PastContact:
    """Return a call to the mobile number some time ago."""
    return PastContact(
        at=now - ago,
        channel="phone",
        outcome=outcome,
        endpoint_id=MOBILE.id,
        debts=(CASE,),
        number_type="mobile",
    )
