"""Lists the cases behind a number of the census, page by page, each with where it stands and when it opens.

The groups of the index say which profiles can be behind the number; every row is then placed by itself, to the second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.callable_cases import Group, Hours, Standing
from campaigns.counting import Counting, Index
from campaigns.keeping_openings import in_thread
from campaigns.store.for_campaigns import all_campaigns
from campaigns.store.for_openings import opening_rows
from campaigns.wanted_cases import Wanted, is_wanted
from config.ground import Ground

CHUNK, MOST_CHUNKS = 500, 20
"""Rows read at a time, and how often for one page; a page may be short and still have a next one."""
FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class CaseOpen:
    """One case behind a number."""

    case_id: UUID
    number: str
    name: str
    bucket: str | None
    zone: str
    standing: Standing


async def cases_behind(
    ground: Ground, counting: Counting, wanted: Wanted, *, at: datetime | None, after: UUID | None, limit: int
) -> tuple[list[CaseOpen], UUID | None]:
    """Return a page of cases by id and where the next page begins; None at the end.

    Args:
        ground: database and clock.
        counting: the index.
        wanted: which cases.
        at: the instant that is asked about; now, if none.
        after: the last case of the page before.
        limit: at most so many.
    """
    at = at or ground.clock.now()
    index = await counting.index(wanted.campaign_id, at)
    async with ground.database.transaction() as session:
        hours = {campaign.id: index.hours(campaign, None) for campaign in await all_campaigns(session)}
    profiles = await in_thread(lambda: _profiles(index, hours, at, wanted))
    found: list[CaseOpen] = []
    last = after or FIRST
    for _ in range(MOST_CHUNKS):
        async with ground.database.transaction() as session:
            rows = await opening_rows(
                session,
                wanted.campaign_id,
                at=at,
                after=last,
                profiles=profiles,
                zone=wanted.zone,
                bucket=wanted.bucket,
                limit=CHUNK,
            )
        inexact = [row["case_id"] for row in rows if row["is_inexact"]]
        judged = await counting.keeper.judge_some(inexact, at)
        for row in rows:
            group = judged.get(row["case_id"]) or _alone(row, index)
            last = row["case_id"]
            if group.campaign_id not in hours:
                continue
            standing = hours[group.campaign_id].standing(group, at)
            if is_wanted(standing, at, wanted):
                found.append(CaseOpen(last, row["number"], row["full_name"], row["bucket"], row["zone"], standing))
            if len(found) == limit:
                return found, last
        if len(rows) < CHUNK:
            return found, None
    return found, last


def _profiles(index: Index, hours: Mapping[UUID, Hours], at: datetime, wanted: Wanted) -> list[int]:
    """Return the profiles of groups that stand as is wanted."""
    return sorted(
        {
            group.profile_id
            for group in index.groups
            if group.campaign_id in hours
            and wanted.zone in {None, group.zone}
            and wanted.bucket in {None, group.bucket}
            and _may_stand(hours[group.campaign_id].standing(group, at), at, wanted)
        }
    )


def _may_stand(standing: Standing, at: datetime, wanted: Wanted) -> bool:
    """Groups know only the slot in which they become free: those later and those blocked are told apart by row."""
    if wanted.standing in {"later", "blocked"}:
        return not standing.is_callable
    return is_wanted(standing, at, wanted)


def _alone(row: Mapping[str, Any], index: Index) -> Group:
    numbers = len(index.profiles.get(row["profile_id"], ()))
    free_ats = (row["free_at"],) * numbers if row["free_ats"] is None else tuple(row["free_ats"])
    return Group(
        row["campaign_id"],
        row["bucket"],
        row["zone"],
        row["profile_id"],
        row["rule_id"],
        row["code"],
        free_ats,
        cases=1,
    )
