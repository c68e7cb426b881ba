"""Texts in tests: the whole way from a wanted text to the simulated gateway, and what persons write back."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaigns import Campaign
from campaigns.messaging import Messaging
from campaigns.reserving import Reserved, Wanted, reserve
from campaigns.treatments import Treatment
from crm.attempts import Attempt, Channel
from crm.cases import Case
from crm.contact_points import ContactPoint
from telephony.facts import MessageReceived
from telephony.sending import Sending
from telephony.simulated.faults import NO_FAULTS, Faults
from telephony.simulated.gateway import SimulatedGateway
from telephony.simulated.world import SimulatedText
from telephony.simulated.world import World as Persons
from telephony.store import insert_message
from telephony.tables import MessageRow
from tests.campaigns.rows import BOOKS, World, add_call


class Silent(Persons):
    """Persons who get every text and write nothing back."""

    def outcome_of_text(self, number: str, nth: int) -> SimulatedText:  # noqa: ARG002
        return SimulatedText(is_refused=False, is_delivered=True, settled_after_s=3.0)


@dataclass
class Texting:
    """The texts of one process that holds the lease."""

    world: World
    campaign: Campaign
    faults: Faults = NO_FAULTS
    replies: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        ground = self.world.ground
        self.gateway = SimulatedGateway(ground.clock, Silent(1), self.faults)
        self.sending = Sending(ground, self.gateway)
        campaigns = {self.campaign.id: self.campaign}
        self.messaging = Messaging(ground, BOOKS, self.sending, campaigns, lambda: True)

    async def want(self, case: Case, point: ContactPoint, *, due: timedelta = timedelta(0)) -> UUID:
        """Want a text after a missed call, and return the treatment's id."""
        call = await add_call(self.world, case, point, "NC01", ago=timedelta(hours=1), duration_ms=None)
        row = Treatment(
            id=self.world.new(),
            attempt_id=call.id,
            case_id=case.id,
            debtor_id=case.debtor_id,
            campaign_id=self.campaign.id,
            step="sms",
            template=self.campaign.sms["template"],
            not_before=self.world.now + due,
            reason="call_did_not_reach",
        )
        async with self.world.ground.database.transaction() as session:
            session.add(row)
        self.messaging.ring(row.not_before)
        return row.id

    async def queue_one(self, case: Case) -> UUID:
        """Queue a text with its permit, as a process does that is killed right after; return its attempt."""
        wanted = Wanted(case_id=case.id, debtor_id=case.debtor_id, campaign=self.campaign, channel=Channel.SMS, epoch=1)
        answer = await reserve(self.world.ground, BOOKS, wanted, self._queue)
        assert isinstance(answer, Reserved), answer
        return answer.attempt.id

    async def _queue(self, session: AsyncSession, reserved: Reserved) -> None:
        row = MessageRow(
            attempt_id=reserved.attempt.id,
            number=reserved.point.value,
            sender=self.campaign.sms_sender,
            text="Please call us.",
            template="sms.en.1",
            state="queued",
            segments=1,
            queued_at=self.world.now,
            leaves_at=self.world.now,
        )
        await insert_message(session, row)

    async def reply(self, number: str, text: str) -> None:
        """Let somebody write back."""
        self.replies.append(text)
        fact = MessageReceived(
            at=self.world.now,
            number=number,
            text=text,
            provider_ref=f"r{len(self.replies)}",
            to_sender=self.campaign.sms_sender,
        )
        await self.sending.take(fact)

    async def treatment(self, treatment_id: UUID) -> Treatment:
        async with self.world.ground.database.transaction() as session:
            return await session.get_one(Treatment, treatment_id)

    async def messages(self) -> list[MessageRow]:
        async with self.world.ground.database.transaction() as session:
            return list((await session.scalars(select(MessageRow).order_by(MessageRow.queued_at))).all())

    async def text_attempts(self) -> list[Attempt]:
        query = select(Attempt).where(Attempt.channel == Channel.SMS.value).order_by(Attempt.reserved_at)
        async with self.world.ground.database.transaction() as session:
            return list((await session.scalars(query)).all())
