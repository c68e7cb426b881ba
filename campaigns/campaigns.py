"""Campaigns: one per delinquency bucket, with mode, windows, retry ladder, SMS fallback and pacing ceiling.

States and moves are one table. Every edit makes a new version, so that a verdict can name what was in force.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from config.errors import Conflict
from config.tables import Base


class CampaignState(StrEnum):
    """Draft, running, draining (no new attempts, calls in flight finish), paused, halted (ringing lines dropped)."""

    DRAFT = "draft"
    RUNNING = "running"
    DRAINING = "draining"
    PAUSED = "paused"
    HALTED = "halted"


MOVES: dict[CampaignState, frozenset[CampaignState]] = {
    CampaignState.DRAFT: frozenset({CampaignState.RUNNING}),
    CampaignState.RUNNING: frozenset({CampaignState.DRAINING, CampaignState.PAUSED, CampaignState.HALTED}),
    CampaignState.DRAINING: frozenset({CampaignState.RUNNING, CampaignState.PAUSED, CampaignState.HALTED}),
    CampaignState.PAUSED: frozenset({CampaignState.RUNNING, CampaignState.HALTED}),
    CampaignState.HALTED: frozenset({CampaignState.RUNNING}),
}


class Mode(StrEnum):
    """How calls are started: the agent looks first, one call per free agent, or ahead of free agents."""

    PREVIEW = "preview"
    PROGRESSIVE = "progressive"
    PREDICTIVE = "predictive"


def move(state: CampaignState, to: CampaignState) -> CampaignState:
    """Return the new state.

    Raises:
        Conflict: the table has no such move.
    """
    if to in MOVES[state]:
        return to
    raise Conflict("campaign_cannot_move", f"A campaign cannot move from {state} to {to}.")


class Campaign(Base):
    """One campaign. `windows`, `caps`, `ladder` and `sms` are documents of the shapes that `ladders` and `rules` check.

    `ceiling_share` is the largest allowed share of abandoned calls among live answers in thirty days; the day and the
    half hour have their own. How the ceilings bind is `ceiling_kind` (`campaigns.pace.ceilings.CeilingKind`).
    """

    __tablename__ = "campaigns"
    __table_args__ = (
        CheckConstraint("ceiling_share > 0 AND ceiling_share <= 0.05", name="ceiling_sane"),
        CheckConstraint("ceiling_kind IN ('hard', 'statistical')", name="ceiling_kind_known"),
        CheckConstraint("day_ceiling_share > 0 AND day_ceiling_share <= 0.05", name="day_ceiling_sane"),
        CheckConstraint(
            "half_hour_ceiling_share > 0 AND half_hour_ceiling_share <= 0.2", name="half_hour_ceiling_sane"
        ),
        CheckConstraint("wrap_up_s BETWEEN 5 AND 600", name="wrap_up_sane"),
        CheckConstraint("ring_timeout_s BETWEEN 15 AND 60", name="ring_timeout_sane"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    bucket: Mapped[str]
    state: Mapped[str] = mapped_column(default=CampaignState.DRAFT.value)
    mode: Mapped[str]
    tone: Mapped[str]
    script: Mapped[str]
    caller_id: Mapped[str]
    sms_sender: Mapped[str]
    ring_timeout_s: Mapped[int]
    wrap_up_s: Mapped[int]
    ceiling_share: Mapped[float]
    ceiling_kind: Mapped[str] = mapped_column(default="hard", server_default="hard")
    day_ceiling_share: Mapped[float] = mapped_column(default=0.03, server_default="0.03")
    half_hour_ceiling_share: Mapped[float] = mapped_column(default=0.06, server_default="0.06")
    detect_machine: Mapped[bool] = mapped_column(default=True)
    record_calls: Mapped[bool] = mapped_column(default=True)
    windows: Mapped[dict[str, Any]]
    caps: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'::jsonb"))
    ladder: Mapped[dict[str, Any]]
    sms: Mapped[dict[str, Any]]
    abandoned_message: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class CampaignTeam(Base):
    """Which teams take a campaign's calls."""

    __tablename__ = "campaign_teams"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"), primary_key=True)
