"""When a case can be called: the hours its numbers are under, and the instant from which all other rules permit.

Pure. Hours of the day depend on few things (places, zones, wishes), so cases share them as shapes; all else gives one
instant a number. What is said here is proven equal to the gate's answer by tests and never trusted by the gate.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from campaigns.books import Books, CreditorTerms, Place, Under
from campaigns.campaigns import Campaign
from campaigns.ladders import parse_ladder
from campaigns.person_file import PersonFile, Point
from campaigns.rules.case import Case
from campaigns.rules.hours import AllowedHours
from campaigns.rules.judge import judge
from campaigns.rules.proposal import Consent, Person, Proposal, StatedTime
from campaigns.rules.rule import Rule
from campaigns.worklist import points_in_order
from crm.attempts import Channel

HOURS = frozenset({"allowed_hours", "stated_times"})
NO_NUMBER, PERSON_BUSY = "no_number", "person_busy"
"""Codes of what no rule says: no number is left, or an attempt is under way."""
FREE = datetime(2000, 1, 1, tzinfo=UTC)
"""Before any instant that is asked about: nothing but the hours holds the case."""
SOON = timedelta(days=9)
"""How far ahead a change is looked for that a free case may meet: a little more than the week that is shown."""


@dataclass(frozen=True, slots=True)
class Shape:
    """All that hours depend on for one number; `document` is its stored form."""

    places: tuple[tuple[str, str, str], ...]
    creditor: str | None
    collector: str
    number_type: str
    known_zone: str | None
    address_zones: tuple[str, ...]
    number_zones: tuple[str, ...]
    stated: tuple[tuple[Any, ...], ...]

    def document(self) -> list[Any]:
        """Return the shape as it is stored."""
        return [
            [list(place) for place in self.places],
            self.creditor,
            self.collector,
            self.number_type,
            self.known_zone,
            list(self.address_zones),
            list(self.number_zones),
            [list(wish) for wish in self.stated],
        ]

    def person(self) -> Person:
        """Return a person of whom only the hours are known."""
        return Person(
            address_zones=self.address_zones,
            known_zone=self.known_zone,
            stated_times=tuple(
                StatedTime(
                    days=tuple(days), start_minute=start, end_minute=end, channels=tuple(channels) if channels else None
                )
                for days, start, end, channels in self.stated
            ),
        )

    def proposal(self, at: datetime) -> Proposal:
        """Propose a call at an instant."""
        return Proposal(
            at=at,
            channel=Channel.PHONE.value,
            endpoint_id=None,
            debts=(),
            collector=self.collector,
            number_type=self.number_type,
            number_zones=self.number_zones,
        )

    def under(self, creditors: Mapping[str, CreditorTerms]) -> Under:
        """Return what the number is under, with the creditor's present terms."""
        address, *numbers = (Place(*place) for place in self.places)
        return Under(address, tuple(numbers), creditors.get(self.creditor or ""))


@dataclass(frozen=True, slots=True)
class Opening:
    """One case in the index; `shapes` and `free_ats` number by number in the order in which they are proposed."""

    shapes: tuple[Shape, ...]
    free_ats: tuple[datetime | None, ...]
    rule_id: str
    code: str
    zone: str
    exact_until: datetime | None


def opening_of(file: PersonFile, books: Books, campaign: Campaign, now: datetime) -> Opening:
    """Work out one case as of now."""
    points = points_in_order(file, parse_ladder(campaign.ladder), None)
    zone = zone_name(file, now)
    if file.has_open_attempt or not points:
        code = PERSON_BUSY if file.has_open_attempt else NO_NUMBER
        return Opening((), (), code, code, zone, None)
    free_ats, blocks = [], []
    for point in points:
        rules = books.rules_for(file.under(point), now.date(), campaign)
        others = tuple(rule for rule in rules if rule.kind not in HOURS)
        verdict = judge(file.proposal(point, Channel.PHONE, now), file.person, file.history, others)
        free_ats.append(FREE if verdict.allowed else verdict.next_allowed_at)
        last = max(verdict.reasons, key=lambda reason: (reason.until is None, reason.until or now), default=None)
        blocks.append((last.rule_id, last.code) if last else ("", ""))
    best = min(range(len(points)), key=lambda index: (free_ats[index] is None, free_ats[index] or now))
    return Opening(
        shapes=tuple(shape_of_point(file, point, books, now) for point in points),
        free_ats=tuple(free_ats),
        rule_id=blocks[best][0],
        code=blocks[best][1],
        zone=zone,
        exact_until=_exact_until(file, books, campaign, points, now),
    )


