"""Cases over HTTP: the list, the page, why not now, notes and holds."""

from campaigns.effects import CASE_HOLDS
from campaigns.store.for_campaigns import all_campaigns
from config.errors import BadInput, Conflict, NotAllowed
from crm.attempts import Channel, Note
from crm.facts import HoldLifted, HoldSet, NoteAdded
from crm.holds import Hold, HoldKind
from crm.staff import Right
from crm.store.for_case_pages import (
    CaseFilter,
    ListedCase,
    Place,
    attempt_by_id,
    case_by_id,
    case_rows,
    count_cases,
    find_cases,
    hold_for_update,
)
from web.answering import no_such_thing
from web.case_pages import case_view, hold_shape, listed_case
from web.composing import timeline_of
from web.disclosing import sight_of
from web.endpoint import ApiRequest, Endpoint
from web.explaining import frozen_verdict, why_not_now
from web.house import House
from web.naming import name_actors
from web.shapes.cases import CasePage, CaseQuery, CaseView, HoldBody, HoldShape
from web.shapes.shape import Named, ReasonBody, TextBody
from web.shapes.timeline import TimelineItem, VerdictView, WhyQuery, WhyView


async def list_cases(house: House, request: ApiRequest[CaseQuery]) -> CasePage:
    """Search and list cases, longest past due first; for those who may not see debts, by number.

    Raises:
        NotAllowed: a bucket is asked for by somebody who may not see debts.
    """
    sent = request.sent
    narrowed = CaseFilter(sent.query, sent.bucket, sent.campaign, sent.state)
    async with house.database.transaction() as session:
        sight = await sight_of(session, house, request.me)
        if sent.bucket is not None and not sight.of_all:
            raise NotAllowed("not_allowed", "Buckets tell of debts.", {"bucket": "not for your role"})
        # Order and cursor of the usual list would tell how long each debt is past due.
        after, by_age = _place(sent.after), sight.of_all
        found = await find_cases(session, narrowed, after=after, limit=sent.limit + 1, by_age=by_age)
        total = await count_cases(session, narrowed)
        campaigns = {row.id: Named(id=row.id, name=row.name) for row in await all_campaigns(session)}
    page = found[: sent.limit]
    return CasePage(
        rows=[listed_case(row, campaigns, shows_debt=sight.covers(row.case.id)) for row in page],
        next=_written(page[-1], by_age=by_age) if len(found) > sent.limit else None,
        total=total,
    )


async def show_case(house: House, request: ApiRequest[None]) -> CaseView:
    """Show all that is known of a case; for agents with masked numbers, and with the debt only as `sight_of` says."""
    async with house.database.transaction() as session:
        rows = await case_rows(session, request.id("case_id"))
        if rows is None:
            raise no_such_thing()
        campaigns = {row.id: Named(id=row.id, name=row.name) for row in await all_campaigns(session)}
        shows_debt = (await sight_of(session, house, request.me)).covers(rows.case.id)
        timeline = await timeline_of(session, house, rows.case, neutral=not shows_debt)
        names = await name_actors(session, [hold.actor for hold in rows.holds])
    is_masked = Right.TAKE_CALLS in request.me.rights
    return case_view(rows, campaigns, timeline, names, is_masked=is_masked, shows_debt=shows_debt)


async def explain_case(house: House, request: ApiRequest[WhyQuery]) -> WhyView:
    at = request.sent.at or house.clock.now()
    case_id, channel = request.id("case_id"), Channel(request.sent.channel)
    async with house.database.transaction() as session:
        shows_debt = (await sight_of(session, house, request.me)).covers(case_id)
        return await why_not_now(session, house.books, case_id, channel, at, shows_debt=shows_debt)


async def show_verdict(house: House, request: ApiRequest[None]) -> VerdictView:
    async with house.database.transaction() as session:
        attempt = await attempt_by_id(session, request.id("attempt_id"))
    if attempt is None:
        raise no_such_thing()
    return frozen_verdict(attempt, house.books)


async def add_note(house: House, request: ApiRequest[TextBody]) -> TimelineItem:
    now, case_id = house.clock.now(), request.id("case_id")
    async with house.database.transaction() as session:
        if await case_by_id(session, case_id) is None:
            raise no_such_thing()
        note = Note(
            id=house.ids.new(), case_id=case_id, attempt_id=None, at=now, actor=request.actor, text=request.sent.text
        )
        session.add(note)
        await house.journal.append(session, NoteAdded(at=now, actor=request.actor, note_id=note.id, case_id=case_id))
    return TimelineItem(
        at=now,
        kind="note",
        title_code="note",
        text_en=note.text,
        text_zh=note.text,
        actor=request.me.display_name,
        attempt_id=None,
        detail={},
    )


