"""The floor over HTTP: the live picture, unstick, a message to an agent."""

from campaigns.agents import Signal
from campaigns.dialing import Dialing
from campaigns.facts import AgentUnstuck
from campaigns.floor.commands import OutcomeMissing
from campaigns.floor.inputs import AgentSignalled
from campaigns.wrapping_up import record_missing
from crm.staff import Right
from crm.store.for_case_pages import attempt_by_id
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.shapes.floor import FloorView
from web.shapes.shape import ReasonBody, TextBody
from web.viewing import view_floor


async def show_floor(house: House, request: ApiRequest[None]) -> FloorView:  # noqa: ARG001
    return await view_floor(house)


async def unstick_agent(house: House, request: ApiRequest[ReasonBody]) -> FloorView:
    """Free an agent: their call ends, gets the flagged outcome if it has none, and they are on a break.

    Raises:
        NotFound: no such agent.
        Conflict: the agent is offline, so nothing is stuck.
    """
    dialing: Dialing = house.floor
    agent = dialing.agent(request.id("agent_id"))
    await dialing.ask(AgentSignalled(agent_id=agent.id, signal=Signal.UNSTUCK, cause="unstuck"))
    now = house.clock.now()
    async with house.database.transaction() as session:
        unstuck = AgentUnstuck(at=now, actor=request.actor, agent_id=agent.id, reason=request.sent.reason)
        await house.journal.append(session, unstuck)
        attempt = None if agent.attempt_id is None else await attempt_by_id(session, agent.attempt_id)
    if attempt is not None and attempt.answered_at is not None:
        missing = OutcomeMissing(attempt.id, agent.id)
        for given in await record_missing(house.ground, house.books, dialing.campaigns, missing):
            await dialing.ask(given)
    return await view_floor(house)


async def message_agent(house: House, request: ApiRequest[TextBody]) -> None:
    """Show a line of text at an agent's panel; it waits for one whose browser is away for a moment.

    Raises:
        NotFound: no such agent.
    """
    dialing: Dialing = house.floor
    agent = dialing.agent(request.id("agent_id"))
    told = {"text": request.sent.text, "from": request.me.display_name, "at": house.clock.now().isoformat()}
    house.hub.send(agent.id, "message", told)


ROUTES: tuple[Endpoint, ...] = (
    Endpoint(
        "GET",
        "/floor",
        Right.SEE_FLOOR,
        None,
        FloorView,
        show_floor,
        "Show agents, campaigns and totals as they are now",
    ),
    Endpoint(
        "POST",
        "/floor/agents/{agent_id:uuid}/unstick",
        Right.UNSTICK,
        ReasonBody,
        FloorView,
        unstick_agent,
        "Free an agent's state by hand, with a reason",
    ),
    Endpoint(
        "POST",
        "/floor/agents/{agent_id:uuid}/message",
        Right.UNSTICK,
        TextBody,
        None,
        message_agent,
        "Show a line of text to an agent",
    ),
)
