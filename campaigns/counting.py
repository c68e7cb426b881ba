"""Counts whom a campaign may call: loads the files of its cases and asks the judge, off the event loop.

What counts as callable is decided in `callable_cases`; nothing is written here.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.callable_cases import Asker, Census, Difference, census, difference
from campaigns.campaign_settings import Problem, with_changes
from campaigns.campaigns import Campaign
from campaigns.ladders import parse_windows, windows_document
from campaigns.person_rows import read_person
from campaigns.steering import load_campaign, problems_of
from campaigns.store.for_campaigns import open_case_ids
from campaigns.store.for_dialing import person_rows
from config.ground import Ground
from config.virtual_time import real_work

SHORTEST_LIFE = timedelta(seconds=30)
LIFE_PER_CASE = timedelta(milliseconds=20)
"""How long a count is good for: a hundred times as long as it takes."""
CHUNK_CASES = 500
"""Persons loaded by one query."""

T = TypeVar("T")


async def check_campaign(
    ground: Ground, books: Books, campaign_id: UUID, *, changes: Mapping[str, Any], at: datetime | None = None
) -> tuple[list[Problem], Census | None]:
    """Check settings with unsaved edits and count who is callable at an instant (now, unless said).

    The census is None while windows or ladder cannot be read.

    Raises:
        NotFound: no such campaign.
    """
    async with ground.database.transaction() as session:
        campaign = await load_campaign(session, campaign_id)
        problems = await problems_of(session, books, campaign, changes)
        if {problem.field for problem in problems} & {"windows", "ladder"}:
            return problems, None
        at = at or ground.clock.now()
        rows = await _rows(session, campaign_id, now=at)
    settings = with_changes(campaign, changes)
    asker = Asker(books, settings, at, settings.windows)
    return problems, await _in_a_thread(lambda: census([read_person(row) for row in rows], asker))


async def compare_windows(
    ground: Ground, books: Books, campaign_id: UUID, *, windows: Mapping[str, Any] | None, at: datetime | None = None
) -> Difference:
    """Say who becomes callable and who no longer is when the campaign gets other windows.

    Raises:
        NotFound: no such campaign. BadInput: names what is wrong in the windows.
    """
    async with ground.database.transaction() as session:
        campaign = await load_campaign(session, campaign_id)
        edited = windows_document(parse_windows(campaign.windows if windows is None else windows))
        at = at or ground.clock.now()
        rows = await _rows(session, campaign_id, now=at)
    before, after = Asker(books, campaign, at), Asker(books, campaign, at, edited)
    return await _in_a_thread(lambda: difference([read_person(row) for row in rows], before, after))


@dataclass
class CallableCounts:
    """How many cases of each campaign may be called now, counted anew when the last count is too old.

    A campaign of many cases is counted less often, so that a page that is looked at all day costs little.
    """

    _known: dict[UUID, tuple[datetime, int, int]] = field(default_factory=dict)

    async def count(self, ground: Ground, books: Books, campaign: Campaign, *, enrolled: int) -> int:
        """Return the count of a campaign with its saved settings; 0 while those cannot be read."""
        now = ground.clock.now()
        known = self._known.get(campaign.id)
        lasts = max(SHORTEST_LIFE, enrolled * LIFE_PER_CASE)
        if known is not None and known[1] == campaign.version and now - known[0] < lasts:
            return known[2]
        _, counted = await check_campaign(ground, books, campaign.id, changes={}, at=now)
        found = 0 if counted is None else counted.callable_now
        self._known[campaign.id] = (now, campaign.version, found)
        return found


async def _rows(session: AsyncSession, campaign_id: UUID, *, now: datetime) -> list[Mapping[str, Any]]:
    case_ids = await open_case_ids(session, campaign_id)
    rows: list[Mapping[str, Any]] = []
    for start in range(0, len(case_ids), CHUNK_CASES):
        rows += await person_rows(session, case_ids[start : start + CHUNK_CASES], now=now)
    return rows


async def _in_a_thread(work: Callable[[], T]) -> T:
    """Judge thousands without keeping the floor waiting for its turn on the loop."""
    with real_work():
        return await asyncio.to_thread(work)
