"""The facts of a person as somebody may see them, and which of them they may end. Pure.

The lines themselves are `contact_fact_lines`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from campaigns.store.for_facts import KnownFacts
from crm.contact_points import ContactPoint
from crm.dispositions import Catalogue
from telephony.numbers import mask_number
from web.contact_fact_lines import FactLine, Known, fact_lines
from web.naming import user_of
from web.shapes.contact_facts import FactShape

BY_CALL = "attempt:"
"""How evidence begins that is a call; its id follows."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: whether the debt may be shown, whether facts may be recorded, and whether only by an agent's rules."""

    actor: str
    shows_debt: bool
    may_record: bool
    is_agent: bool
    undo: timedelta


@dataclass(frozen=True, slots=True)
class Telling:
    """What rows are told with."""

    facts: KnownFacts
    catalogue: Catalogue
    names: Mapping[str, str]
    viewer: Viewer
    now: datetime
    points: Mapping[UUID, ContactPoint]


def actors_of(facts: KnownFacts) -> list[str]:
    """Return everybody whose name the list needs."""
    groups: tuple[Sequence[Any], ...] = (
        facts.holds,
        facts.consents,
        facts.opt_outs,
        facts.stated_times,
        facts.zones,
        facts.relation_facts,
        facts.notices,
        [row for row, _ in facts.lists],
    )
    of_numbers = [item.get("actor", "") for point in facts.points for item in point.facts]
    return [*(row.actor for group in groups for row in group), *of_numbers]


def fact_shapes(telling: Telling) -> list[FactShape]:
    """Return all facts, newest first; without the debt, none that tells of it."""
    known = Known(telling.facts, telling.catalogue, telling.viewer.shows_debt)
    return [_shape(telling, line) for line in fact_lines(known)]


def _shape(told: Telling, line: FactLine) -> FactShape:
    over = min((at for at in (line.until, line.ended_at) if at is not None), default=None)
    in_force = line.since <= told.now and (over is None or told.now < over)
    point = told.points.get(line.contact_point_id) if line.contact_point_id else None
    return FactShape(
        id=line.id,
        what=line.what,
        kind=line.kind,
        effect=line.effect,
        in_force=in_force,
        since=line.since,
        until=line.until,
        ended_at=line.ended_at,
        evidence=line.evidence if told.viewer.shows_debt else "",
        attempt_id=attempt_of(line.evidence),
        actor=told.names.get(line.actor, line.actor),
        case_id=line.case_id,
        channels=list(line.channels),
        contact_point_id=line.contact_point_id,
        number=mask_number(point.value) if point is not None and point.kind == "phone" else None,
        relation_id=line.relation_id,
        text_en=line.text[0],
        text_zh=line.text[1],
        may_end=in_force and may_end(told.viewer, line.what, line.actor, line.since, told.now),
    )


def may_end(viewer: Viewer, what: str, author: str, since: datetime, now: datetime) -> bool:
    """Say whether somebody may end a fact: an agent revokes consents, and takes back what was just recorded by them."""
    if not viewer.may_record or what in {"notice", "suppression"}:
        return False
    if not viewer.is_agent or what == "consent":
        return True
    return author == viewer.actor and user_of(author) is not None and now <= since + viewer.undo


def attempt_of(evidence: str) -> UUID | None:
    """Return the call that evidence is; None where it is words."""
    first = evidence.partition("\n")[0]
    if not first.startswith(BY_CALL):
        return None
    try:
        return UUID(first.removeprefix(BY_CALL))
    except ValueError:
        return None
