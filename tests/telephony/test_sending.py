"""The text door: at most once, whatever is lost on the way, and every text is settled or looked up."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from config.facts import Fact
from config.ground import Ground
from telephony.facts import MessageDelivered, MessageReceived
from telephony.sending import Sending
from telephony.simulated.faults import NO_FAULTS, Faults
from telephony.simulated.gateway import SimulatedGateway
from telephony.simulated.world import SimulatedText, World
from telephony.store import insert_message, start_sending
from telephony.tables import InboundMessage, MessageRow
from tests.telephony.lines import ATTEMPT, NUMBER

pytestmark = pytest.mark.virtual_time

SENDER = "+12125550101"
TAKEN_UNANSWERED = Faults(text_unknown_taken=frozenset({0}))
LOST = Faults(text_unknown_not_taken=frozenset({0}))


class Certain(World):
    """Persons whose telephones get every text, or whose carrier refuses all."""

    def __init__(self, *, refuses: bool = False) -> None:
        super().__init__(1)
        self._refuses = refuses

    def outcome_of_text(self, number: str, nth: int) -> SimulatedText:  # noqa: ARG002
        return SimulatedText(
            is_refused=self._refuses, is_delivered=True, settled_after_s=3.0, reply="", reply_after_s=0.0, code="30007"
        )


@dataclass
class TextRig:
    """One gateway with its texts; `seen` are the facts as others were told of them."""

    ground: Ground
    gateway: SimulatedGateway
    seen: list[Fact] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sending = self.restarted()

    def restarted(self) -> Sending:
        """Return the door as a new life of the process opens it."""
        sending = Sending(self.ground, self.gateway)
        sending.also.append(self._see)
        return sending

    async def _see(self, _session: AsyncSession, fact: Fact) -> list[Fact]:
        self.seen.append(fact)
        return []

    async def queue(self, attempt_id: UUID = ATTEMPT) -> None:
        now = self.ground.clock.now()
        async with self.ground.database.transaction() as session:
            row = MessageRow(
                attempt_id=attempt_id,
                number=NUMBER,
                sender=SENDER,
                text="Please call us.",
                template="sms.en.1",
                state="queued",
                segments=1,
                queued_at=now,
                leaves_at=now,
            )
            await insert_message(session, row)

    async def state(self, attempt_id: UUID = ATTEMPT) -> str:
        async with self.ground.database.transaction() as session:
            return (await session.get_one(MessageRow, attempt_id)).state


def rig_with(ground: Ground, *, faults: Faults = NO_FAULTS, refuses: bool = False) -> TextRig:
    return TextRig(ground, SimulatedGateway(ground.clock, Certain(refuses=refuses), faults))


async def test_a_text_leaves_once_however_often_it_is_sent(ground: Ground) -> None:
    """Two senders of one text are one text on the telephone."""
    rig = rig_with(ground)
    await rig.queue()
    for _ in range(3):
        await rig.sending.send(ATTEMPT)
    await rig.sending.send_queued()
    assert (rig.gateway.accepted[ATTEMPT], await rig.state()) == (1, "sent")
    assert [type(fact).__name__ for fact in rig.seen] == ["MessageAccepted"]


async def test_a_text_the_gateway_took_without_answering_is_looked_up_and_not_sent_again(ground: Ground) -> None:
    """The answer is lost, the text is not: the look-up finds it."""
    rig = rig_with(ground, faults=TAKEN_UNANSWERED)
    await rig.queue()
    await rig.sending.send(ATTEMPT)
    assert await rig.state() == "unknown"
    await rig.sending.send(ATTEMPT)
    await rig.sending.send_queued()
    await rig.sending.settle_unknown()
    assert (rig.gateway.accepted[ATTEMPT], await rig.state()) == (1, "sent")


async def test_a_text_nobody_knows_of_stays_unknown(ground: Ground) -> None:
    """Rather no text than two: what cannot be settled is never sent again."""
    rig = rig_with(ground, faults=LOST)
    await rig.queue()
    await rig.sending.send(ATTEMPT)
    for _ in range(2):
        await rig.sending.settle_unknown()
        await rig.sending.send_queued()
    assert (rig.gateway.accepted[ATTEMPT], await rig.state()) == (0, "unknown")


async def test_a_text_that_was_on_its_way_when_the_process_died_is_looked_up(ground: Ground) -> None:
    """Sending is committed before the text leaves, so a new life does not send it."""
    rig = rig_with(ground)
    await rig.queue()
    async with ground.database.transaction() as session:
        order = await start_sending(session, ATTEMPT, at=ground.clock.now())
    assert order is not None
    await rig.gateway.send(order)  # it left, and the process died before the answer
    again = rig.restarted()
    await again.send_queued()
    await again.settle_unknown()
    assert (rig.gateway.accepted[ATTEMPT], await rig.state()) == (1, "sent")


async def test_queued_texts_leave_once_after_a_restart(ground: Ground) -> None:
    """A queued text cannot have left, so it may leave."""
    rig = rig_with(ground)
    ids = [UUID(int=number) for number in (5, 6, 7)]
    for attempt_id in ids:
        await rig.queue(attempt_id)
    again = rig.restarted()
    await again.send_queued()
    await again.send_queued()
    assert [rig.gateway.accepted[attempt_id] for attempt_id in ids] == [1, 1, 1]


async def test_a_refused_text_is_refused_and_its_code_kept(ground: Ground) -> None:
    """A carrier's refusal is final, and says why."""
    rig = rig_with(ground, refuses=True)
    await rig.queue()
    await rig.sending.send(ATTEMPT)
    async with ground.database.transaction() as session:
        row = await session.get_one(MessageRow, ATTEMPT)
    assert (row.state, row.code, rig.gateway.accepted[ATTEMPT]) == ("refused", "30007", 0)


async def test_a_receipt_that_comes_twice_or_for_nobody_changes_nothing(ground: Ground) -> None:
    """Carriers repeat themselves, and may speak of other people's texts."""
    rig = rig_with(ground)
    await rig.queue()
    await rig.sending.send(ATTEMPT)
    delivered = MessageDelivered(at=ground.clock.now(), attempt_id=ATTEMPT)
    for fact in (delivered, delivered, MessageDelivered(at=ground.clock.now(), attempt_id=UUID(int=99))):
        await rig.sending.take(fact)
    assert (await rig.state(), rig.seen[1:]) == ("delivered", [delivered])


async def test_a_reply_that_is_delivered_twice_is_one_reply(ground: Ground) -> None:
    """The gateway's reference makes a repeated delivery harmless."""
    rig = rig_with(ground)
    reply = MessageReceived(
        at=ground.clock.now(), number=NUMBER, text="Who is this?", provider_ref="r1", to_sender=SENDER
    )
    await rig.sending.take(reply)
    await rig.sending.take(reply)
    async with ground.database.transaction() as session:
        kept = (await session.scalars(select(InboundMessage))).all()
    assert ([row.text for row in kept], rig.seen) == (["Who is this?"], [reply])
