"""Texts pass the gate when they are due, leave once, and stop at a word from the person."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaigns.contact_facts import ContactFact, HoldFact, OptOutFact
from campaigns.messaging import LATEST
from campaigns.recording import record_fact
from config.supervising import Supervisor
from crm.cases import Case
from crm.contact_points import ContactPoint, OptOut
from crm.facts import OptedIn, OptedOut
from telephony.providers import MessageReceipt, SendMessage
from telephony.simulated.faults import Faults
from telephony.simulated.gateway import SimulatedGateway
from telephony.tables import InboundMessage
from tests.campaigns.gates import allow_texts, permit
from tests.campaigns.rows import WESTERN, World, add_case
from tests.campaigns.texting import Silent, Texting

pytestmark = pytest.mark.virtual_time

SOON_S = 30.0


@pytest.fixture
async def texting(world: World) -> AsyncIterator[Texting]:
    """Texts of one campaign, with the tasks that send them running."""
    rig = Texting(world, await world.campaign())
    async with Supervisor(world.ground.clock).running() as supervisor:
        supervisor.start("texts", rig.messaging.run)
        yield rig
        assert supervisor.crashes == []


async def consenting(texting: Texting) -> tuple[Case, ContactPoint]:
    """Add somebody who agreed to texts."""
    case, point = await add_case(texting.world, texting.campaign)
    await allow_texts(texting.world, case, point)
    return case, point


async def test_a_due_text_leaves_once_with_its_permit(texting: Texting) -> None:
    """One permit, one message in the person's language, one message at the gateway; then the wish is done."""
    case, point = await consenting(texting)
    treatment_id = await texting.want(case, point)
    await texting.world.ground.clock.sleep(SOON_S)
    (attempt,) = await texting.text_attempts()
    (message,) = await texting.messages()
    assert (message.attempt_id, message.number, message.state) == (attempt.id, point.value, "sent")
    assert texting.world.ground.settings.company_name in message.text
    assert texting.gateway.accepted[attempt.id] == 1
    treatment = await texting.treatment(treatment_id)
    assert (treatment.state, treatment.sent_attempt_id) == ("done", attempt.id)
    assert (attempt.verdict["allowed"], attempt.state, attempt.counts) == (True, "closed", True)


async def test_a_text_waits_for_its_time(texting: Texting) -> None:
    """Not a minute before the plan's delay is over."""
    case, point = await consenting(texting)
    await texting.want(case, point, due=timedelta(minutes=20))
    await texting.world.ground.clock.sleep(19 * 60)
    assert await texting.messages() == []
    await texting.world.ground.clock.sleep(2 * 60)
    assert len(await texting.messages()) == 1


async def test_stop_opts_the_number_out_and_no_text_follows(texting: Texting) -> None:
    """From the reply on the gate refuses, whatever had been planned (47 CFR 64.1200(a)(10))."""
    case, point = await consenting(texting)
    await texting.want(case, point)
    await texting.world.ground.clock.sleep(SOON_S)
    await texting.reply(point.value, "Stop.")
    later = await texting.want(case, point)
    await texting.world.ground.clock.sleep(SOON_S)
    assert len(await texting.messages()) == 1
    assert (await texting.treatment(later)).state == "dropped"
    stops = [fact for fact in await texting.world.facts() if isinstance(fact, OptedOut)]
    assert [(fact.debtor_id, fact.channel, fact.source) for fact in stops] == [(case.debtor_id, "sms", "reply")]


async def test_start_takes_back_a_stop_that_came_by_reply(texting: Texting) -> None:
    """The person's own word opens what the person's own word closed; twice is once."""
    case, point = await consenting(texting)
    for word in ("STOP", "Start", "start"):
        await texting.reply(point.value, word)
    await texting.want(case, point)
    await texting.world.ground.clock.sleep(SOON_S)
    assert len(await texting.messages()) == 1
    assert len([fact for fact in await texting.world.facts() if isinstance(fact, OptedIn)]) == 1


@pytest.mark.parametrize("evidence", ["attempt:1", "import", "letter of 1 November"])
async def test_start_does_not_take_back_a_stop_that_came_otherwise(texting: Texting, evidence: str) -> None:
    """What was demanded in a call or a letter is not undone by a word in a text."""
    case, point = await consenting(texting)
    stop = OptOut(
        id=texting.world.new(),
        debtor_id=case.debtor_id,
        channel="sms",
        value=point.value,
        at=texting.world.now,
        evidence=evidence,
    )
    async with texting.world.ground.database.transaction() as session:
        session.add(stop)
    await texting.reply(point.value, "START")
    async with texting.world.ground.database.transaction() as session:
        assert [row.evidence for row in (await session.scalars(select(OptOut))).all()] == [evidence]


async def test_other_replies_land_on_the_case_and_stop_nothing(texting: Texting) -> None:
    """A question is kept for people to read; a stranger's text is kept as well."""
    case, point = await consenting(texting)
    await texting.reply(point.value, "Please stop by tomorrow")
    await texting.reply("+13105550199", "Who is this?")
    async with texting.world.ground.database.transaction() as session:
        kept = (await session.scalars(select(InboundMessage).order_by(InboundMessage.provider_ref))).all()
        assert (await session.scalars(select(OptOut))).all() == []
    assert [(row.text, row.debtor_id) for row in kept] == [
        ("Please stop by tomorrow", case.debtor_id),
        ("Who is this?", None),
    ]


