"""Public holidays by region: which regions have a maintained calendar, and the dates with their names.

A region is a country (ISO 3166-1, "US") or a part of one ("US-MA"). Dates come from the package `holidays`; those
of later years are its estimate where a government announces them year by year. Pure.
"""

import functools
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from types import MappingProxyType

from holidays import country_holidays, list_supported_countries

from config.errors import BadInput

FIRST_YEAR, LAST_YEAR = 2024, 2035
"""The years for which a campaign's holidays are known to its rules; the same on every day, so that its rule is too.

Calendars that follow the moon are not known for longer.
"""
SOURCE = f"python-holidays {version('holidays')}"
LANGUAGE = "en_US"


@functools.lru_cache(maxsize=1)
def holiday_regions() -> Mapping[str, tuple[str, ...]]:
    """Return all countries that have a calendar, in order, each with its parts that have one of their own."""
    found = list_supported_countries(include_aliases=False)
    return MappingProxyType({country: tuple(sorted(parts)) for country, parts in sorted(found.items())})


def check_region(region: str) -> str:
    """Return the region as it is.

    Raises:
        BadInput: it has no calendar.
    """
    country, dash, part = region.partition("-")
    if country not in holiday_regions() or (dash and part not in holiday_regions()[country]):
        raise BadInput("no_holidays", f"There is no calendar of holidays for {region!r}.", {"holidays": region})
    return region


@functools.lru_cache(maxsize=64)
def public_holidays(region: str, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> Mapping[date, str]:
    """Return the public holidays of some years by date, in order, with their names, in English where there are.

    Raises:
        BadInput: the region has no calendar.
    """
    country, _, part = check_region(region).partition("-")
    calendar = country_holidays(country, subdiv=part or None)
    years = range(max(first_year, calendar.start_year), min(last_year, calendar.end_year, LAST_YEAR) + 1)
    found = country_holidays(country, subdiv=part or None, years=years, language=LANGUAGE) if years else {}
    return MappingProxyType(dict(sorted(found.items())))
