"""Campaigns over HTTP: list, settings, moves, checks, who becomes callable, templates."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from campaigns.callable_cases import Census
from campaigns.campaign_settings import EDITABLE
from campaigns.campaign_templates import load_campaign_templates
from campaigns.campaigns import Campaign, CampaignState
from campaigns.floor.state import Floor
from campaigns.steering import create_campaign as make_campaign
from campaigns.steering import edit_campaign as change_campaign
from campaigns.steering import load_campaign, move_campaign
from campaigns.store.for_campaigns import CampaignNumbers, all_campaigns, numbers_of_campaigns, teams_of
from crm.staff import Right
from web.campaign_views import (
    count_lines,
    show_messages,
    show_problem,
    show_reasons,
    show_row,
    show_settings,
)
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.naming import name_actors
from web.shapes.campaigns import (
    CallableBody,
    CallableDifference,
    CampaignCheck,
    CampaignCheckBody,
    CampaignEdit,
    CampaignMovedShape,
    CampaignNew,
    CampaignRows,
    CampaignShape,
    CaseName,
    HourCount,
    Opening,
    TemplateRows,
    ZoneDifference,
)
from web.shapes.shape import Empty, Named

DAY = timedelta(hours=24)
"""What "today" means in the list: the last 24 hours, the period of the abandoned share (47 CFR 64.1200(a)(7))."""


async def list_campaigns(house: House, request: ApiRequest[None]) -> CampaignRows:  # noqa: ARG001
    now = house.clock.now()
    async with house.database.transaction() as session:
        campaigns = await all_campaigns(session)
        numbers = await numbers_of_campaigns(session, since=now - DAY)
    floor = floor_of(house)
    rows = []
    for campaign in campaigns:
        done = numbers.get(campaign.id, CampaignNumbers())
        callable_now = await house.counts.count(campaign, enrolled=done.enrolled)
        rows.append(show_row(campaign, done, floor, callable_now=callable_now))
    return CampaignRows(rows=rows)


async def create_campaign(house: House, request: ApiRequest[CampaignNew]) -> CampaignShape:
    sent = request.sent
    campaign = await make_campaign(house.ground, template=sent.template, name=sent.name, actor=request.actor)
    return await _shape(house, campaign)


async def show_campaign(house: House, request: ApiRequest[None]) -> CampaignShape:
    async with house.database.transaction() as session:
        campaign = await load_campaign(session, request.id("campaign_id"))
    return await _shape(house, campaign)


async def edit_campaign(house: House, request: ApiRequest[CampaignEdit]) -> CampaignShape:
    sent = request.sent
    campaign = await change_campaign(
        house.ground,
        house.books,
        request.id("campaign_id"),
        version=sent.version,
        changes=_changes(sent.model_dump(exclude_none=True)),
        teams=sent.teams,
        actor=request.actor,
    )
    return await _shape(house, campaign)


async def start_campaign(house: House, request: ApiRequest[Empty]) -> CampaignMovedShape:
    return await _move(house, request, CampaignState.RUNNING)


async def drain_campaign(house: House, request: ApiRequest[Empty]) -> CampaignMovedShape:
    return await _move(house, request, CampaignState.DRAINING)


async def pause_campaign(house: House, request: ApiRequest[Empty]) -> CampaignMovedShape:
    return await _move(house, request, CampaignState.PAUSED)


async def halt_campaign(house: House, request: ApiRequest[Empty]) -> CampaignMovedShape:
    return await _move(house, request, CampaignState.HALTED)


async def check_campaign(house: House, request: ApiRequest[CampaignCheckBody]) -> CampaignCheck:
    changes = _changes(request.sent.model_dump(exclude_none=True))
    problems, census = await house.counts.check(request.id("campaign_id"), changes=changes, at=request.sent.at)
    counted = census or Census(house.clock.now(), 0, 0, 0, {}, {})
    return CampaignCheck(
        ok=not problems,
        problems=[show_problem(problem) for problem in problems],
        callable_now=counted.callable_now,
        later_today=counted.later_today,
        blocked=counted.blocked,
        by_reason=show_reasons(counted.by_reason),
        histogram=[HourCount(hour_start=hour, count=count) for hour, count in counted.by_hour.items()],
        unsettled=counted.unsettled,
    )


async def compare_callable(house: House, request: ApiRequest[CallableBody]) -> CallableDifference:
    found, sample = await house.counts.compare(
        request.id("campaign_id"), windows=request.sent.windows, at=request.sent.at
    )
    return CallableDifference(
        at=found.at,
        before=found.before,
        after=found.after,
        became=found.became,
        lost=found.lost,
        by_zone=[ZoneDifference(zone=zone, before=one, after=two) for zone, (one, two) in found.by_zone.items()],
        by_reason=show_reasons(found.by_reason),
        next_openings=[Opening(at=at, zone=zone, count=count) for at, zone, count in found.next_openings],
        sample=[CaseName(case_id=case_id, name=name) for case_id, name in sample],
        unsettled=found.unsettled,
    )


async def list_templates(house: House, request: ApiRequest[None]) -> TemplateRows:  # noqa: ARG001
    return TemplateRows(
        messages=show_messages(house.books.templates),
        campaigns=[{"code": row.code, "name": row.name, **row.fields} for row in load_campaign_templates().values()],
        scripts=list(house.books.scripts.by_code),
    )


def floor_of(house: House) -> Floor:
    """Return the floor of this instant; an empty one where this process does not dial."""
    found: Floor = house.floor.floor if house.floor is not None else Floor()
    return found


async def _move(house: House, request: ApiRequest[Empty], to: CampaignState) -> CampaignMovedShape:
    campaign_id = request.id("campaign_id")
    campaign = await move_campaign(house.ground, house.books, campaign_id, to=to, actor=request.actor)
    return CampaignMovedShape(
        campaign=await _shape(house, campaign), lines_in_flight=count_lines(floor_of(house), campaign_id)
    )


def _changes(sent: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sent.items() if name in EDITABLE}


async def _shape(house: House, campaign: Campaign) -> CampaignShape:
    async with house.database.transaction() as session:
        teams = [Named(id=team.id, name=team.name) for team in await teams_of(session, campaign.id)]
        names = await name_actors(session, [campaign.changed_by])
    return show_settings(campaign, teams, changed_by=names[campaign.changed_by])


ROUTES: tuple[Endpoint, ...] = (
    Endpoint(
        "GET", "/campaigns", Right.SEE_FLOOR, None, CampaignRows, list_campaigns, "List campaigns with today's numbers"
    ),
    Endpoint(
        "POST",
        "/campaigns",
        Right.RUN_CAMPAIGNS,
        CampaignNew,
        CampaignShape,
        create_campaign,
        "Create a campaign from a bucket's template",
    ),
    Endpoint(
        "GET",
        "/campaigns/{campaign_id:uuid}",
        Right.SEE_FLOOR,
        None,
        CampaignShape,
        show_campaign,
        "Show all settings of a campaign",
    ),
    Endpoint(
        "PUT",
        "/campaigns/{campaign_id:uuid}",
        Right.RUN_CAMPAIGNS,
        CampaignEdit,
        CampaignShape,
        edit_campaign,
        "Change settings; 409 when somebody else changed them first",
    ),
    Endpoint(
        "POST",
        "/campaigns/{campaign_id:uuid}/start",
        Right.RUN_CAMPAIGNS,
        Empty,
        CampaignMovedShape,
        start_campaign,
        "Start dialing",
    ),
    Endpoint(
        "POST",
        "/campaigns/{campaign_id:uuid}/drain",
        Right.RUN_CAMPAIGNS,
        Empty,
        CampaignMovedShape,
        drain_campaign,
        "Start no new calls; those in flight finish",
    ),
    Endpoint(
        "POST",
        "/campaigns/{campaign_id:uuid}/pause",
        Right.RUN_CAMPAIGNS,
        Empty,
        CampaignMovedShape,
        pause_campaign,
        "Stop dialing",
    ),
    Endpoint(
        "POST",
        "/campaigns/{campaign_id:uuid}/halt",
        Right.RUN_CAMPAIGNS,
        Empty,
        CampaignMovedShape,
        halt_campaign,
        "Stop at once; ringing lines are dropped",
    ),
    Endpoint(
        "POST",
        "/campaigns/{campaign_id:uuid}/check",
        Right.RUN_CAMPAIGNS,
        CampaignCheckBody,
        CampaignCheck,
        check_campaign,
        "Say whether it could start, and who is callable now and later",
    ),
    Endpoint(
        "POST",
        "/campaigns/{campaign_id:uuid}/callable",
        Right.RUN_CAMPAIGNS,
        CallableBody,
        CallableDifference,
        compare_callable,
        "Say who becomes callable with edited windows",
    ),
    Endpoint(
        "GET",
        "/templates",
        Right.RUN_CAMPAIGNS,
        None,
        TemplateRows,
        list_templates,
        "List message, campaign and script templates",
    ),
)
