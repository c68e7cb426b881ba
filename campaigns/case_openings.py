"""The index behind "who can be called?": one row a case, with the hours it is under and the instant it is free from.

It is derived from the record by `openings`, kept by `keeping_openings`, and never asked by the gate. What is known to
be out of date waits in a table of its own, so that a restart forgets nothing.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, Integer, SmallInteger, text
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
    then. `exact_until`: later than this the case is judged anew, because a fact of it begins or ends; `version` is that
    of the rulebooks and terms it was made by. `days_past_due` is kept where a rule looks at it.
    """

    __tablename__ = "case_openings"
    __table_args__ = (
        Index("ix_case_openings_exact_until", "exact_until", postgresql_where=text("exact_until IS NOT NULL")),
    )

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
    days_past_due: Mapped[int | None]


class OpeningToDo(Base):
    """A case to work out anew; `rank` 0 comes first: a fact touched it, the others follow from new rules or terms.

    `touches` counts the facts since it is listed, so that one that comes while it is worked out is not lost.
    """

    __tablename__ = "openings_to_do"
    __table_args__ = (Index("ix_openings_to_do_rank", "rank", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(SmallInteger)
    touches: Mapped[int] = mapped_column(server_default="0")
