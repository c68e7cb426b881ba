"""Concludes a call from the panel: records the outcome and tells the floor, or takes both back.

What an outcome brings is in `wrapping_up`; what it moves on the floor, in `campaigns/floor`.
"""

from datetime import timedelta
from uuid import UUID

from campaigns.agents import AgentState
from campaigns.agreeing import CallbackTerms, PromiseTerms
from campaigns.dialing import Dialing
from campaigns.floor.commands import OutcomeMissing
from campaigns.store.for_agents import entry_undone_by
from campaigns.store.for_wrapping_up import entry_of_command
from campaigns.wrapping_up import Outcome, record_missing, record_outcome, undo_outcome
from config.errors import BadInput, Conflict, NotFound
from crm.case_card import CardRows, plausible_zones
from crm.store.for_case_card import card_rows
from web.call_view import is_right_party
from web.house import House
from web.shapes.agents import DispositionDone
from web.shapes.calls import CallbackChoice, DispositionBody
from web.viewing import load_file, view_agent

CAN_TAKE_BACK = frozenset({AgentState.READY, AgentState.BREAK})


async def record_disposition(house: House, agent_id: UUID, attempt_id: UUID, sent: DispositionBody) -> DispositionDone:
    """Record the outcome; the same command again gives its first answer and changes nothing.

    Raises:
        NotFound: no such call of this agent's, or no such code.
        Conflict: it has an outcome already, was not answered, or this very command was taken back.
        BadInput: what was sent does not fit; fields are named.
    """
    dialing: Dialing = house.floor
    async with house.database.transaction() as session:
        rows = await card_rows(session, attempt_id)
        earlier = await entry_of_command(session, sent.command_id)
    if rows is None or rows.attempt.agent_id != agent_id or (earlier and earlier.attempt_id != attempt_id):
        raise NotFound("no_call", "There is no such call of yours.")
    if earlier is not None and earlier.superseded_by is not None:
        raise Conflict("undone", "This outcome was taken back; give a new one.")
    reasons = {reason.code for reason in house.books.catalogue.reasons}
    if sent.reason_code is not None and sent.reason_code not in reasons:
        raise BadInput("outcome_incomplete", "There is no such reason.", {"reason_code": "not known"})
    outcome = Outcome(
        command_id=sent.command_id,
        attempt_id=attempt_id,
        agent_id=agent_id,
        code=sent.disposition,
        # An outcome writes a party of its own, so a repeated command is not asked again who it was.
        is_verified=earlier is not None or is_right_party(rows.attempt),
        reason_code=sent.reason_code,
        note=sent.note or None,
        promise=None if sent.promise is None else PromiseTerms(**sent.promise.model_dump()),
        callback=None if sent.callback is None else await _callback(house, rows, sent.callback),
    )
    given = await record_outcome(house.ground, house.books, dialing.campaigns, outcome)
    # The floor counts outcomes, so it is told twice only if it cannot have heard of the first.
    if earlier is None or dialing.agent(agent_id).attempt_id == attempt_id:
        await dialing.ask(given)
    async with house.database.transaction() as session:
        entry = await entry_of_command(session, sent.command_id)
    assert entry is not None, "the outcome is stored"
    undo_until = entry.at + timedelta(seconds=house.settings.undo_s)
    return DispositionDone(saved_at=entry.at, undo_until=undo_until, agent=await view_agent(house, agent_id))


async def take_back_disposition(house: House, agent_id: UUID, attempt_id: UUID, command_id: UUID) -> None:
    """Take the outcome back; the agent is in wrap-up again, with the draft as it was.

    Raises:
        NotFound: no such call of this agent's.
        Conflict: there is no outcome, it is too late, or the next call is there.
    """
    dialing: Dialing = house.floor
    agent = dialing.agent(agent_id)
    async with house.database.transaction() as session:
        is_done = await entry_undone_by(session, command_id, attempt_id) is not None
    if is_done:
        return
    if agent.state not in CAN_TAKE_BACK:
        raise Conflict("agent_cannot", "The next call is there already; ask for a correction of the outcome.")
    undone = await undo_outcome(
        house.ground, house.books, attempt_id=attempt_id, agent_id=agent.id, command_id=command_id
    )
    try:
        await dialing.ask(undone)
    except Conflict:
        # A call came between the two: no call may stay without an outcome, so the flagged one is recorded.
        await record_missing(house.ground, house.books, dialing.campaigns, OutcomeMissing(attempt_id, agent.id))
        raise


async def _callback(house: House, rows: CardRows, choice: CallbackChoice) -> CallbackTerms:
    now = house.clock.now()
    async with house.database.transaction() as session:
        file = await load_file(session, rows.case.id, now=now)
    known = {point.id for point in file.phone_points()}
    if choice.contact_point_id is not None and choice.contact_point_id not in known:
        detail = {"callback": "not a number of this person"}
        raise BadInput("outcome_incomplete", "This number is not the person's.", detail)
    return CallbackTerms(
        due_at=choice.due_at,
        zone=plausible_zones(rows.debtor, rows.point)[0],
        contact_point_id=choice.contact_point_id,
        is_mine=choice.owner == "me",
    )
