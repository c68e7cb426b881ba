"""What the report of one run counts: attempts, refusals, dispositions, promises, texts, and the agents' time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.facts import AgentChanged
from config.journal import JournalRow
from crm.attempts import Attempt, DispositionEntry
from crm.callbacks import Callback
from crm.cases import Case
from crm.contact_points import StatedZone
from crm.debtors import Debtor
from crm.facts import AttemptRefused, OptedOut
from crm.promises import Promise
from telephony.tables import MessageRow

LIVE = ("conversation", "answered_other", "abandoned")


@dataclass(frozen=True, slots=True)
class AttemptCounts:
    """Attempts of all channels; `connected` are live answers that reached an agent, `abandoned` those that did not."""

    attempts: int
    connected: int
    abandoned: int


async def case_count(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Case)) or 0


async def attempt_counts(session: AsyncSession, *, since: datetime) -> AttemptCounts:
    """Count the attempts reserved since an instant."""
    query = select(
        func.count(),
        func.count().filter(Attempt.outcome.in_(LIVE), Attempt.outcome != "abandoned"),
        func.count().filter(Attempt.outcome == "abandoned"),
    ).where(Attempt.reserved_at >= since)
    return AttemptCounts(*(await session.execute(query)).one())


async def refusals_by_rule(session: AsyncSession, *, since: datetime) -> dict[str, int]:
    """Count refusals by the rule that was binding."""
    rule = JournalRow.body["rules"][0].astext
    query = select(rule, func.count()).where(JournalRow.name == AttemptRefused.__name__, JournalRow.at >= since)
    return await _counts(session, query.group_by(rule).order_by(rule))


async def dispositions(session: AsyncSession, *, since: datetime) -> dict[str, int]:
    """Count the dispositions in force of attempts reserved since an instant, by code."""
    query = (
        select(DispositionEntry.code, func.count())
        .join(Attempt, Attempt.id == DispositionEntry.attempt_id)
        .where(DispositionEntry.superseded_by.is_(None), Attempt.reserved_at >= since)
        .group_by(DispositionEntry.code)
        .order_by(DispositionEntry.code)
    )
    return await _counts(session, query)


async def promise_count(session: AsyncSession, *, since: datetime) -> int:
    return await session.scalar(select(func.count()).select_from(Promise).where(Promise.created_at >= since)) or 0


async def callback_count(session: AsyncSession, *, since: datetime) -> int:
    return await session.scalar(select(func.count()).select_from(Callback).where(Callback.created_at >= since)) or 0


async def texts_by_state(session: AsyncSession, *, since: datetime) -> dict[str, int]:
    """Count texts queued since an instant by their state."""
    query = select(MessageRow.state, func.count()).where(MessageRow.queued_at >= since)
    return await _counts(session, query.group_by(MessageRow.state).order_by(MessageRow.state))


async def replies_that_stopped(session: AsyncSession, *, since: datetime) -> int:
    """Count persons who opted out of texts by a reply."""
    query = select(func.count()).where(
        JournalRow.name == OptedOut.__name__, JournalRow.at >= since, JournalRow.body["source"].astext == "reply"
    )
    return await session.scalar(query) or 0


async def calls_by_zone(session: AsyncSession, *, since: datetime) -> Sequence[tuple[str, int, datetime, datetime]]:
    """Count outgoing calls by the zone told by then, else that of the address, with the first and last instant."""
    told = (
        select(StatedZone.zone)
        .where(
            StatedZone.debtor_id == Attempt.debtor_id,
            StatedZone.starts_at <= Attempt.reserved_at,
            or_(StatedZone.ends_at.is_(None), StatedZone.ends_at > Attempt.reserved_at),
        )
        .order_by(StatedZone.starts_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    zone = func.coalesce(told, Debtor.address_zones[0].astext, "")
    query = (
        select(zone, func.count(), func.min(Attempt.reserved_at), func.max(Attempt.reserved_at))
        .join(Debtor, Debtor.id == Attempt.debtor_id)
        .where(Attempt.reserved_at >= since, Attempt.channel == "phone", Attempt.direction == "outbound")
        .group_by(zone)
        .order_by(zone)
    )
    return [(row[0], row[1], row[2], row[3]) for row in (await session.execute(query)).all()]


async def agent_changes(session: AsyncSession) -> Sequence[tuple[UUID, datetime, str]]:
    """Return (agent, instant, new state) of every change, in the order in which they happened."""
    body = JournalRow.body
    query = select(body["agent_id"].astext, JournalRow.at, body["new"].astext)
    rows = await session.execute(query.where(JournalRow.name == AgentChanged.__name__).order_by(JournalRow.seq))
    return [(UUID(row[0]), row[1], row[2]) for row in rows.all()]


async def _counts(session: AsyncSession, query: Select[str, int]) -> dict[str, int]:
    return {str(row[0]): row[1] for row in (await session.execute(query)).all()}
