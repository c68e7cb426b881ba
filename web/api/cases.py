"""Cases over HTTP: the list, the page, why not now, notes and holds."""

from starlette.responses import Response

from campaigns.contact_facts import HoldFact
from campaigns.ending import lift
from campaigns.proving import prove
from campaigns.recording import record_fact
from campaigns.store.for_campaigns import all_campaigns
from config.errors import BadInput, NotAllowed
from crm.attempts import Channel, Note
from crm.facts import NoteAdded
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
from web.explaining import why_not_now
from web.house import House
from web.naming import name_actors
from web.shapes.cases import CasePage, CaseQuery, CaseView, HoldBody, HoldShape
from web.shapes.shape import Named, ReasonBody, TextBody
from web.shapes.timeline import TimelineItem, VerdictView, WhyQuery, WhyView
from web.verdicts import frozen_verdict

JSON = "application/json"


async def list_cases(house: House, request: ApiRequest[CaseQuery]) -> CasePage:
    """Search and list cases, longest past due first; for those who may not see debts, by number.

    Raises:
        NotAllowed: a bucket, state or campaign is asked for by somebody who may not see debts.
    """
    sent = request.sent
    narrowed = CaseFilter(sent.query, sent.bucket, sent.campaign, sent.state)
    async with house.database.transaction() as session:
        sight = await sight_of(session, house, request.me)
        if not sight.of_all:
            _refuse_telling(sent)
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
        shows_debt = (await sight_of(session, house, request.me)).covers(attempt.case_id)
        return await frozen_verdict(session, attempt, house.books, shows_debt=shows_debt)


async def download_proof(house: House, request: ApiRequest[None]) -> Response:
    """Give the signed proof of the person of a case, as a file."""
    case_id = request.id("case_id")
    proof = await prove(house.ground, case_id, rulebook=house.books.rulebook.version)
    name = f'attachment; filename="proof-{case_id}.json"'
    return Response(proof, media_type=JSON, headers={"Content-Disposition": name, "Cache-Control": "no-store"})


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
    sent, case_id = request.sent, request.id("case_id")
    wanted = HoldFact(kind=sent.kind, ends_at=sent.ends_at)
    hold_id = await record_fact(house.ground, case_id, wanted, actor=request.actor, evidence=sent.evidence)
    async with house.database.transaction() as session:
        hold = await hold_for_update(session, hold_id)
        assert hold is not None, "it has just been recorded"
        names = await name_actors(session, [hold.actor])
    return hold_shape(hold, names[hold.actor])


async def lift_hold(house: House, request: ApiRequest[ReasonBody]) -> HoldShape:
    """End a hold; the reason is kept as a part of its evidence.

    Raises:
        Conflict: it has been lifted before.
        NotAllowed: an agent may set holds, but not lift them.
    """
    if Right.TAKE_CALLS in request.me.rights:
        raise NotAllowed("not_allowed", "Lifting a hold is for somebody who does not take calls.")
    hold = await lift(house.ground, request.id("hold_id"), actor=request.actor, reason=request.sent.reason)
    async with house.database.transaction() as session:
        names = await name_actors(session, [hold.actor])
    return hold_shape(hold, names[hold.actor])


def _refuse_telling(sent: CaseQuery) -> None:
    """Refuse filters whose answer tells of a debt."""
    asked = {"bucket": sent.bucket, "state": sent.state, "campaign": sent.campaign}
    details = {name: "not for your role" for name, value in asked.items() if value is not None}
    if details:
        raise NotAllowed("not_allowed", "Buckets, states and campaigns tell of debts.", details)


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
        "GET",
        "/cases/{case_id:uuid}/proof",
        Right.PROVE,
        None,
        None,
        download_proof,
        "Give the signed proof of a person: every attempt, its verdict, facts and rules",
        media=JSON,
    ),
    Endpoint(
        "POST", "/cases/{case_id:uuid}/notes", Right.SEE_CASES, TextBody, TimelineItem, add_note, "Write a remark"
    ),
    Endpoint(
        "POST",
        "/cases/{case_id:uuid}/holds",
        Right.RECORD_FACTS,
        HoldBody,
        HoldShape,
        place_hold,
        "Forbid or pause contact",
    ),
    Endpoint(
        "POST",
        "/holds/{hold_id:uuid}/lift",
        Right.RECORD_FACTS,
        ReasonBody,
        HoldShape,
        lift_hold,
        "End a hold, with a reason",
    ),
)
