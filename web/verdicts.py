"""Shows the verdict that was frozen with an attempt: the rules and their versions, and the facts it was judged on.

Nothing is judged for today: counts and zones are computed from the frozen facts and the rules as they were kept.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.contact_outlook import CAP, used_of
from campaigns.frozen_facts import thaw
from campaigns.kept_rules import rebuilt
from campaigns.person_file import PersonFile
from campaigns.rules.case import Case
from campaigns.rules.proposal import Proposal
from campaigns.rules.rule import Rule
from campaigns.rules.sentences import sentence
from campaigns.rules.verdict import Params, Reason
from campaigns.store.for_proof import kept_rules, ledger_of
from crm.attempts import Attempt, Channel
from web.explaining import reason_shape
from web.frozen_words import facts_said
from web.shapes.timeline import CountShape, RuleVersion, SaidShape, VerdictView
from web.why_words import LIFTS


async def frozen_verdict(session: AsyncSession, attempt: Attempt, books: Books, *, shows_debt: bool) -> VerdictView:
    """Show what the rules said when an attempt was reserved; without `shows_debt` not on which facts."""
    stored: Mapping[str, Any] = attempt.verdict
    kept = await kept_rules(session, stored["rules"])
    rules = {row.version: rebuilt({"row": row.row, "holidays": row.holidays}) for row in kept}
    facts = stored.get("facts") or {}
    file = await _file(session, attempt, facts) if facts and shows_debt else None
    proposal = None if file is None else _proposal(file, attempt, stored)
    case = None if file is None or proposal is None else Case(proposal, file.person, file.history)
    reasons = [
        _reason(item, books, is_binding=index == 0, shows_debt=shows_debt)
        for index, item in enumerate(stored["reasons"])
    ]
    view = VerdictView(
        at=datetime.fromisoformat(stored["at"]),
        allowed=bool(stored["allowed"]),
        reasons=reasons,
        rules=[_version(name, rules.get(name), shows_debt=shows_debt) for name in stored["rules"]],
        rulebook=stored.get("rulebook", ""),
        tz=stored.get("tz", ""),
        has_facts=file is not None,
        zones=[] if case is None else list(case.zones("all_candidates")),
        counts=[] if case is None else list(_counts(case, rules.values())),
        facts=[] if file is None else [SaidShape(en=words.en, zh=words.zh) for words in facts_said(facts, books)],
        text_en="",
        text_zh="",
    )
    return view.model_copy(update={"text_en": _text(view, "en"), "text_zh": _text(view, "zh")})


async def _file(session: AsyncSession, attempt: Attempt, facts: Mapping[str, Any]) -> PersonFile:
    ledger = {row["id"]: row for row in await ledger_of(session, attempt.debtor_id)}
    return thaw(facts, debtor_id=str(attempt.debtor_id), case_id=str(attempt.case_id), ledger=ledger)


def _proposal(file: PersonFile, attempt: Attempt, stored: Mapping[str, Any]) -> Proposal | None:
    point = next((point for point in file.points if point.id == attempt.contact_point_id), None)
    if point is None:
        return None
    at = datetime.fromisoformat(stored["at"])
    return file.proposal(point, Channel(attempt.channel), at, purpose=attempt.purpose)


def _counts(case: Case, rules: Iterable[Rule]) -> Iterable[CountShape]:
    for rule in sorted(rules, key=lambda rule: (rule.rank, rule.id)):
        if rule.kind == CAP:
            fresh = Case(case.proposal, case.person, case.history)
            used = used_of(rule.terms, fresh, case.proposal.at)
            title = (rule.title, rule.title_zh or rule.title)
            yield CountShape(rule_id=rule.id, title_en=title[0], title_zh=title[1], used=used, limit=rule.terms.limit)


def _version(name: str, rule: Rule | None, *, shows_debt: bool) -> RuleVersion:
    rule_id, _, version = name.partition("@")
    shown = rule if shows_debt else None
    return RuleVersion(
        id=rule_id,
        version=version,
        title_en="" if shown is None else shown.title,
        title_zh="" if shown is None else shown.title_zh or shown.title,
    )


def _reason(item: Mapping[str, Any], books: Books, *, is_binding: bool, shows_debt: bool) -> Any:  # noqa: ANN401
    params: Params = tuple((str(name), value) for name, value in item["params"])
    rule = next((rule for rule in books.rulebook.rules if rule.id == item["rule_id"]), None)
    reason = Reason(item["rule_id"], 0, item["code"], "", None, "", params)
    return reason_shape(reason, rule, LIFTS["time"], is_binding=is_binding, shows_debt=shows_debt)


def _text(view: VerdictView, tongue: str) -> str:
    """Write a frozen verdict in one language, to be copied."""
    words = {
        "en": (
            "Judged at {at} by rulebook {book}, time zones {tz}",
            "Zones",
            "Counted",
            "{used} of {limit}",
            "On record",
            "Rules",
        ),
        "zh": ("判定时间 {at}，规则库 {book}，时区数据 {tz}", "时区", "计数", "{used}/{limit}", "记录", "规则"),
    }[tongue]
    lines = [getattr(reason, f"sentence_{tongue}") for reason in view.reasons]
    lines = lines or [sentence("allowed", (), language="en" if tongue == "en" else "zh")]
    lines.append(words[0].format(at=f"{view.at:%Y-%m-%d %H:%M:%S} UTC", book=view.rulebook or "–", tz=view.tz or "–"))
    if view.zones:
        lines.append(f"{words[1]}: {', '.join(view.zones)}")
    for count in view.counts:
        used = words[3].format(used=count.used, limit=count.limit)
        lines.append(f"{words[2]}: {used}, {getattr(count, f'title_{tongue}')} [{count.rule_id}]")
    lines += [f"{words[4]}: {getattr(fact, tongue)}" for fact in view.facts]
    lines.append(f"{words[5]}: {', '.join(f'{rule.id}@{rule.version}' for rule in view.rules)}")
    return "\n".join(lines)
