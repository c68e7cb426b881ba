"""What recording facts of a person asks and writes: what stands already, open contacts, cases that wait for rules."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString, TypeVar
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.second_look import OpenContact
from config.database import ask, write
from crm.cases import Case, CaseState
from crm.contact_points import Consent, ContactPoint, Notice, OptOut, StatedTime, StatedZone
from crm.debtors import Debtor, Relation, RelationFact
from crm.holds import Hold
from crm.suppressions import SuppressedNumber, SuppressionList

OPEN_CONTACTS: LiteralString = """
    SELECT id, debtor_id, case_id, campaign_id, contact_point_id, channel, purpose
      FROM attempts
     WHERE state IN ('reserved', 'sent', 'unknown') AND answered_at IS NULL AND contact_point_id IS NOT NULL
"""
OF_PERSONS: LiteralString = " AND debtor_id = ANY(%(debtor_ids)s)"
OF_LIST: LiteralString = """
       AND EXISTS (SELECT FROM contact_points p JOIN suppressed_numbers n ON n.value = p.value
                    WHERE p.debtor_id = attempts.debtor_id AND n.list_id = %(list_id)s)
"""
OF_ATTEMPT: LiteralString = " AND id = %(attempt_id)s"
FREE_LISTED: LiteralString = """
    UPDATE cases SET next_contact_at = %(now)s, waits_for_rules = false
     WHERE waits_for_rules AND state <> 'closed'
       AND debtor_id IN (SELECT p.debtor_id FROM contact_points p JOIN suppressed_numbers n ON n.value = p.value
                          WHERE n.list_id = %(list_id)s)
"""
HORIZON: LiteralString = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS horizon"
PAST_HORIZON: LiteralString = """
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= %(horizon)s AS is_past
"""

Row = TypeVar("Row", Hold, Consent, OptOut, StatedTime, StatedZone, ContactPoint, Relation)


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """All facts of one person as rows, ended ones too; holds of all their cases."""

    debtor_id: UUID
    holds: Sequence[Hold]
    consents: Sequence[Consent]
    opt_outs: Sequence[OptOut]
    stated_times: Sequence[StatedTime]
    zones: Sequence[StatedZone]
    points: Sequence[ContactPoint]
    relations: Sequence[Relation]
    relation_facts: Sequence[RelationFact]
    notices: Sequence[Notice]
    lists: Sequence[tuple[SuppressionList, str]]
    """Lists with the number of the person that stands on each."""


async def known_facts(session: AsyncSession, debtor_id: UUID) -> KnownFacts:
    """Load everything that is on record of a person for or against contact."""
    relations = (await session.scalars(select(Relation).where(Relation.debtor_id == debtor_id))).all()
    of_relations = RelationFact.relation_id.in_([row.id for row in relations])
    points = (await session.scalars(select(ContactPoint).where(ContactPoint.debtor_id == debtor_id))).all()
    listed = (
        select(SuppressionList, SuppressedNumber.value)
        .join(SuppressedNumber, SuppressedNumber.list_id == SuppressionList.id)
        .where(SuppressedNumber.value.in_([row.value for row in points]), SuppressionList.is_draft.is_(False))
    )
    return KnownFacts(
        debtor_id=debtor_id,
        holds=(await session.scalars(select(Hold).where(Hold.debtor_id == debtor_id))).all(),
        consents=(await session.scalars(select(Consent).where(Consent.debtor_id == debtor_id))).all(),
        opt_outs=(await session.scalars(select(OptOut).where(OptOut.debtor_id == debtor_id))).all(),
        stated_times=(await session.scalars(select(StatedTime).where(StatedTime.debtor_id == debtor_id))).all(),
        zones=(await session.scalars(select(StatedZone).where(StatedZone.debtor_id == debtor_id))).all(),
        points=points,
        relations=relations,
        relation_facts=(await session.scalars(select(RelationFact).where(of_relations))).all(),
        notices=(await session.scalars(select(Notice).where(Notice.debtor_id == debtor_id))).all(),
        lists=[(row, value) for row, value in (await session.execute(listed)).all()],
    )


async def own_row(session: AsyncSession, kind: type[Row], row_id: UUID, debtor_id: UUID) -> Row | None:
    """Load and lock a row if it is this person's."""
    row = await session.get(kind, row_id, with_for_update=True)
    return row if row is not None and row.debtor_id == debtor_id else None


async def own_relation_fact(session: AsyncSession, fact_id: UUID, debtor_id: UUID) -> RelationFact | None:
    """Load and lock a fact on a related person of this person."""
    fact = await session.get(RelationFact, fact_id, with_for_update=True)
    relation = None if fact is None else await session.get(Relation, fact.relation_id)
    return fact if relation is not None and relation.debtor_id == debtor_id else None


async def standing_consents(session: AsyncSession, debtor_id: UUID, *, kind: str, now: datetime) -> Sequence[Consent]:
    """Return the consents of a kind that neither ended nor were revoked."""
    query = select(Consent).where(
        Consent.debtor_id == debtor_id,
        Consent.kind == kind,
        Consent.revoked_at.is_(None),
        or_(Consent.ends_at.is_(None), Consent.ends_at > now),
    )
    return (await session.scalars(query.order_by(Consent.given_at))).all()


