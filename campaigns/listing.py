"""The worklist of each campaign as dialing draws from it: a short page of due cases, read again when used up.

Only an order of proposals; a case on the page may have changed, and the gate will say so.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.call_order import DueCase, Proposed, contacts_of, in_call_order, reachable
from campaigns.chances import Features, Odds
from campaigns.ladders import parse_ladder
from campaigns.learning_chances import Learning
from campaigns.number_past import NEW
from campaigns.store.for_chances import ladder_documents, numbers_of_cases
from campaigns.store.for_dialing import cases_due_for_contact, debtor_of_case, next_hint
from config.ground import Ground

PAGE = 200
CANDIDATES = 2 * PAGE
"""Due cases of which the best for this hour make a page; the database chose them by the chance of an average hour."""
LOOK_AGAIN = timedelta(minutes=10)
"""How long an empty list is left alone at most; a fact that makes cases due earlier ends the wait at once."""
LEAST_PAUSE = timedelta(seconds=15)
NEVER_TRIED = Features(kind="mobile", rank=0, here=NEW, elsewhere=NEW)
"""For what a case counts in the database before its first call: the usual number of a new file."""


class Listing:
    """Pages of proposed cases by campaign, in the order of `call_order`."""

    def __init__(self, ground: Ground, books: Books) -> None:
        self._ground = ground
        self._learning = Learning(ground, books)
        self._pages: dict[UUID, deque[Proposed]] = {}
        self._hints: dict[UUID, datetime | None] = {}

    def refresh(self, campaign_id: UUID) -> None:
        """Drop a campaign's page, so that the next case comes from a new one."""
        self._pages.pop(campaign_id, None)

    async def next_cases(self, campaign_id: UUID, count: int) -> list[Proposed]:
        """Return up to `count` due cases, the one to call first in front; none if none is due now."""
        page = self._pages.get(campaign_id)
        if not page:
            page = self._pages[campaign_id] = await self._read_page(campaign_id)
        return [page.popleft() for _ in range(min(count, len(page)))]

    def dry_until(self, campaign_id: UUID) -> datetime:
        """Return when an empty list is worth another look, as the last page told."""
        now = self._ground.clock.now()
        hint = self._hints.get(campaign_id)
        return max(now + LEAST_PAUSE, min(hint, now + LOOK_AGAIN) if hint else now + LOOK_AGAIN)

    def put_back(self, campaign_id: UUID, cases: Sequence[Proposed]) -> None:
        """Return cases that were not asked for after all, in their order.

        A page that was dropped while the gate was asked is read anew and holds them again.
        """
        page = self._pages.get(campaign_id)
        if page is not None:
            page.extendleft(reversed(cases))

    async def debtor_of(self, case_id: UUID) -> UUID:
        """Return the person of a case."""
        async with self._ground.database.transaction() as session:
            return await debtor_of_case(session, case_id)

    async def _read_page(self, campaign_id: UUID) -> deque[Proposed]:
        await self._learning.catch_up()
        now = self._ground.clock.now()
        odds = self._learning.chances.odds(campaign_id)
        untried = odds.of_right_party(NEVER_TRIED)
        async with self._ground.database.transaction() as session:
            due = await cases_due_for_contact(session, campaign_id, now=now, untried=untried, limit=CANDIDATES)
            if not due:
                self._hints[campaign_id] = await next_hint(session, campaign_id, now=now)
                return deque()
            return deque(await self._in_order(session, campaign_id, due, odds, now=now))

    async def _in_order(
        self, session: AsyncSession, campaign_id: UUID, due: Sequence[Mapping[str, Any]], odds: Odds, *, now: datetime
    ) -> Sequence[Proposed]:
        ladder = parse_ladder((await ladder_documents(session))[campaign_id])
        known = await numbers_of_cases(session, [row["id"] for row in due], now=now)
        cases = [_due_case(row, known[row["id"]]) for row in due]
        return in_call_order(cases, odds, ladder, now=now)[:PAGE]


def _due_case(due: Mapping[str, Any], known: Mapping[str, Any]) -> DueCase:
    return DueCase(
        case_id=due["id"],
        debtor_id=known["debtor_id"],
        agreed_at=due["agreed_at"],
        priority=due["priority"],
        due_since=due["due_since"].astimezone(UTC),
        preferred=known["preferred"],
        numbers=reachable(known["numbers"], known["zone"]),
        contacts=contacts_of(known["contacts"]),
    )
