"""A real switch as a `VoiceProvider`: orders become AMI actions, and what the switch tells becomes facts.

An order names its channel by the attempt, so that the switch itself refuses a second one while the first lives, and
every act finds its call without a table of ours. What events mean is decided in `translate.py`.
"""

import asyncio
import random
import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from uuid import UUID

import structlog

from config.clock import Clock
from config.errors import ProviderFailed
from config.facts import Fact
from config.ids import Ids
from telephony.asterisk import orders
from telephony.asterisk.dialplan import HEARD, CallExten, Role, channel_id
from telephony.asterisk.inbox import Inbox
from telephony.asterisk.legs import Cut, Leg, SeatNews
from telephony.asterisk.link import Link
from telephony.asterisk.orders import Action, Trunk
from telephony.asterisk.ringing import Ringing
from telephony.asterisk.rolls import live_calls
from telephony.asterisk.switch import Reply, Switch
from telephony.asterisk.translate import ACTOR, PLACED, ROLL, ROLL_END, Translation
from telephony.asterisk.wire import Heard
from telephony.calls import CallState
from telephony.facts import CallRinging
from telephony.providers import LiveCall, PlaceCall

log = structlog.get_logger()

ROLL_CALL_S = 30.0
MOST_REMEMBERED = 100_000
"""Attempts that are known to have been ordered; older ones are forgotten."""
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
"""E.164."""


