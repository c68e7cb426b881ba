"""Which cases of the index of openings are out of date: those that facts touch, and those a look over all finds."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from config.database import ask, write

TOUCH: LiteralString = """
    INSERT INTO openings_to_do (case_id, rank)
    SELECT id, 0 FROM unnest(%(case_ids)s::uuid[]) AS named (id)
     UNION
    SELECT c.id, 0 FROM cases c
     WHERE c.state <> 'closed' AND c.campaign_id IS NOT NULL
       AND c.debtor_id IN (SELECT unnest(%(debtor_ids)s::uuid[])
                            UNION SELECT x.debtor_id FROM cases x WHERE x.id = ANY(%(case_ids)s))
    ON CONFLICT (case_id) DO UPDATE SET rank = 0, touches = openings_to_do.touches + 1
"""
TOUCH_LISTED: LiteralString = """
    INSERT INTO openings_to_do (case_id, rank)
    SELECT DISTINCT c.id, 1
      FROM suppressed_numbers n JOIN contact_points p ON p.value = n.value JOIN cases c ON c.debtor_id = p.debtor_id
     WHERE n.list_id = ANY(%(list_ids)s) AND c.state <> 'closed' AND c.campaign_id IS NOT NULL
    ON CONFLICT (case_id) DO UPDATE SET touches = openings_to_do.touches + 1
"""
TOUCH_IMPORTED: LiteralString = """
    INSERT INTO openings_to_do (case_id, rank)
    SELECT DISTINCT c.id, 1
      FROM import_rows r JOIN accounts a ON a.id = r.account_id JOIN cases c ON c.debtor_id = a.debtor_id
     WHERE r.batch_id = ANY(%(batch_ids)s) AND r.outcome <> 'unchanged'
       AND c.state <> 'closed' AND c.campaign_id IS NOT NULL
    ON CONFLICT (case_id) DO UPDATE SET touches = openings_to_do.touches + 1
"""
TOUCH_DUE: LiteralString = """
    INSERT INTO openings_to_do (case_id, rank)
    SELECT case_id, 0 FROM case_openings WHERE exact_until <= %(now)s LIMIT %(limit)s
    ON CONFLICT (case_id) DO NOTHING
 RETURNING case_id
"""
LOOK_OVER: LiteralString = """
    WITH page AS MATERIALIZED (
        SELECT id, campaign_id, creditor_id, bucket, days_past_due,
               state <> 'closed' AND campaign_id IS NOT NULL AS belongs
          FROM cases WHERE id > %(after)s ORDER BY id LIMIT %(limit)s
    ), found AS (
        INSERT INTO openings_to_do (case_id, rank)
        SELECT p.id, 1
          FROM page p LEFT JOIN case_openings o ON o.case_id = p.id
          LEFT JOIN unnest(%(campaigns)s::uuid[], %(creditors)s::uuid[], %(versions)s::text[])
                    AS v (campaign_id, creditor_id, version)
                 ON v.campaign_id = p.campaign_id AND v.creditor_id = p.creditor_id
         WHERE p.belongs <> (o.case_id IS NOT NULL)
            OR (p.belongs AND (o.campaign_id, o.version) IS DISTINCT FROM (p.campaign_id, v.version))
            OR (p.belongs AND o.bucket IS DISTINCT FROM p.bucket)
            OR (p.belongs AND o.days_past_due <> p.days_past_due)
        ON CONFLICT (case_id) DO NOTHING
    )
    SELECT id FROM page ORDER BY id DESC LIMIT 1
"""
LEFT: LiteralString = "SELECT count(*) AS cases FROM openings_to_do"


async def touch_persons(session: AsyncSession, *, debtor_ids: Sequence[UUID], case_ids: Sequence[UUID]) -> None:
    """Note these cases, and all open cases of these persons and of the persons of these cases."""
    await write(session, TOUCH, {"debtor_ids": list(debtor_ids), "case_ids": list(case_ids)})


async def touch_listed(session: AsyncSession, list_ids: Sequence[UUID]) -> None:
    """Note the open cases of persons with a number on these suppression lists."""
    await write(session, TOUCH_LISTED, {"list_ids": list(list_ids)})


async def touch_imported(session: AsyncSession, batch_ids: Sequence[UUID]) -> None:
    """Note the open cases of persons whom these imports made or changed."""
    await write(session, TOUCH_IMPORTED, {"batch_ids": list(batch_ids)})


async def touch_due(session: AsyncSession, *, now: datetime, limit: int) -> bool:
    """Note some cases whose row is not exact any more; False when there are none."""
    return bool(await ask(session, TOUCH_DUE, {"now": now, "limit": limit}))


async def look_over(
    session: AsyncSession, after: UUID, versions: Sequence[tuple[UUID, UUID, str]], *, limit: int
) -> UUID | None:
    """Note those of a page of cases whose row is missing, too many or out of date; return the last id of the page.

    `versions` are (campaign, creditor, what rows must have been made by).
    """
    campaigns, creditors, wanted = zip(*versions, strict=True) if versions else ((), (), ())
    values = {"campaigns": list(campaigns), "creditors": list(creditors), "versions": list(wanted)}
    rows = await ask(session, LOOK_OVER, {**values, "after": after, "limit": limit})
    return rows[0]["id"] if rows else None


async def count_left(session: AsyncSession) -> int:
    """Return how many cases wait to be worked out."""
    found: int = (await ask(session, LEFT))[0]["cases"]
    return found
