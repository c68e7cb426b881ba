"""Shapes of one call at the agent panel; without `debt` until the right party is verified."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from web.shapes.shape import Code, CodeText, CommandBody, Instant, MoneyShape, Named, Shape, Text
from web.shapes.timeline import TimelineItem

CallStateName = Literal["preview", "joining", "bridged", "held", "ended"]
Owner = Literal["me", "team"]
Method = Annotated[str, Field(min_length=1, max_length=32)]


class CallCampaign(Named):
    """Shown with the debt only: names of campaigns tell how long something is past due."""


class PersonShape(Shape):
    """Always shown; `local_time` is HH:MM in `zone`."""

    name: str
    language: str
    local_time: str
    zone: str
    warnings: list[CodeText]


class SayNow(Shape):
    """The line to say now; `lang_text` is in the person's language."""

    en: str
    zh: str
    lang_text: str


class Disclosure(Shape):
    code: str
    text: str
    required: bool


class VerifyItem(Shape):
    """What the agent asks for, and what the record says."""

    code: str
    label: str
    expected: str


class AccountShape(Shape):
    account_number_masked: str
    balance: MoneyShape
    past_due: MoneyShape
    days_past_due: int


class PromiseShape(Shape):
    id: UUID
    amount: MoneyShape
    due_on: date
    method: str
    state: str


class DebtShape(Shape):
    creditor: str
    product: str
    accounts: list[AccountShape]
    past_due: MoneyShape
    balance: MoneyShape
    days_past_due: int
    bucket: str | None
    promise: PromiseShape | None


class ContactRules(Shape):
    """How many attempts the caps leave, and what bars the next one; `sentences` are codes.

    `closed` are the channels that no time opens again, only a new fact.
    """

    attempts_used: int
    attempts_cap: int
    window_days: int
    quiet_until: Instant | None
    sms_ok: bool
    sentences: list[str]
    closed: list[str]


class PromiseDraft(Shape):
    amount_minor: int = Field(ge=1, le=10**15)
    due_on: date
    method: Method


class CallbackDraft(Shape):
    due_at: Instant
    contact_point_id: UUID | None
    owner: Owner


class DraftShape(Shape):
    """What an agent has typed so far; kept by the server."""

    disposition: Code | None
    reason_code: Code | None
    note: Text
    promise_text: Annotated[str, Field(max_length=200)]
    promise: PromiseDraft | None
    callback: CallbackDraft | None
    verified_items: list[Code]
    disclosures_done: list[Code]
    script_position: Annotated[str, Field(max_length=64)] | None


class CallView(Shape):
    """One call as the agent sees it."""

    attempt_id: UUID
    case_id: UUID
    contact_point_id: UUID | None
    campaign: CallCampaign | None
    state: CallStateName
    bridged_at: Instant | None
    ended_at: Instant | None
    ended_by: str | None
    verified: bool
    recording: bool
    person: PersonShape
    say_now: SayNow
    disclosures: list[Disclosure]
    verify: list[VerifyItem]
    debt: DebtShape | None
    contact_rules: ContactRules
    timeline: list[TimelineItem]
    draft: DraftShape
    dispositions_allowed: list[str]


class DraftSaved(Shape):
    saved_at: Instant


class VerifyBody(Shape):
    items: list[Code] = Field(min_length=1, max_length=20)


class PromiseText(Shape):
    text: str = Field(min_length=1, max_length=200)


class FieldProblem(Shape):
    field: str
    sentence: str


class PromiseRead(Shape):
    """What a typed promise was understood as, with the sentence to read back."""

    amount: MoneyShape | None
    due_on: date | None
    method: str | None
    read_back_en: str
    read_back_zh: str
    problems: list[FieldProblem]
    needs_approval: bool


class SlotsQuery(Shape):
    days: int = Field(default=3, ge=1, le=14)


class CallbackSlot(Shape):
    """One hour or half; `local` is in the person's zone, `rule` and `why` say what bars it."""

    at: Instant
    local: str
    allowed: bool
    rule: str | None
    why: str | None


class CallbackSlots(Shape):
    zone: str
    slots: list[CallbackSlot]


class CallbackChoice(Shape):
    due_at: Instant
    contact_point_id: UUID | None = None
    owner: Owner = "team"


class DispositionBody(CommandBody):
    disposition: Code
    reason_code: Code | None = None
    note: Text = ""
    promise: PromiseDraft | None = None
    callback: CallbackChoice | None = None
