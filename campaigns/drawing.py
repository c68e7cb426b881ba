"""Draws calls from a campaign's worklist through the gate, each with its call row in the permit's transaction."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.call_order import Proposed
from campaigns.campaigns import Campaign
from campaigns.floor.state import Line
from campaigns.listing import Listing
from campaigns.reserving import Refused, Reserved, Wanted, reserve_some
from config.ground import Ground
from telephony.calls import Call
from telephony.providers import PlaceCall
from telephony.store import insert_call

BATCH = 24
"""Cases judged in one transaction while most are refused."""
MOST_TRIED = 240
"""Cases tried in one reservation, so that a closed list does not hold the floor up."""


class Drawing:
    """The worklists and the way from them through the gate; `provider` is who will carry the calls."""

    def __init__(self, ground: Ground, books: Books, *, provider: str) -> None:
        self._ground = ground
        self._books = books
        self._provider = provider
        self.listing = Listing(ground, books)

    async def draw(self, campaign: Campaign, count: int, *, epoch: int) -> list[Reserved]:
        """Reserve up to `count` calls; fewer when the list has no more that the rules allow now."""
        found: list[Reserved] = []
        tried = 0
        while len(found) < count and tried < MOST_TRIED:
            missing = count - len(found)
            cases = await self.listing.next_cases(campaign.id, missing if tried == 0 else max(missing, BATCH))
            if not cases:
                break
            answers = await self._ask_gate(campaign, cases, None, epoch=epoch, most=missing)
            self.listing.put_back(campaign.id, cases[len(answers) :])
            tried += len(answers)
            found += [one for one in answers if isinstance(one, Reserved)]
        return found

    async def draw_case(self, campaign: Campaign, case_id: UUID, agent_id: UUID, *, epoch: int) -> Reserved | Refused:
        """Reserve the call of one case that an agent asked for."""
        debtor_id = await self.listing.debtor_of(case_id)
        return (await self._ask_gate(campaign, [Proposed(case_id, debtor_id, None)], agent_id, epoch=epoch, most=1))[0]

    async def _ask_gate(
        self,
        campaign: Campaign,
        cases: Sequence[Proposed],
        agent_id: UUID | None,
        *,
        epoch: int,
        most: int,
    ) -> list[Reserved | Refused]:
        wanted = [
            Wanted(
                case_id=one.case_id,
                debtor_id=one.debtor_id,
                campaign=campaign,
                agent_id=agent_id,
                point_id=one.point_id,
                epoch=epoch,
            )
            for one in cases
        ]

        async def also(session: AsyncSession, reserved: Reserved) -> None:
            call = Call(attempt_id=reserved.attempt.id, number=reserved.point.value, caller_id=campaign.caller_id)
            await insert_call(session, call, provider=self._provider)

        return await reserve_some(self._ground, self._books, wanted, also, most=most)


def order_of(campaign: Campaign, reserved: Reserved) -> PlaceCall:
    """Return the order by which a reserved call leaves."""
    return PlaceCall(
        attempt_id=reserved.attempt.id,
        number=reserved.point.value,
        caller_id=campaign.caller_id,
        ring_timeout_s=float(campaign.ring_timeout_s),
        detect_machine=campaign.detect_machine,
        record=campaign.record_calls,
    )


def line_of(reserved: Reserved, agent_id: UUID | None) -> Line:
    """Return the floor's line of a reserved call; `agent_id` is who asked for it."""
    attempt = reserved.attempt
    assert attempt.campaign_id is not None
    return Line(
        attempt_id=attempt.id,
        campaign_id=attempt.campaign_id,
        case_id=attempt.case_id,
        debtor_id=attempt.debtor_id,
        since=attempt.reserved_at,
        wants=agent_id,
    )
