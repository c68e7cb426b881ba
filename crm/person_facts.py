"""Facts on what a person said or what became known of them, as the journal keeps them.

Only identifiers and codes; what was said stands in the rows. `facts.FACTS` lists them with the others of the record.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from config.facts import Fact


@dataclass(frozen=True, kw_only=True)
class HoldChanged(Fact):
    """A fact was added to a hold that undoes it under some rules, without lifting it."""

    hold_id: UUID
    debtor_id: UUID
    lifting_fact: str


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Fact):
    """A person allowed something the rules ask leave for."""

    consent_id: UUID
    debtor_id: UUID
    kind: str
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class ConsentRevoked(Fact):
    """A consent was taken back; it binds from this instant."""

    consent_id: UUID
    debtor_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class TimeStated(Fact):
    """A person called a time of the week inconvenient."""

    stated_time_id: UUID
    debtor_id: UUID


@dataclass(frozen=True, kw_only=True)
class StatedTimeEnded(Fact):
    """An inconvenient time is none any more."""

    stated_time_id: UUID
    debtor_id: UUID


@dataclass(frozen=True, kw_only=True)
class ZoneLearned(Fact):
    """A person said where they are; with `is_known` false this was taken back."""

    stated_zone_id: UUID
    debtor_id: UUID
    is_known: bool = True


@dataclass(frozen=True, kw_only=True)
class NumberFactRecorded(Fact):
    """Something became known of a number itself; with `is_known` false this was taken back."""

    contact_point_id: UUID
    debtor_id: UUID
    kind: str
    is_known: bool = True


@dataclass(frozen=True, kw_only=True)
class RelationFactRecorded(Fact):
    """Something became known of a related person."""

    relation_fact_id: UUID
    debtor_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class RelationFactEnded(Fact):
    """A fact on a related person does not hold any more."""

    relation_fact_id: UUID
    debtor_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class NoticeSent(Fact):
    """A written notice went to the person."""

    notice_id: UUID
    debtor_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class NumbersSuppressed(Fact):
    """A list of numbers is in force, whoever they belong to."""

    list_id: UUID
    kind: str
    numbers: int


@dataclass(frozen=True, kw_only=True)
class SuppressionWithdrawn(Fact):
    """A list of numbers is not in force any more."""

    list_id: UUID
    kind: str
