"""Writes the fictional past that `past` and `wishes` plan: closed calls with dispositions, holds, stops, wishes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.person_file import PersonFile
from campaigns.person_rows import read_person
from campaigns.reserving import verdict_document
from campaigns.store.for_dialing import person_rows
from config.facts import Fact
from config.ground import Ground
from crm.attempts import Attempt, AttemptState, Channel, DispositionEntry
from crm.contact_points import Consent, OptOut, StatedTime
from crm.facts import HoldSet, OptedOut
from crm.holds import Hold, HoldKind
from crm.store.for_seeding import insert_rows, mark_tried, open_cases_in_order
from web.demo.past import CALLED, HOLDS, Desk, EarlierCall, Past, deal_past, earlier_calls
from web.demo.wishes import draw_wishes

FILES_READ = 500
"""Files loaded by one query."""
STOP_AGE = timedelta(days=9)
"""Before the first earlier call, so that no call was made against a hold."""
EVIDENCE = "a letter before this demo began"


async def recall_past(ground: Ground, books: Books, agent_ids: Sequence[UUID], *, seed: int, now: datetime) -> None:
    """Give the persons of all open cases their past; `agent_ids` are who made the calls that were answered."""
    dice = Random(f"past:{seed}")
    async with ground.database.transaction() as session:
        pasts = {case_id: deal_past(dice) for case_id, _ in await open_cases_in_order(session)}
        touched = [case_id for case_id, past in pasts.items() if past is not Past.NOTHING]
        files = await _files(session, touched, now=now)
        desk = Desk(agent_ids, {})
        calls: list[EarlierCall] = []
        for case_id in touched:
            calls += earlier_calls(books, files[case_id], pasts[case_id], now=now, dice=dice)
        await _write_calls(ground, books, session, calls, desk)
        untried = [files[case_id] for case_id in touched if pasts[case_id] not in CALLED]
        facts = await _write_stops(ground, session, untried, pasts, now)
        await ground.journal.append(session, *facts)


async def recall_wishes(ground: Ground, *, seed: int, now: datetime) -> None:
    """Give persons the wishes they had told before `now`; whoever comes first in the books asks first."""
    dice = Random(f"wishes:{seed}")
    async with ground.database.transaction() as session:
        case_ids = [case_id for case_id, _ in await open_cases_in_order(session)]
        files = await _files(session, case_ids, now=now)
        wishes = draw_wishes(dice, ground.ids, [files[case_id] for case_id in case_ids], now=now)
        await insert_rows(session, StatedTime, wishes.stated_times)
        await insert_rows(session, Consent, wishes.consents)


async def _files(session: AsyncSession, case_ids: Sequence[UUID], *, now: datetime) -> dict[UUID, PersonFile]:
    files: dict[UUID, PersonFile] = {}
    for start in range(0, len(case_ids), FILES_READ):
        for row in await person_rows(session, case_ids[start : start + FILES_READ], now=now):
            files[row["case_id"]] = read_person(row)
    return files


async def _write_calls(
    ground: Ground, books: Books, session: AsyncSession, calls: Sequence[EarlierCall], desk: Desk
) -> None:
    attempts: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    tries: dict[UUID, int] = {}
    for call in calls:
        agent_id = desk.take(call) if call.talk_s is not None else None
        attempt = _attempt(ground, books, call, agent_id)
        attempts.append(attempt)
        entries.append(_entry(ground, attempt))
        tries[call.case_id] = tries.get(call.case_id, 0) + 1
    await insert_rows(session, Attempt, attempts)
    await insert_rows(session, DispositionEntry, entries)
    await mark_tried(session, tries)


def _attempt(ground: Ground, books: Books, call: EarlierCall, agent_id: UUID | None) -> dict[str, Any]:
    """Make the row of an earlier call. It belongs to no campaign: it must not lend one room under its ceiling."""
    disposition = books.catalogue.get(call.code)
    return {
        "id": ground.ids.new(),
        "debtor_id": call.debtor_id,
        "case_id": call.case_id,
        "campaign_id": None,
        "contact_point_id": call.point.id,
        "channel": Channel.PHONE.value,
        "direction": "outbound",
        "purpose": "collection",
        "value": call.point.value,
        "state": AttemptState.CLOSED.value,
        "counts": True,
        "lease_epoch": 0,
        "verdict": verdict_document(call.verdict, books.rulebook.version),
        "agent_id": agent_id,
        "reserved_at": call.at,
        "answered_at": call.answered_at,
        "bridged_at": call.answered_at,
        "closed_at": call.closed_at,
        "result": call.result,
        "party": disposition.party,
        "disposition": disposition.code,
        "outcome": disposition.outcome,
    }


def _entry(ground: Ground, attempt: dict[str, Any]) -> dict[str, Any]:
    agent_id = attempt["agent_id"]
    return {
        "id": ground.ids.new(),
        "attempt_id": attempt["id"],
        "code": attempt["disposition"],
        "at": attempt["closed_at"],
        "actor": "system" if agent_id is None else f"user:{agent_id}",
    }


async def _write_stops(
    ground: Ground, session: AsyncSession, files: Sequence[PersonFile], pasts: dict[UUID, Past], now: datetime
) -> list[Fact]:
    """Write holds and stops of texts that reached us by letter; return their facts."""
    holds: list[dict[str, Any]] = []
    stops: list[dict[str, Any]] = []
    facts: list[Fact] = []
    for file in files:
        past = pasts[file.case_id]
        if past is Past.STOPPED_TEXTS and (points := file.phone_points()):
            stop = {"id": ground.ids.new(), "debtor_id": file.debtor_id, "channel": Channel.SMS.value}
            stops.append(stop | {"value": points[0].value, "at": now - STOP_AGE, "evidence": EVIDENCE})
            facts.append(OptedOut(at=now, debtor_id=file.debtor_id, channel=Channel.SMS.value, source="import"))
        elif past in HOLDS:
            hold = _hold(ground, file, HOLDS[past], now)
            holds.append(hold)
            facts.append(HoldSet(at=now, hold_id=hold["id"], debtor_id=file.debtor_id, kind=hold["kind"], until=None))
    await insert_rows(session, Hold, holds)
    await insert_rows(session, OptOut, stops)
    return facts


def _hold(ground: Ground, file: PersonFile, kind: HoldKind, now: datetime) -> dict[str, Any]:
    return {
        "id": ground.ids.new(),
        "debtor_id": file.debtor_id,
        "case_id": file.case_id if kind is HoldKind.DISPUTED else None,
        "kind": kind.value,
        "starts_at": now - STOP_AGE,
        "evidence": EVIDENCE,
        "actor": "system",
    }
