"""What a robot agent looks up about the call it has."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from config.database import Database
from crm.attempts import Attempt
from crm.cases import Case
from crm.debtors import Debtor


@dataclass(frozen=True, slots=True)
class CaseOfCall:
    """The case behind a call: what is past due in minor units, the person's zone, and whether an outcome stands."""

    case_id: UUID
    past_due_minor: int
    zone: str
    has_outcome: bool


async def case_of_call(database: Database, attempt_id: UUID) -> CaseOfCall | None:
    """Return the case of a call; None if there is no such call."""
    query = (
        select(Case.id, Case.past_due_minor, Debtor.known_zone, Debtor.address_zones, Attempt.disposition)
        .join(Attempt, Attempt.case_id == Case.id)
        .join(Debtor, Debtor.id == Case.debtor_id)
        .where(Attempt.id == attempt_id)
    )
    async with database.transaction() as session:
        row = (await session.execute(query)).first()
    if row is None:
        return None
    zones = [row.known_zone] if row.known_zone else list(row.address_zones)
    zone = zones[0] if zones else "America/New_York"
    return CaseOfCall(row.id, row.past_due_minor, zone, row.disposition is not None)
