"""The lines of a model day as a pacing method sees them: calls in flight by phase, counts, and lengths that ended.

Nothing here knows how a call will go on; that is in `model_day`.
"""

from collections.abc import Collection

import numpy as np

from campaigns.forecast.desk import Agents
from campaigns.pace.reading import NO_AGES, Ages, Counts, Reading, SpanKind


class Lines:
    """What is in flight, by number of the call and since when it is in its phase, and what came of the others."""

    def __init__(self) -> None:
        self.setting_up: dict[int, float] = {}
        self.ringing: dict[int, float] = {}
        self.judging: dict[int, float] = {}
        self.waiting = 0
        self.spans: list[tuple[SpanKind, float]] = []
        self.placed = self.failed = self.busy = self.no_answer = self.machines = 0
        self.to_agent = self.connected = self.live_done = self.machine_done = self.dropped = 0

    def read(self, agents: Agents, now_s: float) -> Reading:
        """Make a reading; the lengths in it are forgotten here."""
        spans, self.spans = self.spans, []
        talking: Collection[float] = agents.talking.values()
        wrapping: Collection[float] = agents.wrapping.values()
        if agents.leaving:
            talking = [since_s for agent, since_s in agents.talking.items() if agent not in agents.leaving]
            wrapping = [since_s for agent, since_s in agents.wrapping.items() if agent not in agents.leaving]
        return Reading(
            at_s=now_s,
            idle=agents.idle,
            talk_s=_ages(talking, now_s),
            wrap_s=_ages(wrapping, now_s),
            leaving=len(agents.leaving),
            setup_s=_ages(self.setting_up.values(), now_s),
            ring_s=_ages(self.ringing.values(), now_s),
            answer_s=_ages(self.judging.values(), now_s),
            waiting=self.waiting,
            counts=Counts(
                dialed=self.placed,
                failed=self.failed,
                busy=self.busy,
                no_answer=self.no_answer,
                machines=self.machines,
                to_agent=self.to_agent,
                connected=self.connected,
                live_done=self.live_done,
                machine_done=self.machine_done,
                dropped=self.dropped,
            ),
            spans=spans,
        )


def _ages(since_s: Collection[float], now_s: float) -> Ages:
    return now_s - np.fromiter(since_s, np.float64, len(since_s)) if since_s else NO_AGES
