"""Persons who owe, the creditors they owe to, and persons related to them.

One debtor is one person over several accounts. A related person is quarantined: never contacted about
the debt, and for location only where the rules allow it.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class Creditor(Base):
    """The owner of claims; `collector_role` says whether we act as an agency or as the creditor itself.

    `terms` is what it asks of contacts beyond the law, a document that `campaigns.books` reads.
    """

    __tablename__ = "creditors"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    collector_role: Mapped[str] = mapped_column(default="third_party")
    country: Mapped[str] = mapped_column(default="US")
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'::jsonb"))
    terms_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))


class Debtor(Base):
    """A person, known to a creditor by `customer_ref`; zones are IANA names that the address indicates."""

    __tablename__ = "debtors"
    __table_args__ = (UniqueConstraint("creditor_id", "customer_ref"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    creditor_id: Mapped[UUID] = mapped_column(ForeignKey("creditors.id"))
    customer_ref: Mapped[str]
    full_name: Mapped[str]
    born_on: Mapped[date | None]
    language: Mapped[str] = mapped_column(default="en")
    address_line: Mapped[str | None]
    city: Mapped[str | None]
    region: Mapped[str | None]
    postal_code: Mapped[str | None]
    country: Mapped[str] = mapped_column(default="US")
    address_zones: Mapped[list[str]] = mapped_column(default=list)
    known_zone: Mapped[str | None]
    created_at: Mapped[datetime]


class Relation(Base):
    """A related person from a file; `may_contact` stays false until a person with the right decides otherwise."""

    __tablename__ = "relations"
    __table_args__ = (UniqueConstraint("debtor_id", "full_name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"), index=True)
    full_name: Mapped[str]
    relation: Mapped[str]
    number: Mapped[str | None]
    may_contact: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str]
    created_at: Mapped[datetime]


class RelationFact(Base):
    """What is known of a related person and decides whether they may be asked: `kind` is of `RELATION_FACTS`."""

    __tablename__ = "relation_facts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    relation_id: Mapped[UUID] = mapped_column(ForeignKey("relations.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    evidence: Mapped[str]
    actor: Mapped[str]


RELATION_FACTS = frozenset({"requested_contact", "earlier_incomplete", "consumer_consented", "refused"})
"""Facts on a third person that rules know (15 U.S.C. 1692b(3), 1692c(b))."""
