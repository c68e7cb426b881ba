"""Mistakes that can be planted in the simulated process, to see whether the checkers notice them.

Only a caller in Python can plant one: no setting, command or environment reaches this. What each one breaks is told
by the file that asks for it.
"""

from enum import IntEnum, auto


class Mistake(IntEnum):
    """One way to do the work wrongly; the name says what is done instead of the right thing."""

    # the gate
    RULES_BEFORE_LOCK = auto()
    INDEX_DROPPED_AND_NO_LOCK = auto()
    OPEN_CONTACT_NOT_ASKED = auto()
    RULES_NOT_ASKED = auto()
    HISTORY_OF_ONE_NUMBER = auto()
    HISTORY_WITHOUT_TALKS = auto()
    TEXTS_NOT_IN_HISTORY = auto()
    ZONE_OF_ADDRESS_ONLY = auto()
    OFFSET_INSTEAD_OF_ZONE = auto()
    HOLDS_NOT_READ = auto()
    OPT_OUTS_NOT_READ = auto()
    STATED_TIMES_NOT_READ = auto()
    WRONG_NUMBERS_NOT_READ = auto()
    CONSENT_ASSUMED = auto()
    COUNTED_AFTER_SEND = auto()
    JOURNAL_AFTER_COMMIT = auto()
    CALL_ROW_AFTER_COMMIT = auto()
    # the voice door and what the floor wants done
    STALE_PERMIT_LEAVES = auto()
    EPOCH_FORGOTTEN = auto()
    REFUND_ON_TIMEOUT = auto()
    BLIND_RETRY = auto()
    STOP_WHILE_LEAVING_FORGOTTEN = auto()
    WITHDRAWN_STILL_LEAVES = auto()
    WITHDRAWN_NOT_REFUNDED = auto()
    CONNECTED_BEFORE_ASSIGNED = auto()
    MISSING_OUTCOME_FORGOTTEN = auto()
    STANDBY_APOLOGISES = auto()
    ABANDONED_LEFT_SILENT = auto()
    HANG_UPS_FORGOTTEN = auto()
    REST_LOST_IN_A_CRASH = auto()
    NO_PAUSE_OUT_OF_REACH = auto()
    # facts of the line
    KNOWN_BEFORE_STORED = auto()
    END_STORED_WITHOUT_CLOSING = auto()
    REPEATED_END_COUNTS = auto()
    END_OF_REPORTED_CALLS_ONLY = auto()
    # reconciling and recovering
    GONE_LEFT_OPEN = auto()
    GONE_REFUNDED = auto()
    ALIVE_NOT_ADOPTED = auto()
    YOUNG_TAKEN_FOR_GONE = auto()
    ENDED_ELSEWHERE_KEPT = auto()
    STRANGERS_LEFT_ALIVE = auto()
    NO_LIST_READ_AS_EMPTY = auto()
    DIALED_AGAIN_AT_START = auto()
    OUTCOMES_AT_START_ONLY = auto()
    # the lease
    LEASE_NOT_ASKED = auto()
    EPOCH_NOT_RAISED = auto()
    LEASE_READ_BEFORE_LOCK = auto()
    RENEWED_EVER_LATER = auto()
    LOST_LEASE_KEPT = auto()
    TERM_NOT_AWAITED = auto()
    # texts
    SENT_BEFORE_COMMIT = auto()
    TEXT_TIMEOUT_SENT_AGAIN = auto()
    TEXT_TIMEOUT_REFUNDED = auto()
    TEXT_ON_ITS_WAY_SENT_AGAIN = auto()
    QUEUED_LEFT_BEHIND = auto()
    NO_LAST_LOOK = auto()
    TREATMENT_SETTLED_LATER = auto()
    UNKNOWN_TEXT_CLOSED = auto()
    REFUSED_TEXT_COUNTS = auto()
    # outcomes and stops
    SAVED_BEFORE_COMMIT = auto()
    COMMAND_NOT_RECOGNISED = auto()
    OUTCOME_WRITTEN_TWICE = auto()
    STOPS_NOT_CARRIED_OUT = auto()
    STOPS_CARRIED_OUT_LATER = auto()
    NO_SECOND_LOOK = auto()
    REPLY_NOT_READ = auto()


NONE: frozenset[Mistake] = frozenset()
