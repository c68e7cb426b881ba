"""The one timeline of a case: rows and facts of every kind as sentences in both languages, newest first.

Pure. Until the right party is verified, `neutral` leaves out everything that tells of a debt.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.facts import CaseEnrolled, TreatmentChosen
from config.facts import Fact
from crm.attempts import Attempt, Channel, DispositionEntry
from crm.dispositions import Catalogue
from crm.facts import AttemptRefused, CaseMoved
from crm.money import Money
from crm.store.for_case_pages import TimelineRows
from telephony.messages import WITHDRAWN
from telephony.tables import MessageRow
from web.fact_sentences import sentence_of
from web.naming import shown_as, user_of
from web.shapes.timeline import TimelineItem, TimelineKind
from web.words import word

NEUTRAL_KINDS = frozenset({"call", "sms_out", "sms_in", "callback", "refused"})


@dataclass(frozen=True, slots=True)
class Telling:
    """What sentences are made with: the names of dispositions, and those of users by their id."""

    catalogue: Catalogue
    names: Mapping[UUID, str]

    def actor(self, actor: str) -> str:
        """Name an actor: a user's display name, or the word it is."""
        return shown_as(actor, self.names)


def compose(
    rows: TimelineRows, facts: Iterable[Fact], telling: Telling, *, neutral: bool = False
) -> list[TimelineItem]:
    """Return the whole timeline, newest first; of equal refusals in a row only the newest, with their count."""
    items = [
        *(_call(attempt, telling) for attempt in rows.attempts if attempt.channel == Channel.PHONE.value),
        *_texts(rows, telling),
        *(_entry(entry, telling) for entry in rows.entries),
        *_agreements(rows, telling),
        *_holds_and_notes(rows, telling),
        *(item for fact in facts if (item := _fact(fact, telling)) is not None),
    ]
    items.sort(key=lambda item: item.at, reverse=True)
    shown = _merged(items)
    return [_bare(item) for item in shown if item.kind in NEUTRAL_KINDS] if neutral else shown


def actors_of(rows: TimelineRows, facts: Iterable[Fact]) -> list[UUID]:
    """Return the ids of all users whose names the timeline needs."""
    groups: tuple[Sequence[Any], ...] = (rows.entries, rows.promises, rows.callbacks, rows.holds, rows.notes)
    actors = [row.actor for group in groups for row in group] + [fact.actor for fact in facts]
    agents = [attempt.agent_id for attempt in rows.attempts if attempt.agent_id is not None]
    return [*agents, *(user_id for actor in actors if (user_id := user_of(actor)) is not None)]


def _call(attempt: Attempt, telling: Telling) -> TimelineItem:
    result = attempt.result or attempt.state
    agent = telling.names.get(attempt.agent_id) if attempt.agent_id else None
    way = ("Call from them", "对方来电") if attempt.direction == "inbound" else ("Call", "外呼")
    return _item(
        attempt.reserved_at,
        "call",
        f"call.{result}",
        (f"{way[0]}: {word(result).en}.", f"{way[1]}：{word(result).zh}。"),
        actor=agent or "system",
        attempt_id=attempt.id,
        detail={
            "result": result,
            "disposition": attempt.disposition,
            "bridged_at": _iso(attempt.bridged_at),
            "closed_at": _iso(attempt.closed_at),
        },
    )


def _texts(rows: TimelineRows, telling: Telling) -> Iterable[TimelineItem]:
    attempts = {attempt.id: attempt for attempt in rows.attempts}
    for message in rows.messages:
        yield _text_out(message, attempts[message.attempt_id], telling)
    for text in rows.inbound:
        sentence = (f"Text from them: “{text.text}”", f"对方短信：“{text.text}”")
        yield _item(text.at, "sms_in", "sms_in", sentence, actor="person", detail={"text": text.text})


def _text_out(message: MessageRow, attempt: Attempt, telling: Telling) -> TimelineItem:
    state = word(message.code if message.code == WITHDRAWN else message.state)
    return _item(
        message.queued_at,
        "sms_out",
        f"sms_out.{message.state}",
        (f"Text message: {state.en}.", f"短信：{state.zh}。"),
        actor=telling.names.get(attempt.agent_id, "system") if attempt.agent_id else "system",
        attempt_id=message.attempt_id,
        detail={"state": message.state, "template": message.template, "text": message.text},
    )


def _entry(entry: DispositionEntry, telling: Telling) -> TimelineItem:
    known = telling.catalogue.by_code.get(entry.code)
    en, zh = (known.en, known.zh) if known else (entry.code, entry.code)
    gone = entry.superseded_by is not None
    return _item(
        entry.at,
        "disposition",
        "disposition.superseded" if gone else "disposition",
        (
            f"{'Corrected later: ' if gone else ''}{entry.code} {en}.",
            f"{'后已更正：' if gone else ''}{entry.code} {zh}。",
        ),
        actor=telling.actor(entry.actor),
        attempt_id=entry.attempt_id,
        detail={"code": entry.code, "reason_code": entry.reason_code, "note": entry.note, "superseded": gone},
    )


