"""What is on record of a person for or against contact, as lines of one list with a sentence each in both languages.

Pure. Who may see or end what is `contact_fact_views`; what a fact does to contact is decided by the rules.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from campaigns.contact_facts import RULE_FACTS, relation_effect
from campaigns.store.for_facts import KnownFacts
from crm.dispositions import Catalogue
from crm.holds import NEUTRAL_HOLDS
from web.fact_words import channels_said, minutes_said, said
from web.shapes.contact_facts import EffectName, What

RULE_NAMES = {name: kind for kind, name in RULE_FACTS.items()}


@dataclass(frozen=True, slots=True)
class Known:
    """What lines are made of; without `shows_debt` those that tell of the debt are left out."""

    facts: KnownFacts
    catalogue: Catalogue
    shows_debt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One fact; `until` is the end it was given, `ended_at` when somebody ended it."""

    id: UUID
    evidence: str
    actor: str
    what: What
    kind: str
    since: datetime
    text: tuple[str, str]
    effect: EffectName = "restricts"
    until: datetime | None = None
    ended_at: datetime | None = None
    case_id: UUID | None = None
    channels: tuple[str, ...] = ()
    contact_point_id: UUID | None = None
    relation_id: UUID | None = None


def fact_lines(known: Known) -> list[FactLine]:
    """Return all facts, newest first."""
    lines = [line for lines in _ALL for line in lines(known)]
    return sorted(lines, key=lambda line: line.since, reverse=True)


def _holds(known: Known) -> Iterable[FactLine]:
    names = {hold.code: (hold.en, hold.zh) for hold in known.catalogue.holds}
    for row in known.facts.holds:
        if not known.shows_debt and row.kind not in NEUTRAL_HOLDS:
            continue
        en, zh = names.get(row.kind, (row.kind, row.kind))
        scope = ("", "") if row.case_id is None else (" (one case only)", "（仅限一个案件）")
        lifting = [said(kind) for kind in row.lifting_facts]
        yield FactLine(
            **_signed(row),
            what="hold",
            kind=row.kind,
            since=row.starts_at,
            until=row.ends_at,
            ended_at=row.lifted_at,
            case_id=row.case_id,
            channels=tuple(row.channels or ()),
            contact_point_id=row.contact_point_id,
            text=(
                f"Hold: {en}{scope[0]}" + "".join(f"; {words.en}" for words in lifting),
                f"限制：{zh}{scope[1]}" + "".join(f"；{words.zh}" for words in lifting),
            ),
        )


def _consents(known: Known) -> Iterable[FactLine]:
    for row in known.facts.consents:
        words = said(row.kind)
        days = (f" for {row.valid_days} days", f"，为期{row.valid_days}天") if row.valid_days else ("", "")
        yield FactLine(
            **_signed(row),
            what="consent",
            kind=row.kind,
            since=row.given_at,
            effect="loosens",
            until=row.ends_at or (row.given_at + timedelta(days=row.valid_days) if row.valid_days else None),
            ended_at=row.revoked_at,
            case_id=row.case_id,
            channels=(row.channel,) if row.channel else (),
            contact_point_id=row.contact_point_id,
            text=(f"Agrees to {words.en}{days[0]}", f"同意{words.zh}{days[1]}"),
        )


def _opt_outs(known: Known) -> Iterable[FactLine]:
    by_value = {point.value: point.id for point in known.facts.points}
    for row in known.facts.opt_outs:
        words, whole = channels_said([row.channel]), row.value == "*"
        yield FactLine(
            **_signed(row),
            what="opt_out",
            kind="whole_medium" if whole else "address",
            since=row.at,
            channels=(row.channel,),
            contact_point_id=by_value.get(row.value),
            text=(
                f"Does not want {words.en}{'' if whole else ' at this number'}",
                f"不接受{words.zh}{'' if whole else '（此号码）'}",
            ),
        )


def _stated_times(known: Known) -> Iterable[FactLine]:
    for row in known.facts.stated_times:
        days = [said(f"day_{day}") for day in row.days]
        times = minutes_said(row.start_minute, row.end_minute)
        yield FactLine(
            **_signed(row),
            what="stated_time",
            kind="inconvenient",
            since=row.starts_at,
            until=row.ends_at,
            channels=tuple(row.channels or ()),
            text=(
                f"Inconvenient: {', '.join(day.en for day in days)} {times}",
                f"不便时段：{'、'.join(day.zh for day in days)} {times}",
            ),
        )


def _zones(known: Known) -> Iterable[FactLine]:
    for row in known.facts.zones:
        yield FactLine(
            **_signed(row),
            what="zone",
            kind=row.zone,
            since=row.starts_at,
            effect="informs",
            ended_at=row.ends_at,
            text=(f"Is in the zone {row.zone}", f"所在时区：{row.zone}"),
        )


def _numbers(known: Known) -> Iterable[FactLine]:
    for point in known.facts.points:
        for item in point.facts:
            if "id" not in item:
                continue
            ended_at = item.get("ended_at")
            kind = RULE_NAMES.get(item["kind"], item["kind"])
            words = said(kind)
            yield FactLine(
                id=UUID(item["id"]),
                evidence=item["evidence"],
                actor=item["actor"],
                what="number",
                kind=kind,
                since=datetime.fromisoformat(item["at"]),
                ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
                contact_point_id=point.id,
                text=(words.en, words.zh),
            )


def _relations(known: Known) -> Iterable[FactLine]:
    names = {row.id: row.full_name for row in known.facts.relations}
    for row in known.facts.relation_facts:
        words, name = said(row.kind), names[row.relation_id]
        yield FactLine(
            **_signed(row),
            what="relation",
            kind=row.kind,
            since=row.at,
            effect=relation_effect(row.kind),
            ended_at=row.ended_at,
            relation_id=row.relation_id,
            text=(f"{name}: {words.en}", f"{name}：{words.zh}"),
        )


def _notices(known: Known) -> Iterable[FactLine]:
    if not known.shows_debt:
        return
    for row in known.facts.notices:
        words = said(row.kind)
        yield FactLine(
            **_signed(row),
            what="notice",
            kind=row.kind,
            since=row.sent_at,
            effect="informs",
            case_id=row.case_id,
            text=(f"Sent: {words.en}", f"已寄送：{words.zh}"),
        )


def _lists(known: Known) -> Iterable[FactLine]:
    by_value = {point.value: point.id for point in known.facts.points}
    for row, value in known.facts.lists:
        words = said(f"list_{row.kind}")
        yield FactLine(
            **_signed(row),
            what="suppression",
            kind=row.kind,
            since=row.starts_at,
            until=row.ends_at,
            ended_at=row.withdrawn_at,
            contact_point_id=by_value.get(value),
            text=(f"On the list “{row.name}”: {words.en}", f"在名单“{row.name}”上：{words.zh}"),
        )


def _signed(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a mapped row of any of the tables
    return {"id": row.id, "evidence": row.evidence, "actor": row.actor}


_ALL: tuple[Callable[[Known], Iterable[FactLine]], ...] = (
    _holds,
    _consents,
    _opt_outs,
    _stated_times,
    _zones,
    _numbers,
    _relations,
    _notices,
    _lists,
)