def shape_of_point(file: PersonFile, point: Point, books: Books, now: datetime) -> Shape:
    """Return what the hours of a number depend on; a city counts only where it has rules of its own."""
    under, proposal = file.under(point), file.proposal(point, Channel.PHONE, now)
    wishes = file.person.stated_times
    return Shape(
        places=tuple(_place(place, books) for place in (under.place, *under.number_places)),
        creditor=under.creditor.code if under.creditor else None,
        collector=file.collector,
        number_type=proposal.number_type,
        known_zone=file.person.known_zone,
        address_zones=file.person.address_zones,
        number_zones=point.zones,
        stated=tuple((wish.days, wish.start_minute, wish.end_minute, wish.channels) for wish in wishes),
    )


def _place(place: Place, books: Books) -> tuple[str, str, str]:
    place_of = books.rulebook.place_of
    has_own = place_of(place.country, place.region, place.city) != place_of(place.country, place.region)
    return place.country, place.region, place.city if has_own else ""


def read_shape(document: Sequence[Any]) -> Shape:
    """Read a stored shape."""
    places, creditor, collector, number_type, known_zone, address_zones, number_zones, stated = document
    return Shape(
        tuple(tuple(place) for place in places),
        creditor,
        collector,
        number_type,
        known_zone,
        tuple(address_zones),
        tuple(number_zones),
        tuple((tuple(wish[0]), wish[1], wish[2], wish[3]) for wish in stated),
    )


def key_of(shapes: Sequence[Shape]) -> str:
    """Name a list of shapes by its content."""
    content = json.dumps([shape.document() for shape in shapes], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def hours_rules(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return the rules about the time of day."""
    return tuple(rule for rule in rules if rule.kind in HOURS)


def zone_name(file: PersonFile, at: datetime) -> str:
    """Name the zones a person may be in, joined by " + "; "unknown" where nothing tells."""
    points = file.phone_points()
    if not points:
        zones = (file.person.known_zone,) if file.person.known_zone else file.person.address_zones
    else:
        zones = Case(file.proposal(points[0], Channel.PHONE, at), file.person, ()).zones("all_candidates")
    return " + ".join(sorted(zones)) or "unknown"


def _exact_until(
    file: PersonFile, books: Books, campaign: Campaign, points: Sequence[Point], now: datetime
) -> datetime | None:
    """Return when the answer may change although nothing happens; None when it will not within the days shown.

    A case that may call on a waiver of hours, by consent or by the age of the debt, is always judged anew.
    """
    rules = {rule for point in points for rule in books.rules_for(file.under(point), now.date(), campaign)}
    if any(_is_waived(rule, file) for rule in rules):
        return now
    person = file.person
    changes = [hold.starts_at for hold in person.holds if hold.starts_at > now]
    changes += [end for consent in person.consents if (end := _ends(consent)) is not None and end > now]
    days = {day for rule in rules for day in (rule.effective_from, rule.effective_to) if day is not None}
    changes += [datetime.combine(day, time(), now.tzinfo) for day in days]
    soon = [change for change in changes if now < change <= now + SOON]
    return min(soon, default=None)


def _is_waived(rule: Rule, file: PersonFile) -> bool:
    if not isinstance(rule.terms, AllowedHours):
        return False
    is_old = rule.terms.waived_over_days is not None and file.days_past_due > rule.terms.waived_over_days
    return is_old or any(consent.kind == rule.terms.waived_by_consent for consent in file.person.consents)


def _ends(consent: Consent) -> datetime | None:
    """Return the earliest instant at which a consent may have ended; days begin up to a day before UTC's."""
    ends = [] if consent.revoked_at is None else [consent.revoked_at]
    days = 7 if consent.kind == "extra_calls" else consent.valid_days
    if days is not None:
        ends.append(consent.at + timedelta(days=max(0, days - 2)))
    return min(ends, default=None)
