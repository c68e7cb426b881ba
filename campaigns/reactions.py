"""What happens after which fact: one table, fact to functions, and the reader that runs it.

The reader has a cursor in the database, may see a fact twice, and every function here is harmless when repeated.
A commit that holds a fact of the table wakes it; nobody polls.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from campaigns.campaigns import CampaignState
from campaigns.dialing import Dialing
from campaigns.enrolling import enrol_all
from campaigns.facts import (
    BucketsEdited,
    CampaignEdited,
    CampaignMoved,
    CreditorTermsEdited,
    TreatmentChosen,
    UserChanged,
)
from campaigns.floor.inputs import AgentListed, WingSet
from campaigns.floor.wings import course_of, wing_of
from campaigns.messaging import Messaging
from campaigns.pace.budget import HALF_HOUR, MONTH
from campaigns.stopping import RESTRICTING, Stopping
from campaigns.store.for_campaigns import calls_by_slot
from campaigns.store.for_dialing import free_cases_of, load_agents, load_campaigns
from campaigns.store.for_facts import free_listed_cases, free_waiting_cases
from config.facts import Fact
from config.ground import Ground
from config.journal import LOOK_AGAIN_S, Recorded
from crm.facts import CasesImported, DispositionSet, HoldLifted, ImportUndone, OptedIn
from crm.person_facts import (
    ConsentGiven,
    HoldChanged,
    NumberFactRecorded,
    RelationFactEnded,
    StatedTimeEnded,
    SuppressionWithdrawn,
    ZoneLearned,
)

READER = "reactions"
OF_NO_CONCERN = frozenset({"signed_in", "signed_in_by_link", "signed_out", "password_set", "link_made"})
"""Changes of users that the floor need not know."""


@dataclass(frozen=True, slots=True)
class Context:
    """What reactions may touch."""

    ground: Ground
    dialing: Dialing
    messaging: Messaging
    stopping: Stopping


async def load_floor(context: Context) -> None:
    """Bring campaigns with the counts of their periods and agents onto the floor; also after every change of theirs."""
    now = context.ground.clock.now()
    async with context.ground.database.transaction() as session:
        campaigns = await load_campaigns(session)
        hours = await calls_by_slot(session, since=now - MONTH, unit="hour")
        minutes = await calls_by_slot(session, since=now - HALF_HOUR, unit="minute")
        agents = await load_agents(session, now=now)
    for campaign, teams in campaigns:
        context.dialing.start_campaign(campaign)
        course = course_of(hours.get(campaign.id, ()), minutes.get(campaign.id, ()), now)
        context.dialing.put(WingSet(wing_of(campaign, teams, hours.get(campaign.id, ()), course)))
    for agent in agents:
        context.dialing.put(AgentListed(agent))


async def _reload(context: Context, fact: Fact) -> None:  # noqa: ARG001 - the table's signature
    await load_floor(context)


async def _reload_staff(context: Context, fact: Fact) -> None:
    """A new or changed user may take calls; somebody who signed in or changed a password changes nothing here."""
    assert isinstance(fact, UserChanged)
    if fact.change not in OF_NO_CONCERN:
        await load_floor(context)


async def _enrol(context: Context, fact: Fact) -> None:  # noqa: ARG001
    await enrol_all(context.ground)
    await load_floor(context)


async def _move_campaign(context: Context, fact: Fact) -> None:
    """A first start takes the bucket's cases; every move changes what the floor does."""
    assert isinstance(fact, CampaignMoved)
    if fact.old == CampaignState.DRAFT.value:
        await enrol_all(context.ground)
    await load_floor(context)


async def _stop(context: Context, fact: Fact) -> None:
    """The commit has woken `stopping` before; this is for facts of other processes and of an earlier life."""
    await context.stopping.look([fact])


async def _free(context: Context, fact: Fact) -> None:
    assert isinstance(fact, HoldLifted)
    async with context.ground.database.transaction() as session:
        await free_cases_of(session, fact.debtor_id, now=context.ground.clock.now())
    context.dialing.look_again()


async def _open(context: Context, fact: Fact) -> None:
    """What loosens a rule makes the person's cases due that waited for rules, and no others."""
    now = context.ground.clock.now()
    async with context.ground.database.transaction() as session:
        if isinstance(fact, SuppressionWithdrawn):
            await free_listed_cases(session, fact.list_id, now=now)
        else:
            debtor_id: UUID = getattr(fact, "debtor_id")  # noqa: B009 - every other fact of its rows names one
            await free_waiting_cases(session, debtor_id, now=now)
    context.dialing.look_again()


async def _look_again(context: Context, fact: Fact) -> None:
    """A corrected or undone outcome makes its case due again; other terms of a creditor, those that it held back."""
    if not isinstance(fact, DispositionSet) or fact.supersedes is not None:
        context.dialing.look_again()


Reaction = Callable[[Context, Fact], Awaitable[None]]

REACTIONS: Mapping[type[Fact], tuple[Reaction, ...]] = {
    CampaignMoved: (_move_campaign,),
    CampaignEdited: (_reload,),
    UserChanged: (_reload_staff,),
    BucketsEdited: (_enrol,),
    CasesImported: (_enrol,),
    ImportUndone: (_reload,),
    HoldLifted: (_free,),
    DispositionSet: (_look_again,),
    CreditorTermsEdited: (_look_again,),
    **dict.fromkeys(RESTRICTING, (_stop,)),
    # Where a person is and what is known of a number may loosen as well as restrict.
    **dict.fromkeys((ZoneLearned, NumberFactRecorded), (_stop, _open)),
    **dict.fromkeys(
        (HoldChanged, ConsentGiven, StatedTimeEnded, OptedIn, RelationFactEnded, SuppressionWithdrawn), (_open,)
    ),
}


def _matters(fact: Fact) -> bool:
    """Say whether a fact needs a reaction now; first dispositions come by all the time and need none."""
    return type(fact) in REACTIONS and not (isinstance(fact, DispositionSet) and fact.supersedes is None)


class Reacting:
    """The reader of the journal that runs the table."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._bell = asyncio.Event()

    def hear(self, recorded: Sequence[Recorded]) -> None:
        """Wake the reader for facts of the table (a bell of the database)."""
        if any(_matters(item.fact) for item in recorded):
            self._bell.set()
        for item in recorded:
            if isinstance(item.fact, TreatmentChosen) and item.fact.not_before is not None:
                self._context.messaging.ring(item.fact.not_before)

    async def start_at_end(self) -> None:
        """Begin after the newest fact: what is older is already in the floor that was loaded."""
        ground = self._context.ground
        async with ground.database.transaction() as session:
            await ground.journal.move_cursor(session, READER, await ground.journal.settled_place(session))

    async def run(self) -> None:
        """React to facts in order, for ever."""
        while True:
            self._bell.clear()
            while await self._react_to_page():
                continue
            await self._bell.wait()

    async def _react_to_page(self) -> bool:
        """React to what has come since the last look; False when all is done."""
        ground = self._context.ground
        async with ground.database.transaction() as session:
            after = await ground.journal.cursor(session, READER)
            page = await ground.journal.read(session, after=after, kinds=tuple(REACTIONS))
            is_behind = not page and await ground.journal.is_behind(session, after=after, kinds=tuple(REACTIONS))
        if is_behind:
            await ground.clock.sleep(LOOK_AGAIN_S)
            return True
        for item in page:
            for reaction in REACTIONS[type(item.fact)]:
                await reaction(self._context, item.fact)
        if page:
            async with ground.database.transaction() as session:
                await ground.journal.move_cursor(session, READER, page[-1].place)
        return bool(page)
