"""What the contract suites need of a vendor under test: its provider, and numbers that behave in a known way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from config.clock import Clock
from config.facts import Fact
from telephony.facts import CallEnded
from telephony.providers import PlaceCall, SendMessage, TextProvider, VoiceProvider

Behaviour = Literal["human", "machine", "no_answer", "busy", "rejected", "invalid", "suspended", "network_failure"]
TextBehaviour = Literal["delivered", "undelivered", "refused", "answered"]
Failure = Literal["none", "impossible", "unknown"]

ATTEMPT, AGENT, OTHER_AGENT = UUID(int=1), UUID(int=2), UUID(int=3)
CALLER_ID = "+12125550100"
SENDER = "+12125550101"


async def _at_once() -> None:
    """Be in reach already."""


@dataclass(frozen=True)
class VoiceRig:
    """A voice vendor whose next order fails as asked; `number_for` finds a number whose next call goes so.

    `pace` is how many of the clock's seconds stand for one of the contract's, so that a vendor in real time is quick;
    `in_reach` waits until the vendor can be asked again after a failure.
    """

    provider: VoiceProvider
    clock: Clock
    number_for: Callable[[Behaviour], str]
    pace: float = 1.0
    in_reach: Callable[[], Awaitable[None]] = _at_once

    def order(self, behaviour: Behaviour, *, attempt_id: UUID = ATTEMPT, detect_machine: bool = True) -> PlaceCall:
        return PlaceCall(
            attempt_id=attempt_id,
            number=self.number_for(behaviour),
            caller_id=CALLER_ID,
            ring_timeout_s=40.0 * self.pace,
            detect_machine=detect_machine,
            record=False,
        )

    def seconds(self, later: Fact, earlier: Fact) -> float:
        """Give how much later one fact is than another, in the contract's seconds."""
        return (later.at - earlier.at).total_seconds() / self.pace

    async def sleep(self, seconds: float) -> None:
        """Let some of the contract's seconds pass."""
        await self.clock.sleep(seconds * self.pace)

    async def until(self, kind: type[Fact]) -> list[Fact]:
        """Read facts up to the first of a kind."""
        facts: list[Fact] = []
        while not facts or not isinstance(facts[-1], kind):
            facts.append(await self.provider.facts())
        return facts

    async def end(self) -> CallEnded:
        """Read facts up to the end of a call."""
        ended = (await self.until(CallEnded))[-1]
        assert isinstance(ended, CallEnded)
        return ended


@dataclass(frozen=True)
class TextRig:
    """A text vendor whose next order fails as asked; `taken` counts what it took over for an attempt."""

    provider: TextProvider
    clock: Clock
    number_for: Callable[[TextBehaviour], str]
    taken: Callable[[UUID], int]

    def order(self, behaviour: TextBehaviour, text: str = "hello") -> SendMessage:
        return SendMessage(attempt_id=ATTEMPT, number=self.number_for(behaviour), sender=SENDER, text=text)
