"""Records what a person said or what became known of them: the row with evidence, author and end, and the fact.

The person is locked, so that a permit is judged either before or with it. What stands already is not recorded twice.
What a fact undoes is `ending`; who may record what is decided by whoever calls.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.contact_facts import (
    ConsentFact,
    ContactFact,
    HoldFact,
    LiftingFact,
    NoticeFact,
    OptOutFact,
    RelatedFact,
    StatedTimeFact,
    ZoneFact,
    check,
    check_evidence,
)
from campaigns.marking_numbers import mark_number, own_point, unknown
from campaigns.statements import Kept, Statement
from campaigns.store.for_dialing import lock_persons
from campaigns.store.for_effects import live_holds
from campaigns.store.for_facts import (
    equal_notice,
    keep_opt_out,
    opt_out_of,
    own_row,
    set_known_zone,
    standing_consents,
    standing_relation_fact,
    standing_times,
    standing_zone,
)
from config.ground import Ground
from config.ids import Ids
from crm.contact_points import Consent, Notice, StatedTime, StatedZone
from crm.debtors import Relation, RelationFact
from crm.facts import HoldSet, OptedOut
from crm.holds import Hold
from crm.person_facts import (
    ConsentGiven,
    HoldChanged,
    NoticeSent,
    RelationFactRecorded,
    TimeStated,
    ZoneLearned,
)
from crm.store.for_case_pages import case_by_id

EVERYWHERE = "*"
"""The value of an opt-out from a whole medium."""


async def record_fact(
    ground: Ground, case_id: UUID, fact: ContactFact, *, actor: str, evidence: str, source: str = "api"
) -> UUID:
    """Record a fact on the person of a case and return its id, or the id of the same one that stands.

    Raises:
        BadInput: what was sent cannot be recorded.
        NotFound: there is no such case, or what the fact is about is not this person's.
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
            evidence=check_evidence(evidence),
            source=source,
            at=ground.clock.now(),
        )
        kept = await put_down(session, ground.ids, fact, said)
        await ground.journal.append(session, *kept.facts)
    return kept.id


async def put_down(session: AsyncSession, ids: Ids, fact: ContactFact, said: Statement) -> Kept:
    """Write a fact in the caller's transaction, which holds the person's lock; the caller appends the facts.

    Raises:
        BadInput, NotFound: see `record_fact`.
    """
    check(fact, now=said.at)
    kept = await _WRITERS[fact.what](session, ids, fact, said)
    await session.flush()
    return kept


async def _put_hold(session: AsyncSession, ids: Ids, fact: HoldFact, said: Statement) -> Kept:
    await own_point(session, fact.contact_point_id, said)
    case_id = None if fact.covers_person else said.case_id
    channels = list(fact.channels) or None
    for hold in await live_holds(session, said.debtor_id, kind=fact.kind, now=said.at):
        covers = hold.case_id in {None, case_id} and hold.contact_point_id in {None, fact.contact_point_id}
        covers = covers and (hold.channels is None or (channels is not None and set(hold.channels) >= set(channels)))
        if covers and (hold.ends_at is None or (fact.ends_at is not None and hold.ends_at >= fact.ends_at)):
            return Kept(hold.id)
    hold = Hold(
        id=ids.new(),
        **said.signed,
        case_id=case_id,
        kind=fact.kind,
        starts_at=said.at,
        ends_at=fact.ends_at,
        lifted_at=None,
        channels=channels,
        contact_point_id=fact.contact_point_id,
    )
    session.add(hold)
    return Kept(hold.id, (HoldSet(**said.told, hold_id=hold.id, kind=hold.kind, until=hold.ends_at),))


async def _put_lifting(session: AsyncSession, _ids: Ids, fact: LiftingFact, said: Statement) -> Kept:
    hold = await own_row(session, Hold, fact.hold_id, said.debtor_id)
    if hold is None:
        raise unknown()
    if fact.kind in hold.lifting_facts:
        return Kept(hold.id)
    hold.lifting_facts = [*hold.lifting_facts, fact.kind]
    hold.evidence = f"{hold.evidence}\n{fact.kind}: {said.evidence}"
    return Kept(hold.id, (HoldChanged(**said.told, hold_id=hold.id, lifting_fact=fact.kind),))


