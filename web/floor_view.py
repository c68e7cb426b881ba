"""The floor as a supervisor sees it: agents, campaigns and totals of one instant. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from campaigns.agents import ON_A_CALL, Agent, AgentState
from campaigns.campaigns import CampaignState
from campaigns.floor.state import Floor, LineState, Wing
from campaigns.store.for_agents import FloorNumbers
from web.shapes.floor import FloorAgent, FloorCall, FloorCampaign, FloorTotals, FloorView, LinkAge
from web.shapes.shape import Named

AWAY = frozenset({AgentState.OFFLINE, AgentState.LOST})
NONE_YET = FloorNumbers()


@dataclass(frozen=True, slots=True)
class DayNumbers:
    """What the floor itself does not keep: the day's counts by campaign, and the names of teams."""

    campaigns: Mapping[UUID, FloorNumbers] = field(default_factory=dict)
    teams: Mapping[UUID, str] = field(default_factory=dict)


def show_floor(floor: Floor, day: DayNumbers, link_age: Callable[[UUID], float | None], *, now: datetime) -> FloorView:
    """Build the picture; those who are there come first, then by name. Drafts are left out."""
    agents = sorted(floor.agents.values(), key=lambda agent: (agent.state in AWAY, agent.name, agent.id))
    wings = [wing for wing in floor.wings.values() if wing.state != CampaignState.DRAFT.value]
    return FloorView(
        at=now,
        agents=[_agent(agent, floor, day, link_age(agent.id)) for agent in agents],
        campaigns=[
            _campaign(wing, floor, day.campaigns.get(wing.id, NONE_YET))
            for wing in sorted(wings, key=lambda wing: (wing.name, wing.id))
        ],
        totals=_totals(floor, list(day.campaigns.values())),
    )


def _agent(agent: Agent, floor: Floor, day: DayNumbers, age_s: float | None) -> FloorAgent:
    wing = floor.wings.get(agent.campaign_id) if agent.campaign_id else None
    team = day.teams.get(agent.team_id) if agent.team_id else None
    is_on_call = agent.state in ON_A_CALL and agent.attempt_id is not None
    return FloorAgent(
        id=agent.id,
        name=agent.name,
        robot=agent.is_robot,
        team=Named(id=agent.team_id, name=team) if agent.team_id and team else None,
        state=agent.state.value,
        since=agent.since,
        until=agent.until,
        cause=agent.cause,
        campaign=None if wing is None else Named(id=wing.id, name=wing.name),
        link=LinkAge(age_s=None if age_s is None else round(age_s, 1)),
        call=FloorCall(attempt_id=agent.attempt_id, since=agent.since) if is_on_call and agent.attempt_id else None,
    )


def _campaign(wing: Wing, floor: Floor, numbers: FloorNumbers) -> FloorCampaign:
    states = Counter(line.state for line in floor.lines.values() if line.campaign_id == wing.id)
    return FloorCampaign.model_validate(
        {
            "id": wing.id,
            "name": wing.name,
            "state": wing.state,
            "mode": wing.mode,
            "lines": states.total(),
            "ringing": states[LineState.RINGING],
            "waiting": states[LineState.WAITING],
            "answered_today": numbers.answered,
            "abandoned_today": numbers.abandoned,
            "abandoned_share": numbers.abandoned / numbers.answered if numbers.answered else 0.0,
            "ceiling_share": wing.ceiling_share,
        }
    )


def _totals(floor: Floor, numbers: Sequence[FloorNumbers]) -> FloorTotals:
    states = Counter(agent.state for agent in floor.agents.values())
    there = sum(count for state, count in states.items() if state not in AWAY)
    return FloorTotals(
        ready=states[AgentState.READY],
        talking=states[AgentState.TALKING],
        wrapping_up=states[AgentState.WRAPPING_UP],
        on_break=states[AgentState.BREAK],
        lines=len(floor.lines),
        answered=sum(one.answered for one in numbers),
        abandoned=sum(one.abandoned for one in numbers),
        contacts=sum(one.contacts for one in numbers),
        promises=sum(one.promises for one in numbers),
        talk_share=states[AgentState.TALKING] / there if there else 0.0,
    )
