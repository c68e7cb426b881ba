"""Makes a stop work at once: judges again what is under way to a person, and ends what the rules refuse now.

Woken by the commit itself, because the journal's reader waits for every older transaction; that reader comes by
later all the same, and finds nothing left to do. A call that somebody has answered is never cut.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.dialing import Dialing
from campaigns.floor.inputs import DebtorsStopped
from campaigns.looking_again import judge_again
from campaigns.second_look import OpenContact
from campaigns.store.for_facts import horizon, is_past_horizon, open_contacts_listed, open_contacts_of
from config.facts import Fact
from config.ground import Ground
from config.journal import LOOK_AGAIN_S, Recorded
from crm.attempts import Channel
from crm.facts import ContactPointChanged, HoldSet, OptedOut
from crm.holds import HoldKind
from crm.person_facts import (
    ConsentRevoked,
    NumberFactRecorded,
    NumbersSuppressed,
    RelationFactRecorded,
    TimeStated,
    ZoneLearned,
)

RESTRICTING = (
    HoldSet,
    OptedOut,
    ConsentRevoked,
    TimeStated,
    ZoneLearned,
    NumberFactRecorded,
    ContactPointChanged,
    RelationFactRecorded,
    NumbersSuppressed,
)
"""Facts after which a contact under way may be one that the rules refuse."""
GENTLE_HOLDS = frozenset({HoldKind.PROMISE_RUNNING.value, HoldKind.PAYMENT_IN_TRANSIT.value})
"""Holds that a conversation brings; no call that rings meanwhile needs to be cut for them."""
MOST_AT_ONCE = 200
"""Persons judged again in one transaction."""


class Stopping:
    """The second look of this process at what it has under way."""

    def __init__(self, ground: Ground, books: Books, dialing: Dialing) -> None:
        self._ground = ground
        self._books = books
        self._dialing = dialing
        self._bell = asyncio.Event()
        self._waiting: list[Fact] = []

    def hear(self, recorded: Sequence[Recorded]) -> None:
        """Take up the facts of a commit that may stop something (a bell of the database)."""
        facts = [item.fact for item in recorded if may_stop(item.fact)]
        if facts:
            self._waiting += facts
            self._bell.set()

    async def run(self) -> None:
        """Look again whenever something was recorded; for ever."""
        while True:
            self._bell.clear()
            facts, self._waiting = self._waiting, []
            if facts:
                await self.look(facts)
            else:
                await self._bell.wait()

    async def look(self, facts: Sequence[Fact]) -> None:
        """Judge again what is under way to the persons that facts are about; a fact seen twice does no harm."""
        named = {getattr(fact, "debtor_id", None) for fact in facts if may_stop(fact)}
        debtors = sorted(debtor_id for debtor_id in named if debtor_id is not None)
        for start in range(0, len(debtors), MOST_AT_ONCE):
            await self._stop(partial(open_contacts_of, debtor_ids=frozenset(debtors[start : start + MOST_AT_ONCE])))
        for fact in facts:
            if isinstance(fact, NumbersSuppressed):
                await self._stop_listed(fact.list_id)

    async def _stop_listed(self, list_id: UUID) -> None:
        """Look twice: a permit that was being judged as the list came into force is written a moment later."""
        async with self._ground.database.transaction() as session:
            until = await horizon(session)
        await self._stop(partial(open_contacts_listed, list_id=list_id))
        while True:
            async with self._ground.database.transaction() as session:
                is_past = await is_past_horizon(session, until)
            if is_past:
                break
            await self._ground.clock.sleep(LOOK_AGAIN_S)
        await self._stop(partial(open_contacts_listed, list_id=list_id))

    async def _stop(self, find: Callable[[AsyncSession], Awaitable[list[OpenContact]]]) -> None:
        async with self._ground.database.transaction() as session:
            found = [one for one in await find(session) if one.channel == Channel.PHONE.value]
            now = self._ground.clock.now()
            answers = await judge_again(session, self._books, self._dialing.campaigns, found, now=now)
        refused = frozenset(contact.debtor_id for contact, rules in zip(found, answers, strict=True) if rules)
        if refused:
            self._dialing.put(DebtorsStopped(refused))


def may_stop(fact: Fact) -> bool:
    """Say whether a fact can make a contact under way one that the rules refuse."""
    return isinstance(fact, RESTRICTING) and not (isinstance(fact, HoldSet) and fact.kind in GENTLE_HOLDS)
