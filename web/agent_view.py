"""An agent's own state as the panel shows it. Pure; states and count-downs are the floor's."""

from datetime import datetime

from campaigns.agents import Agent
from campaigns.store.for_agents import OwnNumbers
from web.shapes.agents import AgentNumbers, AgentView
from web.shapes.calls import CallView


def show_agent(agent: Agent, call: CallView | None, numbers: OwnNumbers, *, now: datetime) -> AgentView:
    """Build the view; `until` is when the server acts by itself."""
    return AgentView(
        state=agent.state.value,
        since=agent.since,
        until=agent.until,
        cause=agent.cause,
        break_reason=agent.break_reason,
        break_after=agent.break_after is not None,
        call=call,
        numbers=AgentNumbers(
            calls=numbers.calls, contacts=numbers.contacts, promises=numbers.promises, talk_s=numbers.talk_s
        ),
        server_now=now,
    )
