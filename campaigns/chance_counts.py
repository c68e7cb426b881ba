"""The rows behind the chances: calls counted by campaign and part, and the chance of each case as last reckoned.

What they mean is said in `chances`; `learning_chances` keeps them. They order calls and decide nothing.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class ChanceCount(Base):
    """What was learned of one part (such as part "hour", value "18") of a campaign; faded counts, as of `at`.

    `scope` is the campaign, or `chances.HOUSE` for all of them together.
    """

    __tablename__ = "chance_counts"

    scope: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    tried: Mapped[float]
    answered: Mapped[float]
    answers_due: Mapped[float]
    known: Mapped[float]
    met: Mapped[float]
    meetings_due: Mapped[float]


class CaseChance(Base):
    """How likely a call about a case reaches the right party at an average hour, after its last call."""

    __tablename__ = "case_chances"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    chance: Mapped[float]
