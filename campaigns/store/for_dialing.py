"""What dialing asks the database: who is due, what is known of a person, and what is written of an attempt."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.agents import Agent
from campaigns.call_order import DOUBLING_DAYS, LEAST_CHANCE, LONGEST_WAIT_DAYS
from campaigns.campaigns import Campaign, CampaignTeam
from config.database import ask, write
from crm.attempts import Attempt
from crm.cases import Case, CaseState
from crm.staff import Role, User

HISTORY = timedelta(days=40)
"""How far back counting rules look: the longest window is a month."""
EVER = ("conversation", "met")
"""Outcomes some rules ask for over all time: whether anybody ever talked with the person."""

PERSON_ROWS: LiteralString = """
    SELECT c.id AS case_id, c.debtor_id, c.state AS case_state, c.campaign_id, c.creditor_id, c.days_past_due,
           c.next_contact_point_id,
           d.full_name, d.language, d.country, d.region, d.city, d.address_zones, d.known_zone,
           k.code AS creditor_code, k.collector_role, k.terms, k.terms_version,
           (SELECT jsonb_agg(DISTINCT a.product) FROM accounts a WHERE a.case_id = c.id) AS products,
           (SELECT jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'label', p.label, 'value', p.value,
                'zones', p.zones, 'state', p.state, 'rank', p.rank, 'facts', p.facts) ORDER BY p.rank, p.value)
              FROM contact_points p WHERE p.debtor_id = d.id) AS points,
           (SELECT jsonb_agg(jsonb_build_object('kind', h.kind, 'case', h.case_id,
                'starts', extract(epoch FROM h.starts_at), 'ends', extract(epoch FROM h.ends_at),
                'channels', h.channels, 'point', h.contact_point_id, 'lifting', h.lifting_facts))
              FROM holds h WHERE h.debtor_id = d.id AND h.lifted_at IS NULL) AS holds,
           (SELECT jsonb_agg(jsonb_build_object('kind', s.kind, 'point', s.contact_point_id,
                'given', extract(epoch FROM s.given_at), 'ends', extract(epoch FROM s.ends_at),
                'revoked', extract(epoch FROM s.revoked_at), 'channel', s.channel, 'case', s.case_id,
                'days', s.valid_days))
              FROM consents s WHERE s.debtor_id = d.id) AS consents,
           (SELECT jsonb_agg(jsonb_build_object('channel', o.channel, 'value', o.value, 'at', extract(epoch FROM o.at)))
              FROM opt_outs o WHERE o.debtor_id = d.id) AS opt_outs,
           (SELECT jsonb_agg(jsonb_build_object('id', a.id, 'at', extract(epoch FROM a.reserved_at),
                'channel', a.channel, 'outcome', a.outcome, 'point', a.contact_point_id, 'case', a.case_id,
                'direction', a.direction, 'purpose', a.purpose, 'counts', a.counts,
                'machine', a.disposition LIKE 'AM%%', 'open', a.state <> 'closed') ORDER BY a.reserved_at)
              FROM attempts a WHERE a.debtor_id = d.id
               AND (a.reserved_at > %(since)s OR a.outcome = ANY(%(ever)s))) AS attempts,
           (SELECT jsonb_agg(jsonb_build_object('days', t.days, 'start_minute', t.start_minute,
                'end_minute', t.end_minute, 'channels', t.channels))
              FROM stated_times t WHERE t.debtor_id = d.id AND t.starts_at <= %(now)s
               AND (t.ends_at IS NULL OR t.ends_at > %(now)s)) AS stated_times,
           (SELECT jsonb_agg(jsonb_build_object('kind', n.kind, 'case', n.case_id,
                'sent', extract(epoch FROM n.sent_at)))
              FROM notices n WHERE n.debtor_id = d.id) AS notices,
           (SELECT jsonb_agg(jsonb_build_object('relation', r.id, 'kind', f.kind))
              FROM relations r JOIN relation_facts f ON f.relation_id = r.id
             WHERE r.debtor_id = d.id AND f.ended_at IS NULL) AS relation_facts,
           (SELECT jsonb_agg(jsonb_build_object('kind', l.kind, 'point', p.id,
                'starts', extract(epoch FROM l.starts_at), 'ends', extract(epoch FROM l.ends_at)))
              FROM contact_points p JOIN suppressed_numbers n ON n.value = p.value
              JOIN suppression_lists l ON l.id = n.list_id
             WHERE p.debtor_id = d.id AND l.withdrawn_at IS NULL) AS suppressions
      FROM cases c JOIN debtors d ON d.id = c.debtor_id JOIN creditors k ON k.id = c.creditor_id
     WHERE c.id = ANY(%(case_ids)s)
     ORDER BY c.id