async def place_hold(house: House, request: ApiRequest[HoldBody]) -> HoldShape:
    """Forbid or pause contact; kinds that concern the person cover all their cases.

    Raises:
        BadInput: no such kind, or an end that has passed.
    """
    now, sent = house.clock.now(), request.sent
    if sent.kind not in set(HoldKind):
        raise BadInput("hold_kind", "There is no such kind of hold.", {"kind": "not known"})
    if sent.ends_at is not None and sent.ends_at <= now:
        raise BadInput("hold_end", "A hold cannot end in the past.", {"ends_at": "in the past"})
    async with house.database.transaction() as session:
        case = await case_by_id(session, request.id("case_id"), lock=True)
        if case is None:
            raise no_such_thing()
        hold = Hold(
            id=house.ids.new(),
            debtor_id=case.debtor_id,
            case_id=case.id if sent.kind in CASE_HOLDS else None,
            kind=HoldKind(sent.kind).value,
            starts_at=now,
            ends_at=sent.ends_at,
            lifted_at=None,
            evidence=sent.evidence,
            actor=request.actor,
        )
        session.add(hold)
        fact = HoldSet(
            at=now,
            actor=request.actor,
            hold_id=hold.id,
            debtor_id=hold.debtor_id,
            kind=hold.kind,
            until=hold.ends_at,
        )
        await house.journal.append(session, fact)
    return hold_shape(hold, request.me.display_name)


async def lift_hold(house: House, request: ApiRequest[ReasonBody]) -> HoldShape:
    """End a hold; the reason is kept as a part of its evidence.

    Raises:
        Conflict: it has been lifted before.
        NotAllowed: an agent may set holds, but not lift them.
    """
    now = house.clock.now()
    if Right.TAKE_CALLS in request.me.rights:
        raise NotAllowed("not_allowed", "Lifting a hold is for somebody who does not take calls.")
    async with house.database.transaction() as session:
        hold = await hold_for_update(session, request.id("hold_id"))
        if hold is None:
            raise no_such_thing()
        if hold.lifted_at is not None:
            raise Conflict("hold_lifted", "This hold has been lifted already.")
        hold.lifted_at = now
        hold.evidence = f"{hold.evidence}\nLifted: {request.sent.reason}"
        await house.journal.append(
            session, HoldLifted(at=now, actor=request.actor, hold_id=hold.id, debtor_id=hold.debtor_id)
        )
        names = await name_actors(session, [hold.actor])
    return hold_shape(hold, names[hold.actor])


def _place(after: str | None) -> Place | None:
    if after is None:
        return None
    days, _, number = after.partition(".")
    if not days.isascii() or not days.isdigit() or len(days) > 9:
        raise BadInput("bad_cursor", "This page cannot be found; start from the first.", {"after": "not a cursor"})
    return Place(int(days), number)


def _written(row: ListedCase, *, by_age: bool) -> str:
    return f"{row.case.days_past_due if by_age else 0}.{row.case.number}"


ROUTES: tuple[Endpoint, ...] = (
    Endpoint("GET", "/cases", Right.SEE_CASES, CaseQuery, CasePage, list_cases, "Search and list cases"),
    Endpoint(
        "GET", "/cases/{case_id:uuid}", Right.SEE_CASES, None, CaseView, show_case, "Show all that is known of a case"
    ),
    Endpoint(
        "GET",
        "/cases/{case_id:uuid}/why",
        Right.SEE_CASES,
        WhyQuery,
        WhyView,
        explain_case,
        "Say for each number why it may or may not be contacted",
    ),
    Endpoint(
        "GET",
        "/attempts/{attempt_id:uuid}/verdict",
        Right.SEE_CASES,
        None,
        VerdictView,
        show_verdict,
        "Show the verdict frozen with an attempt",
    ),
    Endpoint(
        "POST", "/cases/{case_id:uuid}/notes", Right.SEE_CASES, TextBody, TimelineItem, add_note, "Write a remark"
    ),
    Endpoint(
        "POST",
        "/cases/{case_id:uuid}/holds",
        Right.SEE_CASES,
        HoldBody,
        HoldShape,
        place_hold,
        "Forbid or pause contact",
    ),
    Endpoint(
        "POST",
        "/holds/{hold_id:uuid}/lift",
        Right.SEE_CASES,
        ReasonBody,
        HoldShape,
        lift_hold,
        "End a hold, with a reason",
    ),
)
