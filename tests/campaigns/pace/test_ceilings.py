"""The hard ceiling holds by construction, whatever happens next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.pace.ceilings import allowed_share, hard_room, spare_allowance


@pytest.mark.parametrize(
    ("live", "abandoned", "allowed"),
    [(0, 0, 0), (33, 0, 0), (34, 0, 1), (66, 0, 1), (67, 0, 2), (100, 3, 0), (100, 2, 1), (100, 9, 0), (1000, 10, 20)],
)
def test_allowance_is_what_three_per_cent_of_live_answers_leave(live: int, abandoned: int, allowed: int) -> None:
    """At 3 %, the thirty-fourth live answer allows the first abandoned call, and those spent are gone."""
    assert spare_allowance(live, abandoned, 0.03, detects_machines=False) == allowed


def test_machine_detection_is_charged_before_anything_is_spent() -> None:
    """Its expected errors and their spread come off the budget first, and its share off what pacing may abandon."""
    assert spare_allowance(1000, 0, 0.03, detects_machines=True) == 13
    assert spare_allowance(1000, 0, 0.03, detects_machines=False) == 30
    assert allowed_share(0.03, detects_machines=True) == pytest.approx(0.02)
    assert allowed_share(0.005, detects_machines=True) == 0


@given(
    free=st.integers(0, 200),
    spare=st.integers(0, 60),
    live=st.integers(0, 5000),
    abandoned=st.integers(0, 200),
    ceiling=st.sampled_from([0.01, 0.02, 0.03]),
    detects=st.booleans(),
)
def test_ceiling_holds_even_if_every_spare_line_is_abandoned(
    free: int, spare: int, live: int, abandoned: int, ceiling: float, detects: bool
) -> None:
    """After any decision: abandoned + spare lines old and new stay within ceiling times live answers (invariant I8)."""
    allowance = spare_allowance(live, abandoned, ceiling, detects_machines=detects)
    new_spare = hard_room(free, spare, allowance) - free
    assert new_spare >= 0
    assert new_spare == 0 or abandoned + spare + new_spare <= ceiling * live
