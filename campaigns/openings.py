"""When a case can be called: the hours its numbers are under, and the instant from which all other rules permit.

Pure. Hours of the day depend on few things (places, zones, wishes), so cases share them as shapes; all else gives one
instant a number. What is said here is proven equal to the gate's answer by tests and never trusted by the gate.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from campaigns.books import Books, CreditorTerms, Place, Under
from campaigns.campaigns import Campaign
from campaigns.ladders import parse_ladder
from campaigns.person_file import PersonFile, Point
from campaigns.rules.case import EXTRA_CALLS, EXTRA_CALLS_DAYS, Case
from campaigns.rules.hours import AllowedHours
from campaigns.rules.judge import judge
from campaigns.rules.proposal import Consent, Debt, Person, Proposal, StatedTime
from campaigns.rules.rule import Rule
from campaigns.rules.windows import first_instant, local_day
from campaigns.worklist import points_in_order
from crm.attempts import Channel

HOURS = frozenset({"allowed_hours", "stated_times"})
NO_NUMBER, PERSON_BUSY = "no_number", "person_busy"
"""Codes of what no rule says: no number is left, or an attempt is under way."""
FREE = datetime(2000, 1, 1, tzinfo=UTC)
"""Before any instant that is asked about: nothing but the hours holds the case."""
AGED = "min_days_past_due"
"""The kind of rule that looks at the age of the debt, as some hours do."""
ITS_DEBT = "its debt"


@dataclass(frozen=True, slots=True)
class Shape:
    """All that hours depend on for one number; `document` is its stored form.

    `waivers` are the live consents that lift some hours, `older_than` the greatest age of debts, in days, that lifts
    hours and that this one has passed.
    """

    places: tuple[tuple[str, str, str], ...]
    creditor: str | None
    collector: str
    number_type: str
    known_zone: str | None
    address_zones: tuple[str, ...]
    number_zones: tuple[str, ...]
    stated: tuple[tuple[Any, ...], ...]
    waivers: tuple[str, ...] = ()
    older_than: int | None = None

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
            list(self.waivers),
            self.older_than,
        ]

    def person(self) -> Person:
        """Return a person of whom only the hours are known."""
        age = 0 if self.older_than is None else self.older_than + 1
        return Person(
            consents=tuple(Consent(kind=kind, at=FREE) for kind in self.waivers),
            debts={ITS_DEBT: Debt(days_past_due=age)},
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
            debts=(ITS_DEBT,),
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
    days_past_due: int | None = None


def opening_of(
    file: PersonFile, books: Books, campaign: Campaign, now: datetime, *, changes: Sequence[datetime] = ()
) -> Opening:
    """Work out one case as of now; `changes` are instants at which facts begin or end that the file cannot show."""
    points = points_in_order(file, parse_ladder(campaign.ladder), None)
    zone = zone_name(file, now)
    if file.has_open_attempt or not points:
        code = PERSON_BUSY if file.has_open_attempt else NO_NUMBER
        return Opening((), (), code, code, zone, None)
    free_ats, blocks = [], []
    ruled = [books.rules_for(file.under(point), now.date(), campaign) for point in points]
    for point, rules in zip(points, ruled, strict=True):
        others = tuple(rule for rule in rules if rule.kind not in HOURS)
        verdict = judge(file.proposal(point, Channel.PHONE, now), file.person, file.history, others)
        free_ats.append(FREE if verdict.allowed else verdict.next_allowed_at)
        last = max(verdict.reasons, key=lambda reason: (reason.until is None, reason.until or now), default=None)
        blocks.append((last.rule_id, last.code) if last else ("", ""))
    best = min(range(len(points)), key=lambda index: (free_ats[index] is None, free_ats[index] or now))
    bound = {rule for rules in ruled for rule in rules}
    return Opening(
        shapes=tuple(_shape_of(file, point, rules, books, now) for point, rules in zip(points, ruled, strict=True)),
        free_ats=tuple(free_ats),
        rule_id=blocks[best][0],
        code=blocks[best][1],
        zone=zone,
        exact_until=_exact_until(file, bound, points, now, changes),
        days_past_due=file.days_past_due if any(map(_looks_at_age, bound)) else None,
    )


def _shape_of(file: PersonFile, point: Point, rules: Sequence[Rule], books: Books, now: datetime) -> Shape:
    """Return what the hours of a number depend on; a city counts only where it has rules of its own."""
    under, proposal = file.under(point), file.proposal(point, Channel.PHONE, now)
    case = Case(proposal, file.person, ())
    hours = [rule.terms for rule in rules if isinstance(rule.terms, AllowedHours)]
    kinds = {terms.waived_by_consent for terms in hours if terms.waived_by_consent is not None}
    ages = [terms.waived_over_days for terms in hours if terms.waived_over_days is not None]
    return Shape(
        places=tuple(_place(place, books) for place in (under.place, *under.number_places)),
        creditor=under.creditor.code if under.creditor else None,
        collector=file.collector,
        number_type=proposal.number_type,
        known_zone=file.person.known_zone,
        address_zones=file.person.address_zones,
        number_zones=point.zones,
        stated=tuple(
            (wish.days, wish.start_minute, wish.end_minute, wish.channels) for wish in file.person.stated_times
        ),
        waivers=tuple(sorted(kind for kind in kinds if case.has_consent(kind, now, match="any"))),
        older_than=max((days for days in ages if file.days_past_due > days), default=None),
    )


def _place(place: Place, books: Books) -> tuple[str, str, str]:
    place_of = books.rulebook.place_of
    has_own = place_of(place.country, place.region, place.city) != place_of(place.country, place.region)
    return place.country, place.region, place.city if has_own else ""


def read_shape(document: Sequence[Any]) -> Shape:
    """Read a stored shape."""
    places, creditor, collector, number_type, known_zone, address_zones, number_zones, stated, waivers, age = document
    return Shape(
        tuple(tuple(place) for place in places),
        creditor,
        collector,
        number_type,
        known_zone,
        tuple(address_zones),
        tuple(number_zones),
        tuple((tuple(wish[0]), wish[1], wish[2], wish[3]) for wish in stated),
        tuple(waivers),
        age,
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
    file: PersonFile, rules: AbstractSet[Rule], points: Sequence[Point], now: datetime, changes: Sequence[datetime]
) -> datetime | None:
    """Return when the answer may change although nothing happens; None when it will not.

    Of what holds a case now, the end is in the answer already. Hours that begin or end are laid out with their dates.
    """
    person = file.person
    found = [*changes, *(hold.starts_at for hold in person.holds), *(notice.sent_at for notice in person.notices)]
    found += [end for consent in person.consents for end in _bounds(consent, file, points)]
    for rule in rules:
        if rule.kind not in HOURS:
            found += [instant for instant in in_force(rule) if instant is not None]
    return min((change for change in found if change > now), default=None)


def in_force(rule: Rule) -> tuple[datetime | None, datetime | None]:
    """Return the first instant at which a rule is in force and the first at which it is not any more; None = open."""
    start, last = rule.effective_from, rule.effective_to
    return (
        None if start is None else datetime.combine(start, time(), UTC),
        None if last is None else datetime.combine(last, time(), UTC) + timedelta(days=1),
    )


def _bounds(consent: Consent, file: PersonFile, points: Sequence[Point]) -> list[datetime]:
    """Return when a consent begins and when it may end: by revocation, or as its last day ends in some zone."""
    found = [consent.at] + ([] if consent.revoked_at is None else [consent.revoked_at])
    days = consent.valid_days
    if consent.kind == EXTRA_CALLS:
        days = min(days or EXTRA_CALLS_DAYS, EXTRA_CALLS_DAYS)
    if days is not None:
        cases = [Case(file.proposal(point, Channel.PHONE, consent.at), file.person, ()) for point in points]
        zones = {zone for case in cases for zone in case.counting_zones()}
        found += [first_instant(zone, local_day(consent.at, zone) + days) for zone in zones]
    return found


def _looks_at_age(rule: Rule) -> bool:
    return rule.kind == AGED or (isinstance(rule.terms, AllowedHours) and rule.terms.waived_over_days is not None)
