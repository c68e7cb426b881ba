"""A campaign as the floor holds it, made from its settings and from what the ledger counts of its last thirty days.

So a restart in the middle of a day goes on with the same budget and the same day.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from campaigns.campaigns import Campaign
from campaigns.floor.state import Wing
from campaigns.pace.budget import Ceilings, Slot, load_budget
from campaigns.pace.ceilings import CeilingKind, Tally
from campaigns.pace.course import Course
from campaigns.pace.reading import Counts


class Counted(Protocol):
    """An hour or a minute of the ledger (`campaigns.store.for_campaigns.CallSlot`)."""

    @property
    def began_at(self) -> datetime: ...
    @property
    def started(self) -> int: ...
    @property
    def ended(self) -> int: ...
    @property
    def live(self) -> int: ...
    @property
    def abandoned(self) -> int: ...
    @property
    def machines(self) -> int: ...


def wing_of(campaign: Campaign, teams: frozenset[UUID], hours: Iterable[Counted], course: Course) -> Wing:
    """Return a campaign as the floor holds it; `hours` are those of the last thirty days."""
    counted = list(hours)
    return Wing(
        id=campaign.id,
        name=campaign.name,
        state=campaign.state,
        mode=campaign.mode,
        wrap_up_s=campaign.wrap_up_s,
        ceiling_share=campaign.ceiling_share,
        ceiling_kind=CeilingKind(campaign.ceiling_kind),
        ceilings=Ceilings(campaign.ceiling_share, campaign.day_ceiling_share, campaign.half_hour_ceiling_share),
        ring_timeout_s=campaign.ring_timeout_s,
        detects_machines=campaign.detect_machine,
        abandoned_message=campaign.abandoned_message,
        team_ids=teams,
        tally=Tally(
            started=sum(one.started for one in counted),
            live=sum(one.live for one in counted),
            abandoned=sum(one.abandoned for one in counted),
            machines=sum(one.machines for one in counted),
            ended=sum(one.ended for one in counted),
        ),
        course=course,
    )


def course_of(hours: Iterable[Counted], minutes: Iterable[Counted], now: datetime) -> Course:
    """Return what pacing remembers after a restart: the budget, and the counts of the day if it goes on."""
    counted = list(hours)
    budget = load_budget(map(_slot, counted), map(_slot, minutes))
    began_at = budget.day_began_at
    if began_at is None or budget.is_new_day(now):
        return Course(budget=budget)
    today = [one for one in counted if one.began_at >= began_at]
    live, dropped = sum(one.live for one in today), sum(one.abandoned for one in today)
    machines, ended = sum(one.machines for one in today), sum(one.ended for one in today)
    counts = Counts(
        dialed=sum(one.started for one in today),
        machines=machines,
        to_agent=live,
        connected=live - dropped,
        live_done=live - dropped,
        dropped=dropped,
        no_answer=max(0, ended - live - machines),
    )
    return Course(budget=budget, counts=counts, began_at=began_at)


def _slot(one: Counted) -> Slot:
    return Slot(one.began_at, one.started, one.live, one.abandoned)
