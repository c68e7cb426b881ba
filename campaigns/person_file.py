"""A person's file as the gate reads it: who it is, what is known, and what one contact would be.

Pure; `person_rows` builds it from a row of the store. The key of a debt is the case, because one call is about
all accounts of its case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.books import CreditorTerms, Place, Under
from campaigns.rules.proposal import PastContact, Person, Proposal
from crm.attempts import Channel
from telephony.area_codes import regions_of_number

NUMBER_TYPES = {"mobile": "mobile", "home": "landline", "work": "work"}
WRONG = frozenset({"wrong_party", "invalid"})


@dataclass(frozen=True, slots=True)
class Point:
    """A contact point of the person, as stored."""

    id: UUID
    kind: str
    label: str
    value: str
    zones: tuple[str, ...]
    state: str
    rank: int
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """Everything the gate knows of one person and one of their cases."""

    debtor_id: UUID
    case_id: UUID
    case_state: str
    campaign_id: UUID | None
    name: str
    language: str
    place: Place
    collector: str
    person: Person
    points: tuple[Point, ...]
    history: tuple[PastContact, ...]
    tries_by_point: Mapping[UUID, int]
    days_past_due: int
    has_open_attempt: bool
    preferred_point: UUID | None
    creditor: CreditorTerms | None = None
    read: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """The row this was built from, for whoever freezes what a contact was judged on."""

    def under(self, point: Point) -> Under:
        """Return what a contact at this point is under: the address, the number's regions, the creditor's terms."""
        places = tuple(Place(*region) for region in regions_of_number(point.value)) if point.kind == "phone" else ()
        return Under(self.place, places, self.creditor)

    def phone_points(self) -> list[Point]:
        """Return the phone numbers that may be proposed, by rank."""
        phones = [point for point in self.points if point.kind == "phone" and point.state not in WRONG]
        return sorted(phones, key=lambda point: (point.rank, point.value))

    def proposal(self, point: Point, channel: Channel, at: datetime, *, purpose: str = "collection") -> Proposal:
        """Propose a contact with the person at this point."""
        return Proposal(
            at=at,
            channel=channel.value,
            endpoint_id=point.id,
            debts=(self.case_id,),
            collector=self.collector,
            purpose=purpose,
            number_type=NUMBER_TYPES.get(point.label, "other"),
            number_zones=point.zones,
            number_facts=point.facts,
            is_only_number=len(self.phone_points()) == 1,
        )
