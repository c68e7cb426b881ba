"""The product's pacing methods as the referee plays them: what it observes becomes a reading, the pace a number.

Needs the root of the checkout on the path, and nothing of the referee's.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from campaigns.pace.methods import start_method
from campaigns.pace.reading import Counts, Method, PaceRules, Reading, SpanKind

NOT_A_SPAN = "lead"
"""Order to needing an agent: the sum of two spans that the reading already holds."""
Times: TypeAlias = NDArray[np.float64]

SHORT_RING_S = 0.5
ONE_CALL_S = 1e-6
"""Two ages of one call, seen at two ticks, differ by no more than this."""


class Policy:
    """One campaign day under one method; `start` begins a new day."""

    drop_after_s = None

    def __init__(self, method: str = "predictive") -> None:
        self.method_name = method
        self._method: Method | None = None
        self._answered = Answered(0.0, 0.0)

    def start(self, info: Mapping[str, float]) -> None:
        """Take the rules of the day: shares of live answers, times in seconds."""
        rules = PaceRules(
            ceiling_share=info["target"],
            lost_to_detection=info["amd_fp_est"],
            hold_s=info["hold_s"],
            day_s=info["day_s"],
            ring_timeout_s=info["ring_timeout_s"],
        )
        self._method = start_method(self.method_name, rules)
        self._answered = Answered(info["ring_timeout_s"], info["hold_s"])

    def decide(self, obs: Any) -> int:  # noqa: ANN401 - the referee's own class, known by its attributes
        """Return how many calls to place now."""
        assert self._method is not None
        rang_s, spans = self._answered.follow(obs)
        self._method, pace = self._method.decide(read(obs, rang_s, spans))
        return pace.start


class Answered:
    """How long each answered call had rung and how long lost ones were held: a dialer knows this of its own calls.

    Told from the ages of two ticks. A call that stops ringing before its ring is over was answered; which of several
    of one tick is which, nobody can see, so they are paired in order.
    """

    def __init__(self, ring_timeout_s: float, hold_s: float) -> None:
        self._timeout_s = ring_timeout_s
        self._hold_s = hold_s
        self._ringing: Times = np.zeros(0)
        self._rang: dict[int, float] = {}
        self._waiting: dict[int, float] = {}
        self._dropped = 0
        self._at_s = 0.0

    def follow(self, obs: Any) -> tuple[Times, list[tuple[SpanKind, float]]]:  # noqa: ANN401
        """Return the rings of the calls being classified, in their order, and the spans that ended unseen."""
        began = np.sort(obs.t - obs.ring_ages)
        stopped: list[float] = []
        if len(obs.answer_ages) or len(obs.wait_ages):
            stopped = self._stopped(began, obs.t)
        answered = _keys(obs.t, obs.answer_ages)
        for key in sorted(key for key in answered if key not in self._rang):
            self._rang[key] = max(0.0, key * ONE_CALL_S - stopped.pop(0)) if stopped else SHORT_RING_S
        here = set(answered)
        ended = {key: self._rang.pop(key) for key in sorted(self._rang) if key not in here}
        middle_s = (self._at_s + obs.t) / 2
        spans: list[tuple[SpanKind, float]] = []
        if not any(kind == "classify_to_agent" for kind, _ in obs.new):
            spans = [("classify_other", max(0.0, middle_s - key * ONE_CALL_S)) for key in ended]
        spans += self._lost(obs, [ring_s for kind, ring_s in obs.new if kind == "ring_to_agent"], middle_s)
        self._ringing, self._at_s = began, obs.t
        return np.array([self._rang[key] for key in answered]), spans

    def _stopped(self, began: Times, now_s: float) -> list[float]:
        """Return when the rings began that have ended since the last tick by an answer."""
        low, high = (
            np.searchsorted(began, self._ringing - ONE_CALL_S),
            np.searchsorted(began, self._ringing + ONE_CALL_S),
        )
        gone = self._ringing[low == high]
        return [float(start) for start in gone if start + self._timeout_s > now_s + ONE_CALL_S]

    def _lost(self, obs: Any, rings: list[float], middle_s: float) -> list[tuple[SpanKind, float]]:  # noqa: ANN401
        """Return the rings and holds of lost calls; `rings` are of all that came to need an agent at this tick."""
        waiting = _keys(obs.t, obs.wait_ages)
        for key in sorted(key for key in waiting if key not in self._waiting):
            self._waiting[key] = rings.pop(0) if rings else SHORT_RING_S
        here = set(waiting)
        gone = {key: self._waiting.pop(key) for key in sorted(self._waiting) if key not in here}
        lost = int(obs.n["dropped"]) - self._dropped
        self._dropped += lost
        held = [(key, ring) for key, ring in gone.items() if middle_s - key * ONE_CALL_S > self._hold_s - 0.5][:lost]
        spans: list[tuple[SpanKind, float]] = [("ring_of_lost", ring) for _, ring in held]
        return spans + [("held", middle_s - key * ONE_CALL_S) for key, _ in held]


def _keys(now_s: float, ages_s: Times) -> list[int]:
    return [round((now_s - age_s) / ONE_CALL_S) for age_s in ages_s]


def read(
    obs: Any,  # noqa: ANN401 - the referee's own class, known by its attributes
    rang_s: Times,
    others: list[tuple[SpanKind, float]],
) -> Reading:
    """Make a reading of what the referee shows and of what was followed from tick to tick."""
    n = obs.n
    talk_s, wrap_s = obs.talk_ages, obs.wrap_ages
    leaving_talks = int(obs.talk_leaving.sum())
    leaving_wraps = int(obs.wrap_leaving.sum())
    return Reading(
        at_s=obs.t,
        idle=obs.idle,
        talk_s=talk_s[obs.talk_leaving == 0] if leaving_talks else talk_s,
        wrap_s=wrap_s[obs.wrap_leaving == 0] if leaving_wraps else wrap_s,
        leaving=leaving_talks + leaving_wraps,
        leaving_talks=leaving_talks,
        paused=obs.paused,
        setup_s=obs.setup_ages,
        ring_s=obs.ring_ages,
        answer_s=obs.answer_ages,
        waiting=len(obs.wait_ages),
        counts=Counts(
            dialed=n["dialed"],
            failed=n["failed"],
            busy=n["busy"],
            no_answer=n["no_answer"],
            machines=n["machine_detected"],
            to_agent=n["to_agent"],
            connected=n["connected"],
            live_done=n["connected_live_done"],
            machine_done=n["connected_machine_done"],
            dropped=n["dropped"],
        ),
        rang_s=rang_s,
        spans=[*(span for span in obs.new if span[0] != NOT_A_SPAN), *others],
    )
