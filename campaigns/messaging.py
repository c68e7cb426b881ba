"""Texts that follow calls: due ones pass the gate, are queued with their permit, and leave by the text door.

As a text leaves it is judged once more: what was recorded since its permit stops it. Replies are `taking_replies`.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.campaigns import Campaign
from campaigns.closures import CLOSING_TEXTS, text_counts
from campaigns.looking_again import judge_again
from campaigns.reply_words import load_reply_words
from campaigns.reserving import Refused, Reserved, Wanted, reserve_some
from campaigns.store.for_dialing import add_system_entry, attempt_to_close, lock_persons, write_closed
from campaigns.store.for_facts import open_contact
from campaigns.store.for_messaging import (
    drop_treatment_of,
    due_treatments,
    next_treatment_at,
    settle_treatment,
)
from campaigns.taking_replies import take_reply
from campaigns.templates import render
from campaigns.treatments import Treatment, TreatmentState
from config.clock import Clock
from config.facts import Fact
from config.ground import Ground
from crm.attempts import AttemptState, Channel
from crm.facts import AttemptClosed
from telephony.facts import MessageReceived, MessageRefused
from telephony.messages import WITHDRAWN, MessageState, segments_of
from telephony.sending import Sending
from telephony.store import insert_message
from telephony.tables import MessageRow

log = structlog.get_logger()

BATCH = 50
LOOK_AGAIN = timedelta(minutes=10)
"""Longest wait without a bell; a new text rings it."""
NOT_OURS_S = 1.0
"""How often a process without the lease looks whether it has it."""
TOGETHER_S = 5.0
"""Texts due within so many seconds pass the gate together."""
LATEST = timedelta(hours=12)
"""A text that cannot leave within this time after its call says nothing useful any more."""


class Messaging:
    """The texts of this process; it sends only while `is_ours` says that no other process does."""

    def __init__(
        self,
        ground: Ground,
        books: Books,
        sending: Sending,
        campaigns: dict[UUID, Campaign],
        is_ours: Callable[[], bool],
    ) -> None:
        self._ground = ground
        self._books = books
        self._sending = sending
        self._campaigns = campaigns
        self._is_ours = is_ours
        self._bell = asyncio.Event()
        self._next_at: datetime | None = None
        self._words = load_reply_words()
        sending.also.append(self.take)
        sending.last_look = self._look_again

    async def take(self, session: AsyncSession, fact: Fact) -> list[Fact]:
        """Work out what a receipt or a reply means, in the transaction that stores it; return the facts."""
        if isinstance(fact, MessageReceived):
            return await take_reply(session, self._ground, self._words, fact)
        return await self._close(session, fact)

    def ring(self, at: datetime) -> None:
        """A text was chosen that is due at an instant."""
        if self._next_at is None or at < self._next_at:
            self._next_at = at
            self._bell.set()

    async def run(self) -> None:
        """Send what is due, then wait for the next due time; for ever."""
        while True:
            now = self._ground.clock.now()
            if not self._is_ours():
                await self._ground.clock.sleep(NOT_OURS_S)
                continue
            if self._next_at is None or self._next_at <= now:
                await self._send_due(now)
            self._bell.clear()
            try:
                async with asyncio.timeout(seconds_until(self._ground.clock, self._next_at)):
                    await self._bell.wait()
            except TimeoutError:
                continue

    async def _send_due(self, now: datetime) -> None:
        self._next_at = None  # what is chosen from here on rings, though it comes too late for this look
        async with self._ground.database.transaction() as session:
            due = await due_treatments(session, now=now, limit=BATCH)
            at = await next_treatment_at(session, after=now)
        for campaign_id in dict.fromkeys(treatment.campaign_id for treatment in due):
            await self._send(campaign_id, [one for one in due if one.campaign_id == campaign_id])
        if len(due) == BATCH:
            at = now
        self.ring(at or now + LOOK_AGAIN)

    async def _send(self, campaign_id: UUID, due: Sequence[Treatment]) -> None:
        """Ask the gate for the texts of one campaign at once, then let those that are permitted leave."""
        campaign = self._campaigns.get(campaign_id)
        now = self._ground.clock.now()
        late = [one for one in due if campaign is None or one.not_before + LATEST < now]
        for treatment in late:
            await self._settle(treatment, TreatmentState.DROPPED, "too_late")
        wanted = [one for one in due if one not in late]
        if campaign is None or not wanted:
            return
        answers = await self._ask_gate(campaign, wanted)
        for treatment, answer in zip(wanted, answers, strict=True):
            if isinstance(answer, Reserved):
                await self._sending.send(answer.attempt.id)
            elif answer.code == "person_busy":
                later = now + timedelta(minutes=2)
                await self._settle(treatment, TreatmentState.WAITING, "person_busy", not_before=later)
            else:
                await self._postpone(treatment, answer)

    async def _ask_gate(self, campaign: Campaign, due: Sequence[Treatment]) -> list[Reserved | Refused]:
        by_case = {one.case_id: one for one in due}
        wanted = [
            Wanted(case_id=one.case_id, debtor_id=one.debtor_id, campaign=campaign, channel=Channel.SMS) for one in due
        ]

        async def also(session: AsyncSession, reserved: Reserved) -> None:
            treatment = by_case[reserved.attempt.case_id]
            await insert_message(session, self._message(reserved, campaign, treatment))
            await settle_treatment(session, treatment.id, TreatmentState.DONE, "sent", reserved.attempt.id)

        return await reserve_some(self._ground, self._books, wanted, also, most=len(wanted))

    async def _postpone(self, treatment: Treatment, refused: Refused) -> None:
        at = refused.verdict.next_allowed_at if refused.verdict else None
        reason = refused.verdict.reasons[0].rule_id if refused.verdict else refused.code
        if at is not None and at <= treatment.not_before + LATEST:
            await self._settle(treatment, TreatmentState.WAITING, reason, not_before=at)
        else:
            await self._settle(treatment, TreatmentState.DROPPED, reason)

    async def _settle(
        self, treatment: Treatment, state: TreatmentState, reason: str, *, not_before: datetime | None = None
    ) -> None:
        async with self._ground.database.transaction() as session:
            await settle_treatment(session, treatment.id, state, reason, None, not_before=not_before)

    def _message(self, reserved: Reserved, campaign: Campaign, treatment: Treatment) -> MessageRow:
        template = self._books.templates.get(treatment.template, reserved.file.language)
        text = render(template, self._text_values(campaign))
        now = self._ground.clock.now()
        return MessageRow(
            attempt_id=reserved.attempt.id,
            number=reserved.point.value,
            sender=campaign.sms_sender,
            text=text,
            template=f"{template.code}.{template.language}.{template.version}",
            state=MessageState.QUEUED.value,
            segments=segments_of(text)[1],
            queued_at=now,
            leaves_at=now,
        )

    def _text_values(self, campaign: Campaign) -> dict[str, str]:
        settings = self._ground.settings
        return {
            "company": settings.company_name,
            "officer": settings.officer_name,
            "callback_number": campaign.caller_id,
        }

    async def _look_again(self, session: AsyncSession, attempt_id: UUID) -> str:
        """Say which rule refuses a text that is about to leave; nothing when it may."""
        contact = await open_contact(session, attempt_id)
        if contact is None:
            return "closed"
        await lock_persons(session, {contact.debtor_id})
        now = self._ground.clock.now()
        (rules,) = await judge_again(session, self._books, self._campaigns, [contact], now=now)
        return rules[0] if rules else ""

    async def _close(self, session: AsyncSession, fact: Fact) -> list[Fact]:
        """Close the attempt of a text by what the gateway said; an unknown one stays open until it is settled."""
        state = CLOSING_TEXTS.get(type(fact))
        attempt_id = getattr(fact, "attempt_id", None)
        attempt = await attempt_to_close(session, attempt_id) if state and attempt_id else None
        if state is None or attempt is None:
            return []
        if isinstance(fact, MessageRefused) and fact.code == WITHDRAWN:
            await drop_treatment_of(session, attempt.id, fact.reason)
        code = self._books.catalogue.message_code(state.value)
        now = self._ground.clock.now()
        attempt.disposition, attempt.result = code, state.value
        attempt.outcome = self._books.catalogue.get(code).outcome
        attempt.counts = text_counts(state)
        if attempt.state == AttemptState.CLOSED.value:
            await write_closed(session, attempt)
            return []
        attempt.state, attempt.closed_at = AttemptState.CLOSED.value, now
        await write_closed(session, attempt)
        await add_system_entry(session, self._ground.ids.new(), attempt.id, code, at=now, actor=fact.actor)
        closed = AttemptClosed(
            at=now,
            attempt_id=attempt.id,
            case_id=attempt.case_id,
            campaign_id=attempt.campaign_id,
            channel=attempt.channel,
            result=state.value,
            outcome=attempt.outcome or "sent",
        )
        return [closed]


def seconds_until(clock: Clock, at: datetime | None) -> float:
    """Return how long to wait for an instant, at most `LOOK_AGAIN`."""
    longest = LOOK_AGAIN.total_seconds()
    return longest if at is None else min(longest, max(TOGETHER_S, (at - clock.now()).total_seconds()))
