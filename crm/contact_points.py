"""Numbers and addresses of a person: where they came from, their state and rank, and recorded consents.

A verified contact point is never overwritten by an unverified one. States follow the collections model:
new, verified, suspect, invalid, wrong_party, opted_out.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class ContactState(StrEnum):
    """What is known of a contact point."""

    NEW = "new"
    VERIFIED = "verified"
    SUSPECT = "suspect"
    INVALID = "invalid"
    WRONG_PARTY = "wrong_party"


class ContactPoint(Base):
    """A phone number (E.164) or an e-mail address; `kind` is phone or email, `label` mobile, home, work or other.

    `facts` is a list of {id, kind, at, evidence, actor, ended_at}: what is known of the number itself, such as
    rnd_disconnected_after_consent. One with an `ended_at` was taken back.
    """

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
    facts: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))


class Consent(Base):
    """A recorded consent or its absence; kinds: sms, extra_calls, hours_waiver, tcpa_express, ecomm.

    Without `contact_point_id`, `channel` or `case_id` it is not limited to one. `valid_days` are local calendar
    days, the day it was given being the first.
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
    channel: Mapped[str | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    valid_days: Mapped[int | None]
    actor: Mapped[str] = mapped_column(default="", server_default=text("''"))


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
    actor: Mapped[str] = mapped_column(default="", server_default=text("''"))


class StatedTime(Base):
    """A weekly span the person called inconvenient, on their own wall clock.

    `days`: 0 = Monday to 6 = Sunday, the day it starts on; minutes since midnight, an end at or before the start
    runs over midnight. `channels` None = every channel. In force from `starts_at` to `ends_at`.
    """

    __tablename__ = "stated_times"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"), index=True)
    days: Mapped[list[Any]]
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    channels: Mapped[list[str] | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    evidence: Mapped[str]
    actor: Mapped[str]


class StatedZone(Base):
    """Where the person said to be; the one without `ends_at` is the debtor's `known_zone`."""

    __tablename__ = "stated_zones"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"), index=True)
    zone: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    evidence: Mapped[str]
    actor: Mapped[str]


class Notice(Base):
    """A written notice that was sent to the person; without `case_id` it was about all their debts."""

    __tablename__ = "notices"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"), index=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str]
    sent_at: Mapped[datetime]
    evidence: Mapped[str]
    actor: Mapped[str]
