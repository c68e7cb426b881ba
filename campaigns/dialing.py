"""Runs the live floor: takes facts and inputs one by one, steps, and carries the commands out.

The only task that holds the floor. It reserves through the gate and places through the voice door; whatever
waits for the provider is done by the hands, so that a slow provider never stops the floor.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog

from campaigns.agents import Agent, AgentState, Signal
from campaigns.assigning import assign, record_moves
from campaigns.books import Books
from campaigns.campaigns import Campaign
from campaigns.closing import close_call, take_back
from campaigns.drawing import Drawing, line_of, order_of
from campaigns.floor.agent_moves import known_agent
from campaigns.floor.commands import (
    Abandon,
    Command,
    Connect,
    HangUp,
    OfferCase,
    OutcomeMissing,
    Place,
    Reserve,
    Withdraw,
)
from campaigns.floor.inputs import (
    AgentSignalled,
    CaseOffered,
    Input,
    LineDropped,
    LineReserved,
    ListsChanged,
    ReservingEnded,
    Ticked,
)
from campaigns.floor.settlement import next_deadline
from campaigns.floor.state import Floor, Line
from campaigns.floor.step import step
from campaigns.pace.trunk import trunk_of
from campaigns.pace_chart import PaceChart, told
from campaigns.reserving import Refused, Reserved
from campaigns.working_off import Backlog
from campaigns.wrapping_up import record_missing
from config.errors import Conflict, Refusal
from config.facts import Fact
from config.ground import Ground
from telephony.calling import Calling
from telephony.calls import Call
from telephony.facts import CallAnswered, CallEnded
from telephony.placing import Permit, place
from telephony.providers import VoiceProvider

log = structlog.get_logger()

HANDS = 8
"""Provider acts under way at once; one per slow answer, so a stuck provider holds few of them up."""
MOST_WAITING = 50_000
"""Inputs kept while the floor is busy; more than any floor makes in a minute, so a full queue is a fault."""
WITHOUT_LEASE = timedelta(seconds=1)
"""How long nothing is started when another process holds the lease, until the next look."""
OUT_OF_REACH_S = 3.0
"""How long nothing is started after a provider could not be reached: a broken link must not use the list up."""
PREVIEW_TIME = timedelta(seconds=60)

Act = Callable[[], Awaitable[None]]


class Dialing:
    """The live floor of this process and everything it does; `epoch` is that of the lease it holds, 0 without."""

    def __init__(self, ground: Ground, books: Books, voice: VoiceProvider) -> None:
        self._ground = ground
        self._books = books
        self.floor = Floor(trunk=trunk_of(ground.settings))
        self.epoch = 0
        self.campaigns: dict[UUID, Campaign] = {}
        self.calling = Calling(ground, voice, self.put, partial(close_call, ground, books, self.campaigns))
        self._drawing = Drawing(ground, books, provider=voice.name)
        self.chart = PaceChart()
        self._voice = voice
        self._permits: dict[UUID, Permit] = {}
        self._leaving: dict[UUID, bool] = {}  # Orders on their way, and whether they were stopped meanwhile.
        self._inputs: asyncio.Queue[tuple[Input | Fact, asyncio.Future[None] | None]] = asyncio.Queue(MOST_WAITING)
        self._acts: asyncio.Queue[Act] = asyncio.Queue(MOST_WAITING)
        self._backlog, self._stepped_at = Backlog(), ground.clock.now()
        self._out_of_reach_until_s = 0.0

    # ---------------------------------------------------------------------------------------------- ways in

    def put(self, what: Input | Fact) -> None:
        """Hand an input or a fact to the floor."""
        self._inputs.put_nowait((what, None))

    async def ask(self, what: Input) -> None:
        """Hand an input over and wait until it is done.

        Raises:
            Refusal: the floor refused it.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._inputs.put_nowait((what, done))
        async with asyncio.timeout(self._ground.settings.provider_deadline_s):
            await done

    def agent(self, agent_id: UUID) -> Agent:
        """Return one agent as the floor sees them now.

        Raises:
            NotFound: the person takes no calls.
        """
        return known_agent(self.floor, agent_id)

    def take_epoch(self, epoch: int) -> None:
        """Dial under this epoch of the lease from now on; 0 means that another process dials."""
        self.epoch = epoch

    def start_campaign(self, campaign: Campaign) -> None:
        """Keep a campaign's settings for reserving and closing; its worklist is read anew."""
        self.campaigns[campaign.id] = campaign
        self._drawing.listing.refresh(campaign.id)

    def look_again(self) -> None:
        """Read every worklist anew: a fact made cases due earlier than the lists told."""
        for campaign_id in self.campaigns:
            self._drawing.listing.refresh(campaign_id)
        self.put(ListsChanged())

    async def dial_preview(self, agent_id: UUID) -> None:
        """Call the case an agent is looking at.

        Raises:
            Conflict: the agent looks at no case, or the gate refused; the details name the binding rule.
        """
        agent = self.agent(agent_id)
        if agent.state is not AgentState.PREVIEW or agent.case_id is None or agent.campaign_id is None:
            raise Conflict("no_preview", "No case is offered.")
        campaign = self.campaigns[agent.campaign_id]
        found = await self._drawing.draw_case(campaign, agent.case_id, agent_id, epoch=self.epoch)
        if isinstance(found, Refused):
            rule = found.verdict.reasons[0].rule_id if found.verdict and found.verdict.reasons else found.code
            await self.ask(AgentSignalled(agent_id=agent_id, signal=Signal.CAME_READY, cause="refused"))
            raise Conflict("refused_by_rule", "The rules do not allow this call now.", {"rule": rule})
        try:
            await self.ask(LineReserved(self._expect(campaign, found, agent_id)))
        except Refusal:
            # The agent moved on while the gate was asked; nothing has left.
            await self._give_up(found.attempt.id, "withdrawn")
            raise

    # ---------------------------------------------------------------------------------------------- tasks

    async def run(self) -> None:
        """Take inputs for ever; wake by itself when a deadline of the floor comes."""
        while True:
            await self._work_off()
            what, done = await self._next_input()
            self._backlog.todo.append(what)
            try:
                await self._work_off(what if done is not None else None)
            except Refusal as refusal:
                if done is not None and not done.done():
                    done.set_exception(refusal)
            else:
                if done is not None and not done.done():
                    done.set_result(None)

    async def use_hand(self) -> None:
        """Carry out provider acts one after another, for ever; several of these run."""
        while True:
            act = await self._acts.get()
            await act()

    async def _next_input(self) -> tuple[Input | Fact, asyncio.Future[None] | None]:
        if self._inputs.qsize():
            return self._inputs.get_nowait()
        now = self._ground.clock.now()
        deadline = next_deadline(self.floor, self._stepped_at)  # what fell due since the last step is due now
        try:
            async with asyncio.timeout(None if deadline is None else max(0.0, (deadline - now).total_seconds())):
                return await self._inputs.get()
        except TimeoutError:
            return Ticked(), None

    async def _work_off(self, asked: Input | Fact | None = None) -> None:
        """Do all there is to do. Raises Refusal where the floor refused what was asked; other refusals are let go."""
        await self._backlog.work_off(partial(self._step, asked), partial(record_moves, self._ground), self._carry_out)

    def _step(self, asked: Input | Fact | None, item: Input | Fact) -> None:
        line = self.floor.lines.get(item.attempt_id) if isinstance(item, CallAnswered | CallEnded) else None
        now = self._ground.clock.now()
        try:
            self.floor, commands = step(self.floor, item, now)
        except Refusal as refusal:
            if item is asked:
                raise
            log.warning("floor refused", what=type(item).__name__, code=refusal.code)
            return
        self._stepped_at = now
        self.chart.record(self.floor, now)
        self._backlog.add(commands)
        if isinstance(item, CallAnswered) and line is None and item.answered_by != "machine" and self.epoch:
            # Somebody picked up a call that the holder's floor does not know: no silence.
            self._acts.put_nowait(partial(self.calling.apologise, item.attempt_id, ""))

    # ---------------------------------------------------------------------------------------------- commands

    async def _carry_out(self, command: Command) -> Sequence[Input]:
        match command:
            case Reserve():
                return await self._reserve(command)
            case OfferCase():
                return [await self._offer(command)]
            case Withdraw():
                return await self._withdraw(command.attempt_id)
            case Connect(attempt_id, agent_id):
                if self.epoch and await assign(self._ground, attempt_id, agent_id, epoch=self.epoch):
                    self._acts.put_nowait(lambda: self.calling.connect(attempt_id, agent_id))
            case Place():
                self._acts.put_nowait(lambda: self._place(command.attempt_id))
            case Abandon():
                self._acts.put_nowait(lambda: self.calling.apologise(command.attempt_id, command.message))
            case HangUp():
                return await self._cut(command.attempt_id)
            case OutcomeMissing():
                return await record_missing(self._ground, self._books, self.campaigns, command)
        return []

    async def _reserve(self, command: Reserve) -> list[Input]:
        if not self.epoch or self._ground.clock.monotonic() < self._out_of_reach_until_s:
            return [ReservingEnded(command.campaign_id, command.count, self._ground.clock.now() + WITHOUT_LEASE)]
        campaign = self.campaigns[command.campaign_id]
        log.debug("calls asked", count=command.count, **told(self.floor.wings[campaign.id]))
        reserved = await self._drawing.draw(campaign, command.count, epoch=self.epoch)
        lines: list[Input] = [LineReserved(self._expect(campaign, one, None)) for one in reserved]
        dry_until = None if len(reserved) == command.count else self._drawing.listing.dry_until(campaign.id)
        return [*lines, ReservingEnded(campaign.id, command.count, dry_until)]

    def _expect(self, campaign: Campaign, reserved: Reserved, agent_id: UUID | None) -> Line:
        """Keep the permit of a reserved call until it leaves, and return its line."""
        order = order_of(campaign, reserved)
        self._permits[order.attempt_id] = Permit(order, reserved.judged_at_s, self.epoch)
        self.calling.expect(Call(attempt_id=order.attempt_id, number=order.number, caller_id=order.caller_id))
        return line_of(reserved, agent_id)

    async def _offer(self, command: OfferCase) -> Input:
        pairs = await self._drawing.listing.next_cases(command.campaign_id, 1)
        if not pairs:
            later = self._drawing.listing.dry_until(command.campaign_id)
            return CaseOffered(command.agent_id, command.campaign_id, None, later)
        return CaseOffered(command.agent_id, command.campaign_id, pairs[0][0], self._ground.clock.now() + PREVIEW_TIME)

    async def _place(self, attempt_id: UUID) -> None:
        permit = self._permits.pop(attempt_id, None)
        if permit is None:
            return
        deadline_s = self._ground.settings.provider_deadline_s
        self._leaving[attempt_id] = False
        try:
            left = await place(self._voice, permit, self._ground.clock, epoch=self.epoch, deadline_s=deadline_s)
        finally:
            is_stopped = self._leaving.pop(attempt_id)
        if left == "not_left":
            self._out_of_reach_until_s = self._ground.clock.monotonic() + OUT_OF_REACH_S
        if left in {"stale", "not_left"}:
            await self._give_up(attempt_id, left)
            self.put(LineDropped(attempt_id))
        elif left == "unknown":
            await self.calling.lose(attempt_id)
        if is_stopped:
            await self.calling.hang_up(attempt_id)

    async def _cut(self, attempt_id: UUID) -> Sequence[Input]:
        """End a call; one whose order has not left yet is taken back."""
        if attempt_id in self._permits:
            return await self._withdraw(attempt_id)
        self._acts.put_nowait(lambda: self._hang_up(attempt_id))
        return []

    async def _withdraw(self, attempt_id: UUID) -> Sequence[Input]:
        await self._give_up(attempt_id, "withdrawn")
        return [LineDropped(attempt_id)]

    async def _hang_up(self, attempt_id: UUID) -> None:
        """End a call; one whose order is just leaving is ended as soon as the provider has taken it."""
        if attempt_id in self._leaving:
            self._leaving[attempt_id] = True
        else:
            await self.calling.hang_up(attempt_id)

    async def _give_up(self, attempt_id: UUID, result: str) -> None:
        self._permits.pop(attempt_id, None)
        await take_back(self._ground, attempt_id, result=result)
        self.calling.forget(attempt_id)  # not before: if the database fails, the sweep must find it here
