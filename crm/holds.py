"""Holds: prohibitions on contact with a scope, a start, an end, an author and evidence.

The rules engine reads them as flags; every way out asks it. Kinds are the field's standard ones.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class HoldKind(StrEnum):
    """Why contact is forbidden or paused."""

    CEASE_COMMUNICATION = "cease_communication"
    REPRESENTED_BY_ATTORNEY = "represented_by_attorney"
    BANKRUPTCY = "bankruptcy"
    DISPUTED = "disputed"
    DECEASED = "deceased"
    HARDSHIP_DEFERRAL = "hardship_deferral"
    PAYMENT_IN_TRANSIT = "payment_in_transit"
    PROMISE_RUNNING = "promise_running"
    COMPLAINT = "complaint"
    REFUSED_WORKPLACE = "refused_workplace"
    EMPLOYER_PROHIBITS = "employer_prohibits"
    BREATHING_SPACE = "breathing_space"
    MINOR = "minor"
    DO_NOT_CONTACT = "do_not_contact"


NEUTRAL_HOLDS = frozenset({HoldKind.DECEASED, HoldKind.REPRESENTED_BY_ATTORNEY, HoldKind.CEASE_COMMUNICATION})
"""Holds an agent is told of before anybody is verified; the others speak of the debt."""


class Hold(Base):
    """One hold; without `case_id` it covers the whole person. `ends_at` None means until lifted.

    `channels` and `contact_point_id` narrow it where they are given. `lifting_facts` are facts that undo it under
    some rules: attorney_unresponsive, attorney_consents, verification_sent.
    """

    __tablename__ = "holds"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"), index=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    evidence: Mapped[str]
    actor: Mapped[str]
    channels: Mapped[list[str] | None]
    contact_point_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_points.id"))
    lifting_facts: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))


LIFTING_FACTS = frozenset({"attorney_unresponsive", "attorney_consents", "verification_sent"})
"""Facts that undo a hold under some rules without lifting it."""
