"""Learns from outcomes how likely calls reach whom: reads dispositions from the journal, counts, and stores the counts.

Counts and cursor move in one transaction, so that each fact counts once, also after a crash. It looks when a worklist
is drawn from, every few minutes at most; what it knows is read by `listing`.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.call_order import DueCase, Reachable, best_number, contacts_of, features_of, reachable
from campaigns.chances import Chances, Tried, came_of, changed, learn
from campaigns.ladders import parse_ladder
from campaigns.store.for_chances import (
    calls_to_learn,
    keep_case_chances,
    keep_counts,
    ladder_documents,
    load_chances,
    numbers_of_cases,
)
from config.ground import Ground
from config.journal import Place, Recorded
from crm.facts import DispositionSet

READER = "chances"
LOOK_EVERY = timedelta(minutes=5)
FACTS_AT_ONCE = 300
"""Facts of one transaction; a backlog is worked off over several looks, so that the floor never waits for it."""
MOST_PAGES = 4


class Learning:
    """What this process knows of chances; all of it is in the database too."""

    def __init__(self, ground: Ground, books: Books) -> None:
        self._ground = ground
        self._books = books
        self._place: Place | None = None
        self._looked_at = ground.clock.now() - LOOK_EVERY
        self.chances = Chances()

    async def catch_up(self) -> None:
        """Learn what has come since the last look, if that is a while ago."""
        now = self._ground.clock.now()
        if now - self._looked_at < LOOK_EVERY:
            return
        for _ in range(MOST_PAGES):
            if await self._learn_page() < FACTS_AT_ONCE:
                self._looked_at = now
                return

    async def _learn_page(self) -> int:
        """Learn one page; return how many facts it held."""
        ground = self._ground
        async with ground.database.transaction() as session:
            place = await ground.journal.cursor(session, READER)
            # Another process may have learned meanwhile; then what it stored is the truth.
            chances = self.chances if place == self._place else await load_chances(session)
            page = await ground.journal.read(session, after=place, kinds=(DispositionSet,), limit=FACTS_AT_ONCE)
            if page:
                place = page[-1].place
                learned = await self._learn(session, chances, page)
                await ground.journal.move_cursor(session, READER, place)
                chances = learned
        self.chances, self._place = chances, place
        return len(page)

    async def _learn(self, session: AsyncSession, chances: Chances, page: Sequence[Recorded]) -> Chances:
        facts = [item.fact for item in page if isinstance(item.fact, DispositionSet)]
        calls = await calls_to_learn(session, [fact.attempt_id for fact in facts])
        tried = [one for fact in facts if fact.attempt_id in calls for one in self._tried(fact, calls[fact.attempt_id])]
        learned = learn(chances, tried)
        await keep_counts(session, changed(chances, learned))
        cases = list(dict.fromkeys(call["case_id"] for call in calls.values()))
        await keep_case_chances(session, await self._case_chances(session, learned, cases))
        return learned

    def _tried(self, fact: DispositionSet, call: Mapping[str, Any]) -> list[Tried]:
        """Return what a fact teaches: the new result, and the old one taken back where it replaces one."""
        zone = call["zone"] or call["number_zone"] or "UTC"
        number = Reachable(call["point_id"], call["label"], call["rank"], zone)
        features = features_of(number, contacts_of(call["contacts"]), now=call["reserved_at"])
        found = []
        for code, weight in ((fact.supersedes, -1), (fact.code, 1)):
            result = came_of(self._books.catalogue.get(code)) if code else None
            if result is not None:
                one = Tried(
                    campaign_id=call["campaign_id"], features=features, at=fact.at, result=result, weight=weight
                )
                found.append(one)
        return found

    async def _case_chances(
        self, session: AsyncSession, chances: Chances, case_ids: Sequence[UUID]
    ) -> Mapping[UUID, float]:
        now = self._ground.clock.now()
        ladders = {key: parse_ladder(document) for key, document in (await ladder_documents(session)).items()}
        odds = {key: chances.odds(key) for key in ladders}
        found = {}
        for case_id, row in (await numbers_of_cases(session, case_ids, now=now)).items():
            if row["campaign_id"] in ladders:
                case = DueCase(
                    case_id=case_id,
                    debtor_id=row["debtor_id"],
                    agreed_at=None,
                    priority=0,
                    due_since=now,
                    preferred=row["preferred"],
                    numbers=reachable(row["numbers"], row["zone"]),
                    contacts=contacts_of(row["contacts"]),
                )
                found[case_id] = best_number(case, odds[row["campaign_id"]], ladders[row["campaign_id"]], now=None)[1]
        return found
