"""Shapes of the list of cases and of the page of one case."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from web.shapes.calls import PromiseShape
from web.shapes.shape import Code, Instant, MoneyShape, Named, PageQuery, Shape
from web.shapes.timeline import TimelineItem


class CaseQuery(PageQuery):
    """`query` is a part of a name, a case number, a customer reference or the end of a telephone number."""

    query: str = Field(default="", max_length=100)
    bucket: Code | None = None
    campaign: UUID | None = None
    state: Code | None = None


class CaseRow(Shape):
    """What tells of the debt is null for whoever may not be shown it."""

    id: UUID
    number: str
    name: str
    creditor: str | None
    bucket: str | None
    days_past_due: int | None
    past_due: MoneyShape | None
    state: str | None
    campaign: Named | None
    next_contact_at: Instant | None
    last_disposition: str | None


class CasePage(Shape):
    rows: list[CaseRow]
    next: str | None
    total: int


class CaseHead(Shape):
    """What tells of the debt is null for whoever may not be shown it."""

    id: UUID
    number: str
    creditor: str | None
    state: str | None
    bucket: str | None
    campaign: Named | None
    days_past_due: int | None
    past_due: MoneyShape | None
    balance: MoneyShape | None
    next_contact_at: Instant | None
    tries: int
    opened_at: Instant
    closed_at: Instant | None
    closed_reason: str | None


class ZoneShape(Shape):
    """A zone the person may be in, and what says so: stated, address, or the label of a number."""

    zone: str
    source: str


class DebtorShape(Shape):
    id: UUID
    name: str
    customer_ref: str
    language: str
    born_on: date | None
    address: str
    zones: list[ZoneShape]


class CaseAccount(Shape):
    id: UUID
    account_number: str
    product: str
    balance: MoneyShape
    past_due: MoneyShape
    days_past_due: int
    due_on: date | None
    last_payment_on: date | None
    as_of_on: date


class ContactPointShape(Shape):
    """`value` is masked to its last digits for agents."""

    id: UUID
    kind: str
    label: str
    value: str
    state: str
    rank: int
    zones: list[str]
    source: str


class HoldShape(Shape):
    id: UUID
    kind: str
    starts_at: Instant
    ends_at: Instant | None
    lifted_at: Instant | None
    evidence: str
    actor: str
    whole_person: bool


class ConsentShape(Shape):
    """A consent, or (kind `opt_out`) a stop of one address or a whole channel."""

    id: UUID
    kind: str
    channel: str | None
    contact_point_id: UUID | None
    given_at: Instant
    ends_at: Instant | None
    revoked_at: Instant | None
    evidence: str


class CallbackShape(Shape):
    id: UUID
    due_at: Instant
    zone: str
    state: str
    owner_id: UUID | None
    contact_point_id: UUID | None


class RelationShape(Shape):
    id: UUID
    name: str
    relation: str
    may_contact: bool


class CaseView(Shape):
    """Without `debt_shown` there are no accounts and promises, and the timeline is neutral."""

    debt_shown: bool
    case: CaseHead
    debtor: DebtorShape
    accounts: list[CaseAccount]
    contact_points: list[ContactPointShape]
    holds: list[HoldShape]
    consents: list[ConsentShape]
    promises: list[PromiseShape]
    callbacks: list[CallbackShape]
    relations: list[RelationShape]
    timeline: list[TimelineItem]


class HoldBody(Shape):
    kind: Code
    evidence: Annotated[str, Field(min_length=1, max_length=500)]
    ends_at: Instant | None = None
