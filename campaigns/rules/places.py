"""Places with rules of their own, and which of them an address lies in. Pure.

The key of a place says most: ``ca`` is a country, ``ca-on`` one of its regions, by code. Names, and the cities and
countries that a key cannot say, stand in the place's own file.
"""

import functools
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaigns.rules.fields import Fields
from config.errors import BadInput

Address = tuple[str, str, str]
"""Country, region and city, plain; "" where nothing is said."""


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A place with its own rows; those of `parent` (and its parents) apply there too.

    `regions`: names of this region beside its code. `cities`: this place is these cities of its parent's region.
    `countries`: codes of the countries without a place of their own that this one stands for.
    """

    key: str
    name: str
    name_zh: str
    parent: str | None
    regions: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


def read_jurisdiction(table: Mapping[str, object], *, where: str) -> Jurisdiction:
    """Read the ``[jurisdiction]`` of a file. Raises BadInput naming file and field."""
    fields = Fields(f"{where} jurisdiction", table, {})
    place = Jurisdiction(
        key=fields.text("key"),
        name=fields.text("name"),
        name_zh=fields.text("name_zh", default=""),
        parent=fields.optional_text("parent"),
        regions=_names(fields, "regions"),
        cities=_names(fields, "cities"),
        countries=_names(fields, "countries"),
    )
    fields.finish()
    if place.cities and place.parent is None:
        fields.refuse("cities", "need the parent they lie in")
    return place


def addresses_of(places: Mapping[str, Jurisdiction]) -> dict[Address, str]:
    """Return the key of the place of every address that places claim. Raises BadInput when two claim one."""
    found: dict[Address, str] = {}
    for place in places.values():
        for address in _claimed(place, places):
            if found.setdefault(address, place.key) != place.key:
                told = f"{place.key} and {found[address]} are both the place of {' '.join(filter(None, address))!r}."
                raise BadInput("overlapping_place", told, {"jurisdiction": place.key})
    return found


def place_in(addresses: Mapping[Address, str], country: str, region: str, city: str) -> str | None:
    """Return the narrowest place of an address, None when there is none. Case, accents and blanks do not matter."""
    country, region, city = plain(country), plain(region), plain(city)
    region = region.removeprefix(f"{country}-")
    for address in ((country, region, city), (country, region, ""), (country, "", "")):
        if address in addresses:
            return addresses[address]
    return None


@functools.lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Return a name as it is compared: without case, accents and blanks around it."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _claimed(place: Jurisdiction, places: Mapping[str, Jurisdiction]) -> Iterable[Address]:
    country = place.key.partition("-")[0]
    if place.cities:
        for region in _regions(places[place.parent or ""]):
            yield from ((country, region, plain(city)) for city in place.cities)
    else:
        yield from ((country, region, "") for region in _regions(place))
        yield from ((plain(other), "", "") for other in place.countries)


def _regions(place: Jurisdiction) -> tuple[str, ...]:
    """Return the code in the key and the other names; of a whole country only "", that is any region."""
    _, _, code = place.key.partition("-")
    return (code, *map(plain, place.regions))


def _names(fields: Fields, name: str) -> tuple[str, ...]:
    return tuple(sorted(fields.texts(name) or ()))