"""


LOCK_PERSONS: LiteralString = "SELECT id FROM debtors WHERE id = ANY(%(debtor_ids)s) ORDER BY id FOR UPDATE"
DUE_CASES: LiteralString = """
    SELECT c.id, c.priority, coalesce(c.next_contact_at, c.opened_at) AS due_since,
           (SELECT min(b.due_at) FROM callbacks b WHERE b.case_id = c.id AND b.state = 'open') AS agreed_at
      FROM cases c LEFT JOIN case_chances h ON h.case_id = c.id
     WHERE c.campaign_id = %(campaign_id)s AND c.state <> 'closed'
       AND (c.next_contact_at IS NULL OR c.next_contact_at <= %(now)s)
       AND NOT EXISTS (SELECT FROM attempts a
                        WHERE a.debtor_id = c.debtor_id AND a.state IN ('reserved', 'sent', 'answered', 'unknown'))
     ORDER BY agreed_at ASC NULLS LAST, c.priority DESC,
              greatest(coalesce(h.chance, %(untried)s), %(least)s) * power(2.0, least(%(longest_days)s, greatest(0,
                  extract(epoch FROM %(now)s - coalesce(c.next_contact_at, c.opened_at)) / 86400)) / %(doubling_days)s)
                  DESC,
              due_since, c.id
     LIMIT %(limit)s
"""
NEXT_HINT: LiteralString = """
    SELECT min(next_contact_at) AS at FROM cases
     WHERE campaign_id = %(campaign_id)s AND state <> 'closed' AND next_contact_at > %(now)s
"""
SET_HINTS: LiteralString = """
    UPDATE cases SET next_contact_at = given.at, waits_for_rules = true
      FROM unnest(%(case_ids)s::uuid[], %(ats)s::timestamptz[]) AS given (case_id, at)
     WHERE cases.id = given.case_id
"""
SET_NEXT_CONTACT: LiteralString = """
    UPDATE cases SET next_contact_at = %(at)s, waits_for_rules = false, tries = tries + 1,
           next_contact_point_id = %(point_id)s
     WHERE id = %(case_id)s
"""


async def lock_persons(session: AsyncSession, debtor_ids: AbstractSet[UUID]) -> None:
    """Lock these persons' rows until the transaction ends, so that no other attempt is judged meanwhile."""
    await write(session, LOCK_PERSONS, {"debtor_ids": sorted(debtor_ids)})


async def person_rows(session: AsyncSession, case_ids: Sequence[UUID], *, now: datetime) -> Sequence[Mapping[str, Any]]:
    """Load what the gate must know of the persons behind these cases, one row a case (see `person_file`)."""
    return await ask(
        session, PERSON_ROWS, {"case_ids": list(case_ids), "since": now - HISTORY, "now": now, "ever": list(EVER)}
    )


