"""Follows live calls: the provider's facts become stored states and journal facts, in order.

Placing and ringing change nothing a restart must know, so they are written with the next fact of their call.
Also the acts on a live call (connect, hold, hang up …), each with a deadline; their effects return as facts.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from config.errors import ProviderFailed
from config.facts import Fact
from config.ground import Ground
from telephony.calls import Call, CallState, ImpossibleMove, step
from telephony.facts import CallEnded, CallLost, CallPlaced, CallRinging, EndCause, RecordingStored
from telephony.providers import VoiceProvider
from telephony.store import call_row, update_call
from telephony.tables import CallRow

log = structlog.get_logger()

LIGHT = (CallPlaced, CallRinging)
Hear = Callable[[Fact], None]
Also = Callable[[AsyncSession, Call], Awaitable[list[Fact]]]


class Calling:
    """The live calls of one provider.

    `hear` is told each fact after it is stored (light ones at once). `at_end` is called in the transaction that
    stores a call's end, so that what depends on it is written with it or not at all; its facts follow the end's.
    """

    def __init__(self, ground: Ground, provider: VoiceProvider, hear: Hear, at_end: Also) -> None:
        self._ground = ground
        self.provider = provider
        self._hear = hear
        self._at_end = at_end
        self._calls: dict[UUID, Call] = {}
        self._expected_s: dict[UUID, float] = {}
        self._unwritten: dict[UUID, list[Fact]] = {}

    def expect(self, call: Call) -> None:
        """Take up a call that was just reserved or found alive."""
        self._calls[call.attempt_id] = call
        self._expected_s.setdefault(call.attempt_id, self._ground.clock.monotonic())

    def forget(self, attempt_id: UUID) -> None:
        """Drop a call that never left."""
        self._calls.pop(attempt_id, None)
        self._expected_s.pop(attempt_id, None)
        self._unwritten.pop(attempt_id, None)

    def find(self, attempt_id: UUID) -> Call | None:
        """Return a live call."""
        return self._calls.get(attempt_id)

    def expected(self) -> dict[UUID, float]:
        """Return for how many seconds this process has had each of its calls; those of an earlier life are left out."""
        now_s = self._ground.clock.monotonic()
        return {attempt_id: now_s - since_s for attempt_id, since_s in self._expected_s.items()}

    async def catch_up(self, live: Collection[UUID]) -> None:
        """Hear of the ends of calls that another process stored, given those that are live by their rows."""
        for attempt_id in [key for key in self._calls if key not in live]:
            call = await self._load(attempt_id)
            if call is not None and call.ended_at is not None:
                self.forget(attempt_id)
                cause, by = call.cause or EndCause.UNKNOWN, call.ended_by or "unknown"
                self._hear(CallEnded(at=call.ended_at, attempt_id=attempt_id, cause=cause, by=by))

    async def follow(self) -> None:
        """Take the provider's facts, one after another, for ever."""
        while True:
            await self.take(await self.provider.facts())

    async def take(self, fact: Fact) -> None:
        """Store one fact of a call; facts that change nothing (repeated, late) are let go."""
        attempt_id: UUID = getattr(fact, "attempt_id")  # noqa: B009 - every call fact has one
        call = self._calls.get(attempt_id) or await self._load(attempt_id)
        if call is None:
            log.warning("fact of an unknown call", fact=type(fact).__name__, attempt_id=str(attempt_id))
            return
        try:
            after = step(call, fact)
        except ImpossibleMove:
            log.exception("impossible fact", fact=type(fact).__name__, attempt_id=str(attempt_id))
            return
        if after == call and not isinstance(fact, RecordingStored):
            return
        if isinstance(fact, LIGHT):
            self._unwritten.setdefault(attempt_id, []).append(fact)
        else:
            await self._write(after, fact)
        # Known only when it is stored: else a failing database would make the next such fact look like a repetition.
        self._calls[attempt_id] = after
        if after.state is CallState.ENDED:
            self._calls.pop(attempt_id, None)
            self._expected_s.pop(attempt_id, None)
        self._hear(fact)

    async def connect(self, attempt_id: UUID, agent_id: UUID) -> None:
        """Join an agent to an answered call; if that cannot be, the person hears the message at once, not silence."""
        await self._act(attempt_id, self._connect(attempt_id, agent_id))

    async def apologise(self, attempt_id: UUID, message: str) -> None:
        """Play a message and end the call."""
        await self._act(attempt_id, self.provider.play_and_hang_up(attempt_id, message))

    async def hang_up(self, attempt_id: UUID) -> None:
        """End a call."""
        await self._act(attempt_id, self.provider.hang_up(attempt_id))

    async def hold(self, attempt_id: UUID) -> None:
        """Let the person wait."""
        await self._act(attempt_id, self.provider.hold(attempt_id))

    async def resume(self, attempt_id: UUID) -> None:
        """Take the person back."""
        await self._act(attempt_id, self.provider.resume(attempt_id))

    async def lose(self, attempt_id: UUID) -> None:
        """Record that a call's fate is unknown; reconciling or a late fact settles it."""
        await self.take(CallLost(at=self._ground.clock.now(), attempt_id=attempt_id))

    async def _connect(self, attempt_id: UUID, agent_id: UUID) -> None:
        try:
            await self.provider.connect(attempt_id, agent_id)
        except ProviderFailed as failed:
            if failed.effect != "impossible":
                raise
            log.warning("agent cannot be joined", attempt_id=str(attempt_id), reason=str(failed))
            await self.provider.play_and_hang_up(attempt_id, "")

    async def _act(self, attempt_id: UUID, act: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(self._ground.settings.provider_deadline_s):
                await act
        except (TimeoutError, ProviderFailed):
            # Whether it took effect is unknown; the next fact or the sweep tells.
            log.warning("provider gave no answer", attempt_id=str(attempt_id))

    async def _write(self, call: Call, fact: Fact) -> None:
        facts = [*self._unwritten.get(call.attempt_id, []), fact]
        async with self._ground.database.transaction() as session:
            await update_call(session, call)
            if isinstance(fact, CallEnded):
                facts += await self._at_end(session, call)
            await self._ground.journal.append(session, *facts)
        self._unwritten.pop(call.attempt_id, None)

    async def _load(self, attempt_id: UUID) -> Call | None:
        async with self._ground.database.transaction() as session:
            row = await call_row(session, attempt_id)
        return None if row is None else call_of(row)


def call_of(row: CallRow) -> Call:
    """Turn a stored call into the value that facts move."""
    return Call(
        attempt_id=row.attempt_id,
        number=row.number,
        caller_id=row.caller_id,
        state=CallState(row.state),
        placed_at=row.placed_at,
        ringing_at=row.ringing_at,
        answered_at=row.answered_at,
        answered_by=row.answered_by,  # type: ignore[arg-type]  # the column holds what a fact said
        bridged_at=row.bridged_at,
        agent_id=row.agent_id,
        joined_at=row.joined_at,
        held_at=row.held_at,
        resumed_at=row.resumed_at,
        lost_at=row.lost_at,
        ended_at=row.ended_at,
        cause=EndCause(row.cause) if row.cause else None,
        ended_by=row.ended_by,  # type: ignore[arg-type]
        provider_ref=row.provider_ref or "",
    )
