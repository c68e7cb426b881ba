"""Where no gateway is set a text is refused once, and is never tried again."""

import asyncio

import pytest

from config.errors import ProviderFailed
from config.ground import Ground
from config.journal import START
from telephony.messages import MessageState
from telephony.providers import SendMessage
from telephony.refusing import NoGateway
from telephony.sending import Sending
from telephony.store import insert_message, messages_in
from telephony.tables import MessageRow
from tests.telephony.lines import ATTEMPT, NUMBER

SENDER = "+12125550101"
ORDER = SendMessage(attempt_id=ATTEMPT, number=NUMBER, sender=SENDER, text="Please call us.")


async def test_nothing_leaves_and_nobody_can_be_asked() -> None:
    """Both are certain, so no text's fate becomes unknown by it; and nobody writes."""
    for ask in (NoGateway().send, NoGateway().find):
        with pytest.raises(ProviderFailed) as failed:
            await ask(ORDER)
        assert failed.value.effect == "impossible"
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await NoGateway().facts()


async def test_a_refused_text_stays_refused_however_often_it_is_looked_at(ground: Ground) -> None:
    """One fact, one state: neither a repeated order nor the sweep sends it once more."""
    now = ground.clock.now()
    row = MessageRow(
        attempt_id=ATTEMPT,
        number=NUMBER,
        sender=SENDER,
        text=ORDER.text,
        template="sms.en.1",
        state=MessageState.QUEUED.value,
        segments=1,
        queued_at=now,
        leaves_at=now,
    )
    async with ground.database.transaction() as session:
        await insert_message(session, row)
    sending = Sending(ground, NoGateway())
    await sending.send(ATTEMPT)
    await sending.send(ATTEMPT)
    await sending.settle_unknown()
    await sending.send_queued()
    async with ground.database.transaction() as session:
        rows = await messages_in(session, MessageState.REFUSED)
        facts = [type(item.fact).__name__ for item in await ground.journal.read(session, after=START)]
    assert [row.attempt_id for row in rows] == [ATTEMPT]
    assert facts == ["MessageRefused"]
