"""Small plans of days for the tests of the forecast."""

from typing import Any

from campaigns.forecast.day_plan import DayPlan
from campaigns.forecast.laws import CallLaws
from campaigns.forecast.supply import Cohort, Retry


def plan(**changes: Any) -> DayPlan:  # noqa: ANN401 - any field of the plan
    """Return two hours of five agents on a list of four hundred cases, with some fields changed."""
    usual: dict[str, Any] = {
        "agents": 5,
        "chances": (0.2, 0.25),
        "laws": CallLaws(talk_s=90.0, wrap_s=20.0),
        "method": "progressive",
        "cohorts": (Cohort(400, ((0.0, 7200.0),)),),
        "retry": Retry(),
    }
    return DayPlan(**{**usual, **changes})
