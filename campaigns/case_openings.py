"""The index behind "who can be called?": one row a case, with the hours it is under and the instant it is free from.

It is derived from the record by `openings`, kept by `keeping_openings`, and never asked by the gate.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Integer
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base, UtcDateTime


class OpeningProfile(Base):
    """What the hours of a case depend on, number by number; `key` is a hash of the document (see `openings.Shape`)."""

    __tablename__ = "opening_profiles"

    id: Mapped[int] = mapped_column(Integer, Identity(always=True), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    document: Mapped[list[Any]]


class CaseOpening(Base):
    """One open case of a campaign.

    From `free_at` on every rule that is no hour of the day permits, if no new fact comes; None = only a new fact frees
    it. `free_ats` are the instants number by number where they differ. `rule_id` and `code` say what holds it till
    then. `exact_until`: later than this the case is judged anew, because a fact of it ends; `version` is that of the
    rulebooks and terms it was made by.
    """

    __tablename__ = "case_openings"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(index=True)
    bucket: Mapped[str | None]
    zone: Mapped[str]
    profile_id: Mapped[int]
    free_at: Mapped[datetime | None]
    free_ats: Mapped[list[datetime | None] | None] = mapped_column(ARRAY(UtcDateTime()))
    rule_id: Mapped[str]
    code: Mapped[str]
    exact_until: Mapped[datetime | None]
    version: Mapped[str]
