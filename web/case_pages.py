"""The rows of a case as the shapes of its page. Pure; what may be seen is decided by the caller."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from crm.accounts import Account
from crm.callbacks import Callback
from crm.case_card import mask_account_number
from crm.cases import Case
from crm.contact_points import ContactPoint
from crm.debtors import Debtor
from crm.holds import NEUTRAL_HOLDS, Hold
from crm.money import Money
from crm.promises import Promise
from crm.store.for_case_pages import CaseRows, ListedCase
from telephony.numbers import mask_number
from web.shapes.calls import PromiseShape
from web.shapes.cases import (
    CallbackShape,
    CaseAccount,
    CaseHead,
    CaseRow,
    CaseView,
    ConsentShape,
    ContactPointShape,
    DebtorShape,
    HoldShape,
    RelationShape,
    ZoneShape,
)
from web.shapes.shape import MoneyShape, Named
from web.shapes.timeline import TimelineItem

Campaigns = Mapping[UUID, Named]


def listed_case(row: ListedCase, campaigns: Campaigns, *, shows_debt: bool) -> CaseRow:
    case = row.case
    return CaseRow(
        id=case.id,
        number=case.number,
        name=row.name,
        creditor=row.creditor if shows_debt else None,
        bucket=case.bucket if shows_debt else None,
        days_past_due=case.days_past_due if shows_debt else None,
        past_due=money(case.past_due_minor, case.currency) if shows_debt else None,
        state=case.state if shows_debt else None,
        campaign=_campaign(case, campaigns) if shows_debt else None,
        next_contact_at=case.next_contact_at,
        last_disposition=row.last_disposition if shows_debt else None,
    )


def case_view(
    rows: CaseRows,
    campaigns: Campaigns,
    timeline: Sequence[TimelineItem],
    names: Mapping[str, str],
    *,
    is_masked: bool,
    shows_debt: bool,
) -> CaseView:
    """Show one case with actors by `names`; `is_masked` hides numbers and account numbers up to their last digits.

    Without `shows_debt` everything is left out that tells of the debt; `timeline` must be neutral then.
    """
    accounts = rows.accounts if shows_debt else ()
    promises = rows.promises if shows_debt else ()
    holds = rows.holds if shows_debt else [hold for hold in rows.holds if hold.kind in NEUTRAL_HOLDS]
    return CaseView(
        debt_shown=shows_debt,
        case=_head(rows, campaigns, shows_debt=shows_debt),
        debtor=_debtor(rows.debtor, rows.contact_points),
        accounts=[_account(account, is_masked=is_masked) for account in accounts],
        contact_points=[_point(point, is_masked=is_masked) for point in rows.contact_points],
        holds=[hold_shape(hold, names[hold.actor], shows_evidence=shows_debt) for hold in holds],
        consents=list(_consents(rows)),
        promises=[promise_shape(promise) for promise in promises],
        callbacks=[_callback(callback) for callback in rows.callbacks],
        relations=[
            RelationShape(id=row.id, name=row.full_name, relation=row.relation, may_contact=row.may_contact)
            for row in rows.relations
        ],
        timeline=list(timeline),
    )


def hold_shape(hold: Hold, actor: str, *, shows_evidence: bool = True) -> HoldShape:
    """Show a hold; `actor` is the name of whoever set it."""
    return HoldShape(
        id=hold.id,
        kind=hold.kind,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        lifted_at=hold.lifted_at,
        evidence=hold.evidence if shows_evidence else "",
        actor=actor,
        whole_person=hold.case_id is None,
    )


def promise_shape(promise: Promise) -> PromiseShape:
    return PromiseShape(
        id=promise.id,
        amount=money(promise.amount_minor, promise.currency),
        due_on=promise.due_on,
        method=promise.method,
        state=promise.state,
    )


def money(minor: int, currency: str) -> MoneyShape:
    return MoneyShape.of(Money(minor, currency))


def _campaign(case: Case, campaigns: Campaigns) -> Named | None:
    return campaigns.get(case.campaign_id) if case.campaign_id else None


def _head(rows: CaseRows, campaigns: Campaigns, *, shows_debt: bool) -> CaseHead:
    case = rows.case
    return CaseHead(
        id=case.id,
        number=case.number,
        creditor=rows.creditor.name if shows_debt else None,
        state=case.state if shows_debt else None,
        bucket=case.bucket if shows_debt else None,
        campaign=_campaign(case, campaigns) if shows_debt else None,
        days_past_due=case.days_past_due if shows_debt else None,
        past_due=money(case.past_due_minor, case.currency) if shows_debt else None,
        balance=money(case.balance_minor, case.currency) if shows_debt else None,
        next_contact_at=case.next_contact_at,
        tries=case.tries,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        closed_reason=case.closed_reason if shows_debt else None,
    )


def _debtor(debtor: Debtor, points: Sequence[ContactPoint]) -> DebtorShape:
    place = (debtor.address_line, debtor.city, debtor.region, debtor.postal_code, debtor.country)
    return DebtorShape(
        id=debtor.id,
        name=debtor.full_name,
        customer_ref=debtor.customer_ref,
        language=debtor.language,
        born_on=debtor.born_on,
        address=", ".join(part for part in place if part),
        zones=list(_zones(debtor, points)),
    )


def _zones(debtor: Debtor, points: Sequence[ContactPoint]) -> Iterable[ZoneShape]:
    if debtor.known_zone:
        yield ZoneShape(zone=debtor.known_zone, source="stated")
    for zone in debtor.address_zones:
        yield ZoneShape(zone=zone, source="address")
    for point in points:
        for zone in point.zones:
            yield ZoneShape(zone=zone, source=point.label)


def _account(account: Account, *, is_masked: bool) -> CaseAccount:
    return CaseAccount(
        id=account.id,
        account_number=mask_account_number(account.account_number) if is_masked else account.account_number,
        product=account.product,
        balance=money(account.balance_minor, account.currency),
        past_due=money(account.past_due_minor, account.currency),
        days_past_due=account.days_past_due,
        due_on=account.due_on,
        last_payment_on=account.last_payment_on,
        as_of_on=account.as_of_on,
    )


def _point(point: ContactPoint, *, is_masked: bool) -> ContactPointShape:
    hidden = mask_number(point.value) if point.kind == "phone" else f"***@{point.value.rpartition('@')[2]}"
    return ContactPointShape(
        id=point.id,
        kind=point.kind,
        label=point.label,
        value=hidden if is_masked else point.value,
        state=point.state,
        rank=point.rank,
        zones=point.zones,
        source=point.source,
    )


def _consents(rows: CaseRows) -> Iterable[ConsentShape]:
    for consent in rows.consents:
        yield ConsentShape(
            id=consent.id,
            kind=consent.kind,
            channel=None,
            contact_point_id=consent.contact_point_id,
            given_at=consent.given_at,
            ends_at=consent.ends_at,
            revoked_at=consent.revoked_at,
            evidence=consent.evidence,
        )
    points = {point.value: point.id for point in rows.contact_points}
    for stop in rows.opt_outs:
        yield ConsentShape(
            id=stop.id,
            kind="opt_out",
            channel=stop.channel,
            contact_point_id=points.get(stop.value),
            given_at=stop.at,
            ends_at=None,
            revoked_at=None,
            evidence=stop.evidence,
        )


def _callback(callback: Callback) -> CallbackShape:
    return CallbackShape(
        id=callback.id,
        due_at=callback.due_at,
        zone=callback.zone,
        state=callback.state,
        owner_id=callback.owner_id,
        contact_point_id=callback.contact_point_id,
    )
