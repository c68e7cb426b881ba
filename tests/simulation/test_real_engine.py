"""The real -ing code with PostgreSQL in virtual time, while carrier and gateway lose, repeat and delay facts."""

import pytest

from telephony.simulated.faults import Faults
from web.demo.headless import run_headless

ROUGH = Faults(
    seed=5,
    place_refused=0.03,
    place_unknown=0.02,
    fact_lost=0.02,
    fact_repeated=0.10,
    fact_late=0.05,
    text_unknown_taken=0.10,
    text_unknown_not_taken=0.02,
)
BY_RULE = {"text_unsettled", "agent_twice"}
"""A text of which nobody can say whether it left stays so; a row hears of an end late when its fact was lost."""


@pytest.mark.timeout(300)
def test_a_short_shift_stays_lawful_under_faults() -> None:
    """Half an hour: work is done, no rule is broken, and nobody is called or written to twice."""
    report = run_headless(hours=0.5, seed=7, cases=150, faults=ROUGH)
    assert [found for found in report["violations"] if found["code"] not in BY_RULE] == []
    assert min(report["attempts"], report["connected"]) > 0
