"""The persons of a simulated world with what happened to them in the days before, all lawful; and their wishes.

Drawn from the schedule's generator alone. Zones of address and number differ for some, so that several must agree.
"""

from datetime import timedelta
from random import Random
from uuid import UUID

from campaigns.rules.proposal import Consent, Hold, StatedTime
from campaigns.simulation.acts.house import Ground
from campaigns.simulation.ledger import AttemptRow, Entry, PersonRow, Point

ZONES = (
    ("America/New_York", "212"),
    ("America/Chicago", "312"),
    ("America/Denver", "303"),
    ("America/Los_Angeles", "213"),
    ("America/Phoenix", "602"),
)
WINGS = (UUID(int=21), UUID(int=22))
DAY_MS = 86_400_000


def settle_people(ground: Ground, rng: Random) -> None:
    """Fill the ledger with the plan's persons."""
    for number in range(ground.plan.persons):
        person = _person(ground, rng, number)
        ground.ledger.persons[person.id] = person
        ground.ledger.set_due(person, person.next_at_ms)
        _remember(ground, rng, person)


def _person(ground: Ground, rng: Random, number: int) -> PersonRow:
    home = _zone(rng, is_even=ground.plan.is_clock_change)
    points = [_point(number, 0, "mobile", home if rng.random() < 0.8 else _zone(rng, is_even=True))]
    if rng.random() < 0.4:
        points.append(_point(number, 1, "landline", home))
    wing = WINGS[int(rng.random() * len(ground.wings))]
    person = PersonRow(
        id=UUID(int=(7 << 64) + number),
        case_id=UUID(int=(8 << 64) + number),
        campaign_id=wing,
        address_zones=(ZONES[home][0],),
        points=points,
        days_past_due=5 + int(rng.random() * 60),
        next_at_ms=int(rng.random() * ground.plan.due_within_ms),
    )
    before = ground.at(0) - timedelta(days=20)
    if rng.random() < 0.8:
        person.consents.append(Consent(kind="sms", at=before))
    share = rng.random()
    if share < 0.03:
        person.holds.append(Hold(kind="cease_communication", starts_at=before))
        person.stops.append((-20 * DAY_MS, "cease_communication all"))
    elif share < 0.10:
        hour = (ground.at(0).hour - 5 + int(rng.random() * 4)) % 24
        person.stated_times.append(StatedTime(days=tuple(range(7)), start_minute=hour * 60, end_minute=hour * 60 + 90))
    elif share < 0.13:
        points[0].state = "wrong_party"
        person.stops.append((-20 * DAY_MS, f"wrong {points[0].value}"))
    return person


def _zone(rng: Random, *, is_even: bool) -> int:
    share = rng.random()
    return int(share * len(ZONES)) if is_even or share > 0.6 else 0


def _point(number: int, rank: int, label: str, zone: int) -> Point:
    name, area = ZONES[zone]
    value = f"+1{area}{2_000_000 + number * 10 + rank}"
    return Point(UUID(int=(9 << 64) + number * 10 + rank), label, value, (name,))


def _remember(ground: Ground, rng: Random, person: PersonRow) -> None:
    """Give some persons calls of the last days at noon, so that caps and waiting times bind from the first hour."""
    share = rng.random()
    days = [] if share < 0.5 else [day for day in range(7, 0, -1) if rng.random() < 0.8]
    for day in days:
        at_ms = -day * DAY_MS + 4 * 3_600_000 - int(rng.random() * 1_800_000)
        if ground.at(at_ms).hour not in range(17, 24):
            at_ms += (19 - ground.at(at_ms).hour) * 3_600_000
        if at_ms > -3_600_000:
            continue
        row = AttemptRow(
            id=UUID(int=(6 << 64) + len(ground.ledger.attempts)),
            person=person,
            point=person.points[-1],
            channel="phone",
            epoch=0,
            process=0,
            reserved_at=ground.at(at_ms),
            reserved_ms=at_ms,
            is_past=True,
        )
        ground.ledger.add_attempts([row])
        talked = share > 0.93 and day == days[-1]
        ground.ledger.close(row, at_ms + 30_000, result="past", outcome="conversation" if talked else "no_answer")
        ground.ledger.add_entry(Entry(UUID(int=(5 << 64) + row.id.int), row.id, "NC01", at_ms + 30_000))
