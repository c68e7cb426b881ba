"""The floor's invariants in a small world where anything may happen in any order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.agents import AgentState, Signal
from campaigns.floor.commands import Abandon, Command, Connect, HangUp, Reserve
from campaigns.floor.inputs import (
    AgentSignalled,
    Input,
    LineReserved,
    OutcomeGiven,
    ReservingEnded,
    Ticked,
)
from campaigns.floor.state import LineState
from campaigns.floor.step import step
from campaigns.pace.ceilings import Tally
from config.facts import Fact
from telephony.facts import CallBridged, CallEnded, EndCause
from tests.campaigns.floor.floors import (
    CAMPAIGN,
    NOW,
    Wishing,
    answered,
    line,
    staffed,
    wing,
)


class World:
    """A small careless world that drives the step at random: answers, ends, agents who come and go."""

    def __init__(self, seed: int, agents: int, wish: int, live: int) -> None:
        self.dice = Random(seed)
        self.floor, commands = staffed(wing(method=Wishing(wish), tally=Tally(live=live)), agents=agents)
        self.now = NOW
        self.count = 0
        self.live = live
        self.abandoned = 0
        self.obey(commands)

    def obey(self, commands: Sequence[Command]) -> None:
        """Carry commands out as dialing would, and count what a regulator would count."""
        for command in commands:
            if isinstance(command, Reserve):
                for _ in range(command.count):
                    self.count += 1
                    self.take(LineReserved(line(self.count, self.now)))
                self.take(ReservingEnded(command.campaign_id, command.count, None))
            elif isinstance(command, Connect):
                self.take(CallBridged(at=self.now, attempt_id=command.attempt_id, agent_id=command.agent_id))
            elif isinstance(command, Abandon):
                self.live, self.abandoned = self.live + 1, self.abandoned + 1
                self.end(command.attempt_id)
            elif isinstance(command, HangUp):
                self.end(command.attempt_id)

    def end(self, attempt_id: UUID) -> None:
        """End a call."""
        self.take(CallEnded(at=self.now, attempt_id=attempt_id, cause=EndCause.COMPLETED, by="callee"))

    def take(self, what: Input | Fact) -> None:
        """Step once and obey."""
        self.floor, commands = step(self.floor, what, self.now)
        self.obey(commands)

    def live_on(self) -> None:
        """Let one random thing happen."""
        self.now += timedelta(seconds=self.dice.expovariate(2))
        ringing = [key for key, one in self.floor.lines.items() if one.state is LineState.PLACED]
        talking = [one for one in self.floor.agents.values() if one.state is AgentState.TALKING]
        wrapping = [one for one in self.floor.agents.values() if one.state is AgentState.WRAPPING_UP]
        away = [one for one in self.floor.agents.values() if one.state in {AgentState.BREAK, AgentState.LOST}]
        ready = [one for one in self.floor.agents.values() if one.state is AgentState.READY]
        roll = self.dice.random()
        if roll < 0.3 and ringing:
            self.take(replace(answered(0, at=self.now), attempt_id=self.dice.choice(ringing)))
        elif roll < 0.5 and ringing:
            self.end(self.dice.choice(ringing))
        elif roll < 0.7 and talking:
            attempt_id = self.dice.choice(talking).attempt_id
            assert attempt_id is not None
            self.end(attempt_id)
        elif roll < 0.9 and wrapping:
            one = self.dice.choice(wrapping)
            assert one.attempt_id is not None
            self.live += 1
            self.take(OutcomeGiven(one.attempt_id, one.id, CAMPAIGN, is_live=True))
        elif roll < 0.93 and ready:
            self.take(AgentSignalled(agent_id=self.dice.choice(ready).id, signal=Signal.LINK_LOST, cause="link"))
        elif away:
            self.take(AgentSignalled(agent_id=self.dice.choice(away).id, signal=Signal.CAME_READY, cause="agent"))
        else:
            self.take(Ticked())

    def check(self) -> None:
        """The invariants of the floor at this instant."""
        spare = [
            one
            for one in self.floor.lines.values()
            if one.state is LineState.WAITING or (one.state is LineState.PLACED and one.claim is None)
        ]
        assert self.abandoned + len(spare) <= 0.03 * self.live or not spare
        assert self.abandoned <= 0.03 * max(self.live, 1)
        holders = [one.agent_id for one in self.floor.lines.values() if one.agent_id is not None]
        assert len(holders) == len(set(holders))
        claims = [one.claim for one in self.floor.lines.values() if one.claim is not None]
        assert len(claims) == len(set(claims))


@settings(max_examples=50)
@given(
    seed=st.integers(0, 2**32),
    agents=st.integers(1, 8),
    wish=st.sampled_from([0, 2, 50]),
    live=st.sampled_from([0, 40, 300]),
)
def test_the_ceiling_and_one_call_per_agent_hold_in_any_careless_world(
    seed: int, agents: int, wish: int, live: int
) -> None:
    """However greedy the method and whatever happens: never over 3 %, never two calls for one agent (I8, I11)."""
    world = World(seed, agents, wish, live)
    for _ in range(300):
        world.live_on()
        world.check()
