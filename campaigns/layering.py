"""Loads what lies over a campaign's week: its persons' places and zones, the rules of one place, and their wishes.

What the layers are is decided in `window_layers`; nothing is written.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from campaigns.books import Books, CreditorTerms, Place, Under
from campaigns.rules.proposal import StatedTime
from campaigns.steering import load_campaign
from campaigns.store.for_layers import creditors_by_id, places_of_cases, wishes_of_persons
from campaigns.window_layers import Layer, barred_cells, call_shape, rule_layers
from config.errors import BadInput
from config.ground import Ground

FALLBACK = Place("US", "", "")
"""Where no case is: the rule book that also holds for places without one of their own."""
ANY_ROLE = "third_party"

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers over a campaign's week in one place, for one creditor's debts.

    `country` is that of the place's first address. `places` are rule books by key, `creditors` by code with their
    names, `zones` by name; all with their open cases, the largest first. `barred` counts persons by day and cell.
    """

    at: datetime
    country: str
    place: str
    creditor: str
    places: Mapping[str, int]
    creditors: Mapping[tuple[str, str], int]
    zones: Mapping[str, int]
    layers: Sequence[Layer]
    barred: Sequence[Sequence[int]]
    persons: int


async def load_layers(
    ground: Ground, books: Books, campaign_id: UUID, *, place: str | None = None, creditor: str | None = None
) -> Layers:
    """Load the layers of a place and a creditor among the campaign's cases, of the most frequent ones unless said.

    Raises:
        NotFound: no such campaign. BadInput: no case of the campaign is in this place, or of this creditor.
    """
    async with ground.database.transaction() as session:
        await load_campaign(session, campaign_id)
        now = ground.clock.now()
        rows = await places_of_cases(session, campaign_id)
        creditors = await creditors_by_id(session, sorted({row["creditor_id"] for row in rows}))
        wishes = await wishes_of_persons(session, campaign_id, now=now)
    addresses = _addresses(books, rows)
    by_place = _counted((addresses[_place(row)], row["cases"]) for row in rows)
    by_creditor = _counted((row["creditor_id"], row["cases"]) for row in rows)
    key = _chosen("place", place, list(by_place)) or _key(books, FALLBACK)
    address = next((one for one, found in addresses.items() if found == key), FALLBACK)
    by_code = {creditors[creditor_id]["code"]: creditors[creditor_id] for creditor_id in by_creditor}
    code = _chosen("creditor", creditor, list(by_code))
    terms, role = None, ANY_ROLE
    if code:
        terms = CreditorTerms(code, by_code[code]["terms_version"], by_code[code]["terms"])
        role = by_code[code]["collector_role"]
    rules = books.rules_for(Under(address, (), terms), now.date(), None)
    return Layers(
        now,
        address.country.upper(),
        key,
        code,
        by_place,
        {(creditors[one]["code"], creditors[one]["name"]): count for one, count in by_creditor.items()},
        _counted((zone, row["cases"]) for row in rows for zone in _zones(row)),
        rule_layers(rules, call_shape(role), now),
        barred_cells((tuple(_wish(item) for item in items), persons) for items, persons in wishes),
        sum(row["cases"] for row in rows),
    )


def _chosen(name: str, wanted: str | None, known: Sequence[str]) -> str:
    if wanted is not None and wanted not in known:
        raise BadInput("not_of_campaign", f"No case of this campaign has the {name} {wanted}.", {name: wanted})
    return wanted or (known[0] if known else "")


def _addresses(books: Books, rows: Sequence[Mapping[str, Any]]) -> dict[Place, str]:
    return {place: _key(books, place) for place in map(_place, rows)}


def _key(books: Books, place: Place) -> str:
    return books.rulebook.place_of(place.country, place.region, place.city) or FALLBACK.country.lower()


def _place(row: Mapping[str, Any]) -> Place:
    return Place(row["country"], row["region"], row["city"])


def _zones(row: Mapping[str, Any]) -> Sequence[str]:
    return [row["known_zone"]] if row["known_zone"] else row["address_zones"]


def _wish(item: Mapping[str, Any]) -> StatedTime:
    channels = item["channels"]
    return StatedTime(
        days=tuple(item["days"]),
        start_minute=item["start_minute"],
        end_minute=item["end_minute"],
        channels=tuple(channels) if channels else None,
    )


def _counted(pairs: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    counts: Counter[Key] = Counter()
    for key, cases in pairs:
        counts[key] += cases
    return dict(counts.most_common())
