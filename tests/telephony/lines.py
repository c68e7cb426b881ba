"""Calls on a test's own line: what was heard of them, and the rows that stand behind."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from config.facts import Fact
from config.ground import Ground
from config.journal import START
from telephony.calling import Calling
from telephony.calls import Call
from telephony.providers import PlaceCall, VoiceProvider
from telephony.store import call_row, insert_call
from telephony.tables import CallRow

ATTEMPT, AGENT = UUID(int=1), UUID(int=2)
NUMBER, CALLER_ID = "+12125550111", "+12125550100"


@dataclass
class LineRig:
    """One provider's calls; `heard` and `ended` are what was told of them, in order."""

    ground: Ground
    provider: VoiceProvider
    heard: list[Fact] = field(default_factory=list)
    ended: list[UUID] = field(default_factory=list)
    breaks_at_end: bool = False

    def __post_init__(self) -> None:
        self.calling = Calling(self.ground, self.provider, self.heard.append, self._at_end)

    async def _at_end(self, session: AsyncSession, call: Call) -> list[Fact]:
        assert session.in_transaction(), "what depends on the end is written with it"
        if self.breaks_at_end:
            raise RuntimeError("the books are shut")
        self.ended.append(call.attempt_id)
        return []

    async def reserve(self, call: Call) -> Call:
        """Store a call as the gate does."""
        async with self.ground.database.transaction() as session:
            await insert_call(session, call, provider=self.provider.name)
        return call

    async def row(self, attempt_id: UUID = ATTEMPT) -> CallRow:
        async with self.ground.database.transaction() as session:
            found = await call_row(session, attempt_id)
        assert found is not None
        return found

    async def journal(self) -> list[str]:
        """Return the names of all recorded facts, oldest first."""
        async with self.ground.database.transaction() as session:
            return [type(item.fact).__name__ for item in await self.ground.journal.read(session, after=START)]


def call(attempt_id: UUID = ATTEMPT) -> Call:
    return Call(attempt_id=attempt_id, number=NUMBER, caller_id=CALLER_ID)


def order(attempt_id: UUID = ATTEMPT, number: str = NUMBER) -> PlaceCall:
    return PlaceCall(
        attempt_id=attempt_id,
        number=number,
        caller_id=CALLER_ID,
        ring_timeout_s=30.0,
        detect_machine=False,
        record=True,
    )
