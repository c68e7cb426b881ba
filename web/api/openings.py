"""Who can be called, over HTTP: all campaigns together at an instant and over the coming week."""

from crm.staff import Right
from web.campaign_views import show_reasons
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.shapes.campaigns import HourCount
from web.shapes.openings import CallableQuery, CallableView, NamedCount


async def show_callable(house: House, request: ApiRequest[CallableQuery]) -> CallableView:
    """Count all open cases of all campaigns at an instant, by zone, bucket and reason."""
    census, week = await house.counts.all_campaigns(at=request.sent.at)
    return CallableView(
        at=census.at,
        callable_now=census.callable_now,
        later_today=census.later_today,
        blocked=census.blocked,
        by_reason=show_reasons(census.by_reason),
        by_zone=[NamedCount(name=name, count=count) for name, count in census.by_zone.items()],
        by_bucket=[NamedCount(name=name, count=count) for name, count in census.by_bucket.items()],
        week=[HourCount(hour_start=hour, count=count) for hour, count in week.items()],
    )


ROUTES: tuple[Endpoint, ...] = (
    Endpoint(
        "GET",
        "/callable",
        Right.SEE_FLOOR,
        CallableQuery,
        CallableView,
        show_callable,
        "Say who can be called now and over the coming week",
    ),
)