async def standing_times(session: AsyncSession, debtor_id: UUID, *, now: datetime) -> Sequence[StatedTime]:
    query = select(StatedTime).where(
        StatedTime.debtor_id == debtor_id, or_(StatedTime.ends_at.is_(None), StatedTime.ends_at > now)
    )
    return (await session.scalars(query.order_by(StatedTime.starts_at))).all()


async def standing_zone(session: AsyncSession, debtor_id: UUID, *, lock: bool = True) -> StatedZone | None:
    query = select(StatedZone).where(StatedZone.debtor_id == debtor_id, StatedZone.ends_at.is_(None))
    return await session.scalar(query.with_for_update() if lock else query)


async def set_known_zone(session: AsyncSession, debtor_id: UUID, zone: str | None) -> None:
    await session.execute(update(Debtor).where(Debtor.id == debtor_id).values(known_zone=zone))


async def standing_relation_fact(session: AsyncSession, relation_id: UUID, *, kind: str) -> RelationFact | None:
    query = select(RelationFact).where(
        RelationFact.relation_id == relation_id, RelationFact.kind == kind, RelationFact.ended_at.is_(None)
    )
    return await session.scalar(query)


async def equal_notice(
    session: AsyncSession, debtor_id: UUID, *, kind: str, case_id: UUID | None, sent_at: datetime
) -> Notice | None:
    """Return the notice of this kind that was sent at this very instant about the same."""
    query = select(Notice).where(
        Notice.debtor_id == debtor_id,
        Notice.kind == kind,
        Notice.sent_at == sent_at,
        Notice.case_id == case_id if case_id else Notice.case_id.is_(None),
    )
    return await session.scalar(query)


async def keep_opt_out(session: AsyncSession, values: Mapping[str, Any]) -> UUID | None:
    """Keep a stop of an address or, with the value "*", of a medium; None when it stood before."""
    row = insert(OptOut).values(**values).on_conflict_do_nothing().returning(OptOut.id)
    return await session.scalar(row)


async def opt_out_of(session: AsyncSession, debtor_id: UUID, *, channel: str, value: str) -> UUID:
    """Return the stop that stands."""
    query = select(OptOut.id).where(OptOut.debtor_id == debtor_id, OptOut.channel == channel, OptOut.value == value)
    return (await session.scalars(query)).one()


async def remove_opt_out_row(session: AsyncSession, opt_out_id: UUID) -> None:
    await session.execute(delete(OptOut).where(OptOut.id == opt_out_id))


async def open_cases_of(session: AsyncSession, debtor_id: UUID) -> Sequence[UUID]:
    """Return the open cases of a person, newest first."""
    query = select(Case.id).where(Case.debtor_id == debtor_id, Case.state != CaseState.CLOSED.value)
    return (await session.scalars(query.order_by(Case.opened_at.desc(), Case.id))).all()


async def points_of_number(session: AsyncSession, number: str) -> Sequence[tuple[UUID, UUID]]:
    """Return (person, contact point) of everybody who has a number, oldest first."""
    query = select(ContactPoint.debtor_id, ContactPoint.id).where(ContactPoint.value == number)
    rows = await session.execute(query.order_by(ContactPoint.first_seen_at, ContactPoint.debtor_id))
    return [(row[0], row[1]) for row in rows]


async def open_contacts_of(session: AsyncSession, debtor_ids: AbstractSet[UUID]) -> list[OpenContact]:
    """Return what is under way to these persons and not answered yet."""
    rows = await ask(session, OPEN_CONTACTS + OF_PERSONS, {"debtor_ids": sorted(debtor_ids)})
    return [OpenContact(**row) for row in rows]


async def open_contacts_listed(session: AsyncSession, list_id: UUID) -> list[OpenContact]:
    """Return what is under way to persons of whom a number stands on a list."""
    return [OpenContact(**row) for row in await ask(session, OPEN_CONTACTS + OF_LIST, {"list_id": list_id})]


async def open_contact(session: AsyncSession, attempt_id: UUID) -> OpenContact | None:
    """Return one attempt if it is open and not answered."""
    rows = await ask(session, OPEN_CONTACTS + OF_ATTEMPT, {"attempt_id": attempt_id})
    return OpenContact(**rows[0]) if rows else None


async def free_waiting_cases(session: AsyncSession, debtor_id: UUID, *, now: datetime) -> None:
    """Make a person's cases due that only wait because the rules refused them."""
    waiting = update(Case).where(
        Case.debtor_id == debtor_id, Case.state != CaseState.CLOSED.value, Case.waits_for_rules.is_(True)
    )
    await session.execute(waiting.values(next_contact_at=now, waits_for_rules=False))


async def free_listed_cases(session: AsyncSession, list_id: UUID, *, now: datetime) -> None:
    """Make cases due that waited for the rules and have a number on a list that was withdrawn."""
    await write(session, FREE_LISTED, {"list_id": list_id, "now": now})


async def horizon(session: AsyncSession) -> int:
    """Return a number that every transaction under way now lies below; see `is_past_horizon`."""
    return int((await ask(session, HORIZON))[0]["horizon"])


async def is_past_horizon(session: AsyncSession, number: int) -> bool:
    """Say whether all transactions that were under way at a horizon have ended."""
    return bool((await ask(session, PAST_HORIZON, {"horizon": number}))[0]["is_past"])
