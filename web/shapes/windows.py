"""Shapes of the window editor: the layers over a week, public holidays, and days on which clocks change."""

from datetime import date

from pydantic import Field

from web.shapes.shape import Code, Instant, Shape

Ranges = list[list[str]]
"""Open ranges as [from, to) pairs of HH:MM; 24:00 is the end of a day."""


class LayersQuery(Shape):
    """A rulebook by key and a creditor by code, both among the campaign's cases; left out, the most frequent one."""

    place: Code | None = None
    creditor: Code | None = None


class SpecialDate(Shape):
    """A date with hours of its own; none are a closed day."""

    on: date
    name: str
    ranges: Ranges


class WindowRuleShape(Shape):
    """A rule of allowed hours with its source, the week it leaves open by weekday, and its coming special dates.

    `waived_by` names the consent that lifts it for one person, if any.
    """

    id: str
    title: str
    title_zh: str
    place: str
    place_zh: str
    cite: str
    waived_by: str | None
    week: dict[str, Ranges]
    dates: list[SpecialDate]


class WindowLayerShape(Shape):
    """One layer, of `law`, `house` and `creditor`: what all its rules leave open together."""

    code: str
    week: dict[str, Ranges]
    rules: list[WindowRuleShape]


class PlaceCount(Shape):
    key: str
    name: str
    name_zh: str
    cases: int


class CreditorCount(Shape):
    code: str
    name: str
    cases: int


class ZoneCount(Shape):
    zone: str
    cases: int


class ClockChange(Shape):
    """A local date on which the clocks of a zone go forward (or back, below 0) by some minutes."""

    on: date
    zone: str
    minutes: int


class WindowLayersShape(Shape):
    """What lies over a campaign's week for one place and creditor; `barred` counts persons by weekday and cell."""

    at: Instant
    country: str
    place: str
    creditor: str
    places: list[PlaceCount]
    creditors: list[CreditorCount]
    zones: list[ZoneCount]
    layers: list[WindowLayerShape]
    barred: list[list[int]]
    cases: int
    clock_changes: list[ClockChange]


class HolidaysQuery(Shape):
    region: str = Field(min_length=2, max_length=12)


class Holiday(Shape):
    on: date
    name: str


class HolidayCalendar(Shape):
    """The public holidays of this year and the next in a region, and where they are from."""

    region: str
    source: str
    last_year: int
    days: list[Holiday]


class HolidayRegions(Shape):
    """Countries that have a calendar, each with its parts that have one of their own."""

    countries: dict[str, list[str]]
