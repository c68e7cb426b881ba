"""The voice door: nothing leaves without a fresh permit of this lease, and nothing unknown is tried again."""

import pytest

from config.clock import LoopClock
from telephony.permits import FRESH_S
from telephony.placing import Left, Permit, place
from telephony.simulated.faults import NO_FAULTS, Faults
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.world import World
from tests.telephony.lines import NUMBER, order

pytestmark = pytest.mark.virtual_time

EPOCH_OF_LEASE = 3


async def try_to_place(
    clock: LoopClock,
    *,
    age_s: float = 0.0,
    epoch: int = EPOCH_OF_LEASE,
    faults: Faults = NO_FAULTS,
    deadline_s: float = 9,
) -> tuple[Left, int]:
    """Place a call on a permit of an age, and return what the door says and how many calls really left."""
    carrier = SimulatedCarrier(clock, World(1), faults=faults)
    permit = Permit(order(), clock.monotonic(), EPOCH_OF_LEASE)
    await clock.sleep(age_s)
    left = await place(carrier, permit, clock, epoch=epoch, deadline_s=deadline_s)
    return left, carrier.calls_to[NUMBER]


@pytest.mark.parametrize(("age_s", "expected"), [
    (0.0, ("left", 1)),
    (FRESH_S - 0.01, ("left", 1)),
    (FRESH_S + 0.01, ("stale", 0)),
    (60.0, ("stale", 0)),
])  # fmt: skip
async def test_a_call_leaves_only_while_its_permit_is_fresh(
    clock: LoopClock, age_s: float, expected: tuple[Left, int]
) -> None:
    """A stop that came after the judgement must not be overtaken by more than half a second (I3)."""
    assert await try_to_place(clock, age_s=age_s) == expected


@pytest.mark.parametrize("epoch", [0, EPOCH_OF_LEASE - 1, EPOCH_OF_LEASE + 1])
async def test_a_permit_of_another_lease_is_not_placed(clock: LoopClock, epoch: int) -> None:
    """Who has lost the lease dials nobody, even with permits in hand."""
    assert await try_to_place(clock, epoch=epoch) == ("stale", 0)


async def test_a_vendor_out_of_reach_proves_that_nothing_left(clock: LoopClock) -> None:
    """Only this is a reason to refund."""
    assert await try_to_place(clock, faults=Faults(place_refused=frozenset({0}))) == ("not_left", 0)


@pytest.mark.parametrize("deadline_s", [1.0, 9.0])
async def test_a_missing_answer_is_unknown_and_not_a_second_call(clock: LoopClock, deadline_s: float) -> None:
    """Whether we or the vendor stop waiting: one call may ring, and it stays one."""
    faults = Faults(place_unknown=frozenset({0}), answer_timeout_s=5.0)
    assert await try_to_place(clock, faults=faults, deadline_s=deadline_s) == ("unknown", 1)
