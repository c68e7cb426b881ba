"""An agent's own state over HTTP: ready, break, offline, more wrap-up, preview."""

from campaigns.agents import ON_A_CALL, AgentState, Signal
from campaigns.dialing import Dialing
from campaigns.floor.inputs import AgentSignalled, BreakAsked, ExtensionAsked
from campaigns.skipping import skip_case
from config.errors import BadInput, Conflict
from crm.staff import Right
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.shapes.agents import AgentView, BreakBody, PreviewDial, PreviewSkip
from web.shapes.shape import Empty
from web.viewing import view_agent


async def show_agent(house: House, request: ApiRequest[None]) -> AgentView:
    return await view_agent(house, request.me.user_id)


async def go_ready(house: House, request: ApiRequest[Empty]) -> AgentView:
    """Take calls; on a call this takes back the wish for a break after it.

    Raises:
        Conflict: a call waits for its outcome.
    """
    dialing: Dialing = house.floor
    agent = dialing.agent(request.me.user_id)
    if agent.state in ON_A_CALL and agent.break_after is not None:
        await dialing.ask(BreakAsked(agent.id, None))
    elif agent.state is not AgentState.READY:
        await dialing.ask(AgentSignalled(agent_id=agent.id, signal=Signal.CAME_READY, cause="agent"))
    return await view_agent(house, agent.id)


async def take_break(house: House, request: ApiRequest[BreakBody]) -> AgentView:
    """Take a break, after the call if one is up.

    Raises:
        BadInput: there is no such reason.
    """
    dialing: Dialing = house.floor
    agent = dialing.agent(request.me.user_id)
    reason = request.sent.reason
    if reason not in {known.code for known in house.books.catalogue.breaks}:
        raise BadInput("break_reason", "There is no such reason for a break.", {"reason": "not known"})
    await dialing.ask(BreakAsked(agent.id, reason))
    return await view_agent(house, agent.id)


async def go_offline(house: House, request: ApiRequest[Empty]) -> AgentView:
    """Stop taking calls.

    Raises:
        Conflict: a call is up or waits for its outcome.
    """
    dialing: Dialing = house.floor
    agent = dialing.agent(request.me.user_id)
    if agent.state is not AgentState.OFFLINE:
        await dialing.ask(AgentSignalled(agent_id=agent.id, signal=Signal.WENT_OFFLINE, cause="agent"))
    return await view_agent(house, agent.id)


async def extend_wrap_up(house: House, request: ApiRequest[Empty]) -> AgentView:
    """Ask for more wrap-up.

    Raises:
        Conflict: none runs, or it was extended often enough.
    """
    dialing: Dialing = house.floor
    agent = dialing.agent(request.me.user_id)
    await dialing.ask(ExtensionAsked(agent.id))
    return await view_agent(house, agent.id)


async def dial_previewed(house: House, request: ApiRequest[PreviewDial]) -> AgentView:
    """Dial the case that is shown.

    Raises:
        Conflict: another case is shown, or the rules refuse; the details name the rule.
    """
    dialing: Dialing = house.floor
    agent = dialing.agent(request.me.user_id)
    if agent.case_id != request.sent.case_id:
        raise Conflict("no_preview", "This case is not offered any more.")
    await dialing.dial_preview(agent.id)
    return await view_agent(house, agent.id)


async def skip_previewed(house: House, request: ApiRequest[PreviewSkip]) -> AgentView:
    """Pass the case that is shown on, with a reason that is noted on it.

    Raises:
        Conflict: no case is offered.
    """
    dialing: Dialing = house.floor
    agent = dialing.agent(request.me.user_id)
    if agent.state is not AgentState.PREVIEW or agent.case_id is None:
        raise Conflict("no_preview", "No case is offered.")
    await skip_case(house.ground, agent.case_id, reason=request.sent.reason, actor=request.actor)
    await dialing.ask(AgentSignalled(agent_id=agent.id, signal=Signal.CAME_READY, cause="skipped"))
    return await view_agent(house, agent.id)


ROUTES: tuple[Endpoint, ...] = (
    Endpoint("GET", "/agent", Right.TAKE_CALLS, None, AgentView, show_agent, "Show one's own state, call and numbers"),
    Endpoint("POST", "/agent/ready", Right.TAKE_CALLS, Empty, AgentView, go_ready, "Take calls"),
    Endpoint(
        "POST",
        "/agent/break",
        Right.TAKE_CALLS,
        BreakBody,
        AgentView,
        take_break,
        "Take a break, after the call if one is up",
    ),
    Endpoint("POST", "/agent/offline", Right.TAKE_CALLS, Empty, AgentView, go_offline, "Stop taking calls"),
    Endpoint(
        "POST",
        "/agent/extend",
        Right.TAKE_CALLS,
        Empty,
        AgentView,
        extend_wrap_up,
        "Ask for 30 more seconds of wrap-up, within bounds",
    ),
    Endpoint(
        "POST",
        "/agent/preview/dial",
        Right.TAKE_CALLS,
        PreviewDial,
        AgentView,
        dial_previewed,
        "Dial the case that is shown",
    ),
    Endpoint(
        "POST",
        "/agent/preview/skip",
        Right.TAKE_CALLS,
        PreviewSkip,
        AgentView,
        skip_previewed,
        "Pass the case that is shown on",
    ),
)
