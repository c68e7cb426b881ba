"""Which time zones an address indicates: by US postal code, else by state, else by country.

Loaded once at start from the tables of the `zipcodes` and `tzdata` packages and then only looked up. Which zone counts
for a contact is decided by the rules.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH, available_timezones

import zipcodes

ZONES_OF_COUNTRIES = "zone.tab"  # country code, coordinates, zone, comment; tab separated, # for comments


@dataclass(frozen=True, slots=True)
class AddressZones:
    """IANA zone names by five-digit US postal code, by US state code, and by ISO country code."""

    by_postal_code: Mapping[str, str]
    by_state: Mapping[str, tuple[str, ...]]
    by_country: Mapping[str, tuple[str, ...]]

    def of_address(self, country: str, postal_code: str = "", region: str = "") -> tuple[str, ...]:
        """Return every zone the address may lie in, sorted; empty when even the country is unknown.

        A known US postal code decides alone; ZIP+4 and stray spaces are accepted, leading zeros must be there.
        """
        country = country.strip().upper()
        if country == "US":
            zone = self.by_postal_code.get(postal_code.strip()[:5])
            if zone is not None:
                return (zone,)
            state = self.by_state.get(region.strip().upper())
            if state is not None:
                return state
        return self.by_country.get(country, ())


@functools.cache
def zones_version() -> str:
    """Return the release of the time-zone table that local times are computed by, such as ``2026f``.

    The system's table stands before the packaged one, as `zoneinfo` looks them up.
    """
    for folder in TZPATH:
        table = Path(folder) / "tzdata.zi"
        if table.is_file():
            with table.open(encoding="utf-8") as lines:
                return lines.readline().removeprefix("# version ").strip()
    return version("tzdata")


def load_address_zones() -> AddressZones:
    """Read the tables of the packages: about half a second, 42,000 postal codes. Call once."""
    known = available_timezones()
    by_postal_code: dict[str, str] = {}
    by_state: dict[str, set[str]] = {}
    for place in zipcodes.list_all():
        if place["timezone"] in known:
            by_postal_code[place["zip_code"]] = place["timezone"]
            by_state.setdefault(place["state"], set()).add(place["timezone"])
    return AddressZones(by_postal_code, _sorted(by_state), _sorted(_zones_of_countries(known)))


def _zones_of_countries(known: Iterable[str]) -> dict[str, set[str]]:
    table = files("tzdata").joinpath("zoneinfo", ZONES_OF_COUNTRIES).read_text("utf-8")
    found: dict[str, set[str]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            if zone in known:
                found.setdefault(country, set()).add(zone)
    return found


def _sorted(zones: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(names)) for key, names in zones.items()}
