"""Texts that follow calls: due ones pass the gate, are queued with their permit, and leave by the text door.

Also what replies do: STOP and its like opt the number out at once, START takes that back, all else lands on the case.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.campaigns import Campaign
from campaigns.reserving import Refused, Reserved, Wanted, reserve_some
from campaigns.store.for_dialing import add_system_entry, attempt_to_close, write_closed
from campaigns.store.for_effects import BY_REPLY, add_opt_out, lift_opt_out_by_reply
from campaigns.store.for_messaging import (
    attach_inbound,
    due_treatments,
    next_treatment_at,
    owners_of_number,
    settle_treatment,
)
from campaigns.templates import render
from campaigns.treatments import Treatment, TreatmentState
from config.clock import Clock
from config.facts import Fact
from config.ground import Ground
from crm.attempts import AttemptState, Channel
from crm.contact_points import OptOut
from crm.facts import AttemptClosed, OptedIn, OptedOut
from telephony.facts import (
    MessageAccepted,
    MessageDelivered,
    MessageReceived,
    MessageRefused,
    MessageUndelivered,
)
from telephony.messages import MessageState, is_start_word, is_stop_word, segments_of
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
STATES = {
    MessageAccepted: MessageState.SENT,
    MessageRefused: MessageState.REFUSED,
    MessageDelivered: MessageState.DELIVERED,
    MessageUndelivered: MessageState.UNDELIVERED,
}


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
        sending.also.append(self.take)

    async def take(self, session: AsyncSession, fact: Fact) -> list[Fact]:
        """Work out what a receipt or a reply means, in the transaction that stores it; return the facts."""
        if isinstance(fact, MessageReceived):
            return await self._take_reply(session, fact)
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
        async with self._ground.database.transaction() as session:
            due = await due_treatments(session, now=now, limit=BATCH)
            at = await next_treatment_at(session, after=now)
        for campaign_id in dict.fromkeys(treatment.campaign_id for treatment in due):
            await self._send(campaign_id, [one for one in due if one.campaign_id == campaign_id])
        if len(due) == BATCH:
            at = now
        self._next_at = at or now + LOOK_AGAIN

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

    async def _close(self, session: AsyncSession, fact: Fact) -> list[Fact]:
        """Close the attempt of a text by what the gateway said; an unknown one stays open until it is settled."""
        state = STATES.get(type(fact))
        attempt_id = getattr(fact, "attempt_id", None)
        attempt = await attempt_to_close(session, attempt_id) if state and attempt_id else None
        if state is None or attempt is None:
            return []
        code = self._books.catalogue.message_code(state.value)
        now = self._ground.clock.now()
        attempt.disposition, attempt.result = code, state.value
        attempt.outcome = self._books.catalogue.get(code).outcome
        attempt.counts = state is not MessageState.REFUSED
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

    async def _take_reply(self, session: AsyncSession, fact: MessageReceived) -> list[Fact]:
        """Attach a reply to its person; stop words opt the number out for every person who has it, start words in."""
        owners = await owners_of_number(session, fact.number)
        if owners:
            await attach_inbound(session, fact.provider_ref, owners[0])
        if is_stop_word(fact.text):
            return [stop for owner in owners for stop in await self._opt_out(session, fact, owner)]
        if is_start_word(fact.text):
            return [start for owner in owners for start in await self._opt_in(session, fact, owner)]
        return []

    async def _opt_out(self, session: AsyncSession, fact: MessageReceived, debtor_id: UUID) -> list[Fact]:
        now, sms = self._ground.clock.now(), Channel.SMS.value
        row = OptOut(
            id=self._ground.ids.new(),
            debtor_id=debtor_id,
            channel=sms,
            value=fact.number,
            at=now,
            evidence=f"{BY_REPLY}{fact.provider_ref}",
        )
        if not await add_opt_out(session, row):
            return []
        return [OptedOut(at=now, actor="reply", debtor_id=debtor_id, channel=sms, source="reply")]

    async def _opt_in(self, session: AsyncSession, fact: MessageReceived, debtor_id: UUID) -> list[Fact]:
        now, sms = self._ground.clock.now(), Channel.SMS.value
        if not await lift_opt_out_by_reply(session, debtor_id, channel=sms, value=fact.number):
            return []
        return [OptedIn(at=now, actor="reply", debtor_id=debtor_id, channel=sms, source="reply")]


def seconds_until(clock: Clock, at: datetime | None) -> float:
    """Return how long to wait for an instant, at most `LOOK_AGAIN`."""
    longest = LOOK_AGAIN.total_seconds()
    return longest if at is None else min(longest, max(TOGETHER_S, (at - clock.now()).total_seconds()))
