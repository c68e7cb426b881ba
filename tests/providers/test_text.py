"""The contract every text vendor keeps."""

import asyncio
from collections.abc import Callable

import pytest

from config.errors import ProviderFailed
from telephony.facts import MessageDelivered, MessageReceived, MessageUndelivered
from tests.providers.rigs import ATTEMPT, SENDER, Failure, TextRig

pytestmark = pytest.mark.virtual_time


async def test_the_message_is_taken_and_delivered_when_all_is_well(text: TextRig) -> None:
    """The receipt carries the vendor's name for it and what it costs; delivery follows as a fact."""
    receipt = await text.provider.send(text.order("delivered", "还" * 71))
    assert (receipt.attempt_id, receipt.accepted, receipt.segments) == (ATTEMPT, True, 2)
    assert receipt.provider_ref
    fact = await text.provider.facts()
    assert isinstance(fact, MessageDelivered)
    assert (fact.attempt_id, fact.actor) == (ATTEMPT, text.provider.name)


async def test_the_code_is_told_when_the_message_cannot_be_delivered(text: TextRig) -> None:
    """An undelivered text sends the case on to another channel."""
    receipt = await text.provider.send(text.order("undelivered"))
    assert receipt.accepted
    fact = await text.provider.facts()
    assert isinstance(fact, MessageUndelivered)
    assert fact.code


async def test_the_reason_is_told_when_the_message_is_refused(text: TextRig) -> None:
    """A refused text never left the house, and nothing more is heard of it."""
    receipt = await text.provider.send(text.order("refused"))
    assert not receipt.accepted
    assert receipt.code
    assert receipt.reason
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(6 * 3600):
            await text.provider.facts()


async def test_the_reply_comes_in_when_a_person_writes_back(text: TextRig) -> None:
    """From their number, to the sender they saw, with a reference that makes a repetition harmless."""
    order = text.order("answered")
    await text.provider.send(order)
    assert isinstance(await text.provider.facts(), MessageDelivered)
    reply = await text.provider.facts()
    assert isinstance(reply, MessageReceived)
    assert (reply.number, reply.to_sender) == (order.number, SENDER)
    assert reply.text
    assert reply.provider_ref


async def test_the_message_is_found_when_the_answer_never_came(make_text: Callable[[Failure], TextRig]) -> None:
    """An unknown text that was taken is settled by a look-up, not by sending again."""
    text = make_text("unknown")
    order = text.order("delivered")
    with pytest.raises(ProviderFailed) as failed:
        await text.provider.send(order)
    assert failed.value.effect == "unknown"
    found = await text.provider.find(order)
    assert found is not None
    assert found.accepted
    assert text.taken(ATTEMPT) == 1


async def test_nothing_is_found_when_the_message_never_arrived(make_text: Callable[[Failure], TextRig]) -> None:
    """Only a look-up that finds nothing proves that nothing was taken."""
    text = make_text("impossible")
    order = text.order("delivered")
    with pytest.raises(ProviderFailed) as failed:
        await text.provider.send(order)
    assert failed.value.effect == "unknown"
    assert await text.provider.find(order) is None
    assert text.taken(ATTEMPT) == 0
