"""Takes what persons write back: stop and start words, what a text clearly says, and what somebody should read.

In the transaction that stores the reply, for everybody who has the number it came from.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.contact_facts import ContactFact, OptOutFact
from campaigns.recording import put_down
from campaigns.reply_words import ReplyWords, facts_of
from campaigns.statements import Statement
from campaigns.store.for_dialing import lock_persons
from campaigns.store.for_effects import BY_REPLY, lift_opt_out_by_reply
from campaigns.store.for_facts import open_cases_of, points_of_number
from campaigns.store.for_messaging import attach_inbound
from config.facts import Fact
from config.ground import Ground
from crm.attempts import Channel, Note
from crm.facts import NoteAdded, OptedIn
from telephony.facts import MessageReceived
from telephony.messages import is_start_word, is_stop_word

ACTOR = "reply"


async def take_reply(session: AsyncSession, ground: Ground, words: ReplyWords, reply: MessageReceived) -> list[Fact]:
    """Attach a reply to its person and record what it says; return the facts.

    Stop words opt the number out, start words take that back. All else counts for what its words clearly say.
    """
    owners = await points_of_number(session, reply.number)
    if not owners:
        return []
    await attach_inbound(session, reply.provider_ref, owners[0][0])
    await lock_persons(session, {debtor_id for debtor_id, _ in owners})
    if is_start_word(reply.text):
        return [fact for debtor_id, _ in owners for fact in await _opt_in(session, ground, reply, debtor_id)]
    facts: list[Fact] = []
    if is_stop_word(reply.text):
        for debtor_id, point_id in owners:
            stop = OptOutFact(channel=Channel.SMS.value, contact_point_id=point_id)
            facts += await _record(session, ground, reply, debtor_id, [stop])
        return facts
    meanings, subjects = words.meanings_of(reply.text), words.subjects_of(reply.text)
    for debtor_id, point_id in owners:
        said = [fact for meaning in meanings for fact in facts_of(meaning, point_id)]
        facts += await _record(session, ground, reply, debtor_id, said)
        if subjects:
            about = ", ".join(subject.en for subject in subjects), "、".join(subject.zh for subject in subjects)
            text = f"Please read this text from them: it may speak of {about[0]}. 请阅读对方短信：可能涉及{about[1]}。"
            facts += await _ask_to_read(session, ground, debtor_id, text)
    return facts


async def _record(
    session: AsyncSession, ground: Ground, reply: MessageReceived, debtor_id: UUID, facts: Sequence[ContactFact]
) -> list[Fact]:
    said = Statement(
        debtor_id=debtor_id,
        case_id=None,
        actor=ACTOR,
        evidence=f"{BY_REPLY}{reply.provider_ref}",
        source=ACTOR,
        at=ground.clock.now(),
    )
    found: list[Fact] = []
    for fact in facts:
        found += (await put_down(session, ground.ids, fact, said)).facts
    return found


async def _opt_in(session: AsyncSession, ground: Ground, reply: MessageReceived, debtor_id: UUID) -> list[Fact]:
    sms = Channel.SMS.value
    if not await lift_opt_out_by_reply(session, debtor_id, channel=sms, value=reply.number):
        return []
    return [OptedIn(at=ground.clock.now(), actor=ACTOR, debtor_id=debtor_id, channel=sms, source=ACTOR)]


async def _ask_to_read(session: AsyncSession, ground: Ground, debtor_id: UUID, text: str) -> list[Fact]:
    """Leave a remark on the person's newest open case; the text itself stands in its own row."""
    now, case_ids = ground.clock.now(), await open_cases_of(session, debtor_id)
    if not case_ids:
        return []
    note = Note(id=ground.ids.new(), case_id=case_ids[0], attempt_id=None, at=now, actor=ACTOR, text=text)
    session.add(note)
    await session.flush()
    return [NoteAdded(at=now, actor=ACTOR, note_id=note.id, case_id=note.case_id)]
