"""A simulated gateway for texts: takes messages, reports delivery, and lets persons write back.

A message sent twice arrives twice, as in life; `accepted` counts it. What persons do is decided in `world.py`.
"""

from collections import Counter
from functools import partial
from itertools import count
from uuid import UUID

from config.clock import Clock
from config.errors import ProviderFailed
from config.facts import Fact
from telephony.facts import MessageDelivered, MessageReceived, MessageUndelivered
from telephony.messages import segments_of
from telephony.providers import MessageReceipt, SendMessage
from telephony.simulated.faults import NO_FAULTS, FaultKind, Faults
from telephony.simulated.timeline import Timeline
from telephony.simulated.world import SimulatedText, World

MOST_RECEIPTS = 100_000
"""Older messages can no longer be looked up."""


class SimulatedGateway:
    """The `TextProvider` of the simulated world.

    `accepted` counts by attempt how often a message was taken; `texts_to` counts by number and may be primed.
    """

    name = "simulated"

    def __init__(self, clock: Clock, world: World, faults: Faults = NO_FAULTS) -> None:
        self.accepted: Counter[UUID] = Counter()
        self.texts_to: Counter[str] = Counter()
        self._clock = clock
        self._world = world
        self._faults = faults
        self._timeline = Timeline(clock, faults)
        self._orders = count()
        self._receipts: dict[UUID, MessageReceipt] = {}

    async def send(self, order: SendMessage) -> MessageReceipt:
        """Take a message or refuse it; see `TextProvider.send`."""
        self._timeline.advance()
        nth = next(self._orders)
        if self._faults.strikes(FaultKind.TEXT_UNKNOWN_NOT_TAKEN, nth):
            await self._never_answer()
        receipt = self._take(order)
        if self._faults.strikes(FaultKind.TEXT_UNKNOWN_TAKEN, nth):
            await self._never_answer()
        return receipt

    async def find(self, order: SendMessage) -> MessageReceipt | None:
        """Look up what became of an order; None if it never came here."""
        return self._receipts.get(order.attempt_id)

    async def facts(self) -> Fact:
        """Wait for the next delivery report or incoming text."""
        return await self._timeline.next_fact()

    async def _never_answer(self) -> None:
        await self._clock.sleep(self._faults.answer_timeout_s)
        raise ProviderFailed("The gateway gave no answer in time.", effect="unknown")

    def _take(self, order: SendMessage) -> MessageReceipt:
        text = self._world.outcome_of_text(order.number, self.texts_to[order.number])
        self.texts_to[order.number] += 1
        if text.is_refused:
            receipt = MessageReceipt(
                attempt_id=order.attempt_id, accepted=False, code=text.code, reason="The carrier blocks this message."
            )
        else:
            self.accepted[order.attempt_id] += 1
            segments = segments_of(order.text)[1]
            # A second send of one attempt is a second message, with a name of its own.
            ref = f"simulated-text-{order.attempt_id.hex}-{self.accepted[order.attempt_id]}"
            receipt = MessageReceipt(attempt_id=order.attempt_id, accepted=True, provider_ref=ref, segments=segments)
            self._timeline.after(text.settled_after_s, partial(self._settle, order, text))
            if text.reply:
                self._timeline.after(text.reply_after_s, partial(self._reply, order, text.reply, ref))
        self._receipts[order.attempt_id] = receipt
        if len(self._receipts) > MOST_RECEIPTS:
            del self._receipts[next(iter(self._receipts))]
        return receipt

    def _settle(self, order: SendMessage, text: SimulatedText) -> None:
        now = self._timeline.now()
        if text.is_delivered:
            self._timeline.emit(MessageDelivered(at=now, actor=self.name, attempt_id=order.attempt_id))
        else:
            fact = MessageUndelivered(at=now, actor=self.name, attempt_id=order.attempt_id, code=text.code)
            self._timeline.emit(fact)

    def _reply(self, order: SendMessage, text: str, ref: str) -> None:
        fact = MessageReceived(
            at=self._timeline.now(),
            actor=self.name,
            number=order.number,
            text=text,
            provider_ref=f"reply-to-{ref}",
            to_sender=order.sender,
        )
        self._timeline.emit(fact)
