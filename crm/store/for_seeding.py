"""What filling an empty record with a fictional past asks the database: many rows at once, and who is in the books."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from config.tables import Base, table_of
from crm.cases import Case, CaseState
from crm.contact_points import ContactPoint, StatedZone
from crm.debtors import Debtor, Relation

CASES = table_of(Case)
MARK_TRIED = (
    update(CASES).where(CASES.c.id == bindparam("case")).values(state=CaseState.WORKING.value, tries=bindparam("count"))
)
DEBTORS = table_of(Debtor)
LEARN_ZONE = update(DEBTORS).where(DEBTORS.c.id == bindparam("debtor")).values(known_zone=bindparam("known"))


@dataclass(frozen=True, slots=True)
class NumberInBooks:
    """One telephone number (E.164) of a person with an open case, or of somebody related to them."""

    number: str
    name: str
    zones: tuple[str, ...]
    days_past_due: int
    is_own: bool


async def insert_rows(session: AsyncSession, mapped: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of one table, all with the same keys, in their order."""
    if rows:
        await session.execute(insert(table_of(mapped)), rows)


async def open_cases_in_order(session: AsyncSession) -> Sequence[tuple[UUID, UUID]]:
    """Return (case, debtor) of all open cases by their numbers."""
    query = select(Case.id, Case.debtor_id).where(Case.state != CaseState.CLOSED.value).order_by(Case.number)
    return [(row[0], row[1]) for row in (await session.execute(query)).all()]


async def mark_tried(session: AsyncSession, tries: Mapping[UUID, int]) -> None:
    """Say of cases that they are worked and how often they were tried."""
    if tries:
        await session.execute(MARK_TRIED, [{"case": case_id, "count": count} for case_id, count in tries.items()])


async def learn_zones(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Say of persons in which zone they told us to be; `rows` are those of stated zones that stand, one a person."""
    await insert_rows(session, StatedZone, rows)
    if rows:
        await session.execute(LEARN_ZONE, [{"debtor": row["debtor_id"], "known": row["zone"]} for row in rows])


async def numbers_in_books(session: AsyncSession) -> list[NumberInBooks]:
    """Return the numbers of all persons with open cases and of their related persons, by number.

    A number of several persons comes once, with the longest overdue of their cases.
    """
    days = func.max(Case.days_past_due)
    persons = (
        select(Debtor.id, Debtor.full_name, Debtor.address_zones, days.label("days"))
        .join(Case, Case.debtor_id == Debtor.id)
        .where(Case.state != CaseState.CLOSED.value)
        .group_by(Debtor.id)
        .subquery()
    )
    own = select(ContactPoint.value, persons).join(persons, persons.c.id == ContactPoint.debtor_id)
    related = select(Relation.number, persons).join(persons, persons.c.id == Relation.debtor_id)
    found: dict[str, NumberInBooks] = {}
    for query, is_own in (
        (related.where(Relation.number.is_not(None)).order_by(Relation.number, "days"), False),
        (own.where(ContactPoint.kind == "phone").order_by(ContactPoint.value, "days"), True),
    ):
        for number, _, name, zones, past_due in (await session.execute(query)).all():
            found[number] = NumberInBooks(number, name, tuple(zones), past_due, is_own)
    return [found[number] for number in sorted(found)]
