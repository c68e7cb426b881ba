"""Keeps the index of openings true: reads the journal behind a cursor and works out anew whom its facts touch.

In batches and away from the floor. Whoever asks the index lets it catch up first; the gate never asks it.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.callable_cases import Group, judged_group
from campaigns.campaigns import Campaign
from campaigns.facts import BucketsEdited, CampaignEdited, CampaignMoved, CreditorTermsEdited
from campaigns.openings import Opening, key_of, opening_of
from campaigns.person_rows import read_person
from campaigns.store.for_campaigns import all_campaigns
from campaigns.store.for_dialing import person_rows
from campaigns.store.for_openings import (
    buckets_of_cases,
    cases_touched,
    inexact_cases,
    keep_openings,
    missing_cases,
    profile_ids,
    remove_gone,
    terms_rows,
)
from config.facts import Fact
from config.ground import Ground
from config.journal import Recorded
from crm.facts import CasesImported, ImportUndone

READER = "openings"
BATCH = 200
MOST_JUDGED = 2000
SETTINGS = (CampaignEdited, CampaignMoved, CreditorTermsEdited, BucketsEdited, CasesImported, ImportUndone)
"""Facts that touch cases without naming them; whom they touch is found by what is missing."""


class KeepingOpenings:
    """One keeper a process; several do no harm, they write the same rows."""

    def __init__(self, ground: Ground, books: Books) -> None:
        self._ground = ground
        self._books = books
        self._bell = asyncio.Event()
        self._turn = asyncio.Semaphore(1)
        self._is_whole = False

    def hear(self, recorded: Sequence[Recorded]) -> None:
        """Wake the keeper (a bell of the database)."""
        if recorded:
            self._bell.set()

    async def run(self) -> None:
        """Catch up whenever something was recorded; for ever."""
        while True:
            self._bell.clear()
            await self.catch_up()
            await self._bell.wait()

    async def catch_up(self) -> int:
        """Work out everything that is not up to date, and return how many cases that were."""
        async with self._turn:
            done = 0
            while (count := await self._catch_up_with_journal()) is not None:
                done += count
            while count := await self._add_missing():
                done += count
            self._is_whole = True
            return done

    async def settle(self) -> None:
        """Bring the index up to what is recorded now; looks for missing cases only where some may be missing."""
        if not self._is_whole:
            await self.catch_up()
            return
        async with self._turn:
            while await self._catch_up_with_journal() is not None:
                continue
        if self._is_stale():
            await self.catch_up()

    def _is_stale(self) -> bool:
        return not self._is_whole

    async def judged_groups(self, campaign_id: UUID | None, at: datetime) -> list[Group]:
        """Judge the cases whose answer changes by time alone, each as a group of its own; at most `MOST_JUDGED`."""
        async with self._ground.database.transaction() as session:
            case_ids = await inexact_cases(session, campaign_id, at=at, limit=MOST_JUDGED)
            campaigns = {campaign.id: campaign for campaign in await all_campaigns(session)}
            rows = await person_rows(session, case_ids, now=at) if case_ids else []
            buckets = await buckets_of_cases(session, case_ids)
        found = []
        for file in map(read_person, rows):
            if file.campaign_id in campaigns:
                campaign = campaigns[file.campaign_id]
                found.append(judged_group(file, self._books, campaign, at, buckets[file.case_id]))
        return found

    async def _catch_up_with_journal(self) -> int | None:
        """Work out whom one page of facts touches; None when there is no page."""
        ground = self._ground
        async with ground.database.transaction() as session:
            after = await ground.journal.cursor(session, READER)
            if after == 0:
                # What happened before the index began is covered by what is missing in it.
                await ground.journal.move_cursor(session, READER, max(1, await ground.journal.settled_seq(session)))
                return 0
            page = await ground.journal.read(session, after=after)
            if not page:
                return None
            debtors, cases = _named(page)
            touched = await cases_touched(session, debtor_ids=debtors, case_ids=cases)
            if any(isinstance(item.fact, SETTINGS) for item in page):
                await remove_gone(session)
                self._is_whole = False
        for start in range(0, len(touched), BATCH):
            await self._work_out(touched[start : start + BATCH])
        async with ground.database.transaction() as session:
            await ground.journal.move_cursor(session, READER, page[-1].seq or after)
        return len(touched)

    async def _add_missing(self) -> int:
        async with self._ground.database.transaction() as session:
            version = await self._version(session)
            missing = await missing_cases(session, version=version, limit=BATCH)
        if missing:
            await self._work_out(missing)
        return len(missing)

    async def _work_out(self, case_ids: Sequence[UUID]) -> None:
        async with self._ground.database.transaction() as session:
            now = self._ground.clock.now()
            version = await self._version(session)
            campaigns = {campaign.id: campaign for campaign in await all_campaigns(session)}
            files = [read_person(row) for row in await person_rows(session, case_ids, now=now)]
            found = {
                file.case_id: (file.campaign_id, opening_of(file, self._books, campaigns[file.campaign_id], now))
                for file in files
                if file.campaign_id in campaigns
            }
            documents = {key_of(o.shapes): [shape.document() for shape in o.shapes] for _, o in found.values()}
            numbers = await profile_ids(session, documents)
            buckets = await buckets_of_cases(session, list(found))
            rows = [
                _row(case_id, campaign_id, opening, numbers, version) | {"bucket": buckets[case_id]}
                for case_id, (campaign_id, opening) in found.items()
            ]
            await keep_openings(session, rows)

    async def _version(self, session: AsyncSession) -> str:
        """Name the rules, the creditors' terms and the campaigns' caps and ladders that rows are made by."""
        terms = "".join(sorted(f"{row['code']}:{row['terms_version']};" for row in await terms_rows(session)))
        campaigns: Sequence[Campaign] = await all_campaigns(session)
        own = "".join(f"{campaign.caps}{campaign.ladder.get('numbers')}" for campaign in campaigns)
        return hashlib.sha256((self._books.rulebook.version + terms + own).encode()).hexdigest()[:16]


def _named(page: Sequence[Recorded]) -> tuple[list[UUID], list[UUID]]:
    """Return the persons and cases that facts name."""
    facts: list[Fact] = [item.fact for item in page]
    debtors = {debtor for fact in facts if (debtor := getattr(fact, "debtor_id", None)) is not None}
    cases = {case for fact in facts if (case := getattr(fact, "case_id", None)) is not None}
    return sorted(debtors), sorted(cases)


def _row(
    case_id: UUID, campaign_id: UUID | None, opening: Opening, numbers: dict[str, int], version: str
) -> dict[str, Any]:
    free_ats: list[datetime | None] = list(opening.free_ats)
    is_same = len(set(free_ats)) <= 1
    return {
        "case_id": case_id,
        "campaign_id": campaign_id,
        "zone": opening.zone,
        "profile_id": numbers[key_of(opening.shapes)],
        "free_at": free_ats[0] if free_ats and is_same else None,
        "free_ats": None if is_same else free_ats,
        "rule_id": opening.rule_id,
        "code": opening.code,
        "exact_until": opening.exact_until,
        "version": version,
    }
