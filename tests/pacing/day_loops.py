"""The referee's own baselines under our names: each plays a built day to its end, compiled, hundreds of times faster.

`test_baselines.py` proves that they place the same calls as the product's methods, so a benchmark may use them.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

import numpy as np

from tests.pacing.referee_box import policies

DayLoop: TypeAlias = Callable[[Any], None]

HARD, AVERAGE, TAPERED = 0.0, 1.0, 2.0
CEILING_PERCENT, LEVEL_CAP, LATEST_HHMM, BEGINS_HOUR, LEVEL, CALLS_PER_S = 3.0, 3.0, 2100.0, 9.0, 1.0, 200.0
LOOK_EVERY_S = 1.0


def _ratio(lines_per_agent: float, day: Any) -> None:  # noqa: ANN401 - the referee's own state
    policies.day_ratio(day, np.array([lines_per_agent, LOOK_EVERY_S]))


def _vicidial(variant: float, day: Any) -> None:  # noqa: ANN401 - the referee's own state
    intensity = wanted = only_ready = 0.0
    how = [variant, CEILING_PERCENT, LEVEL_CAP, intensity, wanted, only_ready]
    policies.day_vici(day, np.array([*how, LATEST_HHMM, BEGINS_HOUR, LEVEL, CALLS_PER_S]), np.zeros(0))


LOOPS: Mapping[str, DayLoop] = {
    "progressive": partial(_ratio, 1.0),
    "ratio_2": partial(_ratio, 2.0),
    "ratio_3": partial(_ratio, 3.0),
    "vicidial_hard": partial(_vicidial, HARD),
    "vicidial_average": partial(_vicidial, AVERAGE),
    "vicidial_tapered": partial(_vicidial, TAPERED),
}
