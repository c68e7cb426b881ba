"""Compares the provider's live calls with ours and settles each row; the same code at start and as a sweep.

Ours that live are taken up again, ours that are gone are ended as unknown, and calls with our mark that no row
knows are hung up. Nothing is ever placed again.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from config.errors import ProviderFailed
from config.ground import Ground
from telephony.calling import Calling, call_of
from telephony.facts import CallEnded, EndCause
from telephony.reconciliation import SETTLED_AFTER, Reconciled, compare
from telephony.store import live_call_rows

SWEEP_S = 30.0


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
    for row in rows:  # a permit may be so young that who asked for it has not heard yet: it is gone at the next sweep
        if row.placed_at is None and calling.find(row.attempt_id) is None:
            calling.expect(call_of(row))
    calls = [calling.find(row.attempt_id) or call_of(row) for row in rows]
    found = compare(calls, tuple(listed), expected_for_s=calling.expected(), now=now, grace=grace)
    for call in found.alive:
        calling.expect(call)
    for attempt_id in found.gone:
        await calling.take(CallEnded(at=now, attempt_id=attempt_id, cause=EndCause.UNKNOWN, by="unknown"))
    await calling.catch_up({row.attempt_id for row in rows} | set(listed))
    for attempt_id in found.strangers:
        await calling.hang_up(attempt_id)
    return found


async def sweep(ground: Ground, calling: Calling, is_ours: Callable[[], bool]) -> None:
    """Reconcile every half minute while the calls are this process's to settle, for ever."""
    while True:
        await ground.clock.sleep(SWEEP_S)
        if is_ours():
            await reconcile(ground, calling)