async def cases_due_for_contact(
    session: AsyncSession, campaign_id: UUID, *, now: datetime, untried: float, limit: int
) -> Sequence[Mapping[str, Any]]:
    """Return the first cases of a campaign that its hints allow now: id, priority, due_since, agreed_at.

    Agreed callbacks first, then classes, then the chance last reckoned (`untried` for a case without one), weighed by
    the wait as in `call_order`, which sorts them anew for this hour. Every one still has to pass the gate.
    """
    values = {
        "campaign_id": campaign_id,
        "now": now,
        "untried": untried,
        "least": LEAST_CHANCE,
        "longest_days": LONGEST_WAIT_DAYS,
        "doubling_days": DOUBLING_DAYS,
        "limit": limit,
    }
    return await ask(session, DUE_CASES, values)


async def next_hint(session: AsyncSession, campaign_id: UUID, *, now: datetime) -> datetime | None:
    """Return the earliest instant after `now` at which a case of the campaign becomes due; None if there is none."""
    at = (await ask(session, NEXT_HINT, {"campaign_id": campaign_id, "now": now}))[0]["at"]
    return None if at is None else at.astimezone(UTC)


async def set_hints(session: AsyncSession, hints: Mapping[UUID, datetime]) -> None:
    """Move the hints of cases that were due and not tried, because the rules refused them until then."""
    if hints:
        await write(session, SET_HINTS, {"case_ids": list(hints), "ats": list(hints.values())})


async def set_next_contact(session: AsyncSession, case_id: UUID, at: datetime, *, point_id: UUID | None) -> None:
    """Count one more try of a case, and say when and at which contact point the next one is wanted."""
    await write(session, SET_NEXT_CONTACT, {"case_id": case_id, "at": at, "point_id": point_id})


async def load_campaigns(session: AsyncSession) -> Sequence[tuple[Campaign, frozenset[UUID]]]:
    """Load all campaigns with the teams that take their calls, by bucket and name."""
    campaigns = (await session.scalars(select(Campaign).order_by(Campaign.bucket, Campaign.name))).all()
    pairs = (await session.execute(select(CampaignTeam.campaign_id, CampaignTeam.team_id))).all()
    return [(campaign, frozenset(team for key, team in pairs if key == campaign.id)) for campaign in campaigns]


async def attempt_for_update(session: AsyncSession, attempt_id: UUID) -> Attempt | None:
    """Load an attempt and lock it until the transaction ends."""
    return await session.get(Attempt, attempt_id, with_for_update=True)


ADD_ATTEMPT: LiteralString = """
    INSERT INTO attempts (id, debtor_id, case_id, campaign_id, contact_point_id, channel, direction, purpose, value,
                          state, counts, lease_epoch, verdict, agent_id, reserved_at)
    VALUES (%(id)s, %(debtor_id)s, %(case_id)s, %(campaign_id)s, %(contact_point_id)s, %(channel)s, %(direction)s,
            %(purpose)s, %(value)s, %(state)s, %(counts)s, %(lease_epoch)s, %(verdict)s, %(agent_id)s, %(reserved_at)s)
"""
RESERVED_COLUMNS = (
    "id",
    "debtor_id",
    "case_id",
    "campaign_id",
    "contact_point_id",
    "channel",
    "direction",
    "purpose",
    "value",
    "state",
    "counts",
    "lease_epoch",
    "agent_id",
    "reserved_at",
)


async def add_attempts(session: AsyncSession, attempts: Sequence[Attempt]) -> None:
    """Store reserved attempts; the database refuses a second open one for a person."""
    for attempt in attempts:
        values = {name: getattr(attempt, name) for name in RESERVED_COLUMNS}
        await write(session, ADD_ATTEMPT, {**values, "verdict": Jsonb(attempt.verdict)})


