"""Questions of the pages about cases: the searched list, everything of one case, and what its timeline is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from crm.accounts import Account
from crm.attempts import Attempt, DispositionEntry, Note
from crm.callbacks import Callback
from crm.cases import Case
from crm.contact_points import Consent, ContactPoint, OptOut
from crm.debtors import Creditor, Debtor, Relation
from crm.holds import Hold
from crm.promises import Promise
from telephony.tables import InboundMessage, MessageRow

SHORTEST_NUMBER_PART = 4
"""Fewer digits than these would match half of all telephone numbers."""
ATTEMPTS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the list is narrowed by; an empty text or None narrows nothing."""

    query: str = ""
    bucket: str | None = None
    campaign_id: UUID | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of the page before: the list is ordered by days past due, oldest first, then by number."""

    days_past_due: int
    number: str


@dataclass(frozen=True, slots=True)
class ListedCase:
    case: Case
    name: str
    creditor: str
    last_disposition: str | None


@dataclass(frozen=True, slots=True)
class CaseRows:
    """Everything of one case as rows; holds, consents and points are those of the whole person."""

    case: Case
    debtor: Debtor
    creditor: Creditor
    accounts: Sequence[Account]
    contact_points: Sequence[ContactPoint]
    holds: Sequence[Hold]
    consents: Sequence[Consent]
    opt_outs: Sequence[OptOut]
    promises: Sequence[Promise]
    callbacks: Sequence[Callback]
    relations: Sequence[Relation]


@dataclass(frozen=True, slots=True)
class TimelineRows:
    """What happened on one case as rows, newest attempts only."""

    attempts: Sequence[Attempt]
    entries: Sequence[DispositionEntry]
    messages: Sequence[MessageRow]
    inbound: Sequence[InboundMessage]
    promises: Sequence[Promise]
    callbacks: Sequence[Callback]
    holds: Sequence[Hold]
    notes: Sequence[Note]


async def count_cases(session: AsyncSession, narrowed: CaseFilter) -> int:
    query = select(func.count()).select_from(Case).join(Debtor, Debtor.id == Case.debtor_id)
    return (await session.execute(query.where(*_conditions(narrowed)))).scalar_one()


async def find_cases(
    session: AsyncSession, narrowed: CaseFilter, *, after: Place | None, limit: int, by_age: bool = True
) -> Sequence[ListedCase]:
    """Return one page of cases, longest past due first, or by number alone."""
    last = (
        select(Attempt.disposition)
        .where(Attempt.case_id == Case.id, Attempt.disposition.is_not(None))
        .order_by(Attempt.reserved_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(Case, Debtor.full_name, Creditor.name, last)
        .join(Debtor, Debtor.id == Case.debtor_id)
        .join(Creditor, Creditor.id == Case.creditor_id)
        .where(*_conditions(narrowed))
        .limit(limit)
    )
    query = query.order_by(Case.days_past_due.desc(), Case.number) if by_age else query.order_by(Case.number)
    if after is not None and not by_age:
        query = query.where(Case.number > after.number)
    elif after is not None:
        same_age = and_(Case.days_past_due == after.days_past_due, Case.number > after.number)
        query = query.where(or_(Case.days_past_due < after.days_past_due, same_age))
    return [ListedCase(*row) for row in (await session.execute(query)).all()]


async def case_by_id(session: AsyncSession, case_id: UUID, *, lock: bool = False) -> Case | None:
    return await session.get(Case, case_id, with_for_update=lock or None)


async def debtor_by_id(session: AsyncSession, debtor_id: UUID) -> Debtor:
    """Return a person; raises if there is no such one."""
    return await session.get_one(Debtor, debtor_id)


async def attempt_by_id(session: AsyncSession, attempt_id: UUID) -> Attempt | None:
    return await session.get(Attempt, attempt_id)


async def account_names(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return number and currency of accounts by id."""
    found = await session.execute(
        select(Account.id, Account.account_number, Account.currency).where(Account.id.in_(ids))
    )
    return {row.id: (row.account_number, row.currency) for row in found}


async def creditor_names(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, str]:
    found = await session.execute(select(Creditor.id, Creditor.name).where(Creditor.id.in_(ids)))
    return {row.id: row.name for row in found}


async def hold_for_update(session: AsyncSession, hold_id: UUID) -> Hold | None:
    return await session.get(Hold, hold_id, with_for_update=True)


