"""Robot agents: they take the simulated carrier's calls as its script says and record outcomes as people do.

They use the same doors as the agent panel; nothing in the floor knows that they are robots.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.agents import Signal
from campaigns.agreeing import CallbackTerms, PromiseTerms
from campaigns.facts import AgentChanged
from campaigns.floor.inputs import AgentSignalled, BreakAsked
from campaigns.store.for_robots import CaseOfCall, case_of_call
from campaigns.wrapping_up import Outcome, record_outcome
from config.errors import Refusal
from config.journal import Recorded
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.talk import Said, SaidKind
from web.wiring import Engine

CODES: dict[SaidKind, str] = {
    SaidKind.PROMISES: "PR01",
    SaidKind.ASKS_CALLBACK: "NG01",
    SaidKind.REFUSES: "RF01",
    SaidKind.DISPUTES_AMOUNT: "DS02",
    SaidKind.DENIES_DEBT: "DS01",
    SaidKind.SAYS_PAID: "PR06",
    SaidKind.CANNOT_PAY: "NG04",
    SaidKind.LOST_INCOME: "HS01",
    SaidKind.WANTS_DOCUMENTS: "NG02",
    SaidKind.DEMANDS_NO_CONTACT: "LG04",
    SaidKind.HAS_LAWYER: "LG03",
    SaidKind.HANGS_UP: "NG05",
    SaidKind.HANGS_UP_BEFORE_VERIFICATION: "AB03",
    SaidKind.REFUSES_VERIFICATION: "TP08",
    SaidKind.IS_ABSENT: "TP02",
    SaidKind.TAKES_MESSAGE: "TP03",
    SaidKind.WANTS_NO_CALLS_HERE: "TP05",
    SaidKind.WRONG_NUMBER: "TP01",
    SaidKind.DIED: "LG01",
    SaidKind.MACHINE_GREETING: "AM01",
    SaidKind.CONFIRMS_IDENTITY: "NG05",
}
CUT_SHORT = "AB03"
TURNS = ("NG01", "NG01", "NG01", "LG05", "LG02", "DS04", "HS02")
"""What a talk may turn into at its end: a callback is wished, or the person stops numbers, debt or everything."""
LATEST_TURN_HOURS = 4
WRAP_UP_S = (8.0, 26.0)
"""(X) How long a robot types after a call, from and to."""
CALLS_BETWEEN_BREAKS = (18, 40)
BREAK_S = (300.0, 900.0)
FIRST_CALLBACK_HOUR, LAST_CALLBACK_HOUR = 9, 18


class Robots:
    """All robot agents of a demo; one task each."""

    def __init__(self, engine: Engine, carrier: SimulatedCarrier, *, seed: int, turn_share: float = 0.0) -> None:
        self._engine = engine
        self._carrier = carrier
        self._seed = seed
        self._turn_share = turn_share
        self._inboxes: dict[UUID, asyncio.Queue[AgentChanged]] = {}

    def start(self, robot_ids: Sequence[UUID], supervisor: object) -> None:
        """Give every robot an inbox and a task."""
        self._engine.ground.database.bells.append(self.hear)
        for number, robot_id in enumerate(robot_ids):
            self._inboxes[robot_id] = asyncio.Queue()
            dice = Random(f"{self._seed}:{number}")
            shift = _Shift(self._engine, self._carrier, robot_id, dice, self._turn_share)
            supervisor.start(f"robot {number}", lambda shift=shift: shift.work(self._inboxes[shift.robot_id]))  # type: ignore[attr-defined]

    def hear(self, recorded: Sequence[Recorded]) -> None:
        """Pass the changes of robots on to them (a bell of the database)."""
        for item in recorded:
            if isinstance(item.fact, AgentChanged) and item.fact.agent_id in self._inboxes:
                self._inboxes[item.fact.agent_id].put_nowait(item.fact)


class _Shift:
    """One robot's shift."""

    def __init__(
        self, engine: Engine, carrier: SimulatedCarrier, robot_id: UUID, dice: Random, turn_share: float
    ) -> None:
        self._engine = engine
        self._carrier = carrier
        self.robot_id = robot_id
        self._dice = dice
        self._turn_share = turn_share
        self._until_break = dice.randint(*CALLS_BETWEEN_BREAKS)

    async def work(self, inbox: asyncio.Queue[AgentChanged]) -> None:
        """Come ready, then answer every change of state, for ever."""
        clock = self._engine.ground.clock
        await clock.sleep(self._dice.uniform(0.5, 8.0))
        await self._signal(Signal.CAME_READY)
        while True:
            change = await inbox.get()
            if change.new == "talking" and change.attempt_id is not None:
                await self._listen(change.attempt_id)
            elif change.new == "wrapping_up" and change.attempt_id is not None:
                await clock.sleep(self._dice.uniform(*WRAP_UP_S))
                await self._record(change.attempt_id)
            elif change.new == "break":
                await clock.sleep(self._dice.uniform(*BREAK_S))
                await self._signal(Signal.CAME_READY)

    async def _listen(self, attempt_id: UUID) -> None:
        """Hang up on a machine; everybody else ends the call by themselves."""
        last = self._last_said(attempt_id)
        if last is not None and last.kind is SaidKind.MACHINE_GREETING:
            await self._engine.ground.clock.sleep(last.after_s + 1.5)
            await self._record(attempt_id)

    async def _record(self, attempt_id: UUID) -> None:
        engine = self._engine
        case = await case_of_call(engine.ground.database, attempt_id)
        if case is None or case.has_outcome:
            return
        outcome = self._outcome(attempt_id, case)
        self._until_break -= 1
        if self._until_break <= 0:
            self._until_break = self._dice.randint(*CALLS_BETWEEN_BREAKS)
            await self._ask_break()
        try:
            given = await record_outcome(engine.ground, engine.books, engine.dialing.campaigns, outcome)
            await engine.dialing.ask(given)
        except Refusal:
            return  # the wrap-up ran out meanwhile, and the flagged outcome stands

    async def _ask_break(self) -> None:
        await self._engine.dialing.ask(BreakAsked(self.robot_id, "short"))

    async def _signal(self, what: Signal) -> None:
        await self._engine.dialing.ask(AgentSignalled(agent_id=self.robot_id, signal=what, cause="agent"))

    def _last_said(self, attempt_id: UUID) -> Said | None:
        script = self._carrier.script_of(attempt_id)
        return script.talk.said[-1] if script is not None and script.talk.said else None

    def _outcome(self, attempt_id: UUID, case: CaseOfCall) -> Outcome:
        said = self._last_said(attempt_id)
        code = CODES[said.kind] if said else CUT_SHORT
        verified = said is not None and self._is_verified(attempt_id)
        now = self._engine.ground.clock.now()
        promise = callback = None
        if said is not None and said.kind is SaidKind.PROMISES:
            code, promise = self._promise(said, case, now)
        if said is not None and said.kind is SaidKind.ASKS_CALLBACK:
            callback = _callback(now, said.hours_ahead or 2, case.zone)
        # The dice are not touched where talks do not turn, so that a seed stays the same world.
        if verified and promise is None and self._turn_share and self._dice.random() < self._turn_share:
            code = self._dice.choice(TURNS)
            wished = _callback(now, self._dice.randint(1, LATEST_TURN_HOURS), case.zone)
            callback = wished if code == CODES[SaidKind.ASKS_CALLBACK] else None
        return Outcome(
            command_id=self._engine.ground.ids.new(),
            attempt_id=attempt_id,
            agent_id=self.robot_id,
            code=code,
            is_verified=verified,
            promise=promise,
            callback=callback,
        )

    def _promise(self, said: Said, case: CaseOfCall, now: datetime) -> tuple[str, PromiseTerms]:
        share = said.amount_share or 1.0
        amount = max(1, min(case.past_due_minor, round(case.past_due_minor * share)))
        due_on = now.date() + timedelta(days=said.days_ahead or 3)
        code = "PR01" if amount == case.past_due_minor else "PR02"
        return code, PromiseTerms(amount_minor=amount, due_on=due_on, method="card")

    def _is_verified(self, attempt_id: UUID) -> bool:
        script = self._carrier.script_of(attempt_id)
        return script is not None and any(said.kind is SaidKind.CONFIRMS_IDENTITY for said in script.talk.said)


def _callback(now: datetime, hours_ahead: int, zone: str) -> CallbackTerms:
    return CallbackTerms(due_at=_callback_at(now, hours_ahead, zone), zone=zone, contact_point_id=None, is_mine=False)


def _callback_at(now: datetime, hours_ahead: int, zone: str) -> datetime:
    """Return the wished time, or ten in the morning of the next day if nobody should be called then."""
    local = (now + timedelta(hours=hours_ahead)).astimezone(ZoneInfo(zone))
    if FIRST_CALLBACK_HOUR <= local.hour < LAST_CALLBACK_HOUR:
        return local.astimezone(now.tzinfo)
    day = local if local.hour < FIRST_CALLBACK_HOUR else local + timedelta(days=1)
    return day.replace(hour=10, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
