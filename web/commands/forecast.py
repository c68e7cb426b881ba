"""`ringfence forecast`: what the next day of a campaign comes to, hour by hour, as a table or as the API's document.

Exit codes: 0 it was forecast, 2 what was given is not right or nobody can be called.
"""

from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import typer

from campaigns.books import load_books
from campaigns.counting import Counting
from campaigns.forecast.tomorrow import USUAL_WORK_HOURS, Setting
from campaigns.forecasting import Forecasting, Told
from campaigns.pace.methods import METHODS
from config.errors import BadInput
from config.ground import Ground
from web.api.forecast import show_forecast
from web.commands.asking import on_ground
from web.shapes.forecast import BandShape, ForecastFigures, ForecastView, SettingForecast

COLUMNS = ("dialed", "answered", "contacts", "abandoned", "talk_share")
WIDTH = 22


def add_to(app: typer.Typer) -> None:
    """Register `forecast`."""
    app.command("forecast")(forecast)


def forecast(
    campaign: Annotated[str, typer.Option(help="The campaign's id, as in the address of its page.")],
    agents: Annotated[
        int | None, typer.Option(min=1, max=1000, help="Agents at work; else those of its teams.")
    ] = None,
    ceiling: Annotated[
        float | None, typer.Option(min=0.001, max=0.05, help="Ceiling on abandoned calls, 0.03.")
    ] = None,
    method: Annotated[str | None, typer.Option(help=f"One of {', '.join(METHODS)}.")] = None,
    hours: Annotated[int, typer.Option(min=1, max=16, help="Hours that agents work.")] = USUAL_WORK_HOURS,
    contacts: Annotated[int | None, typer.Option(min=1, help="Say how many agents reach so many persons.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the document that the API answers.")] = False,  # noqa: FBT002
) -> None:
    """Say what a campaign's next day comes to with these cases, agents, windows and ceiling."""

    async def work(ground: Ground) -> Told:
        forecasting = Forecasting(ground, Counting(ground, load_books()))
        setting = Setting(agents=agents, ceiling_share=ceiling, method=method)
        return await forecasting.forecast(_id(campaign), [setting], work_hours=hours, wanted_contacts=contacts)

    told = on_ground(work)
    view = show_forecast(_id(campaign), told)
    if as_json:
        typer.echo(view.model_dump_json(indent=2))
        return
    for line in table(view):
        typer.echo(line)


def table(view: ForecastView) -> list[str]:
    """Lay out an answer with one setting for a terminal; hours are those of the zone of most cases."""
    zone, outlook = ZoneInfo(view.zone), view.outlooks[0]
    starts_at, ends_at = view.starts_at.astimezone(zone), view.ends_at.astimezone(zone)
    span = f"{starts_at:%A %d %B, %H:%M} to {ends_at:%H:%M} ({view.zone})"
    setting = f"{outlook.agents} agents, {outlook.method}, at most {outlook.ceiling_share:.1%} abandoned"
    return [
        f"{span}: {view.cases:,} cases, {setting}; learned from {view.history_calls:,} calls",
        "",
        f"{'hour':8}" + "".join(f"{name.replace('_', ' '):>{WIDTH}}" for name in COLUMNS),
        *(_row(f"{hour.hour_start.astimezone(zone):%H:%M}", hour) for hour in outlook.hours),
        _row("day", outlook.day),
        "",
        *_ending(outlook, zone),
    ]


def _ending(outlook: SettingForecast, zone: ZoneInfo) -> list[str]:
    low, middle, high = (
        f"{value:,.0f}" for value in (outlook.untouched.low, outlook.untouched.middle, outlook.untouched.high)
    )
    ends_at = outlook.list_ends_at
    lines = [
        f"The list lasts; {middle} cases ({low} to {high}) are not tried."
        if ends_at is None
        else f"Hardly anybody is left to call from about {ends_at.astimezone(zone):%H:%M}."
    ]
    size = outlook.team_size
    if size is not None and size.agents is None:
        lines.append(
            f"No team reaches {size.wanted_contacts:,} persons with this list; at most about {size.contacts:,.0f}."
        )
    elif size is not None:
        lines.append(f"{size.agents} agents reach {size.wanted_contacts:,} persons (about {size.contacts:,.0f}).")
    return lines


def _row(name: str, figures: ForecastFigures) -> str:
    return f"{name:8}" + "".join(f"{_cell(column, getattr(figures, column)):>{WIDTH}}" for column in COLUMNS)


def _cell(column: str, band: BandShape) -> str:
    if column.endswith("_share"):
        return f"{band.middle:.0%} ({band.low:.0%}-{band.high:.0%})"
    return f"{band.middle:,.0f} ({band.low:,.0f}-{band.high:,.0f})"


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise BadInput("bad_id", f"{text} is not the id of a campaign.", {"--campaign": "not an id"}) from error
