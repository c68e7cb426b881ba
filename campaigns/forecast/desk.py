"""The agents of a model day: who is free, talks, wraps up or is away, and where their time goes.

The agent idle longest takes the next call. A break that falls due in mid-call is taken when the agent is next free.
"""

from collections import deque
from collections.abc import Callable

from campaigns.forecast.day_counts import DayCounts

OFF, IDLE, TALKING, WRAPPING, AWAY = range(5)
FOR_GOOD = -1.0
"""The length of an absence that ends the agent's day."""


class Agents:
    """All agents by number; `come_back` is told (agent, version, length) when one goes away for a while."""

    def __init__(self, agents: int, here: DayCounts, come_back: Callable[[float, int, int], None]) -> None:
        self.state = [OFF] * agents
        self.version = [0] * agents
        """Counts changes of state, so that what was planned for an earlier one is known to be void."""
        self.since_s = [0.0] * agents
        self.is_live = [False] * agents
        self.wrap_ends_s = [0.0] * agents
        self.talking: dict[int, float] = {}
        self.wrapping: dict[int, float] = {}
        self.idle = 0
        self.leaving: dict[int, float] = {}
        """Agents on a call or wrapping up who will be away afterwards, and for how long."""
        self._queue: deque[tuple[int, int]] = deque()
        self._counted_s = [0.0] * agents
        self._here = here
        self._come_back = come_back

    def move(self, agent: int, state: int, now_s: float) -> None:
        """Put an agent into a state."""
        former = self.state[agent]
        self._count(agent, former, now_s)
        if former == IDLE:
            self.idle -= 1
        elif former == TALKING:
            del self.talking[agent]
        elif former == WRAPPING:
            del self.wrapping[agent]
        if state == IDLE:
            self.idle += 1
        elif state == TALKING:
            self.talking[agent] = now_s
        elif state == WRAPPING:
            self.wrapping[agent] = now_s
        self.state[agent] = state
        self.since_s[agent] = now_s
        self.version[agent] += 1

    def next_idle(self) -> int | None:
        """Take the agent idle longest off the queue."""
        queue = self._queue
        while queue:
            agent, version = queue.popleft()
            if self.version[agent] == version:
                return agent
        return None

    def release(self, agent: int, now_s: float) -> bool:
        """Let an agent who has nothing to do go idle, or away if that is due; say whether the agent is idle."""
        length_s = self.leaving.pop(agent, None)
        if length_s is None:
            self.move(agent, IDLE, now_s)
            return True
        self._leave(agent, length_s, now_s)
        return False

    def queue_up(self, agent: int) -> None:
        """Let an idle agent wait for a call."""
        self._queue.append((agent, self.version[agent]))

    def leave_when_free(self, agent: int, length_s: float, now_s: float) -> None:
        """Send an agent away, now or after the call; a break due during an absence is skipped."""
        state = self.state[agent]
        if state in {TALKING, WRAPPING}:
            self.leaving[agent] = length_s
        elif state == IDLE or (state == AWAY and length_s == FOR_GOOD):
            self._leave(agent, length_s, now_s)

    def cut_off(self, agent: int, length_s: float, now_s: float) -> None:
        """Lose an agent's connection; a call in progress is lost with it."""
        if self.state[agent] not in {OFF, AWAY}:
            self.leaving.pop(agent, None)
            self._leave(agent, length_s, now_s)

    def begin_stretch(self, here: DayCounts, now_s: float) -> None:
        """Count all time from now on in another stretch."""
        for agent, state in enumerate(self.state):
            self._count(agent, state, now_s)
        self._here = here

    def _leave(self, agent: int, length_s: float, now_s: float) -> None:
        self.move(agent, OFF if length_s == FOR_GOOD else AWAY, now_s)
        if length_s != FOR_GOOD:
            self._come_back(now_s + length_s, agent, self.version[agent])

    def _count(self, agent: int, state: int, now_s: float) -> None:
        spent_s = now_s - self._counted_s[agent]
        self._counted_s[agent] = now_s
        if state == IDLE:
            self._here.idle_s += spent_s
        elif state in {TALKING, WRAPPING}:
            if not self.is_live[agent]:
                self._here.machine_s += spent_s
            elif state == TALKING:
                self._here.talk_s += spent_s
            else:
                self._here.wrap_s += spent_s
