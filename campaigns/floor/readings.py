"""What each campaign's pacing sees of the floor: its lines by phase and its part of the agents, without counting twice.

An agent who serves several campaigns is counted for one of them. A ready one who is set aside for a line belongs to
that line's campaign, a free one to the campaign with the fewest lines under way, and one on a call to each of the
served campaigns in turn, whichever call it is, so that no two campaigns start lines for the same end of a call.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import numpy as np

from campaigns.agents import Agent, AgentState
from campaigns.floor.state import UNANSWERED, Floor, LineState, Wing, serves
from campaigns.pace.reading import Ages, Reading

_TALKING = frozenset({AgentState.RESERVED, AgentState.TALKING})


@dataclass(slots=True)
class Look:
    """One campaign's part at one instant; ages in seconds. `free` of the `idle` agents have no line of any campaign.

    A campaign that starts nothing any more takes no free agents.
    """

    is_starting: bool = True
    idle: int = 0
    free: int = 0
    leaving: int = 0
    leaving_talks: int = 0
    paused: int = 0
    waiting: int = 0
    spare: int = 0
    under_way: int = 0
    talk_s: list[float] = field(default_factory=list)
    wrap_s: list[float] = field(default_factory=list)
    setup_s: list[float] = field(default_factory=list)
    ring_s: list[float] = field(default_factory=list)

    @property
    def agents(self) -> int:
        """Count the agents at work, those who leave after their call included."""
        return self.idle + len(self.talk_s) + len(self.wrap_s) + self.leaving

    @property
    def in_flight(self) -> int:
        return len(self.setup_s) + len(self.ring_s)


def look_at(floor: Floor, starting: Sequence[Wing], now: datetime) -> Mapping[UUID, Look]:
    """Return what each of these campaigns sees, and those that only have lines left; agents are divided among them."""
    looks = {wing.id: Look() for wing in starting}
    with_lines = {line.campaign_id for line in floor.lines.values() if line.state in UNANSWERED} - looks.keys()
    ending = [wing for wing in floor.wings.values() if wing.id in with_lines and wing.mode != "preview"]
    looks |= {wing.id: Look(is_starting=False) for wing in ending}
    wings = [*starting, *ending]
    claims = _see_lines(floor, looks, now)
    served_by_team: dict[UUID | None, list[Wing]] = {}
    turns: Counter[UUID | None] = Counter()
    for agent in floor.agents.values():
        served = served_by_team.get(agent.team_id)
        if served is None:
            served = sorted((wing for wing in wings if serves(agent, wing)), key=lambda wing: wing.id)
            served_by_team[agent.team_id] = served
        if agent.state is AgentState.READY:
            _see_ready(agent, served, looks, claims)
        elif served and (agent.state in _TALKING or agent.state is AgentState.WRAPPING_UP):
            wing = served[turns[agent.team_id] % len(served)]
            turns[agent.team_id] += 1
            _see_busy(agent, looks[wing.id], now)
        elif agent.state is AgentState.BREAK:
            for wing in served:  # away from all of them, and part of no decision
                looks[wing.id].paused += 1
    return looks


def reading_of(look: Look, wing: Wing, now: datetime) -> Reading:
    """Return the reading that a method decides on; spans are those since its last decision.

    The floor hears of an answer with its verdict, so a call that is being classified still counts as ringing.
    """
    course = wing.course
    assert course.began_at is not None
    return Reading(
        at_s=max(0.0, (now - course.began_at).total_seconds()),
        idle=look.idle,
        talk_s=_ages(look.talk_s),
        wrap_s=_ages(look.wrap_s),
        leaving=look.leaving,
        leaving_talks=look.leaving_talks,
        paused=look.paused,
        setup_s=_ages(look.setup_s),
        ring_s=_ages(look.ring_s),
        waiting=look.waiting,
        counts=course.counts,
        spans=course.spans,
    )


def _see_lines(floor: Floor, looks: Mapping[UUID, Look], now: datetime) -> dict[UUID, UUID]:
    """Put the lines into the looks; return which agent is set aside for a line of which campaign."""
    claims: dict[UUID, UUID] = {}
    for line in floor.lines.values():
        if line.claim is not None:
            claims[line.claim] = line.campaign_id
        look = looks.get(line.campaign_id)
        if look is None:
            continue
        look.under_way += 1
        if line.wants is not None:  # it has its own agent, who counts as busy
            continue
        if line.state in UNANSWERED:
            age_s = max(0.0, (now - (line.phase_at or line.since)).total_seconds())
            (look.ring_s if line.state is LineState.RINGING else look.setup_s).append(age_s)
            look.spare += line.claim is None
        elif line.state is LineState.WAITING:
            look.waiting += 1
            look.spare += 1
    return claims


def _see_ready(agent: Agent, served: Sequence[Wing], looks: Mapping[UUID, Look], claims: Mapping[UUID, UUID]) -> None:
    if agent.id in claims:
        look = looks.get(claims[agent.id])
        if look is not None:
            look.idle += 1
        return
    takers = [looks[wing.id] for wing in served if looks[wing.id].is_starting]
    if not takers:
        return
    taker = min(takers, key=lambda look: look.under_way)
    taker.idle += 1
    taker.free += 1
    taker.under_way += 1


def _see_busy(agent: Agent, look: Look, now: datetime) -> None:
    if agent.break_after is not None:
        look.leaving += 1
        look.leaving_talks += agent.state is not AgentState.WRAPPING_UP
        return
    age_s = max(0.0, (now - agent.since).total_seconds())
    if agent.state is AgentState.WRAPPING_UP:
        look.wrap_s.append(age_s)
    else:
        look.talk_s.append(age_s if agent.state is AgentState.TALKING else 0.0)


def _ages(found: Sequence[float]) -> Ages:
    return np.array(found, dtype=np.float64)
