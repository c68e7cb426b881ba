"""Of several processes one dials: the lease has a term, and its epochs grow."""

from dataclasses import dataclass, field

import pytest

from campaigns.assigning import assign
from campaigns.dialing import Dialing
from campaigns.leasing import Leasing
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.world import World as Persons
from tests.campaigns.gates import attempt_of, permit
from tests.campaigns.rows import BOOKS, World, add_case

pytestmark = pytest.mark.virtual_time


@dataclass
class Process:
    """One process that would dial; `taken` counts how often it took over."""

    world: World
    taken: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        ground = self.world.ground
        self.dialing = Dialing(ground, BOOKS, SimulatedCarrier(ground.clock, Persons(1)))
        self.leasing = Leasing(ground, self.dialing, self._take_over)

    async def _take_over(self) -> None:
        self.taken.append(self.dialing.epoch)

    async def look(self) -> int:
        """Look at the lease once and return the epoch under which this process dials; 0 if it does not."""
        await self.leasing.look()
        return self.dialing.epoch


async def test_a_second_process_takes_no_epoch_until_the_term_ends(world: World) -> None:
    """While the first may still dial, nobody else does; then the second takes over under a higher epoch."""
    first, second = Process(world), Process(world)
    assert [await first.look(), await second.look()] == [1, 0]
    await world.ground.clock.sleep(world.ground.settings.lease_term_s - 0.1)
    assert await second.look() == 0
    await world.ground.clock.sleep(0.2)
    assert [await second.look(), await first.look()] == [2, 0]
    assert (first.taken, second.taken) == ([1], [2])


async def test_a_renewed_lease_keeps_its_epoch_and_settles_nothing_again(world: World) -> None:
    """Permits stay valid over a renewal, and calls in flight are not looked at as those of a stranger."""
    first, second = Process(world), Process(world)
    await first.look()
    for _ in range(5):
        await world.ground.clock.sleep(world.ground.settings.lease_term_s / 2)
        assert [await first.look(), await second.look()] == [1, 0]
    assert first.taken == [1]


async def test_a_holder_who_comes_back_too_late_gets_a_new_epoch(world: World) -> None:
    """A process that was frozen beyond its term must not use the permits of before."""
    first = Process(world)
    await first.look()
    await world.ground.clock.sleep(world.ground.settings.lease_term_s + 1)
    assert await first.look() == 2
    assert first.taken == [1, 2]


async def test_a_lease_that_is_given_up_can_be_taken_at_once(world: World) -> None:
    """A clean stop costs the floor no term of silence."""
    first, second = Process(world), Process(world)
    await first.look()
    await first.leasing.give_up()
    assert first.dialing.epoch == 0
    await world.ground.clock.sleep(0.001)
    assert await second.look() == 2


async def test_a_process_whose_epoch_is_over_gives_no_call_to_an_agent(world: World) -> None:
    """It slept and does not know; its successor gives the call, or the agent would have two at once."""
    first, second = Process(world), Process(world)
    campaign = await world.campaign()
    case, _ = await add_case(world, campaign)
    attempt_id = (await permit(world, campaign, case)).attempt.id
    await first.look()
    await world.ground.clock.sleep(world.ground.settings.lease_term_s + 1)
    await second.look()
    assert not await assign(world.ground, attempt_id, world.agent_id, epoch=first.dialing.epoch)
    assert (await attempt_of(world, attempt_id)).agent_id is None
    assert await assign(world.ground, attempt_id, world.agent_id, epoch=second.dialing.epoch)
    assert (await attempt_of(world, attempt_id)).agent_id == world.agent_id
