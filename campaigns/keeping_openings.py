"""Keeps the index of openings true: reads the journal behind a cursor, notes whom its facts touch, works those out.

In small steps and away from the floor. Whoever asks the index gives it some steps first and is told what is still
left to do; the gate never asks it.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.callable_cases import Group, judged_group
from campaigns.campaigns import Campaign
from campaigns.facts import BucketsEdited, CampaignEdited, CampaignMoved, CreditorTermsEdited, TreatmentChosen
from campaigns.openings import Opening, key_of, opening_of
from campaigns.person_file import PersonFile
from campaigns.person_rows import read_person
from campaigns.store.for_campaigns import all_campaigns
from campaigns.store.for_dialing import person_rows
from campaigns.store.for_openings import (
    cases_to_do,
    finish,
    inexact_cases,
    keep_openings,
    open_places,
    profile_ids,
    terms_rows,
)
from campaigns.store.for_touching import count_left, look_over, touch_due, touch_imported, touch_listed, touch_persons
from config.ground import Ground
from config.journal import LOOK_AGAIN_S, START, Place, Recorded
from config.virtual_time import real_work
from crm.facts import AttemptRefused, CasesImported, ImportUndone, NoteAdded, PartyVerified
from crm.person_facts import NumbersSuppressed, SuppressionWithdrawn

READER = "openings"
FORM = "2"
"""Changes when rows are made in another way, so that those of an earlier program are made anew."""
BATCH = 100
PAGE = 5_000
"""Cases looked over in one transaction: short, because readers of the journal wait for whoever writes."""
MOST_JUDGED = 500
"""How many cases are judged one by one for an answer; more are counted as they stood, and said to be."""
FEWEST_STEPS, MOST_STEPS, LONGEST_S = 6, 40, 0.5
"""What whoever asks waits for, in steps and, from the fewest on, in seconds: what one fact touches is done in six."""
LOOK_AGAIN = timedelta(hours=1)
"""How often all cases are looked over, for what changes without a fact: the age of debts, a month that begins."""
FIRST = UUID(int=0)
BEGUN: Place = (0, 1)
"""Where a reader stands that has begun and read nothing."""
SETTINGS = (CampaignEdited, CampaignMoved, CreditorTermsEdited, BucketsEdited)
"""Facts that touch cases without naming them; whom they touch is found by looking over all."""
OF_NO_CONCERN = (AttemptRefused, TreatmentChosen, NoteAdded, PartyVerified)
"""Facts that name a case and change nothing that rules look at."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Freshness:
    """What was recorded before `as_of` is in the index, but for `unsettled` cases that stand as they stood before."""

    as_of: datetime
    unsettled: int


