"""Questions of applying effects: holds of a person, stops of a number, what one attempt set."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from crm.attempts import Attempt
from crm.callbacks import Callback, CallbackState
from crm.contact_points import Consent, ContactPoint, OptOut
from crm.holds import Hold
from crm.promises import Promise, PromiseState

BY_REPLY = "reply:"
"""How the evidence of a stop begins that came as a text; the provider's reference of the text follows."""


async def contact_point_for_update(session: AsyncSession, contact_point_id: UUID) -> ContactPoint | None:
    """Load and lock one number or address."""
    return await session.get(ContactPoint, contact_point_id, with_for_update=True)


async def live_holds(session: AsyncSession, debtor_id: UUID, *, kind: str, now: datetime) -> Sequence[Hold]:
    """Return the holds of a kind that are in force for a person, whatever their scope."""
    query = select(Hold).where(
        Hold.debtor_id == debtor_id,
        Hold.kind == kind,
        Hold.lifted_at.is_(None),
        or_(Hold.ends_at.is_(None), Hold.ends_at > now),
    )
    return (await session.scalars(query.order_by(Hold.starts_at))).all()


async def holds_by_evidence(session: AsyncSession, debtor_id: UUID, *, evidence: str) -> Sequence[Hold]:
    """Return all holds that rest on one piece of evidence, also ended and lifted ones."""
    query = select(Hold).where(Hold.debtor_id == debtor_id, Hold.evidence == evidence)
    return (await session.scalars(query.order_by(Hold.starts_at))).all()


async def add_opt_out(session: AsyncSession, row: OptOut) -> bool:
    """Keep a stop; False when the person had stopped this address before."""
    values = {
        "id": row.id,
        "debtor_id": row.debtor_id,
        "channel": row.channel,
        "value": row.value,
        "at": row.at,
        "evidence": row.evidence,
        "actor": row.actor,
    }
    added = await session.scalar(insert(OptOut).values(values).on_conflict_do_nothing().returning(OptOut.id))
    return added is not None


async def remove_opt_out(session: AsyncSession, debtor_id: UUID, *, channel: str, evidence: str) -> None:
    """Take back a stop that rests on one piece of evidence; one the person gave before has another and stays."""
    query = delete(OptOut).where(OptOut.debtor_id == debtor_id, OptOut.channel == channel, OptOut.evidence == evidence)
    await session.execute(query)


async def lift_opt_out_by_reply(session: AsyncSession, debtor_id: UUID, *, channel: str, value: str) -> bool:
    """Take back a stop of one address that came by reply from it; False when there was none."""
    stops = delete(OptOut).where(
        OptOut.debtor_id == debtor_id,
        OptOut.channel == channel,
        OptOut.value == value,
        OptOut.evidence.startswith(BY_REPLY, autoescape=True),
    )
    return (await session.scalars(stops.returning(OptOut.id))).first() is not None


async def active_promise_of(session: AsyncSession, attempt_id: UUID) -> Promise | None:
    """Return the running promise that one attempt brought."""
    query = select(Promise).where(Promise.attempt_id == attempt_id, Promise.state == PromiseState.ACTIVE.value)
    return await session.scalar(query)


async def open_callback_of(session: AsyncSession, attempt_id: UUID) -> Callback | None:
    """Return the open callback that one attempt brought."""
    query = select(Callback).where(Callback.attempt_id == attempt_id, Callback.state == CallbackState.OPEN.value)
    return await session.scalar(query)


async def live_consents_by_evidence(session: AsyncSession, debtor_id: UUID, *, evidence: str) -> Sequence[Consent]:
    """Return the consents that rest on one piece of evidence and were not revoked."""
    query = select(Consent).where(
        Consent.debtor_id == debtor_id, Consent.evidence == evidence, Consent.revoked_at.is_(None)
    )
    return (await session.scalars(query)).all()


async def same_code_before(session: AsyncSession, attempt: Attempt) -> int:
    """Count how many attempts at this number just before this one ended in its disposition, without a break."""
    query = (
        select(Attempt.disposition)
        .where(
            Attempt.contact_point_id == attempt.contact_point_id,
            Attempt.channel == attempt.channel,
            Attempt.reserved_at < attempt.reserved_at,
        )
        .order_by(Attempt.reserved_at.desc())
        .limit(10)
    )
    count = 0
    for code in (await session.scalars(query)).all():
        if code != attempt.disposition:
            break
        count += 1
    return count
