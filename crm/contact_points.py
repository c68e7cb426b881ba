"""Numbers and addresses of a person: where they came from, their state and rank, and recorded consents.

A verified contact point is never overwritten by an unverified one. States follow the collections model:
new, verified, suspect, invalid, wrong_party, opted_out.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class ContactState(StrEnum):
    """What is known of a contact point."""

    NEW = "new"
    VERIFIED = "verified"
    SUSPECT = "suspect"
    INVALID = "invalid"
    WRONG_PARTY = "wrong_party"


DIALABLE = frozenset({ContactState.NEW, ContactState.VERIFIED, ContactState.SUSPECT})
"""States in which a number may be proposed to the gate."""


class ContactPoint(Base):
    """A phone number (E.164) or an e-mail address; `kind` is phone or email, `label` mobile, home, work or other."""

    __tablename__ = "contact_points"
    __table_args__ = (UniqueConstraint("debtor_id", "value"), Index("ix_contact_points_value", "value"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"))
    kind: Mapped[str]
    label: Mapped[str]
    value: Mapped[str]
    zones: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(default=ContactState.NEW.value)
    rank: Mapped[int] = mapped_column(default=0)
    source: Mapped[str]
    first_seen_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]


class Consent(Base):
    """A recorded consent or its absence; kinds: sms, extra_calls, hours_waiver, tcpa_express, ecomm.

    Without `contact_point_id` it covers every address of its channel.
    """

    __tablename__ = "consents"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"), index=True)
    contact_point_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_points.id"))
    kind: Mapped[str]
    given_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    evidence: Mapped[str]


class OptOut(Base):
    """A stop for one address, or for a whole channel where `value` is "*"; it survives every import."""

    __tablename__ = "opt_outs"
    __table_args__ = (UniqueConstraint("debtor_id", "channel", "value"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"))
    channel: Mapped[str]
    value: Mapped[str]
    at: Mapped[datetime]
    evidence: Mapped[str]