class AsteriskVoice:
    """The `VoiceProvider` of one switch; the steps of `tasks` run beside it, and `facts` has one reader.

    Args:
        deadline_s: how long the switch may take to answer an action.
        sound_of: gives the name of the sound for the text of a message: letters, digits and hyphens.
        hear_seat: told of agents' legs, in order with the facts.
    """

    name = ACTOR

    def __init__(
        self,
        clock: Clock,
        ids: Ids,
        switch: Switch,
        trunk: Trunk,
        *,
        chance: random.Random,
        deadline_s: float,
        sound_of: Callable[[str], str],
        hear_seat: Callable[[SeatNews], None],
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._trunk = trunk
        self._deadline_s = deadline_s
        self._sound_of = sound_of
        self._hear_seat = hear_seat
        self._inbox = Inbox()
        self.link = Link(switch, clock, self._inbox, wanted=frozenset({*HEARD, ROLL, ROLL_END}), chance=chance)
        self._translation = Translation(trunk.habits)
        self._ringing = Ringing(clock)
        self._ordered: dict[UUID, None] = {}
        self._told: deque[Fact] = deque()

    def tasks(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """Return what has to run beside it, each step endless, by its name."""
        return {"link": self.link.run, "roll call": self._call_the_roll, "ringing": self._end_long_rings}

    # -------------------------------------------------------------------------------------------- the provider

    async def place(self, order: PlaceCall) -> None:
        """Originate a call; see `VoiceProvider.place`. A second order for the same attempt changes nothing."""
        attempt_id = order.attempt_id
        if attempt_id in self._ordered:
            return
        if NUMBER.fullmatch(order.number) is None or NUMBER.fullmatch(order.caller_id) is None:
            raise ProviderFailed("A number is not in E.164.", effect="impossible")
        leg = self._remember(order)
        try:
            reply = await self._ask(orders.call(order, self._trunk))
        except ProviderFailed as failed:
            if failed.effect == "impossible":
                self._forget(attempt_id)
            raise
        if not reply.is_agreed:
            self._forget(attempt_id)
            raise ProviderFailed(f"The switch refuses the order: {reply.words}.", effect="impossible")
        leg.is_agreed = True
        # In order with the events, of which the first may have come before the answer.
        self._inbox.put(Heard(PLACED, {"Uniqueid": channel_id(Role.CALL, attempt_id)}, self._clock.now()))

    async def connect(self, attempt_id: UUID, agent_id: UUID) -> None:
        """Join an agent's seat to an answered call.

        Raises:
            ProviderFailed: `impossible` too if the agent has no leg at the switch.
        """
        leg = self._translation.legs.get(attempt_id)
        if leg is not None and leg.may_be_joined:
            await self._join(leg, agent_id, beeps=self._trunk.beeps)

    async def play_and_hang_up(self, attempt_id: UUID, message: str) -> None:
        """Play the sound of a message, then end the call."""
        leg = self._translation.legs.get(attempt_id)
        if leg is None or not leg.may_be_joined or leg.has_talked:
            return
        leg.cut = Cut.MESSAGE
        if (await self._ask(orders.choose_message(attempt_id, self._sound_of(message)))).is_agreed:
            await self._ask(orders.move(attempt_id, CallExten.MESSAGE))

    async def hang_up(self, attempt_id: UUID) -> None:
        """End a call, whether it is known here or was found on the switch's list."""
        leg = self._translation.legs.get(attempt_id)
        if leg is not None:
            leg.cut = leg.cut or Cut.HANG_UP
        await self._ask(orders.hang_up(channel_id(Role.CALL, attempt_id)))

    async def hold(self, attempt_id: UUID) -> None:
        """Take the person off the agent, to the hold tone; the seat falls free and may be used meanwhile."""
        leg = self._translation.legs.get(attempt_id)
        if leg is not None and leg.is_joined and leg.cut is None:
            await self._ask(orders.move(attempt_id, CallExten.HOLD))

    async def resume(self, attempt_id: UUID) -> None:
        """Bring the agent who had the call back to it."""
        leg = self._translation.legs.get(attempt_id)
        if leg is None or not leg.may_be_joined:
            return
        agent_id = leg.asked_id or leg.agent_id
        if agent_id is not None:
            await self._join(leg, agent_id, beeps=False)

    async def list_calls(self) -> list[LiveCall]:
        """List our calls as the switch sees them.

        Raises:
            ProviderFailed: no list came, which says nothing about any call.
        """
        reply = await self.link.list_all("CoreShowChannels", deadline_s=self._deadline_s)
        if not reply.is_agreed:
            raise ProviderFailed(f"The switch gives no list: {reply.words}.", effect="impossible")
        listed = live_calls(reply.items, self._trunk.house)
        # An order that was just agreed to is carried out a moment later.
        now, known = self._clock.now(), {call.attempt_id for call in listed}
        coming = [leg.attempt_id for leg in self._translation.legs.values() if leg.is_coming(now)]
        return [*listed, *(LiveCall(attempt_id=key, state=CallState.PLACED) for key in coming if key not in known)]

    async def facts(self) -> Fact:
        """Wait for the next fact of any call; cancelling loses none."""
        while not self._told:
            for told in self._translation.take(await self._inbox.get()):
                if isinstance(told, Fact):
                    self._told.append(told)
                    self._time(told)
                else:
                    self._hear_seat(told)
        return self._told.popleft()

    # -------------------------------------------------------------------------------------------- agents' legs

    async def seat(self, agent_id: UUID, endpoint: str) -> None:
        """Ring an agent's telephone, for a whole shift; `SeatFree` follows when it is taken, `SeatLost` if it is not.

        Raises:
            ProviderFailed: `impossible` if the switch refuses it or is out of reach, `unknown` if it gave no answer.
        """
        reply = await self._ask(orders.seat(agent_id, self._ids.new(), endpoint, self._trunk))
        if not reply.is_agreed:
            raise ProviderFailed(f"The switch refuses the agent's leg: {reply.words}.", effect="impossible")

    def is_seated(self, agent_id: UUID) -> bool:
        """Say whether an agent's leg is up, free or not."""
        return self._translation.seat_of(agent_id) is not None

    async def unseat(self, agent_id: UUID) -> None:
        """End an agent's leg; a person who is on it is kept, as when the leg is lost."""
        seat = self._translation.seat_of(agent_id)
        if seat is not None:
            await self._ask(orders.hang_up(seat.channel))

    # -------------------------------------------------------------------------------------------- beside it

    async def _call_the_roll(self) -> None:
        """Have the switch list what lives, each time the link comes up and every half minute; for ever."""
        while True:
            await self.link.until_up()
            with suppress(ProviderFailed):  # The link is going down, and will come up.
                # The rows come as events, in order with all others.
                await self.link.ask("CoreShowChannels", deadline_s=self._deadline_s)
            with suppress(TimeoutError):
                async with asyncio.timeout(ROLL_CALL_S):
                    await self.link.until_down()

    async def _end_long_rings(self) -> None:
        """Hang up each call that has rung for as long as was ordered; for ever."""
        while True:
            attempt_id = await self._ringing.next_over()
            leg = self._translation.legs.get(attempt_id)
            if leg is None or leg.picked_up_at is not None or leg.cut is not None:
                continue
            leg.cut = Cut.RANG_OUT
            with suppress(ProviderFailed):  # The switch's own timer ends it a little later.
                await self._ask(orders.hang_up(channel_id(Role.CALL, attempt_id)))

    # -------------------------------------------------------------------------------------------- parts

    async def _join(self, leg: Leg, agent_id: UUID, *, beeps: bool) -> None:
        seat = self._translation.seat_of(agent_id)
        if seat is None:
            raise ProviderFailed("The agent has no leg at the switch.", effect="impossible")
        reply = await self._ask(orders.bridge(leg.attempt_id, seat.channel, beeps=beeps))
        if reply.is_agreed:
            leg.asked_id, leg.is_joined = agent_id, True
        else:  # One of the two has just ended, and the fact that says so is on its way.
            log.info("not joined", attempt_id=str(leg.attempt_id), reason=reply.words)

    async def _ask(self, action: Action) -> Reply:
        name, fields = action
        return await self.link.ask(name, *fields, deadline_s=self._deadline_s)

    def _time(self, fact: Fact) -> None:
        if isinstance(fact, CallRinging):
            leg = self._translation.legs.get(fact.attempt_id)
            if leg is not None and leg.ring_s is not None:
                self._ringing.begin(fact.attempt_id, for_s=leg.ring_s)

    def _remember(self, order: PlaceCall) -> Leg:
        leg = self._translation.expect(order.attempt_id, self._clock.now())
        leg.ring_s = order.ring_timeout_s
        self._ordered[order.attempt_id] = None
        if len(self._ordered) > MOST_REMEMBERED:
            del self._ordered[next(iter(self._ordered))]
        return leg

    def _forget(self, attempt_id: UUID) -> None:
        self._translation.forget(attempt_id)
        self._ordered.pop(attempt_id, None)
