"""What the card of one call is assembled from, in one visit to the database."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from crm.accounts import Account
from crm.attempts import Attempt, Draft
from crm.case_card import CardRows
from crm.cases import Case
from crm.contact_points import ContactPoint
from crm.debtors import Creditor, Debtor
from crm.promises import Promise, PromiseState


async def card_rows(session: AsyncSession, attempt_id: UUID) -> CardRows | None:
    """Load everything about the call of one attempt; None where there is no such attempt."""
    query = (
        select(Attempt, Case, Debtor, Creditor, ContactPoint, Promise, Draft)
        .join(Case, Case.id == Attempt.case_id)
        .join(Debtor, Debtor.id == Attempt.debtor_id)
        .join(Creditor, Creditor.id == Case.creditor_id)
        .outerjoin(ContactPoint, ContactPoint.id == Attempt.contact_point_id)
        .outerjoin(Promise, (Promise.case_id == Case.id) & (Promise.state == PromiseState.ACTIVE.value))
        .outerjoin(Draft, Draft.attempt_id == Attempt.id)
        .where(Attempt.id == attempt_id)
    )
    found = (await session.execute(query)).one_or_none()
    if found is None:
        return None
    attempt, case, debtor, creditor, point, promise, draft = found
    return CardRows(attempt, case, debtor, creditor, await _accounts(session, case.id), point, promise, draft)


async def _accounts(session: AsyncSession, case_id: UUID) -> Sequence[Account]:
    query = select(Account).where(Account.case_id == case_id).order_by(Account.account_number)
    return (await session.scalars(query)).all()
