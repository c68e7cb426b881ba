"""Facts of a person over HTTP: all that are on record, recording one, and ending one."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.applying import evidence_of
from campaigns.contact_facts import ConsentFact, RelatedFact, effect_of
from campaigns.ending import Standing, end_fact
from campaigns.recording import record_fact
from campaigns.store.for_agents import newest_call_of
from campaigns.store.for_facts import known_facts
from config.errors import BadInput, NotAllowed
from crm.attempts import Attempt
from crm.cases import Case
from crm.staff import Right
from crm.store.for_case_pages import attempt_by_id, case_by_id
from web.answering import no_such_thing
from web.contact_fact_views import Telling, Viewer, actors_of, fact_shapes, may_end
from web.disclosing import sight_of
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.naming import name_actors
from web.shapes.contact_facts import EndBody, FactBody, FactRows, FactShape

AGENTS_LOOSEN = (ConsentFact, RelatedFact)
"""What opens contact and may be recorded by whoever hears it in a call."""


async def list_facts(house: House, request: ApiRequest[None]) -> FactRows:
    """List all facts of the person of a case, in force and ended."""
    async with house.database.transaction() as session:
        case = await _case(session, request)
        shows_debt = (await sight_of(session, house, request.me)).covers(case.id)
        return FactRows(rows=await _rows(session, house, request, case, shows_debt=shows_debt))


async def record(house: House, request: ApiRequest[FactBody]) -> FactShape:
    """Record a fact; the same one that stands already is answered as it stands.

    Raises:
        BadInput: nothing is said that it rests on, or it cannot be recorded as it was sent.
        NotAllowed: an agent opens contact without the person's word in the present call.
    """
    sent = request.sent
    async with house.database.transaction() as session:
        case = await _case(session, request)
        attempt = None if sent.attempt_id is None else await attempt_by_id(session, sent.attempt_id)
        if sent.attempt_id is not None and (attempt is None or attempt.debtor_id != case.debtor_id):
            raise BadInput("other_call", "This call was with somebody else.", {"attempt_id": "not this person's"})
        await _check_author(session, request, attempt)
        shows_debt = (await sight_of(session, house, request.me)).covers(case.id)
    evidence = sent.evidence if attempt is None else "\n".join(filter(None, [evidence_of(attempt.id), sent.evidence]))
    source = "agent" if Right.TAKE_CALLS in request.me.rights else "api"
    fact_id = await record_fact(house.ground, case.id, sent.fact, actor=request.actor, evidence=evidence, source=source)
    async with house.database.transaction() as session:
        rows = await _rows(session, house, request, case, shows_debt=True)
    shown = next(row for row in rows if row.id == fact_id)
    return shown if shows_debt else shown.model_copy(update={"evidence": ""})


async def end(house: House, request: ApiRequest[EndBody]) -> None:
    """End a fact, with a reason.

    Raises:
        NotAllowed: an agent may revoke consents and take back what was just recorded by them, nothing else.
    """
    viewer, what, now = _viewer(house, request, shows_debt=True), request.sent.what, house.clock.now()

    def check(standing: Standing) -> None:
        if not may_end(viewer, what, standing.actor, standing.at, now):
            raise NotAllowed("not_allowed", "Ending this is for somebody who does not take calls.")

    await end_fact(
        house.ground,
        request.id("case_id"),
        what,
        request.id("fact_id"),
        actor=request.actor,
        reason=request.sent.reason,
        source="agent" if viewer.is_agent else "api",
        may=check,
    )


async def _check_author(session: AsyncSession, request: ApiRequest[FactBody], attempt: Attempt | None) -> None:
    """Let agents open contact only by what the person says in the agent's own present call."""
    fact = request.sent.fact
    if Right.TAKE_CALLS not in request.me.rights or effect_of(fact) != "loosens":
        return
    mine = await newest_call_of(session, request.me.user_id)
    if not isinstance(fact, AGENTS_LOOSEN) or attempt is None or mine is None or mine.id != attempt.id:
        sentence = "Who takes calls may record this only from the person's own words in the present call."
        raise NotAllowed("not_allowed", sentence)


async def _case(session: AsyncSession, request: ApiRequest[FactBody] | ApiRequest[None]) -> Case:
    case = await case_by_id(session, request.id("case_id"))
    if case is None:
        raise no_such_thing()
    return case


async def _rows(
    session: AsyncSession,
    house: House,
    request: ApiRequest[FactBody] | ApiRequest[None],
    case: Case,
    *,
    shows_debt: bool,
) -> list[FactShape]:
    facts = await known_facts(session, case.debtor_id)
    telling = Telling(
        facts=facts,
        catalogue=house.books.catalogue,
        names=await name_actors(session, actors_of(facts)),
        viewer=_viewer(house, request, shows_debt=shows_debt),
        now=house.clock.now(),
        points={point.id: point for point in facts.points},
    )
    return fact_shapes(telling)


def _viewer(
    house: House, request: ApiRequest[FactBody] | ApiRequest[EndBody] | ApiRequest[None], *, shows_debt: bool
) -> Viewer:
    rights = request.me.rights
    return Viewer(
        actor=request.actor,
        shows_debt=shows_debt,
        may_record=Right.RECORD_FACTS in rights,
        is_agent=Right.TAKE_CALLS in rights,
        undo=timedelta(seconds=house.settings.undo_s),
    )


ROUTES: tuple[Endpoint, ...] = (
    Endpoint(
        "GET", "/cases/{case_id:uuid}/facts", Right.SEE_CASES, None, FactRows, list_facts, "List a person's facts"
    ),
    Endpoint("POST", "/cases/{case_id:uuid}/facts", Right.RECORD_FACTS, FactBody, FactShape, record, "Record a fact"),
    Endpoint(
        "POST",
        "/cases/{case_id:uuid}/facts/{fact_id:uuid}/end",
        Right.RECORD_FACTS,
        EndBody,
        None,
        end,
        "End a fact, with a reason",
    ),
)
