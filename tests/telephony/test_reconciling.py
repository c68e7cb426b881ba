"""After a restart or a broken link each call is settled against the vendor's list, and none is placed again."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from config.errors import ProviderFailed
from config.ground import Ground
from telephony.calls import CallState
from telephony.facts import CallAnswered, CallPlaced
from telephony.providers import LiveCall
from telephony.reconciliation import SETTLED_AFTER
from telephony.reconciling import reconcile
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.world import World
from tests.telephony.lines import LineRig, call, order

pytestmark = pytest.mark.virtual_time

ONE, TWO, STRANGER = UUID(int=11), UUID(int=12), UUID(int=13)


class OutOfReach(SimulatedCarrier):
    """A carrier that gives no list of its calls."""

    async def list_calls(self) -> list[LiveCall]:
        raise ProviderFailed("no answer", effect="unknown")


async def placed(line: LineRig, attempt_id: UUID, *, at: datetime) -> None:
    """Store a call that was placed at an instant, as a life before this one knew it."""
    await line.reserve(call(attempt_id))
    earlier = LineRig(line.ground, line.provider)
    earlier.calling.expect(call(attempt_id))
    await earlier.calling.take(CallPlaced(at=at, attempt_id=attempt_id, provider_ref="ref"))
    await earlier.calling.take(CallAnswered(at=at, attempt_id=attempt_id, answered_by="human", detected_after_s=0.0))


@pytest.fixture
async def line(ground: Ground) -> LineRig:
    """A line in a new life of the process."""
    return LineRig(ground, SimulatedCarrier(ground.clock, World(1)))


async def test_a_call_the_vendor_does_not_have_is_ended_as_unknown(line: LineRig) -> None:
    """What came of it is not known; it is closed and never called over."""
    await placed(line, ONE, at=line.ground.clock.now() - timedelta(minutes=5))
    found = await reconcile(line.ground, line.calling)
    assert found is not None
    assert (found.gone, found.alive, found.strangers) == ((ONE,), (), ())
    row = await line.row(ONE)
    assert (row.state, row.cause, line.ended) == ("ended", "unknown", [ONE])
    again = await reconcile(line.ground, line.calling)
    assert again is not None
    assert (again.gone, line.ended) == ((), [ONE])


@pytest.mark.parametrize(("age", "is_gone"), [
    (SETTLED_AFTER - timedelta(seconds=1), False),
    (SETTLED_AFTER, True),
])  # fmt: skip
async def test_a_very_young_call_is_given_time_to_appear(line: LineRig, age: timedelta, is_gone: bool) -> None:
    """An order may be on its way between us and the vendor."""
    await placed(line, ONE, at=line.ground.clock.now() - age)
    found = await reconcile(line.ground, line.calling)
    assert found is not None
    assert bool(found.gone) == is_gone


async def test_a_permit_that_nobody_has_heard_of_yet_is_given_time(line: LineRig) -> None:
    """Its commit may be so fresh that the order follows; it is gone when it still is not listed at the next look."""
    await line.reserve(call(ONE))
    found = await reconcile(line.ground, line.calling, grace=timedelta(0))
    assert found is not None
    assert (found.gone, line.ended) == ((), [])
    await line.ground.clock.sleep(SETTLED_AFTER.total_seconds())
    again = await reconcile(line.ground, line.calling)
    assert again is not None
    assert (again.gone, line.ended) == ((ONE,), [ONE])


async def test_a_call_that_lives_is_taken_up_again(line: LineRig) -> None:
    """The person on the line notices nothing of our restart."""
    await placed(line, ONE, at=line.ground.clock.now() - timedelta(minutes=5))
    await line.provider.place(order(ONE))
    found = await reconcile(line.ground, line.calling)
    assert found is not None
    assert ([one.attempt_id for one in found.alive], found.gone) == ([ONE], ())
    taken_up = line.calling.find(ONE)
    assert taken_up is not None
    assert (taken_up.state, line.ended) == (CallState.ANSWERED, [])


async def test_a_call_nobody_here_knows_is_hung_up(line: LineRig) -> None:
    """A call with our mark and no permit of ours must not ring on."""
    await line.provider.place(order(STRANGER))
    found = await reconcile(line.ground, line.calling)
    assert found is not None
    assert (found.strangers, await line.provider.list_calls()) == ((STRANGER,), [])


async def test_nothing_is_touched_without_the_vendors_list(ground: Ground) -> None:
    """Silence of the vendor is no proof that calls are over."""
    line = LineRig(ground, OutOfReach(ground.clock, World(1)))
    await placed(line, ONE, at=ground.clock.now() - timedelta(hours=1))
    assert await reconcile(ground, line.calling) is None
    assert (await line.row(ONE)).state == "answered"


async def test_every_row_is_settled_in_one_look(line: LineRig) -> None:
    """One alive, one gone and one stranger: each gets its own, and only ours are ended."""
    for attempt_id in (ONE, TWO):
        await placed(line, attempt_id, at=line.ground.clock.now() - timedelta(minutes=5))
    await line.provider.place(order(ONE))
    await line.provider.place(replace(order(STRANGER), number="+12125550112"))
    found = await reconcile(line.ground, line.calling)
    assert found is not None
    assert (len(found.alive), found.gone, found.strangers) == (1, (TWO,), (STRANGER,))
    assert [live.attempt_id for live in await line.provider.list_calls()] == [ONE]


async def test_a_permit_that_has_not_left_yet_is_not_settled(line: LineRig) -> None:
    """Between the gate and the vendor a call is on no list; ended here it would still ring."""
    line.calling.expect(await line.reserve(call(ONE)))
    found = await reconcile(line.ground, line.calling)
    assert found is not None
    assert (found.gone, line.ended) == ((), [])
    await line.ground.clock.sleep(SETTLED_AFTER.total_seconds())
    later = await reconcile(line.ground, line.calling)
    assert later is not None
    assert (later.gone, line.ended) == ((ONE,), [ONE])
