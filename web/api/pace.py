"""A campaign's pacing over HTTP: the chart's last minutes and the changes marked on it."""

from datetime import timedelta

from campaigns.facts import CampaignEdited, CampaignMoved
from campaigns.pace_chart import PaceChart
from campaigns.steering import load_campaign
from crm.staff import Right
from web.campaign_views import show_mark
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.naming import name_actors
from web.shapes.campaigns import PacePoint, PaceQuery, PaceView

MOST_POINTS = 900
"""Points of one chart; a screen shows no more."""


async def show_pace(house: House, request: ApiRequest[PaceQuery]) -> PaceView:
    campaign_id = request.id("campaign_id")
    start = house.clock.now() - timedelta(minutes=request.sent.minutes)
    async with house.database.transaction() as session:
        await load_campaign(session, campaign_id)
        facts = [item.fact for item in await house.journal.read_about(session, campaign_id)]
        names = await name_actors(session, [fact.actor for fact in facts])
    chart: PaceChart | None = getattr(house.floor, "chart", None)
    readings = [] if chart is None else chart.since(campaign_id, start, most=MOST_POINTS)
    marked = [fact for fact in facts if fact.at >= start and isinstance(fact, CampaignMoved | CampaignEdited)]
    marks = [show_mark(fact, names) for fact in marked]
    return PaceView(points=[PacePoint.model_validate(reading) for reading in readings], marks=marks)


ROUTES: tuple[Endpoint, ...] = (
    Endpoint(
        "GET",
        "/campaigns/{campaign_id:uuid}/pace",
        Right.SEE_FLOOR,
        PaceQuery,
        PaceView,
        show_pace,
        "Show the pacing controller's last minutes",
    ),
)
