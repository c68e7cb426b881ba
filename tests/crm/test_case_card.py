"""The card of a call: neutral until the right party is verified."""

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from crm.accounts import Account
from crm.attempts import Attempt
from crm.case_card import CardRows, build_card, mask_account_number, plausible_zones
from crm.cases import Case
from crm.contact_points import ContactPoint
from crm.debtors import Creditor, Debtor
from crm.promises import Promise

NOON_EAST = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
SOME = UUID(int=1)


def rows(**of_debtor: object) -> CardRows:
    debtor = Debtor(
        id=SOME,
        full_name="Brandy Boone",
        born_on=date(1987, 7, 28),
        language="en",
        postal_code="98304",
        address_zones=["America/New_York"],
        known_zone=None,
    )
    for name, value in of_debtor.items():
        setattr(debtor, name, value)
    case = Case(
        id=SOME,
        number="C-77001",
        currency="USD",
        balance_minor=391_300,
        past_due_minor=56_600,
        days_past_due=47,
        bucket="b4",
    )
    account = Account(
        account_number="CC0000001",
        product="credit_card",
        currency="USD",
        balance_minor=391_300,
        past_due_minor=56_600,
        days_past_due=47,
    )
    promise = Promise(
        id=SOME, amount_minor=10_000, currency="USD", due_on=date(2026, 11, 6), method="card", state="active"
    )
    point = ContactPoint(kind="phone", label="mobile", value="+12125550105", zones=["America/New_York"], state="new")
    return CardRows(Attempt(id=SOME), case, debtor, Creditor(name="Northern Bank"), [account], point, promise, None)


def test_nothing_tells_of_a_debt_before_the_party_is_verified() -> None:
    """Neither amounts, days, creditor, product nor account appear anywhere in the card (12 CFR 1006.6(d)(1))."""
    card = build_card(rows(), now=NOON_EAST, is_verified=False)
    assert card.debt is None
    text = json.dumps(asdict(card), default=str)
    for told in ("391", "566", "47", "Northern", "credit", "CC00", "0001", "b4", "promise", "C-77001"):
        assert told not in text


def test_the_debt_is_there_once_the_party_is_verified() -> None:
    """With verification the agent sees amounts, the running promise and the account's last digits."""
    debt = build_card(rows(), now=NOON_EAST, is_verified=True).debt
    assert debt is not None
    assert (str(debt.past_due), debt.days_past_due, debt.creditor) == ("566.00 USD", 47, "Northern Bank")
    assert debt.accounts[0].number_masked == "•••••0001"
    assert debt.promise is not None


def test_only_what_is_on_record_is_asked() -> None:
    """The agent is never asked to compare with an empty field."""
    card = build_card(rows(born_on=None, postal_code=None), now=NOON_EAST, is_verified=False)
    assert [(question.code, question.expected) for question in card.questions] == [("full_name", "Brandy Boone")]
    assert "no_birth_date" in card.warnings


@pytest.mark.parametrize(
    ("hour_utc", "zones", "warnings"),
    [
        (14, ["America/New_York"], ()),
        (13, ["America/New_York"], ("early",)),
        (14, ["America/New_York", "America/Los_Angeles"], ("several_zones", "early")),
        (0, ["America/New_York"], ()),
        (1, ["America/New_York"], ("late",)),
        (14, ["America/New_York", "America/Toronto"], ()),
    ],
)
def test_the_agent_is_warned_of_the_hour(hour_utc: int, zones: list[str], warnings: tuple[str, ...]) -> None:
    """From 09:00 to 19:59 in every plausible zone there is no warning; zones of one hour are not several."""
    card = build_card(rows(address_zones=zones), now=datetime(2026, 11, 3, hour_utc, tzinfo=UTC), is_verified=False)
    assert card.warnings == warnings


def test_where_the_person_said_to_be_beats_address_and_number() -> None:
    """A stated zone is the only one; without any the time is shown in UTC."""
    told = rows(known_zone="America/Denver")
    assert plausible_zones(told.debtor, told.point) == ("America/Denver",)
    assert build_card(told, now=NOON_EAST, is_verified=False).local_time == "10:00"
    nothing = replace(rows(address_zones=[]), point=None)
    assert plausible_zones(nothing.debtor, nothing.point) == ("UTC",)


@pytest.mark.parametrize(
    ("number", "shown"), [("CC0000001", "•••••0001"), ("1234", "••••"), ("12345", "•2345"), ("", "")]
)
def test_account_numbers_show_their_last_four_signs(number: str, shown: str) -> None:
    """Short numbers are hidden as a whole."""
    assert mask_account_number(number) == shown
