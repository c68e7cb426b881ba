"""Finds out whether somebody may be shown a case's debt: whoever takes calls only while the right party is theirs.

Looks at the person's newest call and the floor; what is left out of a page is the page's.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.dialing import Dialing
from campaigns.store.for_agents import newest_call_of, was_verified
from campaigns.store.for_wrapping_up import current_entry
from crm.staff import Right
from web.call_view import is_right_party
from web.house import House
from web.person import SignedInPerson


@dataclass(frozen=True, slots=True)
class Sight:
    """Of which cases somebody may be shown the debt: of all, or of one at most."""

    of_all: bool
    case_id: UUID | None = None

    def covers(self, case_id: UUID) -> bool:
        return self.of_all or case_id == self.case_id


async def sight_of(session: AsyncSession, house: House, person: SignedInPerson) -> Sight:
    """Return which debts a person may see now.

    An agent sees that of the present call once the right party is verified in it, until its wrap-up ends or its
    outcome can no longer be taken back. Source: 12 CFR 1006.6(d)(1), no telling of a debt before identity is known.
    """
    if Right.TAKE_CALLS not in person.rights:
        return Sight(of_all=True)
    attempt = await newest_call_of(session, person.user_id)
    if attempt is None:
        return Sight(of_all=False)
    dialing: Dialing | None = house.floor
    agent = dialing.floor.agents.get(person.user_id) if dialing is not None else None
    if attempt.disposition is None:
        is_shown = is_right_party(attempt) and agent is not None and agent.attempt_id == attempt.id
    else:
        entry = await current_entry(session, attempt.id)
        ends_at = None if entry is None else entry.at + timedelta(seconds=house.settings.undo_s)
        is_open = ends_at is not None and house.clock.now() <= ends_at
        is_shown = is_open and await was_verified(session, attempt)
    return Sight(of_all=False, case_id=attempt.case_id if is_shown else None)
