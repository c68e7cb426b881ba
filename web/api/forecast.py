"""A campaign's forecast over HTTP: the next day under one setting, or under two that are compared."""

from datetime import datetime, timedelta
from uuid import UUID

from campaigns.forecast.bands import Band, Figures
from campaigns.forecast.tomorrow import Setting
from campaigns.forecasting import Outlook, Told
from crm.staff import Right
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.shapes.forecast import (
    BandShape,
    ForecastBody,
    ForecastFigures,
    ForecastHour,
    ForecastView,
    SettingForecast,
    TeamSizeShape,
)


async def forecast_day(house: House, request: ApiRequest[ForecastBody]) -> ForecastView:
    campaign_id = request.id("campaign_id")
    sent = request.sent
    told = await house.forecasting.forecast(
        campaign_id,
        [Setting(**setting.model_dump()) for setting in sent.settings],
        work_hours=sent.work_hours,
        wanted_contacts=sent.wanted_contacts,
    )
    return show_forecast(campaign_id, told)


def show_forecast(campaign_id: UUID, told: Told) -> ForecastView:
    """Show an answer with its hours as instants."""
    day = told.day
    return ForecastView(
        campaign_id=campaign_id,
        starts_at=day.starts_at,
        ends_at=day.starts_at + timedelta(hours=day.hours),
        zone=day.zone,
        cases=day.cases,
        history_calls=told.learned.calls,
        talk_s=told.learned.laws.talk_s,
        wrap_s=told.learned.laws.wrap_s,
        right_share=told.learned.laws.right_share,
        outlooks=[_outlook(told, outlook) for outlook in told.outlooks],
        as_of=told.as_of,
        unsettled=told.unsettled,
    )


def _outlook(told: Told, outlook: Outlook) -> SettingForecast:
    plan, forecast, day = outlook.plan, outlook.forecast, told.day
    kind = None if plan.method != "predictive" else "hard" if plan.is_hard else "statistical"
    ends = [_instant(day.starts_at, second) for second in _middle_first(forecast.dry_at_s)]
    callable_cases = day.callable_by_hour()
    return SettingForecast(
        agents=plan.agents,
        method=plan.method,
        ceiling_share=plan.ceiling_share,
        ceiling_kind=kind,
        ring_timeout_s=round(plan.laws.ringing.timeout_s),
        day=ForecastFigures(**_bands(forecast.day)),
        hours=[
            ForecastHour(
                hour_start=day.starts_at + timedelta(hours=place),
                callable_cases=callable_cases[place],
                live_share=plan.chances[place],
                **_bands(figures),
            )
            for place, figures in enumerate(forecast.hours)
        ],
        list_ends_at=ends[0],
        list_ends_from=ends[1],
        list_ends_until=ends[2],
        untouched=_band(forecast.untouched),
        team_size=None if outlook.team_size is None else TeamSizeShape.model_validate(outlook.team_size),
    )


def _middle_first(band: Band | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if band is None else (band.middle, band.low, band.high)


def _instant(start: datetime, second: float | None) -> datetime | None:
    return None if second is None else start + timedelta(seconds=round(second))


def _bands(figures: Figures) -> dict[str, BandShape]:
    names = ("dialed", "answered", "contacts", "abandoned", "talk_share", "abandoned_share")
    return {name: _band(getattr(figures, name)) for name in names}


def _band(band: Band) -> BandShape:
    return BandShape(low=round(band.low, 4), middle=round(band.middle, 4), high=round(band.high, 4))


ROUTES: tuple[Endpoint, ...] = (
    Endpoint(
        "POST",
        "/campaigns/{campaign_id:uuid}/forecast",
        Right.RUN_CAMPAIGNS,
        ForecastBody,
        ForecastView,
        forecast_day,
        "Forecast a campaign's next day under one or two settings",
    ),
)
