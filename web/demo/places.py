"""Where fictional persons live: real postal codes with the area codes that keep their hours, and how they are mixed.

Pure. Who lives there is made in `people`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import zipcodes

from crm.import_file.places import US_REGIONS
from telephony.area_codes import zones_of_area_code

NOT_STATES = frozenset({"AA", "AE", "AP", "AS", "GU", "MP", "PR", "VI"})


@dataclass(frozen=True, slots=True)
class Place:
    """One postal code; its area codes indicate the hours of its zone, some of them among others."""

    city: str
    region: str
    postal_code: str
    zone: str
    area_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mix:
    """How persons spread over zones (shares sum to one), and the share whose mobile is from another zone."""

    zones: Mapping[str, float]
    elsewhere_share: float


def weighted_places(mix: Mix | None) -> tuple[list[Place], list[float]]:
    """Return the places to draw from with their cumulative weights.

    Places with many area codes are large towns. Without a mix these are the fifty states and the capital as they
    are; with one, territories too, and each zone has its share.
    """
    if mix is None:
        places = list(_places(US_REGIONS.keys() - NOT_STATES))
        return places, list(accumulate(float(_size(place)) for place in places))
    places = [place for place in _places(US_REGIONS.keys()) if place.zone in mix.zones]
    sizes = dict.fromkeys(mix.zones, 0)
    for place in places:
        sizes[place.zone] += _size(place)
    return places, list(accumulate(mix.zones[place.zone] * _size(place) / sizes[place.zone] for place in places))


def offsets_of(zones: Sequence[str], on: date) -> frozenset[timedelta]:
    """Return how far the zones are from UTC at noon of a day."""
    noon = datetime.combine(on, time(12), UTC)
    return frozenset(offset for zone in zones if (offset := noon.astimezone(ZoneInfo(zone)).utcoffset()) is not None)


def _size(place: Place) -> int:
    return len(place.area_codes) ** 2


def _places(regions: Collection[str]) -> Iterator[Place]:
    """Go through the postal codes of the regions that have area codes we know a zone of."""
    for place in zipcodes.list_all():
        if place["zip_code_type"] != "STANDARD" or place["state"] not in regions:
            continue
        areas = tuple(area for area in place["area_codes"] if place["timezone"] and _agrees(area, place["timezone"]))
        if areas:
            yield Place(place["city"], place["state"], place["zip_code"], place["timezone"], areas)


@cache
def _agrees(area: str, zone: str) -> bool:
    """Tell whether an area code keeps the hours of an address, in winter and in summer, perhaps among others."""
    days = (date(2026, 1, 15), date(2026, 7, 15))
    zones = zones_of_area_code(area)
    return bool(zones) and all(offsets_of(zones, day) >= offsets_of((zone,), day) for day in days)
