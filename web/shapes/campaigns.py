"""Shapes of campaigns, their checks, their pace, and of buckets and templates."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from web.shapes.shape import Code, Document, Instant, Line, Named, Shape

CampaignStateName = Literal["draft", "running", "draining", "paused", "halted"]
ModeName = Literal["preview", "progressive", "predictive"]
CeilingKindName = Literal["hard", "statistical"]


class CampaignRow(Shape):
    """One campaign in the list; shares are 0..1."""

    id: UUID
    name: str
    bucket: str
    mode: ModeName
    state: CampaignStateName
    version: int
    callable_now: int
    enrolled: int
    lines: int
    agents_ready: int
    answered_today: int
    abandoned_today: int
    abandoned_share: float
    ceiling_share: float
    contacts_today: int
    promises_today: int


class CampaignRows(Shape):
    rows: list[CampaignRow]


class CampaignShape(Shape):
    """All settings of one campaign; `windows`, `ladder` and `sms` are the documents the contract describes."""

    id: UUID
    name: str
    bucket: str
    mode: ModeName
    tone: str
    script: str
    caller_id: str
    sms_sender: str
    ring_timeout_s: int
    wrap_up_s: int
    ceiling_share: float
    ceiling_kind: CeilingKindName
    day_ceiling_share: float
    half_hour_ceiling_share: float
    detect_machine: bool
    record_calls: bool
    windows: Document
    caps: Document
    ladder: Document
    sms: Document
    abandoned_message: str
    version: int
    state: CampaignStateName
    teams: list[Named]
    changed_at: Instant
    changed_by: str


class CampaignNew(Shape):
    template: Code
    name: Line


class CampaignEdit(Shape):
    """The version that was edited, and the fields that changed; the rest stays."""

    version: int
    name: Line | None = None
    mode: ModeName | None = None
    tone: Code | None = None
    script: Code | None = None
    caller_id: Code | None = None
    sms_sender: Code | None = None
    ring_timeout_s: int | None = Field(default=None, ge=15, le=60)
    wrap_up_s: int | None = Field(default=None, ge=5, le=600)
    ceiling_share: float | None = Field(default=None, gt=0, le=0.05)
    ceiling_kind: CeilingKindName | None = None
    day_ceiling_share: float | None = Field(default=None, gt=0, le=0.05)
    half_hour_ceiling_share: float | None = Field(default=None, gt=0, le=0.2)
    detect_machine: bool | None = None
    record_calls: bool | None = None
    windows: Document | None = None
    caps: Document | None = None
    ladder: Document | None = None
    sms: Document | None = None
    abandoned_message: str | None = Field(default=None, min_length=1, max_length=1000)
    teams: list[UUID] | None = Field(default=None, max_length=200)


class CampaignMovedShape(Shape):
    """The campaign after the move, and how many lines are still up."""

    campaign: CampaignShape
    lines_in_flight: int


class CampaignCheckBody(Shape):
    """Settings to check before they are saved; those left out are the saved ones."""

    windows: Document | None = None
    ladder: Document | None = None
    sms: Document | None = None
    caller_id: Code | None = None
    script: Code | None = None
    at: Instant | None = None


class ReasonCount(Shape):
    code: str
    rule_id: str
    count: int


class HourCount(Shape):
    hour_start: Instant
    count: int


class CampaignCheck(Shape):
    """Whether the campaign could start, and what would become of its cases today.

    `unsettled` cases are counted as they stood before the last facts or settings.
    """

    ok: bool
    problems: list[Document]
    callable_now: int
    later_today: int
    blocked: int
    by_reason: list[ReasonCount]
    histogram: list[HourCount]
    unsettled: int


class CallableBody(Shape):
    windows: Document | None = None
    at: Instant | None = None


class ZoneDifference(Shape):
    zone: str
    before: int
    after: int


class Opening(Shape):
    at: Instant
    zone: str
    count: int


class CaseName(Shape):
    case_id: UUID
    name: str


class CallableDifference(Shape):
    """Who is callable at `at` with the saved windows and with the edited ones."""

    at: Instant
    before: int
    after: int
    became: int
    lost: int
    by_zone: list[ZoneDifference]
    by_reason: list[ReasonCount]
    next_openings: list[Opening]
    sample: list[CaseName]
    unsettled: int


class PaceQuery(Shape):
    minutes: int = Field(default=15, ge=1, le=480)


class PacePoint(Shape):
    """One reading of the pacing controller; `budget` is how many more calls may be abandoned.

    `budget_period` is the period that leaves the fewest (days_30, day); `price` how many abandoned calls one second
    of an agent's waiting is worth; the expected answers and abandoned calls are those of the lines in flight.
    """

    at: Instant
    lines: int
    ready: int
    answered: int
    abandoned: int
    started: int
    ratio: float
    budget: float
    bound_by: str
    setting_up: int
    ringing: int
    waiting: int
    talking: int
    wrapping_up: int
    budget_period: str
    price: float
    expected_answers: float
    expected_abandoned: float


class PaceMark(Shape):
    at: Instant
    text_code: str
    actor: str


class PaceView(Shape):
    points: list[PacePoint]
    marks: list[PaceMark]


class BucketShape(Shape):
    """A range of days past due, both ends included; the last has no end."""

    code: Code
    name_en: Line
    name_zh: Line
    first_day: int = Field(ge=1, le=100_000)
    last_day: int | None = Field(ge=1, le=100_000)


class BucketSet(Shape):
    buckets: list[BucketShape] = Field(max_length=50)


class TemplateShape(Shape):
    """One message text; `texts` maps a language to it."""

    code: str
    mentions_debt: bool
    version: int
    texts: dict[str, str]
    obligatory: list[str]


class TemplateRows(Shape):
    """Message templates, and the campaign templates a new campaign starts from."""

    messages: list[TemplateShape]
    campaigns: list[dict[str, Any]]
    scripts: list[str]
