"""Asking the gate in tests: one contact of a case, what the ledger then holds, and consent to texts."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaigns import Campaign
from campaigns.reserving import Refused, Reserved, Wanted, reserve
from crm.attempts import OPEN_STATES, Attempt, Channel
from crm.cases import Case
from crm.contact_points import Consent, ContactPoint
from telephony.calls import Call
from telephony.store import insert_call
from tests.campaigns.rows import BOOKS, World


async def also(session: AsyncSession, reserved: Reserved) -> None:
    """Store the call of a permit, as drawing does."""
    if reserved.attempt.channel == Channel.PHONE.value:
        call = Call(attempt_id=reserved.attempt.id, number=reserved.point.value, caller_id="+12125550100")
        await insert_call(session, call, provider="simulated")


async def ask_gate(
    world: World, campaign: Campaign, case: Case, channel: Channel = Channel.PHONE, *, agent_id: UUID | None = None
) -> Reserved | Refused:
    """Ask for one contact with the person of a case."""
    wanted = Wanted(
        case_id=case.id, debtor_id=case.debtor_id, campaign=campaign, channel=channel, agent_id=agent_id, epoch=1
    )
    return await reserve(world.ground, BOOKS, wanted, also)


async def permit(world: World, campaign: Campaign, case: Case, *, agent_id: UUID | None = None) -> Reserved:
    """Reserve a call that the rules allow."""
    answer = await ask_gate(world, campaign, case, agent_id=agent_id)
    assert isinstance(answer, Reserved), answer
    return answer


async def open_attempts(world: World) -> int:
    async with world.ground.database.transaction() as session:
        return await session.scalar(select(func.count()).where(Attempt.state.in_(OPEN_STATES))) or 0


async def attempt_of(world: World, attempt_id: UUID) -> Attempt:
    async with world.ground.database.transaction() as session:
        return await session.get_one(Attempt, attempt_id)


async def case_of(world: World, case: Case) -> Case:
    async with world.ground.database.transaction() as session:
        return await session.get_one(Case, case.id)


async def allow_texts(world: World, case: Case, point: ContactPoint) -> None:
    """Keep the person's consent to texts."""
    async with world.ground.database.transaction() as session:
        session.add(
            Consent(
                id=world.new(),
                debtor_id=case.debtor_id,
                contact_point_id=point.id,
                kind="sms",
                given_at=world.now,
                evidence="form",
            )
        )