LOAD_ATTEMPT: LiteralString = """
    SELECT id, debtor_id, case_id, campaign_id, contact_point_id, channel, value, state, counts, agent_id, answered_at,
           bridged_at, reserved_at, closed_at, result, party, disposition, outcome
      FROM attempts WHERE id = %(id)s FOR UPDATE
"""
CLOSE_ATTEMPT: LiteralString = """
    UPDATE attempts SET state = %(state)s, counts = %(counts)s, closed_at = %(closed_at)s, result = %(result)s,
           party = %(party)s, disposition = %(disposition)s, outcome = %(outcome)s
     WHERE id = %(id)s
"""
ADD_ENTRY: LiteralString = """
    INSERT INTO disposition_entries (id, attempt_id, code, at, actor)
    VALUES (%(id)s, %(attempt_id)s, %(code)s, %(at)s, %(actor)s)
"""


async def attempt_to_close(session: AsyncSession, attempt_id: UUID) -> Attempt | None:
    """Load and lock an attempt for closing; it belongs to no session and is written by `write_closed`."""
    rows = await ask(session, LOAD_ATTEMPT, {"id": attempt_id})
    return Attempt(**rows[0]) if rows else None


async def write_closed(session: AsyncSession, attempt: Attempt) -> None:
    """Write how an attempt ended."""
    names = ("id", "state", "counts", "closed_at", "result", "party", "disposition", "outcome")
    await write(session, CLOSE_ATTEMPT, {name: getattr(attempt, name) for name in names})


async def add_system_entry(
    session: AsyncSession, entry_id: UUID, attempt_id: UUID, code: str, *, at: datetime, actor: str
) -> None:
    """Write a disposition that no person chose."""
    await write(session, ADD_ENTRY, {"id": entry_id, "attempt_id": attempt_id, "code": code, "at": at, "actor": actor})


async def debtor_of_case(session: AsyncSession, case_id: UUID) -> UUID:
    """Return the person of a case; raises if there is no such case."""
    return (await session.scalars(select(Case.debtor_id).where(Case.id == case_id))).one()


async def load_agents(session: AsyncSession, *, now: datetime) -> Sequence[Agent]:
    """Return everyone who may take calls, offline as far as the floor does not know better."""
    query = select(User).where(User.role == Role.AGENT.value, User.is_active.is_(True)).order_by(User.login)
    return [
        Agent(id=user.id, name=user.display_name, team_id=user.team_id, is_robot=user.is_robot, since=now)
        for user in (await session.scalars(query)).all()
    ]


async def free_cases_of(session: AsyncSession, debtor_id: UUID, *, now: datetime) -> None:
    """Make a person's open cases due for another look, because a hold on them ended."""
    open_cases = update(Case).where(Case.debtor_id == debtor_id, Case.state != CaseState.CLOSED.value)
    await session.execute(open_cases.values(next_contact_at=now, waits_for_rules=False))


async def attempts_without_outcome(session: AsyncSession) -> Sequence[tuple[UUID, UUID]]:
    """Return (attempt, agent) of calls that are over, reached an agent and have no disposition."""
    query = select(Attempt.id, Attempt.agent_id).where(
        Attempt.state == "closed", Attempt.answered_at.is_not(None), Attempt.disposition.is_(None)
    )
    rows = (await session.execute(query.order_by(Attempt.reserved_at, Attempt.id))).all()
    return [(row[0], row[1]) for row in rows if row[1] is not None]


ASSIGN: LiteralString = """
    UPDATE attempts SET agent_id = %(agent_id)s, answered_at = %(at)s, bridged_at = %(at)s,
           state = CASE state WHEN 'closed' THEN state ELSE 'answered' END,
           outcome = CASE state WHEN 'closed' THEN outcome ELSE 'conversation' END
     WHERE id = %(id)s
 RETURNING case_id
"""


async def write_assigned(session: AsyncSession, attempt_id: UUID, agent_id: UUID, *, at: datetime) -> UUID | None:
    """Write that an agent has a call, which counts as a conversation from here; return its case."""
    rows = await ask(session, ASSIGN, {"id": attempt_id, "agent_id": agent_id, "at": at})
    return rows[0]["case_id"] if rows else None
