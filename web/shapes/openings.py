"""Shapes of who can be called, over all campaigns."""

from web.shapes.campaigns import HourCount, ReasonCount
from web.shapes.shape import Instant, Shape


class CallableQuery(Shape):
    """The instant that is asked about; now, if none is given."""

    at: Instant | None = None


class NamedCount(Shape):
    name: str
    count: int


class CallableView(Shape):
    """All open cases at `at`: now, later within a day, and blocked; the week hour by hour."""

    at: Instant
    callable_now: int
    later_today: int
    blocked: int
    by_reason: list[ReasonCount]
    by_zone: list[NamedCount]
    by_bucket: list[NamedCount]
    week: list[HourCount]
