"""What enrolling asks the database: buckets, campaigns, and open cases in pages."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.buckets import Bucket
from campaigns.campaigns import Campaign, CampaignState
from crm.cases import Case, CaseState


async def all_buckets(session: AsyncSession) -> Sequence[Bucket]:
    """Return the buckets by their first day."""
    return (await session.scalars(select(Bucket).order_by(Bucket.first_day))).all()


async def campaign_by_bucket(session: AsyncSession) -> Mapping[str, UUID]:
    """Return each bucket's campaign: the one that was started; of several the first by name. Drafts take no cases."""
    rows = await session.execute(
        select(Campaign.bucket, Campaign.id)
        .where(Campaign.state != CampaignState.DRAFT.value)
        .order_by((Campaign.state == CampaignState.RUNNING.value).asc(), Campaign.name.desc())
    )
    return {row.bucket: row.id for row in rows}


async def cases_after(session: AsyncSession, last: UUID | None, *, limit: int) -> Sequence[Case]:
    """Return a page of open cases by id, locked, after the last one of the page before."""
    query = select(Case).where(Case.state != CaseState.CLOSED.value)
    if last is not None:
        query = query.where(Case.id > last)
    return (await session.scalars(query.order_by(Case.id).limit(limit).with_for_update())).all()


async def put_cases(session: AsyncSession, cases: Sequence[Case]) -> None:
    """Store the new places of these cases in one statement."""
    if cases:
        rows = [
            {
                "id": case.id,
                "bucket": case.bucket,
                "campaign_id": case.campaign_id,
                "state": case.state,
                "closed_at": case.closed_at,
                "closed_reason": case.closed_reason,
            }
            for case in cases
        ]
        await session.execute(update(Case), rows)


AGE_CASES = text(
    """
    UPDATE cases c SET days_past_due = a.age
      FROM (SELECT case_id,
                   max(CASE WHEN past_due_minor > 0 THEN days_past_due + greatest(0, CAST(:today AS date) - as_of_on)
                            ELSE 0 END) AS age
              FROM accounts GROUP BY case_id) a
     WHERE a.case_id = c.id AND c.state <> 'closed' AND c.days_past_due <> a.age
    """
)


async def age_cases(session: AsyncSession, *, today: date) -> None:
    """Set the days past due of open cases from their accounts and the days since the file they came in."""
    await session.execute(AGE_CASES, {"today": today})