async def test_a_text_to_somebody_on_the_telephone_waits_until_they_are_free(texting: Texting) -> None:
    """One contact at a time; the text is not lost and does not break in."""
    case, point = await consenting(texting)
    await permit(texting.world, texting.campaign, case)
    treatment_id = await texting.want(case, point)
    await texting.world.ground.clock.sleep(SOON_S)
    waiting = await texting.treatment(treatment_id)
    assert (waiting.state, waiting.reason, await texting.messages()) == ("waiting", "person_busy", [])


async def test_a_text_outside_the_hours_waits_for_their_opening(texting: Texting) -> None:
    """At seven in the west nobody is written to; at eight, when law and house open, the text leaves."""
    case, point = await add_case(texting.world, texting.campaign, place=WESTERN)
    await allow_texts(texting.world, case, point)
    await texting.want(case, point)
    await texting.world.ground.clock.sleep(55 * 60)
    assert await texting.messages() == []
    await texting.world.ground.clock.sleep(3 * 60 * 60)
    (message,) = await texting.messages()
    assert message.queued_at.hour >= 16


class Lingering(SimulatedGateway):
    """A gateway during whose first answer something else happens."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def send(self, order: SendMessage) -> MessageReceipt:
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        return await super().send(order)


async def test_a_text_chosen_while_another_leaves_is_not_forgotten(texting: Texting) -> None:
    """It comes too late for the look at what is due, and still leaves at once, not at the next look."""
    gateway = Lingering(texting.world.ground.clock, Silent(1))
    texting.sending.provider = gateway
    case, point = await consenting(texting)
    other, its_point = await consenting(texting)
    gateway.meanwhile = lambda: texting.want(other, its_point)
    await texting.want(case, point)
    await texting.world.ground.clock.sleep(SOON_S)
    assert len(await texting.text_attempts()) == 2


async def test_a_text_that_comes_too_late_is_dropped(texting: Texting) -> None:
    """Half a day after the call its text says nothing useful any more."""
    case, point = await consenting(texting)
    treatment_id = await texting.want(case, point, due=-LATEST - timedelta(minutes=1))
    await texting.world.ground.clock.sleep(SOON_S)
    dropped = await texting.treatment(treatment_id)
    assert (dropped.state, dropped.reason, await texting.messages()) == ("dropped", "too_late", [])


async def test_an_unanswered_text_keeps_the_person_busy_and_is_never_repeated(world: World) -> None:
    """Whether it arrived is not known, so it counts, and nothing else is sent in its place."""
    rig = Texting(world, await world.campaign(), Faults(text_unknown_taken=frozenset({0})))
    async with Supervisor(world.ground.clock).running() as supervisor:
        supervisor.start("texts", rig.messaging.run)
        case, point = await consenting(rig)
        await rig.want(case, point)
        await world.ground.clock.sleep(600)
    (attempt,) = await rig.text_attempts()
    (message,) = await rig.messages()
    assert (message.state, attempt.counts, rig.gateway.accepted[attempt.id]) == ("unknown", True, 1)


@pytest.mark.parametrize("fact", [
    HoldFact(kind="cease_communication"),
    OptOutFact(channel="sms"),
], ids=lambda fact: fact.what)  # fmt: skip
async def test_a_text_whose_person_stopped_it_after_its_permit_never_leaves(world: World, fact: ContactFact) -> None:
    """Between the permit and the leaving lies a queue, or a crash; what was said meanwhile counts."""
    rig = Texting(world, await world.campaign())
    case, point = await consenting(rig)
    attempt_id = await rig.queue_one(case)
    await record_fact(world.ground, case.id, fact, actor="user:a", evidence="said so")
    await rig.sending.send_queued()
    (message,), (attempt,) = await rig.messages(), await rig.text_attempts()
    assert (message.state, message.code, rig.gateway.accepted[attempt_id]) == ("refused", "withdrawn", 0)
    assert (attempt.state, attempt.counts, point.value) == ("closed", False, message.number)


async def test_a_text_that_waited_past_the_hours_is_withdrawn(world: World) -> None:
    """A permit of the morning does not let a text leave at night."""
    rig = Texting(world, await world.campaign())
    case, _ = await consenting(rig)
    attempt_id = await rig.queue_one(case)
    await world.ground.clock.sleep(14 * 3600)
    await rig.sending.send_queued()
    assert rig.gateway.accepted[attempt_id] == 0


async def test_a_queued_text_that_is_still_allowed_leaves(world: World) -> None:
    """The second look lets through what the first let through, the person's own open attempt notwithstanding."""
    rig = Texting(world, await world.campaign())
    case, _ = await consenting(rig)
    attempt_id = await rig.queue_one(case)
    await rig.sending.send_queued()
    await rig.sending.send(attempt_id)
    assert rig.gateway.accepted[attempt_id] == 1
