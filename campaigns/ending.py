"""Ends recorded facts: lifts holds, revokes consents, takes back stops, times, zones, facts on numbers and relations.

The reason is kept with the evidence. Who may end what is decided by whoever calls, who is shown first who recorded it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.contact_facts import check_evidence
from campaigns.marking_numbers import unknown, unmark_number
from campaigns.statements import Kept, Statement
from campaigns.store.for_dialing import lock_persons
from campaigns.store.for_facts import (
    known_facts,
    own_relation_fact,
    own_row,
    remove_opt_out_row,
    set_known_zone,
)
from config.errors import Conflict
from config.ground import Ground
from crm.contact_points import Consent, OptOut, StatedTime, StatedZone
from crm.facts import HoldLifted, OptedIn
from crm.holds import Hold
from crm.person_facts import ConsentRevoked, RelationFactEnded, StatedTimeEnded, ZoneLearned
from crm.store.for_case_pages import case_by_id, hold_for_update


@dataclass(frozen=True, slots=True)
class Standing:
    """Who recorded the fact that is to end, and when."""

    actor: str
    at: datetime


Check = Callable[[Standing], None]


async def end_fact(
    ground: Ground, case_id: UUID, what: str, fact_id: UUID, *, actor: str, reason: str, source: str = "api", may: Check
) -> None:
    """End a fact on the person of a case; `may` raises if this actor may not end what stands.

    Raises:
        NotFound: there is no such case, or no such fact of its person.
        Conflict: it has ended already.
    """
    async with ground.database.transaction() as session:
        case = await case_by_id(session, case_id)
        if case is None:
            raise unknown()
        await lock_persons(session, {case.debtor_id})
        said = Statement(
            debtor_id=case.debtor_id,
            case_id=case.id,
            actor=actor,
            evidence=check_evidence(reason),
            source=source,
            at=ground.clock.now(),
        )
        kept = await _ENDERS[what](session, fact_id, said, may)
        await ground.journal.append(session, *kept.facts)


async def lift(ground: Ground, hold_id: UUID, *, actor: str, reason: str) -> Hold:
    """Lift a hold by its id alone and return it.

    Raises:
        NotFound, Conflict: see `end_fact`.
    """
    async with ground.database.transaction() as session:
        found = await hold_for_update(session, hold_id)
        if found is None:
            raise unknown()
        await lock_persons(session, {found.debtor_id})
        said = Statement(
            debtor_id=found.debtor_id,
            case_id=found.case_id,
            actor=actor,
            evidence=check_evidence(reason),
            source="api",
            at=ground.clock.now(),
        )
        kept = await _lift_hold(session, hold_id, said, lambda _standing: None)
        await ground.journal.append(session, *kept.facts)
    return found


async def _lift_hold(session: AsyncSession, hold_id: UUID, said: Statement, may: Check) -> Kept:
    hold = await own_row(session, Hold, hold_id, said.debtor_id)
    if hold is None:
        raise unknown()
    may(Standing(hold.actor, hold.starts_at))
    if hold.lifted_at is not None:
        raise Conflict("hold_lifted", "This hold has been lifted already.")
    hold.lifted_at = said.at
    hold.evidence = f"{hold.evidence}\nLifted: {said.evidence}"
    return Kept(hold_id, (HoldLifted(**said.told, hold_id=hold_id),))


async def _revoke_consent(session: AsyncSession, consent_id: UUID, said: Statement, may: Check) -> Kept:
    consent = await own_row(session, Consent, consent_id, said.debtor_id)
    if consent is None:
        raise unknown()
    may(Standing(consent.actor, consent.given_at))
    _refuse_ended(consent.revoked_at)
    consent.revoked_at = said.at
    consent.evidence = f"{consent.evidence}\nRevoked: {said.evidence}"
    return Kept(consent_id, (ConsentRevoked(**said.told, consent_id=consent_id, kind=consent.kind),))


async def _opt_in(session: AsyncSession, opt_out_id: UUID, said: Statement, may: Check) -> Kept:
    stop = await own_row(session, OptOut, opt_out_id, said.debtor_id)
    if stop is None:
        raise unknown()
    may(Standing(stop.actor, stop.at))
    await remove_opt_out_row(session, opt_out_id)
    return Kept(opt_out_id, (OptedIn(**said.told, channel=stop.channel, source=said.source),))


async def _end_stated_time(session: AsyncSession, time_id: UUID, said: Statement, may: Check) -> Kept:
    stated = await own_row(session, StatedTime, time_id, said.debtor_id)
    if stated is None:
        raise unknown()
    may(Standing(stated.actor, stated.starts_at))
    _refuse_ended(stated.ends_at if stated.ends_at is not None and stated.ends_at <= said.at else None)
    stated.ends_at = said.at
    stated.evidence = f"{stated.evidence}\nEnded: {said.evidence}"
    return Kept(time_id, (StatedTimeEnded(**said.told, stated_time_id=time_id),))


async def _end_zone(session: AsyncSession, zone_id: UUID, said: Statement, may: Check) -> Kept:
    stated = await own_row(session, StatedZone, zone_id, said.debtor_id)
    if stated is None:
        raise unknown()
    may(Standing(stated.actor, stated.starts_at))
    _refuse_ended(stated.ends_at)
    stated.ends_at = said.at
    stated.evidence = f"{stated.evidence}\nEnded: {said.evidence}"
    await set_known_zone(session, said.debtor_id, None)
    return Kept(zone_id, (ZoneLearned(**said.told, stated_zone_id=zone_id, is_known=False),))


async def _end_number_fact(session: AsyncSession, fact_id: UUID, said: Statement, may: Check) -> Kept:
    for point in (await known_facts(session, said.debtor_id)).points:
        for item in point.facts:
            if item.get("id") == str(fact_id):
                may(Standing(item["actor"], datetime.fromisoformat(item["at"])))
                return await unmark_number(session, point, fact_id, said)
    raise unknown()


async def _end_relation_fact(session: AsyncSession, fact_id: UUID, said: Statement, may: Check) -> Kept:
    fact = await own_relation_fact(session, fact_id, said.debtor_id)
    if fact is None:
        raise unknown()
    may(Standing(fact.actor, fact.at))
    _refuse_ended(fact.ended_at)
    fact.ended_at = said.at
    fact.evidence = f"{fact.evidence}\nEnded: {said.evidence}"
    return Kept(fact_id, (RelationFactEnded(**said.told, relation_fact_id=fact_id, kind=fact.kind),))


def _refuse_ended(ended_at: datetime | None) -> None:
    if ended_at is not None:
        raise Conflict("fact_ended", "This has ended already.")


_ENDERS: Mapping[str, Callable[[AsyncSession, UUID, Statement, Check], Awaitable[Kept]]] = {
    "hold": _lift_hold,
    "consent": _revoke_consent,
    "opt_out": _opt_in,
    "stated_time": _end_stated_time,
    "zone": _end_zone,
    "number": _end_number_fact,
    "relation": _end_relation_fact,
}
