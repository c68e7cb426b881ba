"""Shapes of the floor as a supervisor sees it."""

from uuid import UUID

from pydantic import Field

from web.shapes.agents import AgentStateName
from web.shapes.campaigns import CampaignStateName, ModeName
from web.shapes.shape import Instant, Named, Shape


class LinkAge(Shape):
    """Seconds since the agent's browser last answered; None without a connection."""

    age_s: float | None


class FloorCall(Shape):
    attempt_id: UUID
    since: Instant


class FloorAgent(Shape):
    id: UUID
    name: str
    robot: bool
    team: Named | None
    state: AgentStateName
    since: Instant
    until: Instant | None
    cause: str
    campaign: Named | None
    link: LinkAge
    call: FloorCall | None


class FloorCampaign(Shape):
    id: UUID
    name: str
    state: CampaignStateName
    mode: ModeName
    lines: int
    ringing: int
    waiting: int
    answered_today: int
    abandoned_today: int
    abandoned_share: float
    ceiling_share: float


class FloorTotals(Shape):
    """Counts of the whole floor; `talk_share` is the share of agents who are there and talk now, 0..1."""

    ready: int
    talking: int
    wrapping_up: int
    on_break: int = Field(alias="break")
    lines: int
    answered: int
    abandoned: int
    contacts: int
    promises: int
    talk_share: float


class FloorView(Shape):
    at: Instant
    agents: list[FloorAgent]
    campaigns: list[FloorCampaign]
    totals: FloorTotals
