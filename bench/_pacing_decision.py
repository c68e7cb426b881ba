"""What one decision costs at 1,000 agents and 3,000 lines in flight, after a learned quarter of an hour."""

import time
from collections.abc import Iterator

import numpy as np

from campaigns.pace.methods import start_method
from campaigns.pace.reading import Counts, PaceRules, Reading, SpanKind

AGENTS, IN_FLIGHT = 1000, 3000
TICK_S = 0.25
LEARNED, MEASURED = 3600, 2400
"""Readings before and while it is measured, four a second."""
SEED = 7


def measure_decision(method_name: str = "predictive") -> dict[str, float]:
    """Return p50, p99 and the longest of a decision in microseconds, and p99 of its processor time alone."""
    method = start_method(method_name, PaceRules())
    spent, worked = [], []
    for reading in _readings():
        began, began_work = time.perf_counter_ns(), time.thread_time_ns()
        method, _pace = method.decide(reading)
        worked.append((time.thread_time_ns() - began_work) / 1000)
        spent.append((time.perf_counter_ns() - began) / 1000)
    measured = np.array(spent[LEARNED:])
    return {
        "decision_agents": AGENTS,
        "decision_lines": IN_FLIGHT,
        "decision_us_p50": round(float(np.percentile(measured, 50)), 1),
        "decision_us_p99": round(float(np.percentile(measured, 99)), 1),
        "decision_us_max": round(float(measured.max()), 1),
        "decision_work_us_p99": round(float(np.percentile(worked[LEARNED:], 99)), 1),
    }


def _readings() -> Iterator[Reading]:
    """Make up a busy floor in balance: agents come free as fast as four calls in a hundred reach one."""
    rng = np.random.default_rng(SEED)
    dialed = to_agent = done = dropped = 0
    for tick in range(1, LEARNED + MEASURED + 1):
        placed, answered = int(rng.poisson(37.5)), int(rng.poisson(1.43))
        dialed, to_agent, done = dialed + placed, to_agent + answered, done + int(rng.poisson(1.43))
        dropped += int(rng.random() < 0.02 * answered)
        idle = int(rng.integers(0, 12))
        talking = int((AGENTS - idle) * 0.8)
        yield Reading(
            at_s=tick * TICK_S,
            idle=idle,
            talk_s=rng.exponential(140.0, talking),
            wrap_s=rng.exponential(35.0, AGENTS - idle - talking),
            setup_s=rng.uniform(0.0, 4.0, IN_FLIGHT // 8),
            ring_s=rng.uniform(0.0, 24.0, IN_FLIGHT - IN_FLIGHT // 8 - IN_FLIGHT // 20),
            answer_s=rng.uniform(0.0, 2.5, IN_FLIGHT // 20),
            waiting=int(rng.random() < 0.1),
            counts=Counts(
                dialed=dialed,
                failed=dialed // 12,
                busy=dialed // 30,
                no_answer=dialed // 2,
                machines=dialed // 5,
                to_agent=to_agent,
                connected=to_agent - dropped,
                live_done=int(done * 0.95),
                machine_done=int(done * 0.05),
                dropped=dropped,
            ),
            spans=_spans(rng, placed, answered),
        )


def _spans(rng: np.random.Generator, placed: int, answered: int) -> list[tuple[SpanKind, float]]:
    unanswered = max(0, placed - answered)
    spans: list[tuple[SpanKind, float]] = [("setup", float(value)) for value in rng.exponential(2.0, placed)]
    spans += [("ring_to_agent", float(value)) for value in rng.weibull(1.8, answered) * 10]
    spans += [("ring_other", 24.0)] * unanswered
    spans += [("classify_to_agent", 1.6)] * answered
    spans += [("talk", float(value)) for value in rng.exponential(140.0, answered)]
    spans += [("wrap", float(value)) for value in rng.exponential(35.0, answered)]
    return spans
