"""Who can be called, over HTTP: counts over all campaigns at an instant and over the week, and the cases behind."""

from uuid import UUID

from campaigns.showing_openings import cases_behind
from campaigns.wanted_cases import Wanted
from config.errors import BadInput
from crm.staff import Right
from web.campaign_views import show_reasons
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.shapes.campaigns import HourCount
from web.shapes.openings import (
    CallableCase,
    CallableCases,
    CallableCasesQuery,
    CallableQuery,
    CallableView,
    NamedCount,
)


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
        as_of=census.as_of or census.at,
        unsettled=census.unsettled,
    )


async def list_callable(house: House, request: ApiRequest[CallableCasesQuery]) -> CallableCases:
    """Open a number of the census: its cases, page by page."""
    sent = request.sent
    wanted = Wanted(
        campaign_id=sent.campaign_id,
        standing=sent.standing,
        zone=sent.zone,
        bucket=sent.bucket,
        reason=None if sent.code is None else (sent.code, sent.rule_id),
    )
    at = sent.at or house.clock.now()
    found, following = await cases_behind(
        house.ground, house.counts, wanted, at=at, after=_page_start(sent.after), limit=sent.limit
    )
    rows = [
        CallableCase(
            case_id=case.case_id,
            number=case.number,
            name=case.name,
            bucket=case.bucket or "",
            zone=case.zone,
            is_callable=case.standing.is_callable,
            code=case.standing.code,
            rule_id=case.standing.rule_id,
            next_at=case.standing.next_at,
        )
        for case in found
    ]
    return CallableCases(at=at, rows=rows, next=following)


def _page_start(after: str | None) -> UUID | None:
    try:
        return None if after is None else UUID(after)
    except ValueError as error:
        raise BadInput("bad_page", "There is no such page.", {"after": "not known"}) from error


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
    Endpoint(
        "GET",
        "/callable/cases",
        Right.RUN_CAMPAIGNS,
        CallableCasesQuery,
        CallableCases,
        list_callable,
        "List the cases behind a count of who can be called",
    ),
)
