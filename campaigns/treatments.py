"""What follows an outcome besides the next call: a text, or nothing, and why.

Pure but for the row it declares. A treatment is only wanted here; the gate judges it when it is due.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.ladders import SmsPlan
from campaigns.person_file import PersonFile, Point
from config.tables import Base

WEEK = timedelta(days=7)


class TreatmentState(StrEnum):
    """Waiting for its time, done (an attempt was reserved) or dropped with a reason."""

    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"


class Treatment(Base):
    """One wanted text: why it was chosen, when it is due at the earliest, what became of it."""

    __tablename__ = "treatments"
    __table_args__ = (
        Index("ix_treatments_due", "not_before", postgresql_where=text("state = 'waiting'")),
        Index("ix_treatments_debtor", "debtor_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("debtors.id"))
    campaign_id: Mapped[UUID]
    step: Mapped[str]
    template: Mapped[str]
    not_before: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=TreatmentState.WAITING.value)
    reason: Mapped[str]
    sent_attempt_id: Mapped[UUID | None]


@dataclass(frozen=True, slots=True)
class Choice:
    """`step` is sms or none; `reason` is a code a person can be shown."""

    step: str
    reason: str
    not_before: datetime | None = None


def choose(plan: SmsPlan, code: str, file: PersonFile, *, now: datetime) -> Choice:
    """Decide what follows a disposition, by the campaign's plan and what the person got this week."""
    if not plan.follows(code):
        return Choice("none", "plan_has_no_text_here")
    if text_point(file) is None:
        return Choice("none", "no_mobile_number")
    if texts_this_week(file, now) >= plan.max_per_week:
        return Choice("none", "week_is_full")
    return Choice("sms", "call_did_not_reach", now + timedelta(minutes=plan.delay_minutes))


def text_point(file: PersonFile) -> Point | None:
    """Return the number texts go to: the best mobile."""
    return next((point for point in file.phone_points() if point.label == "mobile"), None)


def texts_this_week(file: PersonFile, now: datetime) -> int:
    """Count texts of the last seven days that may have left."""
    return sum(1 for past in file.history if past.channel == "sms" and past.is_counted and past.at > now - WEEK)
