"""The voice door: the only caller of a provider's `place`, and only with a fresh permit.

A permit is a reserved attempt. Between the last judgement and the order leaving lie at most half a second;
an older one is refused. A timeout means that the call's fate is unknown, never that it is tried again.
"""

import asyncio
from dataclasses import dataclass
from typing import Literal

from config.clock import Clock
from config.errors import ProviderFailed
from telephony.permits import is_fresh
from telephony.providers import PlaceCall, VoiceProvider

Left = Literal["left", "not_left", "unknown", "stale"]


@dataclass(frozen=True, slots=True)
class Permit:
    """The right to place one call; `judged_at_s` is monotonic time, `epoch` that of the dialing lease."""

    order: PlaceCall
    judged_at_s: float
    epoch: int


async def place(provider: VoiceProvider, permit: Permit, clock: Clock, *, epoch: int, deadline_s: float) -> Left:
    """Let one call leave; say whether it left.

    Cancelling is not safe: the order may have left. Facts about the call come from the provider.
    """
    now_s = clock.monotonic()
    if not is_fresh(judged_at_s=permit.judged_at_s, now_s=now_s, judged_under=permit.epoch, epoch=epoch):
        return "stale"
    try:
        async with asyncio.timeout(deadline_s):
            await provider.place(permit.order)
    except TimeoutError:
        return "unknown"
    except ProviderFailed as failure:
        return "not_left" if failure.effect == "impossible" else "unknown"
    return "left"
