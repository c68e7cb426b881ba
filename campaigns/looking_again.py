"""Judges contacts again that are under way: loads their persons as the gate does, and asks the same judge."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.campaigns import Campaign
from campaigns.second_look import OpenContact, refusing_rules
from campaigns.store.for_dialing import person_rows


async def judge_again(
    session: AsyncSession,
    books: Books,
    campaigns: Mapping[UUID, Campaign],
    contacts: Sequence[OpenContact],
    *,
    now: datetime,
) -> list[tuple[str, ...]]:
    """Return for each contact the rules that refuse it now, the binding one first; none where it may go on."""
    if not contacts:
        return []
    rows = {row["case_id"]: row for row in await person_rows(session, [one.case_id for one in contacts], now=now)}
    return [
        refusing_rules(one, rows[one.case_id], books, campaigns.get(one.campaign_id) if one.campaign_id else None, now)
        for one in contacts
    ]
