"""How many calls start: the ceiling holds by construction, whatever happens next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.pace import Tally, decide, spare_allowance


@pytest.mark.parametrize(
    ("live", "abandoned", "allowed"),
    [(0, 0, 0), (33, 0, 0), (34, 0, 1), (66, 0, 1), (67, 0, 2), (100, 3, 0), (100, 2, 1), (100, 9, 0), (1000, 10, 20)],
)
def test_allowance_is_what_three_per_cent_of_live_answers_leave(live: int, abandoned: int, allowed: int) -> None:
    """At 3 %, the thirty-fourth live answer allows the first abandoned call, and those spent are gone."""
    tally = Tally(live=live, abandoned=abandoned)
    assert spare_allowance(tally, 0.03, detects_machines=False) == allowed


def test_machine_detection_is_charged_before_anything_is_spent() -> None:
    """Its expected errors and their spread come off the budget first."""
    tally = Tally(live=1000)
    assert spare_allowance(tally, 0.03, detects_machines=True) == 13
    assert spare_allowance(tally, 0.03, detects_machines=False) == 30


@given(
    free=st.integers(0, 200),
    covered=st.integers(0, 200),
    spare=st.integers(0, 60),
    live=st.integers(0, 5000),
    abandoned=st.integers(0, 200),
    share=st.floats(0.01, 1.0),
    ceiling=st.sampled_from([0.01, 0.02, 0.03]),
    detects=st.booleans(),
)
def test_ceiling_holds_even_if_every_spare_line_is_abandoned(
    free: int, covered: int, spare: int, live: int, abandoned: int, share: float, ceiling: float, detects: bool
) -> None:
    """After any decision: abandoned + new spare lines stay within ceiling times live answers (invariant I8)."""
    tally = Tally(live=live, abandoned=abandoned)
    pace = decide(
        mode="predictive",
        free_agents=free,
        covered=covered,
        spare=spare,
        tally=tally,
        ceiling_share=ceiling,
        detects_machines=detects,
        answer_share=share,
    )
    new_spare = max(0, pace.start - free)
    assert new_spare == 0 or abandoned + spare + new_spare <= ceiling * live


def test_progressive_starts_one_call_per_free_agent() -> None:
    """Nobody is dialed for an agent who is not there."""
    pace = decide(
        mode="progressive",
        free_agents=4,
        covered=3,
        spare=0,
        tally=Tally(live=1000),
        ceiling_share=0.03,
        detects_machines=False,
        answer_share=0.2,
    )
    assert pace.start == 4


def test_nothing_starts_when_no_agent_is_free_or_covered() -> None:
    """A budget alone dials nobody (the empty floor that went on dialing)."""
    pace = decide(
        mode="predictive",
        free_agents=0,
        covered=0,
        spare=0,
        tally=Tally(live=10_000),
        ceiling_share=0.03,
        detects_machines=False,
        answer_share=0.2,
    )
    assert pace.start == 0
