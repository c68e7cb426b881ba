"""What the provider lists, what our rows say, and how old a call is decide between alive, gone and stranger."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from telephony.calls import Call
from telephony.reconciliation import SETTLED_AFTER, compare

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
OURS, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("placed_s_ago", "expected_for_s", "is_gone"),
    [(9.0, None, False), (10.0, None, True), (None, 9.9, False), (None, 10.0, True), (None, None, True)],
)
def test_a_call_that_is_not_listed_is_gone_once_it_cannot_be_on_its_way(
    placed_s_ago: float | None, expected_for_s: float | None, is_gone: bool
) -> None:
    """Ten seconds from its placing, or from its permit in this process; one of an earlier life has no grace."""
    placed_at = None if placed_s_ago is None else NOW - timedelta(seconds=placed_s_ago)
    call = Call(attempt_id=OURS, number="", caller_id="", placed_at=placed_at)
    ages = {} if expected_for_s is None else {OURS: expected_for_s}
    found = compare([call], [], expected_for_s=ages, now=NOW, grace=SETTLED_AFTER)
    assert found.gone == ((OURS,) if is_gone else ())


@pytest.mark.parametrize(("expected_for_s", "is_gone"), [(9.9, False), (10.0, True)])
def test_an_own_young_call_is_left_alone_while_the_process_recovers(expected_for_s: float, is_gone: bool) -> None:
    """The floor dials already when the calls of the life before are settled without grace."""
    call = Call(attempt_id=OURS, number="", caller_id="")
    found = compare([call], [], expected_for_s={OURS: expected_for_s}, now=NOW, grace=timedelta(0))
    assert found.gone == ((OURS,) if is_gone else ())


def test_a_listed_call_of_ours_lives_and_one_that_nobody_knows_is_a_stranger() -> None:
    """A call that this process has just reserved is no stranger although its row was not read."""
    call = Call(attempt_id=OURS, number="", caller_id="")
    found = compare([call], [OURS, OTHER], expected_for_s={}, now=NOW)
    assert (found.alive, found.gone, found.strangers) == ((call,), (), (OTHER,))
    assert compare([call], [OURS, OTHER], expected_for_s={OTHER: 1.0}, now=NOW).strangers == ()
