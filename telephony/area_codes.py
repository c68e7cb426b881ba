"""Which time zones an area code of the North American Numbering Plan indicates, and which places a number is of.

Base: the zone file of `phonenumbers`, taken for the area code as a whole, because mobile numbers travel within it.
Where that file is too coarse (overlays, codes that span a boundary) the table here stands, after the
boundaries of 49 CFR part 71 and the Canadian provinces. Which zone and whose law count is decided by the rules.
"""

from collections.abc import Mapping
from functools import cache

from phonenumbers.tzdata import TIMEZONE_DATA

from telephony.regions import Region, area_regions, country_of_number

_EASTERN = "America/New_York"
_CENTRAL = "America/Chicago"
_MOUNTAIN = "America/Denver"
_IDAHO = "America/Boise"
_PACIFIC = "America/Los_Angeles"
_BRITISH_COLUMBIA = ("America/Vancouver", "America/Edmonton", "America/Dawson_Creek")
_SASKATCHEWAN = ("America/Regina", "America/Edmonton")
_QUEBEC_EAST = ("America/Toronto", "America/Halifax", "America/Puerto_Rico")
_LABRADOR = ("America/St_Johns", "America/Goose_Bay")

SPANNING: Mapping[str, tuple[str, ...]] = {
    "208": (_IDAHO, _PACIFIC),  # Idaho: north of the Salmon river
    "986": (_IDAHO, _PACIFIC),
    "219": (_EASTERN, _CENTRAL),  # Indiana, north-west
    "574": (_EASTERN, _CENTRAL),
    "812": (_EASTERN, _CENTRAL),  # Indiana, south-west
    "930": (_EASTERN, _CENTRAL),
    "270": (_EASTERN, _CENTRAL),  # Kentucky, west
    "364": (_EASTERN, _CENTRAL),
    "606": (_EASTERN, _CENTRAL),  # Kentucky: Clinton county
    "423": (_EASTERN, _CENTRAL),  # Tennessee: Marion and Bledsoe counties
    "850": (_EASTERN, _CENTRAL),  # Florida: at the Apalachicola river
    "448": (_EASTERN, _CENTRAL),
    "906": (_EASTERN, _CENTRAL),  # Michigan: four western counties
    "308": (_CENTRAL, _MOUNTAIN),  # Nebraska, west
    "605": (_CENTRAL, _MOUNTAIN),  # South Dakota
    "701": (_CENTRAL, _MOUNTAIN),  # North Dakota, south-west
    "620": (_CENTRAL, _MOUNTAIN),  # Kansas: Hamilton and Greeley counties
    "785": (_CENTRAL, _MOUNTAIN),  # Kansas: Sherman and Wallace counties
    "541": (_PACIFIC, _IDAHO),  # Oregon: Malheur county
    "458": (_PACIFIC, _IDAHO),
    "775": (_PACIFIC, _MOUNTAIN),  # Nevada: West Wendover
    "928": ("America/Phoenix", _MOUNTAIN),  # Arizona: the Navajo Nation keeps summer time
    "907": ("America/Anchorage", "America/Adak"),  # Alaska: the western Aleutians
    "250": _BRITISH_COLUMBIA,
    "236": _BRITISH_COLUMBIA,
    "672": _BRITISH_COLUMBIA,
    "778": _BRITISH_COLUMBIA,
    "306": _SASKATCHEWAN,  # Lloydminster keeps Alberta's time
    "474": _SASKATCHEWAN,
    "639": _SASKATCHEWAN,
    "807": ("America/Toronto", "America/Winnipeg", "America/Atikokan"),
    "418": _QUEBEC_EAST,  # Magdalen Islands and the Lower North Shore
    "581": _QUEBEC_EAST,
    "367": _QUEBEC_EAST,
    "709": _LABRADOR,
    "879": _LABRADOR,
    "867": ("America/Whitehorse", "America/Edmonton", "America/Winnipeg", "America/Toronto"),
    "689": (_EASTERN,),  # Orlando, an overlay of 407; the zone file has it in Central time
}
"""Area codes that reach over a zone boundary, overlays included, and one correction."""

TOLL_FREE = frozenset({"800", "822", "833", "844", "855", "866", "877", "888"})
"""No place, and no person's own telephone."""


def zones_of_area_code(area_code: str) -> tuple[str, ...]:
    """Give all IANA zones of an area code such as "850"; empty if it indicates no place or is unknown."""
    return _areas().get(area_code, ())


@cache
def _areas() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for prefix, zones in TIMEZONE_DATA.items():
        if prefix.startswith("1") and len(prefix) >= 4:
            found.setdefault(prefix[1:4], set()).update(zones)
    areas = {area: tuple(sorted(zones)) for area, zones in found.items()}
    return {**areas, **SPANNING}


def regions_of_number(e164: str) -> tuple[Region, ...]:
    """Return all places whose law a number may be under; none for one that belongs to no place.

    Country, state and city as far as the number tells. The law of these places is applied beside that of the address.
    """
    if e164.startswith("+1"):
        area_code = e164[2:5]
        if area_code in TOLL_FREE:
            return ()
        if area_code in area_regions():
            return area_regions()[area_code]
    country = country_of_number(e164)
    return ((country, "", ""),) if country else ()
