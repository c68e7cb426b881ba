"""The worklist of each campaign as dialing draws from it: a short page of due cases, read again when used up.

Only an order of proposals; a case on the page may have changed, and the gate will say so.
"""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from campaigns.store.for_dialing import cases_due_for_contact, debtor_of_case, next_hint
from config.ground import Ground

PAGE = 200
LOOK_AGAIN = timedelta(minutes=10)
"""How long an empty list is left alone at most; a fact that makes cases due earlier ends the wait at once."""
LEAST_PAUSE = timedelta(seconds=15)


class Listing:
    """Pages of (case, debtor) by campaign."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._pages: dict[UUID, deque[tuple[UUID, UUID]]] = {}
        self._hints: dict[UUID, datetime | None] = {}

    def refresh(self, campaign_id: UUID) -> None:
        """Drop a campaign's page, so that the next case comes from a new one."""
        self._pages.pop(campaign_id, None)

    async def next_cases(self, campaign_id: UUID, count: int) -> list[tuple[UUID, UUID]]:
        """Return up to `count` due cases with their debtors; none if none is due now."""
        page = self._pages.get(campaign_id)
        if not page:
            page = self._pages[campaign_id] = await self._read_page(campaign_id)
        return [page.popleft() for _ in range(min(count, len(page)))]

    def dry_until(self, campaign_id: UUID) -> datetime:
        """Return when an empty list is worth another look, as the last page told."""
        now = self._ground.clock.now()
        hint = self._hints.get(campaign_id)
        return max(now + LEAST_PAUSE, min(hint, now + LOOK_AGAIN) if hint else now + LOOK_AGAIN)

    def put_back(self, campaign_id: UUID, pairs: Sequence[tuple[UUID, UUID]]) -> None:
        """Return cases that were not asked for after all, in their order.

        A page that was dropped while the gate was asked is read anew and holds them again.
        """
        page = self._pages.get(campaign_id)
        if page is not None:
            page.extendleft(reversed(pairs))

    async def debtor_of(self, case_id: UUID) -> UUID:
        """Return the person of a case."""
        async with self._ground.database.transaction() as session:
            return await debtor_of_case(session, case_id)

    async def _read_page(self, campaign_id: UUID) -> deque[tuple[UUID, UUID]]:
        now = self._ground.clock.now()
        async with self._ground.database.transaction() as session:
            found = await cases_due_for_contact(session, campaign_id, now=now, limit=PAGE)
            if not found:
                self._hints[campaign_id] = await next_hint(session, campaign_id, now=now)
        return deque(found)
