"""What persons write back is worked at once: the words of the list, for everybody who has the number."""

from typing import Any

import pytest
from sqlalchemy import select

from crm.attempts import Channel, Note
from crm.contact_points import ContactPoint, OptOut
from crm.holds import Hold
from tests.campaigns.gates import allow_texts, ask_gate
from tests.campaigns.rows import World, add_case
from tests.campaigns.texting import Texting


async def all_of(world: World, kind: Any) -> list[Any]:  # noqa: ANN401 - a mapped class
    async with world.ground.database.transaction() as session:
        return list((await session.scalars(select(kind))).all())


@pytest.mark.parametrize(("text", "channels"), [
    ("Please stop texting me", {Channel.SMS}),
    ("don't call me", {Channel.PHONE}),
    ("Leave me alone!", {Channel.SMS, Channel.PHONE}),
    ("wrong number", {Channel.SMS, Channel.PHONE}),
    ("talk to my lawyer", {Channel.SMS, Channel.PHONE}),
    ("I filed for bankruptcy", {Channel.SMS, Channel.PHONE}),
    ("别再打电话了，别再打", {Channel.PHONE}),
    ("Call me on Friday", set()),
])  # fmt: skip
async def test_a_reply_closes_what_it_clearly_names(world: World, text: str, channels: set[Channel]) -> None:
    """From the reply on the gate refuses these channels, and no others."""
    campaign = await world.campaign()
    rig = Texting(world, campaign)
    for channel in (Channel.SMS, Channel.PHONE):
        case, point = await add_case(world, campaign)
        await allow_texts(world, case, point)
        await rig.reply(point.value, text)
        answer = await ask_gate(world, campaign, case, channel)
        assert (type(answer).__name__ == "Refused") is (channel in channels), (text, channel)


async def test_what_a_reply_says_rests_on_the_reply(world: World) -> None:
    """Evidence is the gateway's reference of the text, the author is the reply; nothing of the text is in a fact."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    rig = Texting(world, campaign)
    await rig.reply(point.value, "stop calling, my lawyer is Jane Doe")
    (stop,), (hold,), (note,) = await all_of(world, OptOut), await all_of(world, Hold), await all_of(world, Note)
    assert (stop.channel, stop.value, stop.evidence, stop.actor) == ("phone", "*", "reply:r1", "reply")
    assert (hold.kind, hold.case_id, hold.evidence, hold.actor) == (
        "represented_by_attorney",
        None,
        "reply:r1",
        "reply",
    )
    assert (note.case_id, note.actor, "lawyer" in note.text, "律师" in note.text) == (case.id, "reply", True, True)
    assert not any("Jane" in str(fact) for fact in await world.facts() if type(fact).__name__ != "MessageReceived")


async def test_a_reply_is_worked_once(world: World) -> None:
    """The same words again add nothing; a word that somebody should read adds a remark each time."""
    campaign = await world.campaign()
    _, point = await add_case(world, campaign)
    rig = Texting(world, campaign)
    for _ in range(2):
        await rig.reply(point.value, "wrong number, he died")
    (marked,) = await all_of(world, ContactPoint)
    assert (marked.state, len(marked.facts)) == ("wrong_party", 1)
    assert len(await all_of(world, Note)) == 2


async def test_everybody_who_has_the_number_is_covered_and_a_stranger_is_nobody(world: World) -> None:
    """A number in two files is one telephone; a number of nobody changes nothing."""
    campaign = await world.campaign()
    cases = [await add_case(world, campaign) for _ in range(2)]
    async with world.ground.database.transaction() as session:
        twin = await session.get_one(ContactPoint, cases[1][1].id)
        twin.value = cases[0][1].value
    rig = Texting(world, campaign)
    await rig.reply(cases[0][1].value, "do not contact me")
    await rig.reply("+13105550199", "do not contact me")
    assert {hold.debtor_id for hold in await all_of(world, Hold)} == {case.debtor_id for case, _ in cases}
