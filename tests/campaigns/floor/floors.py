"""A floor for tests of the step: an agent, a campaign, lines, and what happens to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from campaigns.agents import Agent, Signal
from campaigns.floor.commands import Command
from campaigns.floor.inputs import (
    AgentListed,
    AgentSignalled,
    Input,
    LineReserved,
    ReservingEnded,
    WingSet,
)
from campaigns.floor.state import Floor, Line, Wing
from campaigns.floor.step import step
from campaigns.pace.budget import Budget
from campaigns.pace.ceilings import CeilingKind, Tally
from campaigns.pace.course import Course
from campaigns.pace.reading import Method, Pace, Reading
from campaigns.pace.trunk import Trunk
from config.facts import Fact
from telephony.facts import CallAnswered, CallEnded, EndCause

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
TEAM, CAMPAIGN = UUID(int=1), UUID(int=2)


def agent(number: int) -> Agent:
    """Return an agent of the team, offline."""
    return Agent(id=UUID(int=100 + number), name=f"Agent {number}", team_id=TEAM, since=NOW)


@dataclass(frozen=True, slots=True)
class Wishing:
    """A method of pacing that always wants so many lines, and remembers what it was shown last."""

    wish: int
    seen: Reading | None = None

    def decide(self, reading: Reading) -> tuple[Self, Pace]:
        return replace(self, seen=reading), Pace(start=self.wish, bound_by="abandon_risk", price=0.04)


def wing(
    *,
    key: UUID = CAMPAIGN,
    mode: str = "predictive",
    tally: Tally | None = None,
    state: str = "running",
    kind: CeilingKind = CeilingKind.HARD,
    method: Method | None = None,
) -> Wing:
    """Return the campaign of these tests; `tally` is what its day has seen."""
    budget = Budget().counted(NOW, live=tally.live, abandoned=tally.abandoned) if tally else Budget()
    return Wing(
        id=key,
        name="Early",
        state=state,
        mode=mode,
        wrap_up_s=30,
        ceiling_share=0.03,
        detects_machines=False,
        abandoned_message="Sorry.",
        team_ids=frozenset({TEAM}),
        tally=tally or Tally(),
        ceiling_kind=kind,
        course=Course(budget=budget, method=method, began_at=NOW),
    )


def line(number: int, at: datetime = NOW, campaign_id: UUID = CAMPAIGN) -> Line:
    """Return a reserved call."""
    return Line(
        attempt_id=UUID(int=1000 + number),
        campaign_id=campaign_id,
        case_id=UUID(int=2000 + number),
        debtor_id=UUID(int=3000 + number),
        since=at,
    )


def run(floor: Floor, *inputs: Input | Fact, at: datetime = NOW) -> tuple[Floor, list[Command]]:
    """Step through inputs and gather all commands."""
    commands: list[Command] = []
    for what in inputs:
        floor, more = step(floor, what, at)
        commands += more
    return floor, commands


def ready_floor(agents: int, *, tally: Tally | None = None, mode: str = "predictive") -> tuple[Floor, list[Command]]:
    """Return a floor with so many ready agents and one running campaign."""
    inputs: list[Input] = [WingSet(wing(mode=mode, tally=tally))]
    for number in range(agents):
        one = agent(number)
        inputs += [AgentListed(one), AgentSignalled(agent_id=one.id, signal=Signal.CAME_READY, cause="agent")]
    return run(Floor(), *inputs)


def staffed(*wings: Wing, agents: int, trunk: Trunk | None = None) -> tuple[Floor, list[Command]]:
    """Return a floor on which so many agents are ready before these campaigns come."""
    floor = Floor(trunk=trunk or Trunk())
    for number in range(agents):
        one = agent(number)
        came = AgentSignalled(agent_id=one.id, signal=Signal.CAME_READY, cause="agent")
        floor, _ = run(floor, AgentListed(one), came)
    return run(floor, *(WingSet(one) for one in wings))


def reserve(floor: Floor, count: int) -> tuple[Floor, list[Command]]:
    """Answer a `Reserve` with so many permits."""
    permits = [LineReserved(line(number)) for number in range(count)]
    return run(floor, *permits, ReservingEnded(CAMPAIGN, count, None))


def answered(number: int, by: str = "human", at: datetime = NOW) -> CallAnswered:
    """Return the fact that a call was picked up."""
    return CallAnswered(at=at, attempt_id=UUID(int=1000 + number), answered_by=by, detected_after_s=0.0)  # type: ignore[arg-type]


def ended(number: int, cause: EndCause = EndCause.NO_ANSWER) -> CallEnded:
    """Return the fact that a call is over."""
    return CallEnded(at=NOW, attempt_id=UUID(int=1000 + number), cause=cause, by="callee")


def of_kind(commands: Sequence[Command], kind: type) -> list[Command]:
    """Return the commands of one kind."""
    return [command for command in commands if isinstance(command, kind)]
