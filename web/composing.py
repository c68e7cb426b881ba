"""Loads what a case's timeline is made of and composes it; used by the case page and by the card of a call."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from crm.cases import Case
from crm.store.for_case_pages import timeline_rows
from crm.store.for_staff import names_of_users
from web.house import House
from web.shapes.timeline import TimelineItem
from web.timeline import Telling, actors_of, compose


async def timeline_of(
    session: AsyncSession, house: House, case: Case, *, last: int | None = None, neutral: bool = False
) -> Sequence[TimelineItem]:
    """Return a case's timeline, newest first.

    Args:
        session: the caller's transaction.
        house: the journal and the names of dispositions.
        case: whose timeline.
        last: only so many items; then the journal, which the agent's card does not need, is left out.
        neutral: leave out everything that tells of a debt, as long as the right party is not verified.
    """
    rows = await timeline_rows(session, case, attempts=200 if last is None else last)
    facts = []
    if last is None:
        for subject in (case.id, case.debtor_id):
            facts += [item.fact for item in await house.journal.read_about(session, subject)]
    names = await names_of_users(session, actors_of(rows, facts))
    return compose(rows, facts, Telling(house.books.catalogue, names), neutral=neutral)[:last]
