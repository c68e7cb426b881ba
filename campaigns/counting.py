"""Counts whom campaigns may call: brings the index of openings up to date, groups it, and works out the hours.

What counts as callable is decided in `callable_cases`. Cases whose answer changes by time alone are judged one by one.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books, CreditorTerms
from campaigns.callable_cases import (
    WEEK,
    Census,
    Difference,
    Group,
    Hours,
    census,
    difference,
    free_at_of,
    week_of_openings,
)
from campaigns.campaign_settings import Problem, with_changes
from campaigns.campaigns import Campaign
from campaigns.keeping_openings import KeepingOpenings
from campaigns.openings import Shape, read_shape
from campaigns.steering import load_campaign, problems_of
from campaigns.store.for_campaigns import all_campaigns
from campaigns.store.for_openings import all_profiles, opening_groups, sample_of, terms_rows
from campaigns.week_windows import parse_windows, windows_document
from config.ground import Ground
from config.virtual_time import real_work

SHORTEST_LIFE = timedelta(seconds=30)
LIFE_PER_CASE = timedelta(microseconds=300)
"""How long a count on the list of campaigns is good for: a hundred times as long as it takes."""
SAMPLE = 10

T = TypeVar("T")


class Counting:
    """Answers from the index; the first answer of a process makes sure that it is whole."""

    def __init__(self, ground: Ground, books: Books) -> None:
        self._ground = ground
        self._books = books
        self.keeper = KeepingOpenings(ground, books)
        self._known: dict[UUID, tuple[datetime, int, int]] = {}

    async def check(
        self, campaign_id: UUID, *, changes: Mapping[str, Any], at: datetime | None = None
    ) -> tuple[list[Problem], Census | None]:
        """Check settings with unsaved edits and count who is callable at an instant (now, unless said).

        The census is None while windows or ladder cannot be read.

        Raises:
            NotFound: no such campaign.
        """
        async with self._ground.database.transaction() as session:
            campaign = await load_campaign(session, campaign_id)
            problems = await problems_of(session, self._books, campaign, changes)
        if {problem.field for problem in problems} & {"windows", "ladder"}:
            return problems, None
        at = at or self._ground.clock.now()
        edited = with_changes(campaign, changes) if changes else campaign
        index = await self._index(campaign_id, at)
        hours = index.hours(campaign, edited.windows if "windows" in changes else None)
        return problems, await _in_a_thread(lambda: census(index.groups, {campaign_id: hours}, at))

    async def compare(
        self, campaign_id: UUID, *, windows: Mapping[str, Any] | None, at: datetime | None = None
    ) -> tuple[Difference, list[tuple[UUID, str]]]:
        """Say who becomes callable and who no longer is when the campaign gets other windows, with some of them.

        Raises:
            NotFound: no such campaign. BadInput: names what is wrong in the windows.
        """
        async with self._ground.database.transaction() as session:
            campaign = await load_campaign(session, campaign_id)
        edited = windows_document(parse_windows(campaign.windows if windows is None else windows))
        at = at or self._ground.clock.now()
        index = await self._index(campaign_id, at)
        before, after = index.hours(campaign, None), index.hours(campaign, edited)
        found = await _in_a_thread(lambda: difference(index.groups, before, after, at))
        async with self._ground.database.transaction() as session:
            sample = await sample_of(session, campaign_id, found.changed_profiles, at=at, limit=SAMPLE)
        return found, sample

    async def all_campaigns(self, *, at: datetime | None = None) -> tuple[Census, dict[datetime, int]]:
        """Count all campaigns together at an instant, and hour by hour over the coming week."""
        at = at or self._ground.clock.now()
        index = await self._index(None, at)
        async with self._ground.database.transaction() as session:
            hours = {campaign.id: index.hours(campaign, None) for campaign in await all_campaigns(session)}
        groups = [group for group in index.groups if group.campaign_id in hours]
        return await _in_a_thread(lambda: (census(groups, hours, at), week_of_openings(groups, hours, at)))

    async def count(self, campaign: Campaign, *, enrolled: int) -> int:
        """Return how many cases of a campaign may be called now, for a list that is looked at all day."""
        now = self._ground.clock.now()
        known = self._known.get(campaign.id)
        lasts = max(SHORTEST_LIFE, enrolled * LIFE_PER_CASE)
        if known is not None and known[1] == campaign.version and now - known[0] < lasts:
            return known[2]
        _, counted = await self.check(campaign.id, changes={}, at=now)
        found = 0 if counted is None else counted.callable_now
        self._known[campaign.id] = (now, campaign.version, found)
        return found

    async def _index(self, campaign_id: UUID | None, at: datetime) -> "Index":
        await self.keeper.settle()
        end = at + WEEK + timedelta(days=1)
        async with self._ground.database.transaction() as session:
            rows = await opening_groups(session, campaign_id, at=at, end=end)
            documents = await all_profiles(session)
            creditors = await _creditors(session)
        profiles = {number: tuple(read_shape(shape) for shape in document) for number, document in documents.items()}
        groups = [_group(row, profiles, at) for row in rows]
        groups += await self.keeper.judged_groups(campaign_id, at)
        return Index(self._books, groups, profiles, creditors, at, end)


class Index:
    """What the database said for one instant."""

    def __init__(
        self,
        books: Books,
        groups: Sequence[Group],
        profiles: Mapping[int, Sequence[Shape]],
        creditors: Mapping[str, CreditorTerms],
        at: datetime,
        end: datetime,
    ) -> None:
        self.groups = groups
        self._parts = (books, profiles, creditors, at, end)

    def hours(self, campaign: Campaign, windows: Mapping[str, Any] | None) -> Hours:
        """Return the hours of all profiles in a campaign, with edited windows where there are some."""
        books, profiles, creditors, start, end = self._parts
        return Hours(books, campaign, profiles, creditors, start, end, windows)


def _group(row: Mapping[str, Any], profiles: Mapping[int, Sequence[Shape]], at: datetime) -> Group:
    slot, numbers = row["slot"], len(profiles.get(row["profile_id"], ()))
    if slot is None:
        free_ats = tuple(row["free_ats"])
    else:
        free_at = None if slot < 0 else free_at_of(slot, at)
        free_ats = (free_at,) * numbers
    return Group(
        row["campaign_id"],
        row["bucket"],
        row["zone"],
        row["profile_id"],
        row["rule_id"],
        row["code"],
        free_ats,
        row["cases"],
    )


async def _creditors(session: AsyncSession) -> dict[str, CreditorTerms]:
    return {
        row["code"]: CreditorTerms(row["code"], row["terms_version"], row["terms"]) for row in await terms_rows(session)
    }


async def _in_a_thread(work: Callable[[], T]) -> T:
    """Work out thousands of groups without keeping the floor waiting for its turn on the loop."""
    with real_work():
        return await asyncio.to_thread(work)
