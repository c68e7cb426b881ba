"""The card of one call: what the agent may see of the person now, and of the debt only once the party is verified.

Assembled from rows; what to say, which outcomes are open and what the rules allow is added by others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from crm.accounts import Account
from crm.attempts import Attempt, Draft
from crm.cases import Case
from crm.contact_points import ContactPoint
from crm.debtors import Creditor, Debtor
from crm.money import Money
from crm.promises import Promise

EARLY_HOUR, LATE_HOUR = 9, 20
"""Outside these hours of the person's day an agent is warned, although the rules allowed the call."""
SHOWN_OF_ACCOUNT = 4


@dataclass(frozen=True, slots=True)
class CardRows:
    """The rows behind one card; the promise is the active one."""

    attempt: Attempt
    case: Case
    debtor: Debtor
    creditor: Creditor
    accounts: Sequence[Account]
    point: ContactPoint | None
    promise: Promise | None
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Question:
    """One item the agent asks for: `full_name`, `birth_year` or `postal_code`, with what the record says."""

    code: str
    expected: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    number_masked: str
    balance: Money
    past_due: Money
    days_past_due: int


@dataclass(frozen=True, slots=True)
class Debt:
    """The debt of the case; `accounts` by number."""

    creditor: str
    product: str
    accounts: tuple[AccountLine, ...]
    past_due: Money
    balance: Money
    days_past_due: int
    bucket: str | None
    promise: Promise | None


@dataclass(frozen=True, slots=True)
class CaseCard:
    """One card. `local_time` is HH:MM in `zone` (IANA); `debt` is None until the right party is verified.

    Warnings are codes: several_zones, early, late, number_suspect, no_birth_date.
    """

    name: str
    language: str
    zone: str
    local_time: str
    warnings: tuple[str, ...]
    questions: tuple[Question, ...]
    debt: Debt | None


def build_card(rows: CardRows, *, now: datetime, is_verified: bool) -> CaseCard:
    """Assemble the card. Without verification nothing of it tells that there is a debt.

    Source: 12 CFR 1006.6(d)(1): no third party may learn of the debt, so it is not even sent to the screen.
    """
    zones = plausible_zones(rows.debtor, rows.point)
    local = now.astimezone(ZoneInfo(zones[0]))
    return CaseCard(
        name=rows.debtor.full_name,
        language=rows.debtor.language,
        zone=zones[0],
        local_time=f"{local:%H:%M}",
        warnings=_warnings(rows, zones, now),
        questions=_questions(rows.debtor),
        debt=_debt(rows) if is_verified else None,
    )


def plausible_zones(debtor: Debtor, point: ContactPoint | None) -> tuple[str, ...]:
    """Return the zones the person may be in, the likeliest first: where they said, their address, the number's."""
    if debtor.known_zone:
        return (debtor.known_zone,)
    zones = [*debtor.address_zones, *(point.zones if point else ())]
    return tuple(dict.fromkeys(zones)) or ("UTC",)


def mask_account_number(number: str) -> str:
    """Hide all but the last four signs."""
    shown = number[-SHOWN_OF_ACCOUNT:] if len(number) > SHOWN_OF_ACCOUNT else ""
    return "•" * (len(number) - len(shown)) + shown


def _warnings(rows: CardRows, zones: tuple[str, ...], now: datetime) -> tuple[str, ...]:
    hours = [now.astimezone(ZoneInfo(zone)).hour for zone in zones]
    found = {
        "several_zones": len(set(hours)) > 1,
        "early": min(hours) < EARLY_HOUR,
        "late": max(hours) >= LATE_HOUR,
        "number_suspect": rows.point is not None and rows.point.state == "suspect",
        "no_birth_date": rows.debtor.born_on is None,
    }
    return tuple(code for code, holds in found.items() if holds)


def _questions(debtor: Debtor) -> tuple[Question, ...]:
    answers = {
        "full_name": debtor.full_name,
        "birth_year": str(debtor.born_on.year) if debtor.born_on else "",
        "postal_code": debtor.postal_code or "",
    }
    return tuple(Question(code, expected) for code, expected in answers.items() if expected)


def _debt(rows: CardRows) -> Debt:
    case = rows.case
    return Debt(
        creditor=rows.creditor.name,
        product=rows.accounts[0].product if rows.accounts else "",
        accounts=tuple(
            AccountLine(
                mask_account_number(account.account_number),
                Money(account.balance_minor, account.currency),
                Money(account.past_due_minor, account.currency),
                account.days_past_due,
            )
            for account in rows.accounts
        ),
        past_due=Money(case.past_due_minor, case.currency),
        balance=Money(case.balance_minor, case.currency),
        days_past_due=case.days_past_due,
        bucket=case.bucket,
        promise=rows.promise,
    )