class KeepingOpenings:
    """One keeper a process; several do no harm, they share what is to do."""

    def __init__(self, ground: Ground, books: Books) -> None:
        self._ground = ground
        self._books = books
        self._bell = asyncio.Event()
        self._turn = asyncio.Semaphore(1)
        self._looked_at: datetime | None = None
        self._page_after: UUID | None = FIRST
        self._as_of = ground.clock.now()
        self._is_behind = False

    def hear(self, recorded: Sequence[Recorded]) -> None:
        """Wake the keeper (a bell of the database)."""
        if recorded:
            self._bell.set()

    async def run(self) -> None:
        """Catch up whenever something was recorded, and every hour; for ever."""
        while True:
            self._bell.clear()
            await self.catch_up()
            # A fact that an open transaction may precede is read when that one ends, which may ring no bell.
            wait_s = LOOK_AGAIN_S if self._is_behind else LOOK_AGAIN.total_seconds()
            try:
                async with asyncio.timeout(wait_s):
                    await self._bell.wait()
            except TimeoutError:
                continue

    async def catch_up(self) -> int:
        """Work out everything that is not up to date, and return how many cases that were."""
        done = 0
        while (count := await self._step()) is not None:
            done += count
        return done

    async def settle(self) -> Freshness:
        """Bring the index up to what is recorded now, as far as that takes a moment."""
        began = self._ground.clock.monotonic()
        for step in range(MOST_STEPS):
            if step >= FEWEST_STEPS and self._ground.clock.monotonic() - began > LONGEST_S:
                break
            if await self._step() is None:
                if not self._is_behind:
                    break
                await self._ground.clock.sleep(LOOK_AGAIN_S)
        async with self._ground.database.transaction() as session:
            return Freshness(self._as_of, await count_left(session))

    async def judged(self, campaign_id: UUID | None, at: datetime) -> tuple[dict[UUID, Group], int]:
        """Judge the cases whose row is not exact at an instant, each as a group; return how many were left out."""
        async with self._ground.database.transaction() as session:
            case_ids, left_out = await inexact_cases(session, campaign_id, at=at, limit=MOST_JUDGED)
        return await self.judge_some(case_ids, at), left_out

    async def judge_some(self, case_ids: Sequence[UUID], at: datetime) -> dict[UUID, Group]:
        """Judge cases one by one as the gate would, by what is known now."""
        if not case_ids:
            return {}
        async with self._ground.database.transaction() as session:
            campaigns = {campaign.id: campaign for campaign in await all_campaigns(session)}
            rows = await person_rows(session, case_ids, now=at)
            places = await open_places(session, case_ids, now=at)

        def judge_all() -> dict[UUID, Group]:
            files = [read_person(row) for row in rows if row["case_id"] in places]
            return {
                file.case_id: judged_group(file, self._books, campaigns[file.campaign_id], at, places[file.case_id][0])
                for file in files
                if file.campaign_id in campaigns
            }

        return await in_thread(judge_all)

    async def _step(self) -> int | None:
        """Do the next small thing and return how many cases it worked out; None when there is nothing to do."""
        async with self._turn:
            if await self._read_page() or await self._look_over():
                return 0
            return await self._work_out_some() or await self._note_due()

    async def _read_page(self) -> bool:
        """Note whom one page of facts touches; False when there is none."""
        journal, now = self._ground.journal, self._ground.clock.now()
        async with self._ground.database.transaction() as session:
            after = await journal.cursor(session, READER)
            if after == START:
                # What happened before the index began is covered by looking over all.
                await journal.move_cursor(session, READER, max(BEGUN, await journal.settled_place(session)))
                self._page_after = FIRST
                return True
            page = await journal.read(session, after=after)
            if page:
                await self._note(session, page)
                await journal.move_cursor(session, READER, page[-1].place)
            self._is_behind = not page and await journal.is_behind(session, after=after)
            if not page and not self._is_behind:
                self._as_of = now
        return bool(page)

    async def _note(self, session: AsyncSession, page: Sequence[Recorded]) -> None:
        facts = [item.fact for item in page if not isinstance(item.fact, OF_NO_CONCERN)]
        debtors = {debtor for fact in facts if (debtor := getattr(fact, "debtor_id", None)) is not None}
        cases = {case for fact in facts if (case := getattr(fact, "case_id", None)) is not None}
        if debtors or cases:
            await touch_persons(session, debtor_ids=sorted(debtors), case_ids=sorted(cases))
        if lists := [fact.list_id for fact in facts if isinstance(fact, NumbersSuppressed | SuppressionWithdrawn)]:
            await touch_listed(session, lists)
        if batches := [fact.batch_id for fact in facts if isinstance(fact, CasesImported | ImportUndone)]:
            await touch_imported(session, batches)
        if any(isinstance(fact, SETTINGS) for fact in facts):
            self._page_after = FIRST

    async def _look_over(self) -> bool:
        """Look over one page of cases; False when all have been looked over within the hour."""
        now = self._ground.clock.now()
        if self._page_after is None and self._looked_at is not None and now - self._looked_at < LOOK_AGAIN:
            return False
        async with self._ground.database.transaction() as session:
            versions = [(*key, version) for key, version in (await self.versions(session)).items()]
            last = await look_over(session, self._page_after or FIRST, versions, limit=PAGE)
        self._page_after, self._looked_at = last, now
        return last is not None

    async def _note_due(self) -> int | None:
        async with self._ground.database.transaction() as session:
            return 0 if await touch_due(session, now=self._ground.clock.now(), limit=PAGE) else None

    async def _work_out_some(self) -> int:
        """Work out a batch without a transaction open, then write what nothing has touched in between."""
        async with self._ground.database.transaction() as session:
            touches = await cases_to_do(session, limit=BATCH)
            if not touches:
                return 0
            now = self._ground.clock.now()
            campaigns = {campaign.id: campaign for campaign in await all_campaigns(session)}
            versions = await self.versions(session)
            places = await open_places(session, list(touches), now=now)
            rows = await person_rows(session, list(places), now=now)
        found = await in_thread(lambda: self._openings(rows, campaigns, places, now))
        documents = {key_of(one.shapes): [shape.document() for shape in one.shapes] for _, one in found.values()}
        creditors = {row["case_id"]: row["creditor_id"] for row in rows}
        async with self._ground.database.transaction() as session:
            finished = await finish(session, touches)
            numbers = await profile_ids(session, documents)
            made = [
                _row(file, opening, numbers[key_of(opening.shapes)])
                | {"bucket": places[case_id][0], "version": versions[file.campaign_id, creditors[case_id]]}
                for case_id in finished
                if case_id in found
                for file, opening in (found[case_id],)
                if file.campaign_id is not None
            ]
            await keep_openings(session, finished, made)
        return len(touches)

    def _openings(
        self,
        rows: Sequence[Mapping[str, Any]],
        campaigns: Mapping[UUID, Campaign],
        places: Mapping[UUID, tuple[str | None, list[datetime]]],
        now: datetime,
    ) -> dict[UUID, tuple[PersonFile, Opening]]:
        found = {}
        for file in map(read_person, rows):
            campaign = campaigns.get(file.campaign_id) if file.campaign_id else None
            if campaign is not None:
                opening = opening_of(file, self._books, campaign, now, changes=places[file.case_id][1])
                found[file.case_id] = (file, opening)
        return found

    async def versions(self, session: AsyncSession) -> dict[tuple[UUID, UUID], str]:
        """Name what the rows of each campaign and creditor are made by: rules, terms, caps, numbers, and the month.

        The month, because rules are looked for two months ahead and no further.
        """
        month = self._ground.clock.now().strftime("%Y-%m")
        creditors = await terms_rows(session)
        return {
            (campaign.id, row["id"]): hashlib.sha256(
                f"{FORM} {self._books.rulebook.version} {month} {row['code']} {row['terms_version']} {campaign.caps}"
                f" {campaign.ladder.get('numbers')}".encode()
            ).hexdigest()[:16]
            for campaign in await all_campaigns(session)
            for row in creditors
        }


def _row(file: PersonFile, opening: Opening, profile_id: int) -> dict[str, Any]:
    free_ats = [None if free_at is None else free_at.isoformat() for free_at in opening.free_ats]
    is_same = len(set(free_ats)) <= 1
    return {
        "case_id": str(file.case_id),
        "campaign_id": str(file.campaign_id),
        "zone": opening.zone,
        "profile_id": profile_id,
        "free_at": free_ats[0] if free_ats and is_same else None,
        "free_ats": None if is_same else free_ats,
        "rule_id": opening.rule_id,
        "code": opening.code,
        "exact_until": None if opening.exact_until is None else opening.exact_until.isoformat(),
        "days_past_due": opening.days_past_due,
    }


async def in_thread(work: Callable[[], T]) -> T:
    """Work something out without keeping the floor waiting for its turn on the loop."""
    with real_work():
        return await asyncio.to_thread(work)
