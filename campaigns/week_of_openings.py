"""How many cases can be called hour by hour over the coming week. Pure, over groups of the index of openings.

The numbers of a case become free one after the other, so at any instant a set of them is free. Cases whose same set is
free are taken together: how many there are is a running sum, and when one of the set is open is laid out once.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from uuid import UUID

from campaigns.callable_cases import TODAY, Group, Hours, hour_of
from campaigns.open_hours import is_open

WEEK = timedelta(days=7)
HALF_HOUR, TWO_HOURS = timedelta(minutes=30), timedelta(hours=2)
HALF_HOURS = 48
"""How finely it is kept when cases become free: half an hour today, two hours later; none counts before its instant."""
Key = tuple[UUID, int, frozenset[int]]
"""A campaign, a profile, and the places of its numbers that are free."""


def free_at_of(slot: int, at: datetime) -> datetime:
    """Return the end of the slot in which a group becomes free; see `opening_groups`."""
    return at + (slot * HALF_HOUR if slot <= HALF_HOURS else TODAY + (slot - HALF_HOURS) * TWO_HOURS)


def week_of_openings(groups: Sequence[Group], hours: Mapping[UUID, Hours], at: datetime) -> dict[datetime, int]:
    """Return how many cases could be called now and at the beginning of every hour of the coming week."""
    instants = [at, *(hour_of(at) + timedelta(hours=ahead) for ahead in range(1, 7 * 24 + 1))]
    counts = [0] * len(instants)
    for (campaign_id, profile_id, places), row in _steps(groups, instants).items():
        spans = hours[campaign_id].spans_of(profile_id)
        opened = [spans[place] for place in places if place < len(spans)]
        for index, cases in enumerate(accumulate(row[:-1])):
            if cases and any(is_open(one, instants[index]) for one in opened):
                counts[index] += cases
    return dict(zip(instants, counts, strict=True))


def _steps(groups: Sequence[Group], instants: Sequence[datetime]) -> dict[Key, list[int]]:
    """Return by how many the cases with each set of free numbers grow or shrink at each instant, one place more."""
    indexes: dict[datetime, int] = {}
    steps: dict[Key, list[int]] = defaultdict(lambda: [0] * (len(instants) + 1))
    sets: dict[tuple[int, ...], tuple[frozenset[int], ...]] = {}
    for group in groups:
        pairs = []
        for place, free_at in enumerate(group.free_ats):
            if free_at is not None:
                index = indexes.get(free_at)
                if index is None:
                    index = indexes[free_at] = bisect_left(instants, free_at)
                pairs.append((index, place))
        pairs.sort()
        order = tuple([place for _, place in pairs])
        if order not in sets:
            sets[order] = tuple(frozenset(order[: count + 1]) for count in range(len(order)))
        earlier: list[int] | None = None
        for (index, _), places in zip(pairs, sets[order], strict=True):
            row = steps[group.campaign_id, group.profile_id, places]
            row[index] += group.cases
            if earlier is not None:
                earlier[index] -= group.cases
            earlier = row
    return steps
