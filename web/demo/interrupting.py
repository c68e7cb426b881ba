"""Lets incidents happen to persons while the floor runs, each through the function that the pages or the line use.

Whom they concern is drawn by the incident's own dice: the person who is called next, or anybody in the books.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from uuid import UUID

from campaigns.correcting import correct_disposition
from campaigns.ending import Standing, end_fact
from campaigns.recording import record_fact
from campaigns.store.for_facts import known_facts
from config.errors import Refusal
from config.journal import Recorded
from crm.attempts import Channel
from crm.facts import AttemptReserved, DispositionSet
from crm.staff import Role, User
from telephony.facts import MessageReceived
from web.demo.incidents import CORRECTIONS, Incident, IncidentKind, draw_fact
from web.wiring import Engine

LONGEST_WAIT_S = 180.0
"""How long an incident waits for the next call before it befalls somebody else."""


class Interrupting:
    """Carries incidents out one after another; `counts` says how often each kind took effect.

    `persons` are (case, debtor) in a fixed order, `texted` the numbers to which texts went, in the order of the first.
    """

    def __init__(
        self, engine: Engine, *, persons: Sequence[tuple[UUID, UUID]], staff: Sequence[User], texted: Mapping[str, int]
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._engine = engine
        self._persons = dict(persons)
        self._staff = {Role(user.role): user for user in staff}
        self._texted = texted
        self._standing: list[tuple[UUID, str, UUID]] = []
        self._stopped: list[str] = []
        self._said: list[tuple[UUID, str]] = []
        self._next_call: asyncio.Future[UUID] | None = None

    def hear(self, recorded: Sequence[Recorded]) -> None:
        """Note calls and outcomes as they are committed (a bell of the database)."""
        for item in recorded:
            fact = item.fact
            if isinstance(fact, AttemptReserved) and fact.channel == Channel.PHONE.value:
                if self._next_call is not None and not self._next_call.done():
                    self._next_call.set_result(fact.case_id)
            elif isinstance(fact, DispositionSet) and fact.code in CORRECTIONS:
                self._said.append((fact.attempt_id, fact.code))

    async def run(self, incidents: Sequence[Incident]) -> None:
        """Let them happen, each at its time or as soon as the one before it is over; then wait for ever."""
        clock = self._engine.ground.clock
        for incident in incidents:
            await clock.sleep_until(incident.at)
            case_id = await self._whom(incident)
            try:
                took_effect = await self._happen(incident, case_id)
            except Refusal as refusal:
                self.counts[f"refused:{refusal.code}"] += 1
            else:
                self.counts[incident.kind.value] += took_effect
        await asyncio.Event().wait()

    async def _whom(self, incident: Incident) -> UUID:
        anybody = incident.dice.choice(list(self._persons))
        if not incident.at_next_call:
            return anybody
        self._next_call = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(LONGEST_WAIT_S):
                case_id = await self._next_call
        except TimeoutError:
            return anybody
        await self._engine.ground.clock.sleep(incident.after_s)
        return case_id

    async def _happen(self, incident: Incident, case_id: UUID) -> bool:
        match incident.kind:
            case IncidentKind.FACT_ENDED:
                return await self._end_fact(incident.dice)
            case IncidentKind.TEXTS_STOPPED:
                return await self._stop_texts(incident.dice)
            case IncidentKind.TEXTS_WANTED:
                return await self._want_texts(incident.dice)
            case IncidentKind.OUTCOME_CORRECTED:
                return await self._correct(incident.dice)
            case _:
                return await self._record(incident, case_id)

    async def _record(self, incident: Incident, case_id: UUID) -> bool:
        """An agent records what the person says."""
        ground = self._engine.ground
        async with ground.database.transaction() as session:
            points = (await known_facts(session, self._persons[case_id])).points
        phones = sorted((point.value, point.id) for point in points if point.kind == "phone")
        if not phones:
            return False
        fact = draw_fact(incident.kind, incident.dice, [point for _, point in phones], now=ground.clock.now())
        fact_id = await record_fact(
            ground, case_id, fact, actor=self._actor(Role.AGENT), evidence="a letter that came today"
        )
        self._standing.append((case_id, fact.what, fact_id))
        return True

    async def _end_fact(self, dice: Random) -> bool:
        """A supervisor ends a fact that was recorded before."""
        if not self._standing:
            return False
        case_id, what, fact_id = self._standing.pop(dice.randrange(len(self._standing)))
        actor = self._actor(Role.SUPERVISOR)
        await end_fact(
            self._engine.ground, case_id, what, fact_id, actor=actor, reason="recorded by mistake", may=_anything
        )
        return True

    async def _stop_texts(self, dice: Random) -> bool:
        numbers = list(self._texted)
        if not numbers:
            return False
        number = dice.choice(numbers)
        self._stopped.append(number)
        await self._write(number, "STOP")
        return True

    async def _want_texts(self, dice: Random) -> bool:
        if not self._stopped:
            return False
        await self._write(self._stopped.pop(dice.randrange(len(self._stopped))), "START")
        return True

    async def _correct(self, dice: Random) -> bool:
        if not self._said:
            return False
        attempt_id, code = self._said.pop(dice.randrange(len(self._said)))
        ground = self._engine.ground
        await correct_disposition(
            ground,
            self._engine.books,
            attempt_id,
            code=CORRECTIONS[code],
            reason="heard on the recording",
            command_id=ground.ids.new(),
            reviewer_id=self._staff[Role.REVIEWER].id,
        )
        return True

    async def _write(self, number: str, text: str) -> None:
        """A text comes in over the line, as the gateway would bring it."""
        ground = self._engine.ground
        fact = MessageReceived(
            at=ground.clock.now(),
            actor="simulated",
            number=number,
            text=text,
            provider_ref=f"incident-{ground.ids.new()}",
            to_sender="",
        )
        await self._engine.sending.take(fact)

    def _actor(self, role: Role) -> str:
        return f"user:{self._staff[role].id}"


def _anything(_standing: Standing) -> None:
    """Let a supervisor end whatever stands."""