async def _put_consent(session: AsyncSession, ids: Ids, fact: ConsentFact, said: Statement) -> Kept:
    await own_point(session, fact.contact_point_id, said)
    case_id = said.case_id if fact.this_case else None
    wanted = (fact.channel, fact.contact_point_id, case_id, fact.days, fact.ends_at)
    for row in await standing_consents(session, said.debtor_id, kind=fact.kind, now=said.at):
        found = (row.channel, row.contact_point_id, row.case_id, row.valid_days, row.ends_at)
        # One that runs out by days starts anew with every time it is given.
        if found == wanted and (fact.days is None or row.evidence == said.evidence):
            return Kept(row.id)
    consent = Consent(
        id=ids.new(),
        debtor_id=said.debtor_id,
        contact_point_id=fact.contact_point_id,
        kind=fact.kind,
        given_at=said.at,
        ends_at=fact.ends_at,
        revoked_at=None,
        evidence=said.evidence,
        channel=fact.channel,
        case_id=case_id,
        valid_days=fact.days,
        actor=said.actor,
    )
    session.add(consent)
    return Kept(consent.id, (ConsentGiven(**said.told, consent_id=consent.id, kind=fact.kind, until=fact.ends_at),))


async def _put_opt_out(session: AsyncSession, ids: Ids, fact: OptOutFact, said: Statement) -> Kept:
    point = await own_point(session, fact.contact_point_id, said)
    value = EVERYWHERE if point is None else point.value
    values = {
        "id": ids.new(),
        "debtor_id": said.debtor_id,
        "channel": fact.channel,
        "value": value,
        "at": said.at,
        "evidence": said.evidence,
        "actor": said.actor,
    }
    kept = await keep_opt_out(session, values)
    if kept is None:
        return Kept(await opt_out_of(session, said.debtor_id, channel=fact.channel, value=value))
    return Kept(kept, (OptedOut(**said.told, channel=fact.channel, source=said.source),))


async def _put_stated_time(session: AsyncSession, ids: Ids, fact: StatedTimeFact, said: Statement) -> Kept:
    days, channels = sorted(set(fact.days)), sorted(fact.channels) or None
    wanted = (days, fact.start_minute, fact.end_minute, channels, fact.ends_at)
    for row in await standing_times(session, said.debtor_id, now=said.at):
        if (row.days, row.start_minute, row.end_minute, row.channels, row.ends_at) == wanted:
            return Kept(row.id)
    time = StatedTime(
        id=ids.new(),
        **said.signed,
        days=days,
        start_minute=fact.start_minute,
        end_minute=fact.end_minute,
        channels=channels,
        starts_at=said.at,
        ends_at=fact.ends_at,
    )
    session.add(time)
    return Kept(time.id, (TimeStated(**said.told, stated_time_id=time.id),))


async def _put_zone(session: AsyncSession, ids: Ids, fact: ZoneFact, said: Statement) -> Kept:
    standing = await standing_zone(session, said.debtor_id)
    if standing is not None and standing.zone == fact.zone:
        return Kept(standing.id)
    if standing is not None:
        standing.ends_at = said.at
    zone = StatedZone(
        id=ids.new(),
        **said.signed,
        zone=fact.zone,
        starts_at=said.at,
        ends_at=None,
    )
    session.add(zone)
    await set_known_zone(session, said.debtor_id, fact.zone)
    return Kept(zone.id, (ZoneLearned(**said.told, stated_zone_id=zone.id),))


async def _put_relation(session: AsyncSession, ids: Ids, fact: RelatedFact, said: Statement) -> Kept:
    if await own_row(session, Relation, fact.relation_id, said.debtor_id) is None:
        raise unknown()
    standing = await standing_relation_fact(session, fact.relation_id, kind=fact.kind)
    if standing is not None:
        return Kept(standing.id)
    row = RelationFact(
        id=ids.new(),
        relation_id=fact.relation_id,
        kind=fact.kind,
        at=said.at,
        ended_at=None,
        evidence=said.evidence,
        actor=said.actor,
    )
    session.add(row)
    return Kept(row.id, (RelationFactRecorded(**said.told, relation_fact_id=row.id, kind=fact.kind),))


async def _put_notice(session: AsyncSession, ids: Ids, fact: NoticeFact, said: Statement) -> Kept:
    case_id, sent_at = (said.case_id if fact.this_case else None), fact.sent_at or said.at
    standing = await equal_notice(session, said.debtor_id, kind=fact.kind, case_id=case_id, sent_at=sent_at)
    if standing is not None:
        return Kept(standing.id)
    notice = Notice(
        id=ids.new(),
        **said.signed,
        case_id=case_id,
        kind=fact.kind,
        sent_at=sent_at,
    )
    session.add(notice)
    return Kept(notice.id, (NoticeSent(**said.told, notice_id=notice.id, kind=fact.kind),))


_WRITERS: Mapping[str, Callable[[AsyncSession, Ids, Any, Statement], Awaitable[Kept]]] = {
    "hold": _put_hold,
    "lifting_fact": _put_lifting,
    "consent": _put_consent,
    "opt_out": _put_opt_out,
    "stated_time": _put_stated_time,
    "zone": _put_zone,
    "number": mark_number,
    "relation": _put_relation,
    "notice": _put_notice,
}
