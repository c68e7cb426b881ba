"""The window editor over HTTP: the layers over a campaign's week, and public holidays by region."""

from collections.abc import Mapping, Sequence
from datetime import date

from campaigns.holiday_calendars import LAST_YEAR, SOURCE, holiday_regions, public_holidays
from campaigns.layering import Layers
from campaigns.layering import load_layers as load
from campaigns.rules.fields import WEEKDAYS
from campaigns.rules.rulebook import Rulebook
from campaigns.rules.windows import Minutes
from campaigns.week_windows import clock_time
from campaigns.window_layers import Week, WindowRule, clock_changes
from crm.staff import Right
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.shapes.windows import (
    ClockChange,
    CreditorCount,
    Holiday,
    HolidayCalendar,
    HolidayRegions,
    HolidaysQuery,
    LayersQuery,
    PlaceCount,
    Ranges,
    SpecialDate,
    WindowLayerShape,
    WindowLayersShape,
    WindowRuleShape,
    ZoneCount,
)

OTHERS = "Other places"
OTHERS_ZH = "其他地区"


async def show_layers(house: House, request: ApiRequest[LayersQuery]) -> WindowLayersShape:
    sent = request.sent
    found = await load(house.ground, house.books, request.id("campaign_id"), place=sent.place, creditor=sent.creditor)
    book = house.books.rulebook
    return WindowLayersShape(
        at=found.at,
        country=found.country,
        place=found.place,
        creditor=found.creditor,
        places=[_place(book, key, cases) for key, cases in found.places.items()],
        creditors=[CreditorCount(code=code, name=name, cases=cases) for (code, name), cases in found.creditors.items()],
        zones=[ZoneCount(zone=zone, cases=cases) for zone, cases in found.zones.items()],
        layers=_layers(book, found),
        barred=[list(day) for day in found.barred],
        cases=found.persons,
        clock_changes=[
            ClockChange(on=on, zone=zone, minutes=minutes)
            for on, zone, minutes in clock_changes(found.zones, found.at.date())
        ],
    )


async def list_holidays(house: House, request: ApiRequest[HolidaysQuery]) -> HolidayCalendar:
    year, region = house.clock.now().year, request.sent.region
    days = [Holiday(on=on, name=name) for on, name in public_holidays(region, year, year + 1).items()]
    return HolidayCalendar(region=region, source=SOURCE, last_year=LAST_YEAR, days=days)


async def list_holiday_regions(house: House, request: ApiRequest[None]) -> HolidayRegions:  # noqa: ARG001
    return HolidayRegions(countries={country: list(parts) for country, parts in holiday_regions().items()})


def _layers(book: Rulebook, found: Layers) -> list[WindowLayerShape]:
    return [
        WindowLayerShape(
            code=layer.code,
            week=_week(layer.week),
            rules=[_rule(book, rule, _names(book, rule)) for rule in layer.rules],
        )
        for layer in found.layers
    ]


def _rule(book: Rulebook, one: WindowRule, names: Mapping[date, str]) -> WindowRuleShape:
    rule = one.rule
    place = book.jurisdictions.get(rule.jurisdiction)
    return WindowRuleShape(
        id=rule.id,
        title=rule.title,
        title_zh=rule.title_zh or rule.title,
        place=place.name if place else rule.jurisdiction,
        place_zh=place.name_zh if place else rule.jurisdiction,
        cite=rule.cite,
        waived_by=rule.terms.waived_by_consent,
        week=_week(one.week),
        dates=[SpecialDate(on=on, name=names.get(on, ""), ranges=_ranges(ranges)) for on, ranges in one.dates],
    )


def _names(book: Rulebook, one: WindowRule) -> Mapping[date, str]:
    """The names of the days of the calendar that the rule keeps; its other dates have none."""
    calendar = book.calendars.get(str(one.rule.params.get("holidays")))
    return calendar.named() if calendar else {}


def _place(book: Rulebook, key: str, cases: int) -> PlaceCount:
    place = book.jurisdictions.get(key)
    name, name_zh = (place.name, place.name_zh) if place else (OTHERS, OTHERS_ZH)
    return PlaceCount(key=key, name=name, name_zh=name_zh or name, cases=cases)


def _week(week: Week) -> dict[str, Ranges]:
    return {name: _ranges(day) for name, day in zip(WEEKDAYS, week, strict=True)}


def _ranges(ranges: Sequence[Minutes]) -> Ranges:
    return [[clock_time(start), clock_time(end if end <= 1440 else end - 1440)] for start, end in ranges]


ROUTES: tuple[Endpoint, ...] = (
    Endpoint(
        "GET",
        "/campaigns/{campaign_id:uuid}/layers",
        Right.SEE_FLOOR,
        LayersQuery,
        WindowLayersShape,
        show_layers,
        "Show what law, house, creditor and persons leave of the week, with the rules behind it",
    ),
    Endpoint(
        "GET",
        "/holidays",
        Right.SEE_FLOOR,
        HolidaysQuery,
        HolidayCalendar,
        list_holidays,
        "List the public holidays of a region, this year and the next",
    ),
    Endpoint(
        "GET",
        "/holidays/regions",
        Right.SEE_FLOOR,
        None,
        HolidayRegions,
        list_holiday_regions,
        "List the regions that have a calendar of public holidays",
    ),
)
