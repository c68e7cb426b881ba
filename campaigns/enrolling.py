"""Puts cases into buckets and campaigns as they age, arrive or cure; every move leaves a fact.

Runs in chunks, each its own transaction, so that a million cases never hold a lock for long.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from campaigns.buckets import Bucket, bucket_of
from campaigns.facts import CaseEnrolled
from campaigns.store.for_enrolling import all_buckets, campaign_by_bucket, cases_after, put_cases
from config.facts import Fact
from config.ground import Ground
from crm.cases import Case, CaseState
from crm.facts import CaseMoved

CHUNK = 2000


async def enrol_all(ground: Ground) -> int:
    """Bring every open case into the bucket its days past due say and that bucket's campaign; return the moves."""
    async with ground.database.transaction() as session:
        buckets = await all_buckets(session)
        campaigns = await campaign_by_bucket(session)
    moved = 0
    last: UUID | None = None
    while True:
        async with ground.database.transaction() as session:
            cases = await cases_after(session, last, limit=CHUNK)
            changed = [case for case in cases if _is_out_of_place(case, buckets, campaigns)]
            facts = [fact for case in changed for fact in _move(ground, case, buckets, campaigns)]
            await put_cases(session, changed)
            await ground.journal.append(session, *facts)
        moved += len(changed)
        if len(cases) < CHUNK:
            return moved
        last = cases[-1].id


def _is_out_of_place(case: Case, buckets: Sequence[Bucket], campaigns: Mapping[str, UUID]) -> bool:
    bucket = bucket_of(case.days_past_due, buckets)
    return case.bucket != bucket or case.campaign_id != (campaigns.get(bucket) if bucket else None)


def _move(ground: Ground, case: Case, buckets: Sequence[Bucket], campaigns: Mapping[str, UUID]) -> list[Fact]:
    now = ground.clock.now()
    old_bucket, old_state = case.bucket, case.state
    case.bucket = bucket_of(case.days_past_due, buckets)
    case.campaign_id = campaigns.get(case.bucket) if case.bucket else None
    facts: list[Fact] = []
    if case.bucket != old_bucket:
        if case.bucket is None and case.state in {CaseState.NEW.value, CaseState.WORKING.value}:
            case.state, case.closed_at, case.closed_reason = CaseState.CLOSED.value, now, "cured"
        facts.append(
            CaseMoved(
                at=now,
                case_id=case.id,
                old_state=old_state,
                new_state=case.state,
                old_bucket=old_bucket,
                new_bucket=case.bucket,
                reason="days_past_due",
            )
        )
    facts.append(CaseEnrolled(at=now, case_id=case.id, campaign_id=case.campaign_id, bucket=case.bucket))
    return facts
