"""Answers "why not now, and when?" for a case, and shows the verdict frozen with an attempt.

Asks the same judge as the gate, permits nothing and records nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.person_file import PersonFile, Point
from campaigns.person_rows import read_person
from campaigns.rules.judge import judge
from campaigns.rules.rule import Rule
from campaigns.rules.sentences import explain, sentence
from campaigns.rules.verdict import Params, Reason, Verdict
from campaigns.store.for_campaigns import campaign_by_id
from campaigns.store.for_dialing import person_rows
from crm.attempts import Attempt, Channel
from crm.holds import NEUTRAL_HOLDS
from telephony.numbers import mask_number
from web.answering import no_such_thing
from web.shapes.timeline import RuleVersion, VerdictView, WhyNumber, WhyReason, WhyView

NOT_SHOWN = "not_shown"
KIND_OF = {Channel.PHONE: "phone", Channel.SMS: "phone"}


async def why_not_now(
    session: AsyncSession, books: Books, case_id: UUID, channel: Channel, at: datetime, *, shows_debt: bool
) -> WhyView:
    """Judge a contact with the person at every one of their numbers; without `shows_debt` no hold names the debt.

    Raises:
        NotFound: there is no such case.
    """
    rows = await person_rows(session, [case_id], now=at)
    if not rows:
        raise no_such_thing()
    file = read_person(rows[0])
    campaign = None if file.campaign_id is None else await campaign_by_id(session, file.campaign_id)
    numbers = []
    lines = []
    for point in sorted(file.points, key=lambda point: (point.rank, point.value)):
        if point.kind != KIND_OF[channel]:
            continue
        rules = books.rules_for(file.under(point), at.date(), campaign)
        verdict = judge(file.proposal(point, channel, at), file.person, file.history, rules)
        if not shows_debt:
            verdict = replace(verdict, reasons=tuple(_neutral(reason) for reason in verdict.reasons))
        numbers.append(_number(point, verdict, rules))
        lines.append(f"{point.label} {mask_number(point.value)}\n{explain(verdict, zone=_zone(file, point))}")
    return WhyView(case_id=case_id, at=at, numbers=numbers, text="\n\n".join(lines) or "No number is known.")


def frozen_verdict(attempt: Attempt, books: Books) -> VerdictView:
    """Show what the rules said when an attempt was reserved, word for word as it was stored."""
    stored: Mapping[str, Any] = attempt.verdict
    cites = {rule.id: rule.cite for rule in books.rulebook.rules}
    reasons = [_stored_reason(item, cites, is_binding=index == 0) for index, item in enumerate(stored["reasons"])]
    rules = [RuleVersion(id=name.partition("@")[0], version=name.partition("@")[2]) for name in stored["rules"]]
    allowed = bool(stored["allowed"])
    lines = [reason.sentence_en for reason in reasons] or [sentence("allowed", (), language="en")]
    lines.append(f"Judged at {stored['at']} by {len(rules)} rules: {', '.join(stored['rules'])}")
    return VerdictView(
        at=datetime.fromisoformat(stored["at"]), allowed=allowed, reasons=reasons, rules=rules, text="\n".join(lines)
    )


def _neutral(reason: Reason) -> Reason:
    """Leave out which hold bars contact where its name alone tells of a debt."""
    holds = [str(value) for name, value in reason.params if name == "hold"]
    if all(kind in NEUTRAL_HOLDS for hold in holds for kind in hold.split(", ")):
        return reason
    params = tuple((name, NOT_SHOWN if name == "hold" else value) for name, value in reason.params)
    return replace(reason, rule_id="hold", params=params)


def _number(point: Point, verdict: Verdict, rules: Iterable[Rule]) -> WhyNumber:
    cites = {rule.id: rule.cite for rule in rules}
    return WhyNumber(
        contact_point_id=point.id,
        label=point.label,
        masked=mask_number(point.value),
        allowed=verdict.allowed,
        next_allowed_at=verdict.next_allowed_at,
        next_kind=verdict.next_kind,
        reasons=[
            WhyReason(
                rule_id=reason.rule_id,
                code=reason.code,
                sentence_en=sentence(reason.code, reason.params, language="en"),
                sentence_zh=sentence(reason.code, reason.params, language="zh"),
                cite=cites.get(reason.rule_id, ""),
                until=reason.until,
                binding=index == 0,
            )
            for index, reason in enumerate(verdict.reasons)
        ],
    )


def _stored_reason(item: Mapping[str, Any], cites: Mapping[str, str], *, is_binding: bool) -> WhyReason:
    params: Params = tuple((str(name), value) for name, value in item["params"])
    return WhyReason(
        rule_id=item["rule_id"],
        code=item["code"],
        sentence_en=sentence(item["code"], params, language="en"),
        sentence_zh=sentence(item["code"], params, language="zh"),
        cite=cites.get(item["rule_id"], ""),
        until=None,
        binding=is_binding,
    )


def _zone(file: PersonFile, point: Point) -> str:
    zones = [file.person.known_zone, *file.person.address_zones, *point.zones]
    return next((zone for zone in zones if zone), "UTC")
