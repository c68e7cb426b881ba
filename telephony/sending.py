"""The text door: queued, then sending (committed), then sent, refused or unknown; delivered or not by receipt.

At most once: a text whose fate is unknown is looked up, never sent again. Also the reader of receipts and
replies, which only stores and passes on; what a reply means is decided by `campaigns`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from config.errors import ProviderFailed
from config.facts import Fact
from config.ground import Ground
from telephony.facts import (
    MessageAccepted,
    MessageDelivered,
    MessageReceived,
    MessageRefused,
    MessageUndelivered,
    MessageUnknown,
)
from telephony.messages import WITHDRAWN, Message, MessageState, step
from telephony.providers import MessageReceipt, SendMessage, TextProvider
from telephony.store import insert_inbound, message_to_move, messages_in, start_sending, write_message
from telephony.tables import InboundMessage, MessageRow

SWEEP_S = 300.0
"""How long a person whose text has no known fate may wait for the next look-up; nothing else reaches them meanwhile."""

log = structlog.get_logger()

Also = Callable[[AsyncSession, Fact], Awaitable[list[Fact]]]
LastLook = Callable[[AsyncSession, UUID], Awaitable[str]]


async def _no_last_look(_session: AsyncSession, _attempt_id: UUID) -> str:
    return ""


class Sending:
    """Texts over one provider; `also` are called in the transaction that stores a fact.

    `last_look` is asked in the transaction in which a text starts to leave, and says why it must not, or nothing.
    """

    def __init__(self, ground: Ground, provider: TextProvider) -> None:
        self._ground = ground
        self.provider = provider
        self.also: list[Also] = []
        self.last_look: LastLook = _no_last_look

    async def send(self, attempt_id: UUID) -> None:
        """Let one queued text leave; does nothing for one that has left before.

        The state sending is committed first, so that a crash leaves a text to look up and not one to send. A text
        that may not leave any more is withdrawn.
        """
        async with self._ground.database.transaction() as session:
            order = await self._let_leave(session, attempt_id)
        if order is not None:
            await self.take(await self._hand_over(order))

    async def send_queued(self) -> None:
        """Let texts leave that were queued when the process ended; none of them can have left."""
        async with self._ground.database.transaction() as session:
            rows = await messages_in(session, MessageState.QUEUED)
        for row in rows:
            await self.send(row.attempt_id)

    async def settle_unknown(self) -> None:
        """Look up texts that were on their way when the answer, or this process, was lost."""
        async with self._ground.database.transaction() as session:
            rows = await messages_in(session, MessageState.SENDING, MessageState.UNKNOWN)
        for row in rows:
            try:
                async with asyncio.timeout(self._ground.settings.provider_deadline_s):
                    receipt = await self.provider.find(_order_of(row))
            except (TimeoutError, ProviderFailed):
                continue
            if receipt is not None:
                await self.take(self._fact_of(receipt))
            elif row.state == MessageState.SENDING.value:
                await self.take(MessageUnknown(at=self._ground.clock.now(), attempt_id=row.attempt_id))

    async def sweep(self, is_ours: Callable[[], bool]) -> None:
        """Look up texts of unknown fate every few minutes while they are this process's to settle, for ever.

        Also lets texts leave that a failing database left queued; one that is just leaving does not leave twice.
        """
        while True:
            await self._ground.clock.sleep(SWEEP_S)
            if is_ours():
                await self.settle_unknown()
                await self.send_queued()

    async def follow(self) -> None:
        """Take the provider's receipts and replies, one after another, for ever."""
        while True:
            await self.take(await self.provider.facts())

    async def take(self, fact: Fact) -> None:
        """Store one fact of a text; repeated and late ones change nothing."""
        if isinstance(fact, MessageReceived):
            await self._store_inbound(fact)
        else:
            await self._store(fact)

    async def _let_leave(self, session: AsyncSession, attempt_id: UUID) -> SendMessage | None:
        row, now = await message_to_move(session, attempt_id), self._ground.clock.now()
        if row is None or row.state != MessageState.QUEUED.value:
            return None
        why_not = await self.last_look(session, attempt_id)
        if not why_not:
            return await start_sending(session, attempt_id, at=now)
        await self._move(session, row, MessageRefused(at=now, attempt_id=attempt_id, code=WITHDRAWN, reason=why_not))
        return None

    async def _hand_over(self, order: SendMessage) -> Fact:
        try:
            async with asyncio.timeout(self._ground.settings.provider_deadline_s):
                return self._fact_of(await self.provider.send(order))
        except TimeoutError:
            return MessageUnknown(at=self._ground.clock.now(), attempt_id=order.attempt_id)
        except ProviderFailed as failure:
            now = self._ground.clock.now()
            if failure.effect == "impossible":
                return MessageRefused(at=now, attempt_id=order.attempt_id, code="unreachable", reason=str(failure))
            return MessageUnknown(at=now, attempt_id=order.attempt_id)

    def _fact_of(self, receipt: MessageReceipt) -> Fact:
        now, name = self._ground.clock.now(), self.provider.name
        if receipt.accepted:
            return MessageAccepted(
                at=now,
                actor=name,
                attempt_id=receipt.attempt_id,
                provider_ref=receipt.provider_ref,
                segments=receipt.segments,
            )
        return MessageRefused(
            at=now, actor=name, attempt_id=receipt.attempt_id, code=receipt.code, reason=receipt.reason
        )

    async def _store(self, fact: Fact) -> None:
        attempt_id: UUID = getattr(fact, "attempt_id")  # noqa: B009 - every message fact but one has it
        async with self._ground.database.transaction() as session:
            row = await message_to_move(session, attempt_id)
            if row is None:
                log.warning("receipt of an unknown text", attempt_id=str(attempt_id))
                return
            await self._move(session, row, fact)

    async def _move(self, session: AsyncSession, row: MessageRow, fact: Fact) -> None:
        before = _message_of(row)
        after = step(before, fact)
        if after == before:
            return
        _note(row, after, fact)
        await write_message(session, row)
        facts = [fact]
        for also in self.also:
            facts += await also(session, fact)
        await self._ground.journal.append(session, *facts)

    async def _store_inbound(self, fact: MessageReceived) -> None:
        row = InboundMessage(
            id=self._ground.ids.new(),
            provider_ref=fact.provider_ref,
            number=fact.number,
            sender=fact.to_sender,
            text=fact.text,
            at=fact.at,
        )
        async with self._ground.database.transaction() as session:
            if await insert_inbound(session, row):
                for also in self.also:
                    await self._ground.journal.append(session, *await also(session, fact))


def _order_of(row: MessageRow) -> SendMessage:
    return SendMessage(attempt_id=row.attempt_id, number=row.number, sender=row.sender, text=row.text)


def _message_of(row: MessageRow) -> Message:
    return Message(
        attempt_id=row.attempt_id,
        number=row.number,
        sender=row.sender,
        text=row.text,
        state=MessageState(row.state),
        accepted_at=row.sent_at,
        settled_at=row.final_at,
        provider_ref=row.provider_ref or "",
        segments=row.segments,
        code=row.code or "",
    )


def _note(row: MessageRow, after: Message, fact: Fact) -> None:
    row.state = after.state.value
    row.provider_ref = after.provider_ref or row.provider_ref
    row.segments = after.segments or row.segments
    row.code = after.code or row.code
    if isinstance(fact, MessageAccepted):
        row.sent_at = row.sent_at or fact.at
    if isinstance(fact, MessageRefused | MessageDelivered | MessageUndelivered):
        row.final_at = fact.at