def _agreements(rows: TimelineRows, telling: Telling) -> Iterable[TimelineItem]:
    for promise in rows.promises:
        amount = Money(promise.amount_minor, promise.currency)
        state = word(promise.state)
        yield _item(
            promise.created_at,
            "promise",
            f"promise.{promise.state}",
            (
                f"Promised {amount} by {promise.due_on} ({state.en}).",
                f"承诺于{promise.due_on}前支付{amount}（{state.zh}）。",
            ),
            actor=telling.actor(promise.actor),
            attempt_id=promise.attempt_id,
            detail={"amount_minor": promise.amount_minor, "due_on": promise.due_on.isoformat(), "state": promise.state},
        )
    for callback in rows.callbacks:
        state = word(callback.state)
        yield _item(
            callback.created_at,
            "callback",
            f"callback.{callback.state}",
            (f"Callback agreed ({state.en}).", f"约定回电（{state.zh}）。"),
            actor=telling.actor(callback.actor),
            attempt_id=callback.attempt_id,
            detail={"due_at": callback.due_at.isoformat(), "zone": callback.zone, "state": callback.state},
        )


def _holds_and_notes(rows: TimelineRows, telling: Telling) -> Iterable[TimelineItem]:
    names = {hold.code: hold for hold in telling.catalogue.holds}
    for hold in rows.holds:
        name = names.get(hold.kind)
        en, zh = (name.en, name.zh) if name else (hold.kind, hold.kind)
        detail = {"kind": hold.kind, "ends_at": _iso(hold.ends_at), "evidence": hold.evidence}
        sentence = (f"Hold: {en}.", f"限制：{zh}。")
        yield _item(hold.starts_at, "hold", "hold.set", sentence, actor=telling.actor(hold.actor), detail=detail)
        if hold.lifted_at is not None:
            sentence = (f"Hold lifted: {en}.", f"解除限制：{zh}。")
            yield _item(hold.lifted_at, "hold", "hold.lifted", sentence, detail={"kind": hold.kind})
    for note in rows.notes:
        yield _item(
            note.at,
            "note",
            "note",
            (note.text, note.text),
            actor=telling.actor(note.actor),
            attempt_id=note.attempt_id,
        )


def _fact(fact: Fact, telling: Telling) -> TimelineItem | None:
    actor = telling.actor(fact.actor)
    match fact:
        case CaseMoved():
            parts = [pair for pair in ((fact.old_state, fact.new_state), (fact.old_bucket, fact.new_bucket)) if pair[1]]
            moved = [(old, new) for old, new in parts if old != new]
            en = ", ".join(f"{word(old or 'none').en} → {word(new or 'none').en}" for old, new in moved)
            zh = "，".join(f"{word(old or 'none').zh} → {word(new or 'none').zh}" for old, new in moved)
            sentence = (f"Case moved: {en}.", f"案件变更：{zh}。")
            return _item(fact.at, "move", "case.moved", sentence, actor=actor, detail={"reason": fact.reason})
        case CaseEnrolled():
            sentence = (
                ("Came into a campaign.", "进入活动。") if fact.campaign_id else ("Left its campaign.", "退出活动。")
            )
            return _item(fact.at, "move", "case.enrolled", sentence, actor=actor, detail={"bucket": fact.bucket})
        case TreatmentChosen():
            step, why = word(fact.step), word(fact.reason)
            sentence = (f"Next step: {step.en} ({why.en}).", f"下一步：{step.zh}（{why.zh}）。")
            detail = {"step": fact.step, "reason": fact.reason, "not_before": _iso(fact.not_before)}
            return _item(
                fact.at, "treatment", f"treatment.{fact.step}", sentence, attempt_id=fact.attempt_id, detail=detail
            )
        case AttemptRefused():
            way, rules = word(fact.channel), ", ".join(fact.rules)
            sentence = (f"{way.en} refused by the rules: {rules}.", f"规则拒绝{way.zh}：{rules}。")
            refused: dict[str, Any] = {
                "rules": list(fact.rules),
                "next_allowed_at": _iso(fact.next_allowed_at),
                "count": 1,
            }
            return _item(fact.at, "refused", f"refused.{fact.channel}", sentence, detail=refused)
        case _:
            said = sentence_of(fact)
            return None if said is None else _item(fact.at, "fact", f"fact.{_code(fact)}", said, actor=actor)


def _code(fact: Fact) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(fact).__name__).lower()


def _merged(items: Sequence[TimelineItem]) -> list[TimelineItem]:
    shown: list[TimelineItem] = []
    for item in items:
        last = shown[-1] if shown else None
        if last is not None and last.kind == item.kind == "refused" and last.text_en == item.text_en:
            detail = {**last.detail, "count": last.detail["count"] + 1}
            shown[-1] = last.model_copy(update={"detail": detail})
        else:
            shown.append(item)
    return shown


def _bare(item: TimelineItem) -> TimelineItem:
    """Leave out an item's details: outcomes and texts may tell of the debt."""
    if item.kind == "sms_in":
        return item.model_copy(update={"detail": {}, "text_en": "Text from them.", "text_zh": "对方短信。"})
    return item.model_copy(update={"detail": {}})


def _item(
    at: datetime,
    kind: TimelineKind,
    title_code: str,
    sentence: tuple[str, str],
    *,
    actor: str = "system",
    attempt_id: UUID | None = None,
    detail: Mapping[str, Any] | None = None,
) -> TimelineItem:
    return TimelineItem(
        at=at,
        kind=kind,
        title_code=title_code,
        text_en=sentence[0],
        text_zh=sentence[1],
        actor=actor,
        attempt_id=attempt_id,
        detail=dict(detail or {}),
    )


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
