"""Shapes of who can be called: counts over all campaigns, and the cases behind a count."""

from typing import Literal
from uuid import UUID

from web.shapes.campaigns import HourCount, ReasonCount
from web.shapes.shape import Code, Instant, Line, PageQuery, Shape


class CallableQuery(Shape):
    """The instant that is asked about; now, if none is given."""

    at: Instant | None = None


class NamedCount(Shape):
    name: str
    count: int


class CallableView(Shape):
    """All open cases at `at`: now, later within a day, and blocked; the week hour by hour.

    `unsettled` of them stand as they stood before the last facts or settings; facts up to `as_of` are in the answer.
    """

    at: Instant
    callable_now: int
    later_today: int
    blocked: int
    by_reason: list[ReasonCount]
    by_zone: list[NamedCount]
    by_bucket: list[NamedCount]
    week: list[HourCount]
    as_of: Instant
    unsettled: int


class CallableCasesQuery(PageQuery):
    """Which number is opened: of one campaign or all, of a standing, a zone, a bucket, a reason (code and rule)."""

    at: Instant | None = None
    campaign_id: UUID | None = None
    standing: Literal["now", "later", "blocked"] | None = None
    zone: Line | None = None
    bucket: Code | None = None
    code: Code | None = None
    rule_id: str = ""


class CallableCase(Shape):
    """One case: callable, or the reason against it and the next instant, None when only a new fact frees it."""

    case_id: UUID
    number: str
    name: str
    bucket: str
    zone: str
    is_callable: bool
    code: str
    rule_id: str
    next_at: Instant | None


class CallableCases(Shape):
    """A page may be short and still have a `next` one."""

    at: Instant
    rows: list[CallableCase]
    next: UUID | None
