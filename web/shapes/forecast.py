"""Shapes of a forecast: what may be chosen, and what the next day comes to, hour by hour with bands."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from web.shapes.shape import Code, Instant, Shape

CeilingKindName = Literal["hard", "statistical"]


class ForecastSetting(Shape):
    """One setting; what is left out is as the campaign stands. `ceiling_share` is 0..1."""

    agents: int | None = Field(default=None, ge=1, le=1000)
    method: Code | None = None
    ceiling_share: float | None = Field(default=None, gt=0, le=0.05)
    ceiling_kind: CeilingKindName | None = None
    ring_timeout_s: int | None = Field(default=None, ge=5, le=60)


class ForecastBody(Shape):
    """One setting, or two to compare; how long agents work; how many persons are to be reached, if that is asked."""

    settings: list[ForecastSetting] = Field(default_factory=lambda: [ForecastSetting()], min_length=1, max_length=2)
    work_hours: int = Field(default=8, ge=1, le=16)
    wanted_contacts: int | None = Field(default=None, ge=1, le=1_000_000)


class BandShape(Shape):
    """The expected value, and between what it will lie nine days in ten."""

    low: float
    middle: float
    high: float


class ForecastFigures(Shape):
    """One hour or the day: counts, talk as a share of talk and waiting, abandoned as a share of live answers."""

    dialed: BandShape
    answered: BandShape
    contacts: BandShape
    abandoned: BandShape
    talk_share: BandShape
    abandoned_share: BandShape


class ForecastHour(ForecastFigures):
    """One hour of work from its first instant; `callable_cases` if none had been called yet."""

    hour_start: Instant
    callable_cases: int
    live_share: float


class TeamSizeShape(Shape):
    """How many agents the wanted contacts take; None: no team reaches them, `contacts` are the most there are."""

    wanted_contacts: int
    agents: int | None
    contacts: float


class SettingForecast(Shape):
    """What one setting comes to. The list's hours are instants; `list_ends_at` None: it lasts.

    `list_ends_at` is the expected instant from which hardly anybody is left to call, between the trials' own.
    """

    agents: int
    method: str
    ceiling_share: float
    ceiling_kind: CeilingKindName | None
    ring_timeout_s: int
    day: ForecastFigures
    hours: list[ForecastHour]
    list_ends_at: Instant | None
    list_ends_from: Instant | None
    list_ends_until: Instant | None
    untouched: BandShape
    team_size: TeamSizeShape | None


class ForecastView(Shape):
    """The next day on which somebody can be called; `zone` is that of most cases.

    `history_calls` is how many calls its figures were learned from. The list is as of `as_of`; `unsettled` cases in it
    stand as they stood before the last facts.
    """

    campaign_id: UUID
    starts_at: Instant
    ends_at: Instant
    zone: str
    cases: int
    history_calls: int
    talk_s: float
    wrap_s: float
    right_share: float
    outlooks: list[SettingForecast]
    as_of: Instant
    unsettled: int
