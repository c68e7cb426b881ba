"""The telephone switch of a simulated world and the persons it rings: the truth about every call.

A second order for one attempt never rings twice, but is counted. Everything that happened is kept for the checkers;
what of it reaches which process is the schedule's matter.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

from campaigns.simulation.loop import Heap
from config.facts import Fact
from telephony.facts import AnsweredBy, CallAnswered, CallBridged, CallEnded, CallPlaced, CallRinging, EndCause, EndedBy

ALIVE = frozenset({"placed", "ringing", "answered", "bridged"})
MESSAGE_MS = 2_500
MAILBOX_MS = 20_000


@dataclass(slots=True, eq=False)
class Channel:
    """One call as it truly went; instants are true milliseconds. `orders` counts how often it was asked for."""

    attempt_id: UUID
    number: str
    process: int
    epoch: int
    accepted_ms: int
    ring_timeout_ms: int
    detects_machines: bool
    state: str = "placed"
    orders: int = 1
    fate: str = "no_answer"
    turn: int = 0
    ringing_ms: int | None = None
    picked_up_ms: int | None = None
    answered_ms: int | None = None
    answered_by: AnsweredBy | None = None
    bridged_ms: int | None = None
    agent_id: UUID | None = None
    is_playing: bool = False
    heard_ms: int | None = None
    ended_ms: int | None = None
    cause: EndCause | None = None
    facts: list[Fact] = field(default_factory=list)


FATES = (
    (0.22, "human"),
    (0.36, "machine"),
    (0.80, "no_answer"),
    (0.88, "busy"),
    (0.93, "rejected"),
    (0.97, "unreachable"),
    (1.01, "invalid_number"),
)
"""What a call comes to: shares added up. Assumed, close to what lenders see in early arrears."""


class Switch:
    """`tell` is given every fact of every call; `at_of` turns true milliseconds into instants."""

    def __init__(
        self, heap: Heap, rng: Random, at_of: Callable[[int], datetime], tell: Callable[[Channel, Fact], None]
    ) -> None:
        self.heap = heap
        self.rng = rng
        self.channels: dict[UUID, Channel] = {}
        self.live: dict[UUID, Channel] = {}
        self._at_of = at_of
        self._tell = tell

    # ------------------------------------------------------------------------------------------ orders

    def place(
        self, attempt_id: UUID, number: str, *, process: int, epoch: int, ring_timeout_ms: int, detects_machines: bool
    ) -> None:
        """Take an order; the same attempt again changes nothing but the count."""
        known = self.channels.get(attempt_id)
        if known is not None:
            known.orders += 1
            return
        now_ms = self.heap.now_ms
        channel = Channel(attempt_id, number, process, epoch, now_ms, ring_timeout_ms, detects_machines)
        share = self.rng.random()
        channel.fate = next(fate for up_to, fate in FATES if share < up_to)
        self.channels[attempt_id] = self.live[attempt_id] = channel
        self._emit(channel, CallPlaced(at=self._now(), attempt_id=attempt_id, provider_ref=f"s{attempt_id.int}"))
        if channel.fate in {"busy", "unreachable", "invalid_number"}:
            cause = EndCause(channel.fate)
            self._due(channel, 700 + int(share * 3_000), lambda: self._end(channel, cause, "provider"))
        else:
            self._due(channel, 600 + int(share * 2_000), lambda: self._ring(channel))

    def connect(self, attempt_id: UUID, agent_id: UUID) -> None:
        """Join an agent to an answered call."""
        channel = self.live.get(attempt_id)
        if channel is not None and channel.state == "answered" and not channel.is_playing:
            channel.agent_id = agent_id
            self._due(channel, 40 + int(self.rng.random() * 120), lambda: self._bridge(channel))

    def play_and_hang_up(self, attempt_id: UUID) -> None:
        """Play the message, then end the call."""
        channel = self.live.get(attempt_id)
        if channel is not None and channel.state == "answered" and not channel.is_playing:
            channel.is_playing, channel.heard_ms = True, self.heap.now_ms
            cause = EndCause.MACHINE if channel.answered_by == "machine" else EndCause.ABANDONED
            self._due(channel, MESSAGE_MS, lambda: self._end(channel, cause, "system"))

    def hang_up(self, attempt_id: UUID) -> None:
        """End a call at once."""
        channel = self.live.get(attempt_id)
        if channel is None:
            return
        if channel.picked_up_ms is not None and channel.answered_by is None:
            self._tell_answer(channel, "unknown")
        cause = EndCause.CANCELLED
        if channel.state == "bridged":
            cause = EndCause.COMPLETED
        elif channel.state == "answered":
            cause = EndCause.MACHINE if channel.answered_by == "machine" else EndCause.ABANDONED
        self._end(channel, cause, "agent" if channel.state == "bridged" else "system")

    def list_calls(self) -> tuple[UUID, ...]:
        """Return the attempts of all live calls."""
        return tuple(self.live)

    # ------------------------------------------------------------------------------------------ what befalls it

    def restart(self) -> None:
        """Lose every call without a word about any of them."""
        for channel in list(self.live.values()):
            channel.state, channel.ended_ms, channel.cause = "ended", self.heap.now_ms, EndCause.FAILED
            channel.turn += 1
        self.live.clear()

    def answer_all(self) -> None:
        """Let somebody pick up every ringing telephone within 50 milliseconds."""
        for channel in list(self.live.values()):
            if channel.state == "ringing" and channel.picked_up_ms is None:
                channel.fate = "human"
                self._due(channel, int(self.rng.random() * 50), lambda one=channel: self._pick_up(one))  # type: ignore[misc]

    def add_stranger(self, attempt_id: UUID) -> None:
        """Let a call live that carries our mark and that no row knows."""
        now_ms = self.heap.now_ms
        channel = Channel(attempt_id, "", 0, 0, now_ms, 0, detects_machines=False, state="bridged", fate="stranger")
        self.channels[attempt_id] = self.live[attempt_id] = channel

    # ------------------------------------------------------------------------------------------ how a call goes

    def _ring(self, channel: Channel) -> None:
        channel.state, channel.ringing_ms = "ringing", self.heap.now_ms
        self._emit(channel, CallRinging(at=self._now(), attempt_id=channel.attempt_id))
        share = self.rng.random()
        ring_ms = 2_000 + int(share * 20_000)
        if channel.fate == "no_answer" or ring_ms >= channel.ring_timeout_ms:
            self._due(channel, channel.ring_timeout_ms, lambda: self._end(channel, EndCause.NO_ANSWER, "provider"))
        elif channel.fate == "rejected":
            self._due(channel, ring_ms // 3, lambda: self._end(channel, EndCause.REJECTED, "callee"))
        else:
            self._due(channel, ring_ms, lambda: self._pick_up(channel))

    def _pick_up(self, channel: Channel) -> None:
        channel.picked_up_ms = self.heap.now_ms
        channel.turn += 1
        if channel.detects_machines:
            verdict: AnsweredBy = "machine" if channel.fate == "machine" else "human"
            self._due(channel, 400 + int(self.rng.random() * 900), lambda: self._tell_answer(channel, verdict))
        else:
            self._tell_answer(channel, "unknown")
        if channel.fate == "human":
            self._due(channel, 5_000 + int(self.rng.random() * 6_000), lambda: self._ring_off(channel))
        else:
            self._due(channel, MAILBOX_MS, lambda: self._end(channel, EndCause.MACHINE, "callee"))

    def _tell_answer(self, channel: Channel, verdict: AnsweredBy) -> None:
        assert channel.picked_up_ms is not None
        channel.state, channel.answered_ms, channel.answered_by = "answered", self.heap.now_ms, verdict
        after_s = (self.heap.now_ms - channel.picked_up_ms) / 1000
        fact = CallAnswered(
            at=self._now(), attempt_id=channel.attempt_id, answered_by=verdict, detected_after_s=after_s
        )
        self._emit(channel, fact)

    def _ring_off(self, channel: Channel) -> None:
        if channel.answered_by is None:
            self._tell_answer(channel, "unknown")
        self._end(channel, EndCause.ABANDONED, "callee")

    def _bridge(self, channel: Channel) -> None:
        if channel.is_playing or channel.agent_id is None:
            return
        channel.state, channel.bridged_ms = "bridged", self.heap.now_ms
        channel.heard_ms = self.heap.now_ms
        channel.turn += 1
        self._emit(channel, CallBridged(at=self._now(), attempt_id=channel.attempt_id, agent_id=channel.agent_id))
        talk_ms = 8_000 + int(self.rng.random() * 60_000)
        self._due(channel, talk_ms, lambda: self._end(channel, EndCause.COMPLETED, "callee"))

    def _end(self, channel: Channel, cause: EndCause, by: EndedBy) -> None:
        channel.state, channel.ended_ms, channel.cause = "ended", self.heap.now_ms, cause
        channel.turn += 1
        self.live.pop(channel.attempt_id, None)
        self._emit(channel, CallEnded(at=self._now(), attempt_id=channel.attempt_id, cause=cause, by=by))

    def _due(self, channel: Channel, ms: int, act: Callable[[], None]) -> None:
        turn = channel.turn

        def come() -> None:
            if channel.turn == turn and channel.state in ALIVE:
                act()

        self.heap.after(ms, come)

    def _emit(self, channel: Channel, fact: Fact) -> None:
        channel.facts.append(fact)
        self._tell(channel, fact)

    def _now(self) -> datetime:
        return self._at_of(self.heap.now_ms)


@dataclass(slots=True)
class Accepted:
    """A text the gateway took: for which attempt, which treatment, when, to which number."""

    attempt_id: UUID
    number: str
    at_ms: int
    process: int


class TextGateway:
    """The gateway's truth: every request it took, also a second one for the same text."""

    def __init__(self, heap: Heap, rng: Random) -> None:
        self.heap = heap
        self.rng = rng
        self.taken: list[Accepted] = []
        self.known: dict[UUID, bool] = {}

    def send(self, attempt_id: UUID, number: str, process: int) -> bool:
        """Take or refuse a text; it knows no idempotency, so the same text again is sent again."""
        is_taken = self.rng.random() > 0.04
        self.known[attempt_id] = self.known.get(attempt_id, False) or is_taken
        if is_taken:
            self.taken.append(Accepted(attempt_id, number, self.heap.now_ms, process))
        return is_taken

    def find(self, attempt_id: UUID) -> bool | None:
        """Say what became of a text; None if it was never seen."""
        return self.known.get(attempt_id)
