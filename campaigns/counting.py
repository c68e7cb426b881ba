"""Counts whom campaigns may call: brings the index of openings up to date, groups it, and works out the hours.

What counts as callable is decided in `callable_cases`. Cases whose answer changes by time alone are judged one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books, CreditorTerms
from campaigns.callable_cases import (
    Census,
    Difference,
    Group,
    Hours,
    census,
    difference,
)
from campaigns.campaign_settings import Problem, with_changes
from campaigns.campaigns import Campaign
from campaigns.keeping_openings import Freshness, KeepingOpenings, in_thread
from campaigns.openings import Shape, read_shape
from campaigns.rules.windows import Span
from campaigns.steering import load_campaign, problems_of
from campaigns.store.for_campaigns import all_campaigns
from campaigns.store.for_openings import all_profiles, opening_groups, sample_of, terms_rows
from campaigns.week_of_openings import WEEK, free_at_of, week_of_openings
from campaigns.week_windows import parse_windows, windows_document
from config.ground import Ground

SHORTEST_LIFE = timedelta(seconds=30)
LIFE_PER_CASE = timedelta(microseconds=300)
"""How long a count on the list of campaigns is good for: a hundred times as long as it takes."""
SAMPLE = 10
MOST_SLOTS = 200
"""More than there are slots of half an hour and of two hours in the days that are looked at."""

D = TypeVar("D", Census, Difference)


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
            problems = await problems_of(session, self._books, campaign, changes, on=self._ground.clock.now().date())
        if {problem.field for problem in problems} & {"windows", "ladder"}:
            return problems, None
        at = at or self._ground.clock.now()
        edited = with_changes(campaign, changes) if changes else campaign
        index = await self.index(campaign_id, at)
        hours = index.hours(campaign, edited.windows if "windows" in changes else None)
        counted = await in_thread(lambda: census(index.groups, {campaign_id: hours}, at))
        return problems, index.dated(counted)

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
        index = await self.index(campaign_id, at)
        before, after = index.hours(campaign, None), index.hours(campaign, edited)
        found = await in_thread(lambda: difference(index.groups, before, after, at))
        async with self._ground.database.transaction() as session:
            sample = await sample_of(session, campaign_id, found.changed_profiles, at=at, limit=SAMPLE)
        return index.dated(found), sample

    async def all_campaigns(self, *, at: datetime | None = None) -> tuple[Census, dict[datetime, int]]:
        """Count all campaigns together at an instant, and hour by hour over the coming week."""
        at = at or self._ground.clock.now()
        index = await self.index(None, at)
        async with self._ground.database.transaction() as session:
            hours = {campaign.id: index.hours(campaign, None) for campaign in await all_campaigns(session)}
        groups = [group for group in index.groups if group.campaign_id in hours]
        counted, week = await in_thread(lambda: (census(groups, hours, at), week_of_openings(groups, hours, at)))
        return index.dated(counted), week

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

    async def index(self, campaign_id: UUID | None, at: datetime) -> "Index":
        """Group the whole index, or that of one campaign, for one instant."""
        fresh = await self.keeper.settle()
        judged, left_out = await self.keeper.judged(campaign_id, at)
        end = at + WEEK + timedelta(days=1)
        async with self._ground.database.transaction() as session:
            rows = await opening_groups(session, campaign_id, at=at, end=end, but=list(judged))
            documents = await all_profiles(session)
            creditors = await _creditors(session)
        profiles = {number: tuple(read_shape(shape) for shape in document) for number, document in documents.items()}
        slots = {slot: free_at_of(slot, at) for slot in range(MOST_SLOTS)}
        groups = [group for row in rows for group in _groups(row, profiles, slots)] + list(judged.values())
        fresh = Freshness(fresh.as_of, fresh.unsettled + left_out)
        return Index(self._books, groups, profiles, creditors, at, end, fresh)


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
        fresh: Freshness,
    ) -> None:
        self.groups = groups
        self.profiles = profiles
        self.fresh = fresh
        self._parts = (books, profiles, creditors, at, end)
        self._laws: dict[int, list[list[Span]]] = {}

    def hours(self, campaign: Campaign, windows: Mapping[str, Any] | None) -> Hours:
        """Return the hours of all profiles in a campaign, with edited windows where there are some."""
        books, profiles, creditors, start, end = self._parts
        return Hours(books, campaign, profiles, creditors, start, end, windows, self._laws)

    def dated(self, answer: D) -> D:
        """Return an answer with what it is as of."""
        return replace(answer, as_of=self.fresh.as_of, unsettled=self.fresh.unsettled)


def _groups(
    row: Mapping[str, Any], profiles: Mapping[int, Sequence[Shape]], free_ats_of: Mapping[int, datetime]
) -> list[Group]:
    numbers = len(profiles.get(row["profile_id"], ()))
    alike = (row["campaign_id"], row["bucket"], row["zone"], row["profile_id"], row["rule_id"], row["code"])
    return [
        Group(
            *alike,
            tuple([free_ats_of.get(one) for one in slot])
            if isinstance(slot, list)
            else (free_ats_of.get(slot),) * numbers,
            cases,
        )
        for slot, cases in row["parts"]
    ]


async def _creditors(session: AsyncSession) -> dict[str, CreditorTerms]:
    return {
        row["code"]: CreditorTerms(row["code"], row["terms_version"], row["terms"]) for row in await terms_rows(session)
    }
