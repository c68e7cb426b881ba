"""The table of zones a person may be in: what says so, what time it is there, and under which reading each counts.

Pure. Which zones count is asked of the rules' own reading of a case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.person_file import PersonFile, Point
from campaigns.rules.case import ZONE_BASES, Case
from crm.attempts import Channel
from crm.contact_points import StatedZone
from crm.debtors import Debtor
from telephony.numbers import mask_number
from web.contact_fact_views import attempt_of
from web.shapes.timeline import ZoneRow
from web.why_words import DAYS_ZH
from web.words import Word

LONG_AREA = 3
"""A number is said to span its zones from two on; more than so many are counted, not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """What the table is made of; `stated` is where the person said to be, with `author` its author's name."""

    file: PersonFile
    debtor: Debtor
    stated: StatedZone | None
    author: str
    now: datetime


def zone_rows(told: Zones, points: Sequence[Point], channel: Channel) -> list[ZoneRow]:
    """Return a row for each zone and what says so: the person's word first, then the address, then each number."""
    counted = _counted(told, points, channel)
    rows = [*_stated(told), *_address(told), *(row for point in told.file.points for row in _number(point))]
    return [
        ZoneRow(
            zone=zone,
            source=source,
            source_en=words.en,
            source_zh=words.zh,
            attempt_id=attempt_id,
            local_now=f"{told.now.astimezone(ZoneInfo(zone)):%H:%M}",
            counts_for=sorted(basis for basis, zones in counted.items() if zone in zones),
        )
        for zone, source, words, attempt_id in rows
    ]


Row = tuple[str, str, Word, UUID | None]


def _stated(told: Zones) -> Iterable[Row]:
    zone = told.file.person.known_zone
    if zone is None:
        return
    if told.stated is None:
        yield zone, "stated", Word("said by the person", "本人所述"), None
        return
    day = told.stated.starts_at.astimezone(ZoneInfo(zone))
    words = Word(
        f"said by the person on {day.day} {day:%b %Y}, recorded by {told.author}",
        f"本人于{day.year}年{day.month}月{day.day}日（{DAYS_ZH[day.weekday()]}）所述，由{told.author}记录",
    )
    yield zone, "stated", words, attempt_of(told.stated.evidence)


def _address(told: Zones) -> Iterable[Row]:
    debtor, zones = told.debtor, told.file.person.address_zones
    in_us = debtor.country == "US"
    if in_us and debtor.postal_code and len(zones) == 1:
        source, words = "postal_code", Word(f"postal code {debtor.postal_code}", f"邮政编码{debtor.postal_code}")
    elif in_us and debtor.region:
        source, words = "state", Word(f"state {debtor.region}", f"{debtor.region}州")
    else:
        source, words = "country", Word(f"country {debtor.country}", f"国家{debtor.country}")
    for zone in zones:
        yield zone, source, _spanning(words, zones), None


def _number(point: Point) -> Iterable[Row]:
    if point.kind != "phone":
        return
    masked = mask_number(point.value)
    words = Word(f"area code of {masked}", f"{masked}的区号")
    for zone in point.zones:
        yield zone, "number", _spanning(words, point.zones), None


def _spanning(words: Word, zones: Sequence[str]) -> Word:
    if len(zones) < 2:
        return words
    names = ", ".join(zones) if len(zones) <= LONG_AREA else str(len(zones))
    names_zh = "、".join(zones) if len(zones) <= LONG_AREA else f"{len(zones)}个时区"
    return Word(
        f"{words.en}, which spans {names}{'' if len(zones) <= LONG_AREA else ' zones'}", f"{words.zh}，跨{names_zh}"
    )


def _counted(told: Zones, points: Sequence[Point], channel: Channel) -> Mapping[str, set[str]]:
    """Return by reading every zone that counts for a contact at one of these points."""
    counted: dict[str, set[str]] = {basis: set() for basis in ZONE_BASES}
    for point in points:
        case = Case(told.file.proposal(point, channel, told.now), told.file.person, ())
        for basis, zones in counted.items():
            zones.update(case.zones(basis))
    return counted