async def case_rows(session: AsyncSession, case_id: UUID) -> CaseRows | None:
    """Load one case with all that belongs to it, each list in the order it is shown."""
    case = await session.get(Case, case_id)
    if case is None:
        return None
    debtor = await session.get_one(Debtor, case.debtor_id)
    person = case.debtor_id
    points = select(ContactPoint).where(ContactPoint.debtor_id == person).order_by(ContactPoint.rank, ContactPoint.id)
    holds = select(Hold).where(Hold.debtor_id == person, or_(Hold.case_id.is_(None), Hold.case_id == case.id))
    consents = select(Consent).where(Consent.debtor_id == person).order_by(Consent.given_at)
    relations = select(Relation).where(Relation.debtor_id == person).order_by(Relation.full_name)
    accounts = select(Account).where(Account.case_id == case.id).order_by(Account.account_number)
    return CaseRows(
        case=case,
        debtor=debtor,
        creditor=await session.get_one(Creditor, case.creditor_id),
        accounts=(await session.scalars(accounts)).all(),
        contact_points=(await session.scalars(points)).all(),
        holds=(await session.scalars(holds.order_by(Hold.starts_at.desc()))).all(),
        consents=(await session.scalars(consents)).all(),
        opt_outs=(await session.scalars(select(OptOut).where(OptOut.debtor_id == person).order_by(OptOut.at))).all(),
        promises=await _promises(session, case.id),
        callbacks=await _callbacks(session, case.id),
        relations=(await session.scalars(relations)).all(),
    )


async def timeline_rows(session: AsyncSession, case: Case, *, attempts: int = ATTEMPTS_SHOWN) -> TimelineRows:
    """Load what happened on a case; of attempts and texts from outside only the newest `attempts`."""
    newest = select(Attempt).where(Attempt.case_id == case.id).order_by(Attempt.reserved_at.desc()).limit(attempts)
    found = (await session.scalars(newest)).all()
    ids = [attempt.id for attempt in found]
    entries = select(DispositionEntry).where(DispositionEntry.attempt_id.in_(ids)).order_by(DispositionEntry.at)
    inbound = select(InboundMessage).where(InboundMessage.debtor_id == case.debtor_id)
    holds = select(Hold).where(Hold.debtor_id == case.debtor_id, or_(Hold.case_id.is_(None), Hold.case_id == case.id))
    notes = select(Note).where(Note.case_id == case.id).order_by(Note.at.desc()).limit(attempts)
    return TimelineRows(
        attempts=found,
        entries=(await session.scalars(entries)).all(),
        messages=(await session.scalars(select(MessageRow).where(MessageRow.attempt_id.in_(ids)))).all(),
        inbound=(await session.scalars(inbound.order_by(InboundMessage.at.desc()).limit(attempts))).all(),
        promises=await _promises(session, case.id),
        callbacks=await _callbacks(session, case.id),
        holds=(await session.scalars(holds)).all(),
        notes=(await session.scalars(notes)).all(),
    )


async def _promises(session: AsyncSession, case_id: UUID) -> Sequence[Promise]:
    query = select(Promise).where(Promise.case_id == case_id).order_by(Promise.created_at.desc())
    return (await session.scalars(query)).all()


async def _callbacks(session: AsyncSession, case_id: UUID) -> Sequence[Callback]:
    query = select(Callback).where(Callback.case_id == case_id).order_by(Callback.due_at.desc())
    return (await session.scalars(query)).all()


def _conditions(narrowed: CaseFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if narrowed.bucket is not None:
        found.append(Case.bucket == narrowed.bucket)
    if narrowed.campaign_id is not None:
        found.append(Case.campaign_id == narrowed.campaign_id)
    if narrowed.state is not None:
        found.append(Case.state == narrowed.state)
    if narrowed.query.strip():
        found.append(_matches(narrowed.query.strip()))
    return found


def _matches(words: str) -> ColumnElement[bool]:
    """A part of a name, the start of a case number, a customer reference, or the end of a telephone number."""
    options = [
        Debtor.full_name.icontains(words, autoescape=True),
        Case.number.istartswith(words, autoescape=True),
        Debtor.customer_ref == words,
    ]
    digits = "".join(sign for sign in words if sign.isascii() and sign.isdigit())
    is_number = len(digits) >= SHORTEST_NUMBER_PART and not any(sign.isalpha() for sign in words)
    if is_number:
        point = ContactPoint.debtor_id == Debtor.id
        options.append(exists().where(point, ContactPoint.value.endswith(digits)))
    return or_(*options)
