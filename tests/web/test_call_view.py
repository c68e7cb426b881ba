"""How a call's state is named for the panel: connected only once the voice path is joined."""

from datetime import UTC, datetime

import pytest

from crm.attempts import Attempt
from telephony.calls import CallState
from telephony.tables import CallRow
from web.call_view import state_of

AT = datetime(2026, 11, 3, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempt_state", "answered", "call_state", "bridged", "name"),
    [
        ("sent", None, CallState.RINGING, None, "preview"),
        ("answered", AT, CallState.ANSWERED, None, "joining"),
        ("answered", AT, CallState.UNKNOWN, None, "joining"),
        ("answered", AT, CallState.BRIDGED, AT, "bridged"),
        ("answered", AT, CallState.UNKNOWN, AT, "bridged"),
        ("answered", AT, CallState.HELD, AT, "held"),
        ("answered", AT, CallState.ENDED, AT, "ended"),
        ("closed", AT, CallState.ANSWERED, None, "ended"),
    ],
)
def test_a_call_is_connected_once_it_is_joined(
    attempt_state: str, answered: datetime | None, call_state: CallState, bridged: datetime | None, name: str
) -> None:
    """Nobody is told to speak before the person can hear."""
    attempt = Attempt(state=attempt_state, answered_at=answered)
    assert state_of(attempt, CallRow(state=call_state.value, bridged_at=bridged)) == name


def test_a_case_that_is_only_offered_is_looked_at_beforehand() -> None:
    """Without a call there is nothing to be connected to."""
    assert state_of(Attempt(state="reserved"), None) == "preview"
