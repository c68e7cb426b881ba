"""Holiday calendars of a rulebook: days checked by hand, joined by the maintained calendar of a region from a year on.

Which rules close on them is said by the rules; a campaign's own holidays are another matter (`holiday_calendars`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from campaigns.holiday_calendars import FIRST_YEAR, LAST_YEAR, SOURCE, public_holidays
from campaigns.rules.fields import Fields
from config.errors import BadInput

BY_HAND = "by hand"


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Days in order as proleptic ordinals, each with its name ("" where none is known); `source` is for persons."""

    id: str
    days: Mapping[int, str]
    source: str

    def named(self) -> dict[date, str]:
        """Return the days as dates."""
        return {date.fromordinal(day): name for day, name in self.days.items()}


def read_calendar(key: str, table: object, *, where: str) -> Calendar:
    """Read ``dates`` ([{on, name}]) and, where it goes on, ``library`` (a region, "CA-ON") with ``library_from``.

    Before the year `library_from` the dates are the whole calendar; from then on, to LAST_YEAR, the region's public
    holidays join them. Raises BadInput naming file and calendar.
    """
    fields = Fields(f"{where} calendar {key}", table if isinstance(table, dict) else {"dates": table}, {})
    days: dict[int, str] = {}
    for row in fields.tables("dates"):
        on = row.day("on")
        if on is None:
            row.refuse("on", "is missing")
        if on.toordinal() in days:
            row.refuse("on", f"has {on} twice")
        days[on.toordinal()] = row.text("name", default="")
        row.finish()
    library = fields.optional_text("library")
    source = BY_HAND
    if library is not None:
        first = fields.number("library_from", minimum=FIRST_YEAR)
        days = _library(fields, library, first) | days
        source = f"{BY_HAND}; from {first} also {SOURCE} {library}"
    fields.finish()
    if not days:
        fields.refuse("dates", "has no day")
    return Calendar(key, MappingProxyType(dict(sorted(days.items()))), source)


def ordinals(calendars: Mapping[str, Calendar]) -> dict[str, frozenset[int]]:
    """Return the days alone, as rules are compiled with them."""
    return {key: frozenset(calendar.days) for key, calendar in calendars.items()}


def _library(fields: Fields, region: str, first_year: int) -> dict[int, str]:
    try:
        found = public_holidays(region, first_year, LAST_YEAR)
    except BadInput:
        fields.refuse("library", f"has no calendar for {region!r}")
    return {on.toordinal(): name for on, name in found.items()}
