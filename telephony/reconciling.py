"""Compares the provider's live calls with ours and settles each row; the same code at start and as a sweep.

Ours that live are taken up again, ours that are gone are ended as unknown, and calls with our mark that no row
knows are hung up. Nothing is ever placed again.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from config.errors import ProviderFailed
from config.ground import Ground
from telephony.calling import Calling, call_of
from telephony.calls import Call, CallState
from telephony.facts import CallEnded, EndCause
from telephony.store import live_call_rows

SETTLED_AFTER = timedelta(seconds=10)
"""A call younger than this may be on its way between us and the provider."""
SWEEP_S = 30.0


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a comparison found: calls that live on, calls that were gone, strangers hung up."""

    alive: tuple[Call, ...]
    gone: tuple[UUID, ...]
    strangers: tuple[UUID, ...]


async def reconcile(ground: Ground, calling: Calling, *, grace: timedelta = SETTLED_AFTER) -> Reconciled | None:
    """Settle every row; None if the provider gave no list, in which case nothing is touched."""
    try:
        async with asyncio.timeout(ground.settings.provider_deadline_s):
            listed = {live.attempt_id: live.state for live in await calling.provider.list_calls()}
    except (TimeoutError, ProviderFailed):
        return None
    async with ground.database.transaction() as session:
        rows = await live_call_rows(session)
    now = ground.clock.now()
    alive: list[Call] = []
    gone: list[UUID] = []
    for row in rows:
        call = calling.find(row.attempt_id) or call_of(row)
        if row.attempt_id in listed:
            alive.append(call)
            calling.expect(call)
        elif not _is_young(calling, call, now, grace):
            gone.append(row.attempt_id)
    for attempt_id in gone:
        await calling.take(CallEnded(at=now, attempt_id=attempt_id, cause=EndCause.UNKNOWN, by="unknown"))
    strangers = _strangers(listed, [row.attempt_id for row in rows], calling)
    for attempt_id in strangers:
        await calling.hang_up(attempt_id)
    return Reconciled(tuple(alive), tuple(gone), strangers)


async def sweep(ground: Ground, calling: Calling, is_ours: Callable[[], bool]) -> None:
    """Reconcile every half minute while the calls are this process's to settle, for ever."""
    while True:
        await ground.clock.sleep(SWEEP_S)
        if is_ours():
            await reconcile(ground, calling)


def _is_young(calling: Calling, call: Call, now: datetime, grace: timedelta) -> bool:
    """Say whether a call may still be on its way; one that was not placed yet is as old as its permit here."""
    if call.placed_at is not None:
        return call.placed_at + grace > now
    age_s = calling.expected_for_s(call.attempt_id)
    return age_s is not None and age_s < grace.total_seconds()


def _strangers(listed: dict[UUID, CallState], known: Sequence[UUID], calling: Calling) -> tuple[UUID, ...]:
    ours = set(known)
    return tuple(key for key in listed if key not in ours and calling.find(key) is None)
