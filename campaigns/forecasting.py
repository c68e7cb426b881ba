"""Forecasts a campaign's next day: loads its list, history and team, lets model days run, and makes the outlook.

The pacing is that of `campaigns.pace`, the day that of `campaigns.forecast`; `running_days` runs it beside the floor.
Changes nothing.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaigns import Campaign
from campaigns.counting import Counting
from campaigns.forecast.bands import DESIGN, Forecast, forecast_of, trials_of
from campaigns.forecast.day_plan import DayPlan, run_day, shrink_for
from campaigns.forecast.history import History, Learned, Length, Tally, learn
from campaigns.forecast.team_size import TeamSize, agents_needed
from campaigns.forecast.tomorrow import (
    USUAL_WORK_HOURS,
    Setting,
    WorkDay,
    hours_of_day,
    next_work_day,
    plan_of,
    retry_of,
    usual_laws,
)
from campaigns.keeping_openings import in_thread
from campaigns.ladders import parse_ladder
from campaigns.pace.methods import METHODS
from campaigns.running_days import run_apart
from campaigns.steering import load_campaign
from campaigns.store.for_forecast import agent_count, calls_by_hour, lengths_of_calls
from config.errors import BadInput, Conflict
from config.ground import Ground

REMEMBERED = timedelta(days=30)
WORK_S = 4.0
"""Processor time that all trials of all settings may take together; the processes share it."""
SEED = 20
"""The same question about the same day gets the same answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What one setting comes to; `team_size` where a result was wanted."""

    plan: DayPlan
    forecast: Forecast
    team_size: TeamSize | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The answer: the day, what was learned for it, and the outlook of each setting in the order asked."""

    day: WorkDay
    learned: Learned
    outlooks: tuple[Outlook, ...]
    as_of: datetime
    unsettled: int


class Forecasting:
    """One forecaster a process; one forecast at a time, others wait for their turn."""

    def __init__(self, ground: Ground, counting: Counting) -> None:
        self._ground = ground
        self._counting = counting
        self._turn = asyncio.Semaphore(1)

    async def forecast(
        self,
        campaign_id: UUID,
        settings: Sequence[Setting],
        *,
        work_hours: int = USUAL_WORK_HOURS,
        wanted_contacts: int | None = None,
    ) -> Told:
        """Forecast the campaign's next day under one or more settings.

        Args:
            campaign_id: the campaign, in any state.
            settings: what is changed in each; an empty one is the campaign as it stands.
            work_hours: how long its agents work.
            wanted_contacts: also say how many agents it takes to reach so many persons.

        Raises:
            NotFound: no such campaign. BadInput: there is no such method. Conflict: nobody can be called in a week.
        """
        for setting in settings:
            if setting.method is not None and setting.method not in METHODS:
                raise BadInput("unknown_method", f"There is no method {setting.method}.", {"method": "not known"})
        now = self._ground.clock.now()
        async with self._ground.database.transaction() as session:
            campaign = await load_campaign(session, campaign_id)
            agents = await agent_count(session, campaign_id)
            history = await _history(session, campaign_id, now - REMEMBERED)
        index = await self._counting.index(campaign_id, now)
        hours = index.hours(campaign, None)
        day = await in_thread(lambda: next_work_day(index.groups, hours, now, work_hours=work_hours))
        if day is None:
            raise Conflict("nobody_to_call", "Nobody can be called on any of the next seven days.")
        learned = learn(history, usual_laws(campaign))
        plans = [_plan(campaign, setting, day, learned, agents) for setting in settings]
        async with self._turn:
            outlooks = await _outlooks(plans, day, learned, wanted_contacts)
        return Told(
            day=day,
            learned=learned,
            outlooks=outlooks,
            as_of=index.fresh.as_of,
            unsettled=index.fresh.unsettled,
        )


def _plan(campaign: Campaign, setting: Setting, day: WorkDay, learned: Learned, agents: int) -> DayPlan:
    retry = retry_of(parse_ladder(campaign.ladder), day.hours * 3600.0)
    return plan_of(campaign, setting, day, learned, agents=agents, retry=retry)


async def _outlooks(
    plans: Sequence[DayPlan], day: WorkDay, learned: Learned, wanted_contacts: int | None
) -> tuple[Outlook, ...]:
    """Run the trials of all settings and make each setting's outlook of its own."""
    doubts = learned.doubts(hours_of_day(day))
    share_s = WORK_S / len(plans) / len(DESIGN)
    trials = [trials_of(doubts, SEED, shrink_for(plan, share_s)) for plan in plans]
    results = await run_apart(
        [partial(run_day, plan, trial) for plan, some in zip(plans, trials, strict=True) for trial in some]
    )
    forecasts = [
        forecast_of(results[place * len(DESIGN) : (place + 1) * len(DESIGN)], some, doubts)
        for place, some in enumerate(trials)
    ]
    sizes: list[TeamSize | None] = [None] * len(plans)
    if wanted_contacts is not None:
        sizes = await run_apart(
            [
                partial(agents_needed, plan, wanted_contacts, forecast.day.contacts.middle, SEED)
                for plan, forecast in zip(plans, forecasts, strict=True)
            ]
        )
    return tuple(
        Outlook(plan=plan, forecast=forecast, team_size=size)
        for plan, forecast, size in zip(plans, forecasts, sizes, strict=True)
    )


async def _history(session: AsyncSession, campaign_id: UUID, since: datetime) -> History:
    rows = await calls_by_hour(session, campaign_id, since=since)
    lengths = await lengths_of_calls(session, campaign_id, since=since)
    by_hour: dict[int, Tally] = {}
    by_day: dict[Any, Tally] = {}
    for row in rows:
        for table, key in ((by_hour, row["hour"]), (by_day, row["day"])):
            former = table.get(key, Tally())
            table[key] = Tally(former.dialed + row["dialed"], former.live + row["live"])

    def length(count: str, mean: str) -> Length:
        return Length(lengths[count], float(lengths[mean] or 0.0))

    def count(name: str) -> int:
        return sum(row[name] for row in rows)

    return History(
        by_hour=by_hour,
        by_day=tuple(by_day.values()),
        machines=count("machines"),
        busy=count("busy"),
        failed=count("failed"),
        conversations=count("conversations"),
        reached=count("reached"),
        setup=length("setups", "setup_s"),
        ring=length("rings", "ring_s"),
        talk=length("talks", "talk_s"),
        wrap=length("wraps", "wrap_s"),
    )
