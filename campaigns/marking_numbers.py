"""Facts on a number: writes what became known of it, with the state or label that follows, and takes it back."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.contact_facts import NUMBER_LABELS, NUMBER_STATES, RULE_FACTS, NumberFact
from campaigns.statements import Kept, Statement
from campaigns.store.for_facts import own_row
from config.errors import Conflict, NotFound
from config.facts import Fact
from config.ids import Ids
from crm.contact_points import ContactPoint
from crm.facts import ContactPointChanged
from crm.person_facts import NumberFactRecorded


async def mark_number(session: AsyncSession, ids: Ids, fact: NumberFact, said: Statement) -> Kept:
    """Write what became known of a number; what it changed is kept with it, so that taking it back restores it."""
    point = await own_point(session, fact.contact_point_id, said)
    assert point is not None, "a fact on a number names one"
    name = RULE_FACTS.get(fact.kind, fact.kind)
    standing = next((item for item in point.facts if item["kind"] == name and not item.get("ended_at")), None)
    if standing is not None:
        return Kept(UUID(standing["id"]) if "id" in standing else point.id)
    made: dict[str, Any] = {
        "id": str(ids.new()),
        "kind": name,
        "at": said.at.isoformat(),
        "evidence": said.evidence,
        "actor": said.actor,
        "ended_at": None,
        "before": {"state": point.state, "label": point.label},
    }
    point.facts = [*point.facts, made]
    facts: list[Fact] = [NumberFactRecorded(**said.told, contact_point_id=point.id, kind=name)]
    if fact.kind in NUMBER_STATES:
        point.state = NUMBER_STATES[fact.kind].value
        facts.append(ContactPointChanged(**said.told, contact_point_id=point.id, state=point.state))
    point.label = NUMBER_LABELS.get(fact.kind, point.label)
    return Kept(UUID(made["id"]), tuple(facts))


async def unmark_number(session: AsyncSession, point: ContactPoint, fact_id: UUID, said: Statement) -> Kept:
    """Take a fact on a number back; its state and label are restored unless they changed again meanwhile.

    Raises:
        NotFound: this number has no such fact.
        Conflict: it was taken back before.
    """
    item = next((one for one in point.facts if one.get("id") == str(fact_id)), None)
    if item is None:
        raise unknown()
    if item.get("ended_at"):
        raise Conflict("fact_ended", "This has ended already.")
    ended = {**item, "ended_at": said.at.isoformat(), "ended_because": said.evidence}
    point.facts = [ended if one is item else one for one in point.facts]
    kind, before = item["kind"], item.get("before", {})
    facts: list[Fact] = [NumberFactRecorded(**said.told, contact_point_id=point.id, kind=kind, is_known=False)]
    if kind in NUMBER_STATES and point.state == NUMBER_STATES[kind].value:
        point.state = before.get("state", point.state)
        facts.append(ContactPointChanged(**said.told, contact_point_id=point.id, state=point.state))
    if kind in NUMBER_LABELS and point.label == NUMBER_LABELS[kind]:
        point.label = before.get("label", point.label)
    await session.flush()
    return Kept(fact_id, tuple(facts))


async def own_point(session: AsyncSession, point_id: UUID | None, said: Statement) -> ContactPoint | None:
    """Load and lock the number a fact is about; None where it is about none.

    Raises:
        NotFound: it is not this person's.
    """
    if point_id is None:
        return None
    point = await own_row(session, ContactPoint, point_id, said.debtor_id)
    if point is None:
        raise unknown()
    return point


def unknown() -> NotFound:
    """Make the refusal for what is not there, or is another person's."""
    return NotFound("not_found", "There is no such thing, or it is another person's.")
