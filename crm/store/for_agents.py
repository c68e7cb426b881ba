"""What an agent's panel asks the record: drafts of calls, and the card of a case offered before it is dialed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from crm.attempts import Attempt, Draft
from crm.case_card import CardRows
from crm.cases import Case
from crm.debtors import Creditor, Debtor


async def put_draft(
    session: AsyncSession, attempt_id: UUID, agent_id: UUID, body: dict[str, Any], *, at: datetime
) -> None:
    """Keep a draft in the place of the one before, in one statement."""
    row = upsert(Draft).values(attempt_id=attempt_id, agent_id=agent_id, body=body, updated_at=at)
    changed = {"body": row.excluded.body, "agent_id": row.excluded.agent_id, "updated_at": row.excluded.updated_at}
    await session.execute(row.on_conflict_do_update(index_elements=["attempt_id"], set_=changed))


async def draft_of(session: AsyncSession, attempt_id: UUID) -> Draft | None:
    """Return the draft of a call, locked until the transaction ends."""
    return await session.get(Draft, attempt_id, with_for_update=True)


async def offered_rows(session: AsyncSession, case_id: UUID) -> CardRows | None:
    """Load what may be shown of a case before it is dialed; accounts and promise are left out, nobody is verified."""
    query = (
        select(Case, Debtor, Creditor)
        .join(Debtor, Debtor.id == Case.debtor_id)
        .join(Creditor, Creditor.id == Case.creditor_id)
        .where(Case.id == case_id)
    )
    found = (await session.execute(query)).one_or_none()
    if found is None:
        return None
    case, debtor, creditor = found
    # No attempt exists before the gate is asked; this one is never added to the session.
    stand_in = Attempt(id=case.id, case_id=case.id, debtor_id=debtor.id, campaign_id=case.campaign_id)
    return CardRows(stand_in, case, debtor, creditor, (), None, None, None)
