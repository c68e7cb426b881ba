"""What a comparison of our live calls with the provider's list means: which live, which are gone, which are strangers.

Pure; `reconciling` asks the provider and carries it out. A call that may still be on its way is left alone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from telephony.calls import Call

SETTLED_AFTER = timedelta(seconds=10)
"""A call younger than this may be on its way between us and the provider."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a comparison found: calls that live on, calls that were gone, strangers to be hung up."""

    alive: tuple[Call, ...]
    gone: tuple[UUID, ...]
    strangers: tuple[UUID, ...]


def compare(
    calls: Collection[Call],
    listed: Collection[UUID],
    *,
    expected_for_s: Mapping[UUID, float],
    now: datetime,
    grace: timedelta = SETTLED_AFTER,
) -> Reconciled:
    """Compare what we take for alive with what the provider lists.

    Args:
        calls: ours that are not over, as their rows or this process tell.
        listed: attempts of the provider's live calls, in its order.
        expected_for_s: for how many seconds this process has had its calls, those without a row among them.
        now: the instant of the list.
        grace: how young a call of an earlier life or of another process must be to be left alone although it is
            not listed; this process's own may be on their way for SETTLED_AFTER, also while it recovers.
    """
    living = frozenset(listed)
    alive = tuple(call for call in calls if call.attempt_id in living)
    gone = tuple(
        call.attempt_id
        for call in calls
        if call.attempt_id not in living and not is_young(call, expected_for_s.get(call.attempt_id), now, grace)
    )
    ours = {call.attempt_id for call in calls}
    strangers = tuple(key for key in listed if key not in ours and key not in expected_for_s)
    return Reconciled(alive, gone, strangers)


def is_young(call: Call, expected_for_s: float | None, now: datetime, grace: timedelta) -> bool:
    """Say whether a call may still be on its way; one of this process is as old as its permit here."""
    if expected_for_s is not None and expected_for_s < SETTLED_AFTER.total_seconds():
        return True
    return call.placed_at is not None and call.placed_at + grace > now
