"""Why a call ended, from a switch's codes to our words.

By SIP status first (Asterisk 22 tells it as TechCause), then by Q.850 cause, and by whether the telephone rang. Tables
measured on Asterisk 22 and 16 against a called side that answers with each status; see docs/asterisk.md.
"""

from collections.abc import Mapping

from telephony.facts import EndCause, EndedBy

Ending = tuple[EndCause, EndedBy]

_BUSY: Ending = (EndCause.BUSY, "callee")
_REJECTED: Ending = (EndCause.REJECTED, "callee")
_NO_ANSWER: Ending = (EndCause.NO_ANSWER, "provider")
_INVALID: Ending = (EndCause.INVALID_NUMBER, "provider")
_UNREACHABLE: Ending = (EndCause.UNREACHABLE, "provider")
_BLOCKED: Ending = (EndCause.BLOCKED, "provider")
_NETWORK: Ending = (EndCause.NETWORK_FAILURE, "provider")

BY_STATUS: Mapping[int, Ending] = {
    403: _BLOCKED,
    404: _INVALID,
    408: _NETWORK,  # Nobody answered at all: a sick trunk, and no telephone that rang in vain.
    410: _INVALID,
    484: _INVALID,
    486: _BUSY,
    600: _BUSY,
    603: _REJECTED,
    604: _INVALID,
    607: _BLOCKED,  # RFC 8197: unwanted.
    608: _BLOCKED,  # RFC 8688: rejected by an analysis on the way.
}
"""By SIP status; 480 and 487 say nothing by themselves, and any other from 400 on is the network's."""

BY_CAUSE: Mapping[int, Ending] = {
    1: _INVALID,  # Unallocated number.
    17: _BUSY,
    18: _NETWORK,  # No user responding: what Asterisk makes of a trunk that is silent.
    21: _REJECTED,
    22: _INVALID,  # Number changed.
    28: _INVALID,  # Invalid number format.
}
"""By Q.850 cause, where a switch tells no status. It is made of the status; a carrier's own Reason header gets lost."""

NO_ANSWER_CAUSE = 19
CLEARED = 16
"""Q.850 "normal call clearing": of a call that was not picked up, that our side took it back."""
UNANSWERED = frozenset({480, 487})


def ending_of_failure(
    *, cause: int, status: int, dial_status: str, rang: bool, habits: Mapping[int, EndCause]
) -> Ending:
    """Tell why a call that was never picked up is over, when our side did not cut it.

    Args:
        cause: Q.850 cause of the Hangup event; 0 if the switch gave none (16 does so when its own timer ended it).
        status: SIP status in its TechCause, 0 if unknown.
        dial_status: that of DialEnd; empty if the switch's own timer ended the call.
        rang: whether ringing or early media was signalled.
        habits: what this carrier means by a status, where it differs; a suspended line has no status of its own.
    """
    if not dial_status:  # The timer of Originate: in vain after ringing, or a trunk that never got anywhere.
        return _NO_ANSWER if rang else _NETWORK
    if status in habits:
        return habits[status], "provider"
    if status in BY_STATUS:
        return BY_STATUS[status]
    if status in UNANSWERED or (status == 0 and cause == NO_ANSWER_CAUSE):
        return _NO_ANSWER if rang else _UNREACHABLE
    if status == 0 and cause == CLEARED:
        return EndCause.CANCELLED, "system"
    if status:
        return _NETWORK
    return BY_CAUSE.get(cause, _NETWORK)
