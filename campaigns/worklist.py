"""Which number to propose next and when: order and hints of the worklist, never a permission.

The hint for the next try follows the campaign's ladder in the person's own part of the day; the gate judges
at the instant of dialing whatever the hint says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.ladders import Ladder, NextTry, Number, in_order, next_try
from campaigns.person_file import PersonFile, Point
from crm.dispositions import Disposition

PARTS_OF_DAY = (0, 12, 17)
"""Hours at which morning, afternoon and evening begin on the person's clock."""
LOOK_AGAIN = timedelta(days=7)
"""When a case that only a new fact can free is looked at again, in case that fact was missed."""


@dataclass(frozen=True, slots=True)
class NextContact:
    """A hint: not before `at`, preferably at this contact point; None = chosen when it is called."""

    at: datetime
    point_id: UUID | None


def points_in_order(file: PersonFile, ladder: Ladder, preferred: UUID | None) -> list[Point]:
    """Return the phone numbers to propose: the preferred one first, then by the ladder's labels and rank."""
    points = {point.id: point for point in file.phone_points()}
    ordered = [points[number.id] for number in in_order(ladder, numbers_of(file, None))]
    return sorted(ordered, key=lambda point: point.id != preferred)


def numbers_of(file: PersonFile, now: datetime | None) -> list[Number]:
    """Return the dialable numbers with their tries on the person's present day."""
    return [
        Number(point.id, point.label, 0 if now is None else tries_today(file, now, point_id=point.id))
        for point in file.phone_points()
    ]


def tries_today(file: PersonFile, now: datetime, *, point_id: UUID | None = None) -> int:
    """Count the calls of the person's present day, to one number or to all."""
    zone = zone_of(file)
    today = now.astimezone(zone).date()
    return sum(
        1
        for past in file.history
        if past.channel == "phone"
        and past.direction == "outbound"
        and past.is_counted
        and (point_id is None or past.endpoint_id == point_id)
        and past.at.astimezone(zone).date() == today
    )


def next_contact(
    file: PersonFile, ladder: Ladder, disposition: Disposition, *, now: datetime, last_point: UUID | None
) -> NextContact:
    """Say when and where the case is tried next after a disposition."""
    chosen = next_try(
        ladder,
        outcome_code=disposition.code,
        tries_today=tries_today(file, now),
        numbers=numbers_of(file, now),
        last_number=last_point,
        fallback_minutes=disposition.retry_after_minutes,
    )
    if chosen.number_id is None:
        return NextContact(now + LOOK_AGAIN, None)
    return NextContact(in_slot(now, chosen, zone_of(file)), None if chosen.is_open else chosen.number_id)


def in_slot(now: datetime, chosen: NextTry, zone: ZoneInfo) -> datetime:
    """Move the end of the wait into the wanted slot of the person's day."""
    at = now + timedelta(minutes=chosen.wait_minutes)
    local_now, local = now.astimezone(zone), at.astimezone(zone)
    if chosen.slot == "next_day" and local.date() == local_now.date():
        tomorrow = local_now + timedelta(days=1)
        return tomorrow.replace(hour=PARTS_OF_DAY[0], minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
    if chosen.slot == "other" and local.date() == local_now.date() and _part(local) == _part(local_now):
        later = [hour for hour in PARTS_OF_DAY if hour > local.hour]
        if not later:
            return at
        return local.replace(hour=later[0], minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
    return at


def zone_of(file: PersonFile) -> ZoneInfo:
    """Return the zone in which the person's day is counted for hints: known, else address, else number, else UTC."""
    person = file.person
    zones: Sequence[str] = [person.known_zone] if person.known_zone else list(person.address_zones)
    if not zones:
        zones = [zone for point in file.points for zone in point.zones]
    return ZoneInfo(zones[0] if zones else "UTC")


def _part(local: datetime) -> int:
    return sum(1 for hour in PARTS_OF_DAY if hour <= local.hour)
