"""One call at the agent panel: draft, verification, promise, callback slots, outcome, undo, hold.

Whose call it is is read from the floor; an outcome and its undo also stand when the floor has moved on.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.agents import Agent
from campaigns.dialing import Dialing
from campaigns.drafting import save_draft as keep_draft
from campaigns.rules.sentences import sentence
from campaigns.slots import Slot
from campaigns.slots import callback_slots as judged_slots
from campaigns.verifying import verify_party as record_verified
from config.errors import Conflict, NotFound
from config.facts import Fact
from crm.case_card import CardRows, plausible_zones
from crm.money import Money
from crm.promise_days import weekday_names
from crm.promise_text import read_promise
from crm.staff import Right
from crm.store.for_case_card import card_rows
from telephony.facts import CallEnded, CallHeld, CallResumed
from web.awaiting import until_stored
from web.call_view import is_right_party
from web.concluding import record_disposition, take_back_disposition
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.shapes.agents import DispositionDone
from web.shapes.calls import (
    CallbackSlot,
    CallbackSlots,
    CallView,
    DispositionBody,
    DraftSaved,
    DraftShape,
    FieldProblem,
    PromiseRead,
    PromiseText,
    SlotsQuery,
    VerifyBody,
)
from web.shapes.shape import CommandBody, Empty, MoneyShape
from web.viewing import load_file, point_of, view_call


async def save_draft(house: House, request: ApiRequest[DraftShape]) -> DraftSaved:
    agent, attempt_id = _own(house, request)
    body = request.sent.model_dump(mode="json")
    saved_at = await keep_draft(house.ground, attempt_id=attempt_id, agent_id=agent.id, body=body)
    return DraftSaved(saved_at=saved_at)


async def verify_party(house: House, request: ApiRequest[VerifyBody]) -> CallView:
    agent, attempt_id = _own(house, request)
    await record_verified(house.ground, attempt_id=attempt_id, agent_id=agent.id, items=request.sent.items)
    return await view_call(house, agent.id, attempt_id)


async def parse_promise(house: House, request: ApiRequest[PromiseText]) -> PromiseRead:
    """Read a promise in the person's own day.

    Raises:
        Conflict: the right party is not verified, so no amount may be named.
    """
    _, attempt_id = _own(house, request)
    rows = await _rows(house, attempt_id)
    if not is_right_party(rows.attempt):
        raise Conflict("not_verified", "Verify the right party first.")
    today = house.clock.now().astimezone(ZoneInfo(_zone(rows))).date()
    owed = Money(rows.case.past_due_minor, rows.case.currency)
    read = read_promise(request.sent.text, today=today, past_due=owed)
    return PromiseRead(
        amount=None if read.amount is None else MoneyShape.of(read.amount),
        due_on=read.due_on,
        method=read.method,
        read_back_en=read.read_back_en,
        read_back_zh=read.read_back_zh,
        problems=[FieldProblem(field=problem.field, sentence=problem.sentence) for problem in read.problems],
        needs_approval=read.needs_approval,
    )


async def callback_slots(house: House, request: ApiRequest[SlotsQuery]) -> CallbackSlots:
    """List the half hours of the person's next days with what bars each; weekday and reason in the agent's language."""
    _, attempt_id = _own(house, request)
    rows, now = await _rows(house, attempt_id), house.clock.now()
    zone, dialing = _zone(rows), _dialing(house)
    async with house.database.transaction() as session:
        file = await load_file(session, rows.case.id, now=now)
    point = point_of(file, rows.attempt.contact_point_id)
    if point is None:
        return CallbackSlots(zone=zone, slots=[])
    campaign = dialing.campaigns.get(rows.attempt.campaign_id) if rows.attempt.campaign_id else None
    slots = judged_slots(file, point, house.books, campaign, zone=zone, now=now, days=request.sent.days)
    return CallbackSlots(zone=zone, slots=[_slot(slot, zone, request.me.language) for slot in slots])


async def set_disposition(house: House, request: ApiRequest[DispositionBody]) -> DispositionDone:
    return await record_disposition(house, request.me.user_id, request.id("attempt_id"), request.sent)


async def undo_disposition(house: House, request: ApiRequest[CommandBody]) -> CallView:
    agent_id, attempt_id = request.me.user_id, request.id("attempt_id")
    await take_back_disposition(house, agent_id, attempt_id, request.sent.command_id)
    return await view_call(house, agent_id, attempt_id)


async def hang_up(house: House, request: ApiRequest[Empty]) -> CallView:
    return await _act(house, request, _dialing(house).calling.hang_up, CallEnded)


async def hold_call(house: House, request: ApiRequest[Empty]) -> CallView:
    return await _act(house, request, _dialing(house).calling.hold, CallHeld)


async def resume_call(house: House, request: ApiRequest[Empty]) -> CallView:
    return await _act(house, request, _dialing(house).calling.resume, CallResumed)


async def _act(
    house: House, request: ApiRequest[Empty], act: Callable[[UUID], Awaitable[None]], follows: type[Fact]
) -> CallView:
    agent, attempt_id = _own(house, request)
    if _dialing(house).calling.find(attempt_id) is not None:
        async with until_stored(house, attempt_id, follows, CallEnded):
            await act(attempt_id)
    return await view_call(house, agent.id, attempt_id)


def _dialing(house: House) -> Dialing:
    found: Dialing = house.floor
    return found


def _own(house: House, request: ApiRequest[Any]) -> tuple[Agent, UUID]:
    """Return the agent and the call they have now; any other call is as if it did not exist."""
    agent, attempt_id = _dialing(house).agent(request.me.user_id), request.id("attempt_id")
    if agent.attempt_id != attempt_id:
        raise NotFound("no_call", "There is no such call of yours.")
    return agent, attempt_id


async def _rows(house: House, attempt_id: UUID) -> CardRows:
    async with house.database.transaction() as session:
        rows = await card_rows(session, attempt_id)
    if rows is None:
        raise NotFound("no_call", "There is no such call of yours.")
    return rows


def _zone(rows: CardRows) -> str:
    return plausible_zones(rows.debtor, rows.point)[0]


def _slot(slot: Slot, zone: str, language: str) -> CallbackSlot:
    local, reason = slot.at.astimezone(ZoneInfo(zone)), slot.reason
    tongue: Literal["en", "zh"] = "zh" if language == "zh" else "en"
    weekday = weekday_names(tongue)[local.weekday()]
    return CallbackSlot(
        at=slot.at,
        local=f"{weekday if tongue == 'zh' else weekday[:3]} {local:%H:%M}",
        allowed=slot.is_allowed,
        rule=None if reason is None else reason.rule_id,
        why=None if reason is None else sentence(reason.code, reason.params, language=tongue),
    )


ROUTES: tuple[Endpoint, ...] = (
    Endpoint(
        "PUT",
        "/calls/{attempt_id:uuid}/draft",
        Right.TAKE_CALLS,
        DraftShape,
        DraftSaved,
        save_draft,
        "Keep what has been typed so far",
    ),
    Endpoint(
        "POST",
        "/calls/{attempt_id:uuid}/verify",
        Right.TAKE_CALLS,
        VerifyBody,
        CallView,
        verify_party,
        "Confirm the right party; the debt is shown from here",
    ),
    Endpoint(
        "POST",
        "/calls/{attempt_id:uuid}/promise/parse",
        Right.TAKE_CALLS,
        PromiseText,
        PromiseRead,
        parse_promise,
        "Read a promise typed in one line",
    ),
    Endpoint(
        "GET",
        "/calls/{attempt_id:uuid}/callback-slots",
        Right.TAKE_CALLS,
        SlotsQuery,
        CallbackSlots,
        callback_slots,
        "List callback slots in the person's zone, barred ones with the rule",
    ),
    Endpoint(
        "POST",
        "/calls/{attempt_id:uuid}/disposition",
        Right.TAKE_CALLS,
        DispositionBody,
        DispositionDone,
        set_disposition,
        "Record the outcome; ends the call if it is still up",
    ),
    Endpoint(
        "POST",
        "/calls/{attempt_id:uuid}/undo",
        Right.TAKE_CALLS,
        CommandBody,
        CallView,
        undo_disposition,
        "Take the outcome back while that is possible",
    ),
    Endpoint("POST", "/calls/{attempt_id:uuid}/hang_up", Right.TAKE_CALLS, Empty, CallView, hang_up, "End the call"),
    Endpoint(
        "POST", "/calls/{attempt_id:uuid}/hold", Right.TAKE_CALLS, Empty, CallView, hold_call, "Put the person on hold"
    ),
    Endpoint(
        "POST",
        "/calls/{attempt_id:uuid}/resume",
        Right.TAKE_CALLS,
        Empty,
        CallView,
        resume_call,
        "Take the person off hold",
    ),
)
