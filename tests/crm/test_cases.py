"""A case moves only as its table says, and can always be closed and taken up again."""

import itertools

import pytest

from config.errors import Conflict
from crm.cases import MOVES, OPEN_STATES, CaseState, move

ALLOWED = {
    ("new", "working"), ("new", "promised"), ("new", "hold"), ("new", "closed"),
    ("working", "promised"), ("working", "hold"), ("working", "closed"),
    ("promised", "working"), ("promised", "hold"), ("promised", "closed"),
    ("hold", "working"), ("hold", "promised"), ("hold", "closed"),
    ("closed", "working"),
}  # fmt: skip
PAIRS = list(itertools.product(CaseState, CaseState))


@pytest.mark.parametrize(("state", "to"), PAIRS)
def test_a_case_moves_where_the_table_has_a_move_and_nowhere_else(state: CaseState, to: CaseState) -> None:
    """Staying is no move and always allowed; a refusal names both states."""
    if state is to or (state.value, to.value) in ALLOWED:
        assert move(state, to) is to
    else:
        with pytest.raises(Conflict, match=f"{state}.*{to}") as refused:
            move(state, to)
        assert refused.value.code == "case_cannot_move"


def test_a_case_is_never_new_again() -> None:
    """What has been worked stays worked."""
    assert all(CaseState.NEW not in targets for targets in MOVES.values())


def test_every_open_case_can_be_closed() -> None:
    """A payment in full ends the work from wherever it stands."""
    assert set(CaseState) - {CaseState.CLOSED} == OPEN_STATES
    assert all(CaseState.CLOSED in MOVES[state] for state in OPEN_STATES)
