"""A simulated carrier for voice: calls go as the world of persons says, on the clock, until we cut them.

Its own state is the truth that `list_calls` shows; facts reach us through the faults. What persons do is decided
in `world.py`; which call is placed, connected or cut is decided by our side.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from config.clock import Clock
from config.errors import ProviderFailed
from config.facts import Fact
from telephony.calls import CallState
from telephony.facts import (
    AnsweredBy,
    CallAnswered,
    CallBridged,
    CallEnded,
    CallHeld,
    CallPlaced,
    CallResumed,
    CallRinging,
    EndCause,
    EndedBy,
    RecordingStored,
)
from telephony.numbers import candidate_zones_of_number
from telephony.providers import LiveCall, PlaceCall
from telephony.simulated.faults import NO_FAULTS, FaultKind, Faults
from telephony.simulated.line import ALIVE, FAILURES, Line, act_in_turn, cause_of_cut, seconds_to_say
from telephony.simulated.sound import prepare, write_conversation
from telephony.simulated.timeline import Timeline
from telephony.simulated.world import CallResult, SimulatedCall, World

HOLD_PATIENCE_S = 150.0
MAILBOX_S = 60.0
"""A mailbox rings off after a minute if nobody does."""
MOST_SCRIPTS = 100_000
"""Older calls are forgotten: their scripts, and that their attempt was placed."""


class SimulatedCarrier:
    """The `VoiceProvider` of the simulated world.

    With a `recordings` folder, bridged calls that ask for it leave a WAV of at most `longest_recording_s`. `calls_to`
    counts calls by number and may be primed with an earlier run's counts.
    """

    name = "simulated"

    def __init__(
        self,
        clock: Clock,
        world: World,
        *,
        faults: Faults = NO_FAULTS,
        recordings: Path | None = None,
        longest_recording_s: float = 60.0,
    ) -> None:
        self.calls_to: Counter[str] = Counter()
        self.misjudged = 0
        self._clock = clock
        self._world = world
        self._faults = faults
        self._recordings = recordings
        self._longest_recording_s = longest_recording_s
        self._timeline = Timeline(clock, faults)
        self._orders = count()
        self._lines: dict[UUID, Line] = {}
        self._scripts: dict[UUID, SimulatedCall] = {}
        if recordings is not None:
            prepare()

    # -------------------------------------------------------------------------------------------- the provider

    async def place(self, order: PlaceCall) -> None:
        """Take a call; see `VoiceProvider.place`. A second order for the same attempt changes nothing."""
        self._timeline.advance()
        nth = next(self._orders)
        if self._faults.strikes(FaultKind.PLACE_REFUSED, nth):
            raise ProviderFailed("The carrier is out of reach.", effect="impossible")
        if order.attempt_id not in self._scripts:
            self._take(order)
        if self._faults.strikes(FaultKind.PLACE_UNKNOWN, nth):
            await self._clock.sleep(self._faults.answer_timeout_s)
            raise ProviderFailed("The carrier gave no answer in time.", effect="unknown")

    async def connect(self, attempt_id: UUID, agent_id: UUID) -> None:
        """Join an agent to an answered call, or to one that another agent has."""
        line = self._line_in(attempt_id, CallState.ANSWERED, CallState.BRIDGED, CallState.HELD)
        if line is None or line.is_playing:
            return
        if line.state is CallState.ANSWERED:
            line.talk_left_s = line.script.talk_s
            line.bridged_since_s = self._timeline.monotonic()
        if line.state is not CallState.BRIDGED:
            self._talk_on(line)
        self._timeline.emit(
            CallBridged(at=self._timeline.now(), actor=self.name, attempt_id=attempt_id, agent_id=agent_id)
        )

    async def play_and_hang_up(self, attempt_id: UUID, message: str) -> None:
        """Play a message, as long as it takes to read it out, then end the call."""
        line = self._line_in(attempt_id, CallState.ANSWERED)
        if line is None or line.is_playing:
            return
        line.is_playing = True
        line.turn += 1
        self._due(line, seconds_to_say(message), partial(self._end, line, cause_of_cut(line), "system"))

    async def hang_up(self, attempt_id: UUID) -> None:
        """End a call at once: by the agent if one was on it, else by the system."""
        line = self._line_in(attempt_id, *ALIVE)
        if line is not None:
            self._tell_cut_detection(line)
            self._end(line, cause_of_cut(line), "system" if line.bridged_since_s is None else "agent")

    async def hold(self, attempt_id: UUID) -> None:
        """Take the agent off; the person waits for a while, then rings off."""
        line = self._line_in(attempt_id, CallState.BRIDGED)
        if line is None:
            return
        line.state = CallState.HELD
        line.turn += 1
        line.talk_left_s -= self._timeline.monotonic() - line.talking_since_s
        self._due(line, HOLD_PATIENCE_S, partial(self._end, line, EndCause.COMPLETED, "callee"))
        self._timeline.emit(CallHeld(at=self._timeline.now(), actor=self.name, attempt_id=attempt_id))

    async def resume(self, attempt_id: UUID) -> None:
        """Bring the agent back; the talk goes on where it stopped."""
        line = self._line_in(attempt_id, CallState.HELD)
        if line is not None:
            self._talk_on(line)
            self._timeline.emit(CallResumed(at=self._timeline.now(), actor=self.name, attempt_id=attempt_id))

    async def list_calls(self) -> list[LiveCall]:
        """List the calls that live now, oldest first."""
        self._timeline.advance()
        return [LiveCall(attempt_id=attempt_id, state=line.state) for attempt_id, line in self._lines.items()]

    async def facts(self) -> Fact:
        """Wait for the next fact of any call."""
        return await self._timeline.next_fact()

    def script_of(self, attempt_id: UUID) -> SimulatedCall | None:
        """Give how a call goes, for robots only; None for a call that was never placed here."""
        return self._scripts.get(attempt_id)

    # -------------------------------------------------------------------------------------------- how a call goes

    def _take(self, order: PlaceCall) -> None:
        number = order.number
        script = self._world.outcome_of_call(number, self.calls_to[number], self._local_hour(number))
        self.calls_to[number] += 1
        line = Line(order, script)
        self._lines[order.attempt_id] = line
        self._scripts[order.attempt_id] = script
        if len(self._scripts) > MOST_SCRIPTS:
            del self._scripts[next(iter(self._scripts))]
        ref = f"simulated-call-{order.attempt_id.hex}"
        self._timeline.emit(
            CallPlaced(at=self._timeline.now(), actor=self.name, attempt_id=order.attempt_id, provider_ref=ref)
        )
        if script.result in FAILURES:
            cause, by, later_s = FAILURES[script.result]
            self._due(line, script.setup_s + later_s, partial(self._end, line, cause, by))
        else:
            self._due(line, script.setup_s, partial(self._ring, line))

    def _ring(self, line: Line) -> None:
        line.state = CallState.RINGING
        self._timeline.emit(CallRinging(at=self._timeline.now(), actor=self.name, attempt_id=line.order.attempt_id))
        script, timeout_s = line.script, line.order.ring_timeout_s
        if script.result is CallResult.NO_ANSWER or script.ring_s >= timeout_s:
            self._due(line, timeout_s, partial(self._end, line, EndCause.NO_ANSWER, "provider"))
        elif script.result is CallResult.REJECTED:
            self._due(line, script.ring_s, partial(self._end, line, EndCause.REJECTED, "callee"))
        else:
            self._due(line, script.ring_s, partial(self._pick_up, line))

    def _pick_up(self, line: Line) -> None:
        script = line.script
        line.picked_up_s = self._timeline.monotonic()
        if line.order.detect_machine:
            self._due(line, script.verdict_after_s, partial(self._tell_answer, line, script.verdict))
        else:
            self._tell_answer(line, "unknown")
        if script.result is CallResult.HUMAN:
            self._due(line, script.greeting_s + script.patience_s, partial(self._ring_off, line))
        else:
            self._due(line, MAILBOX_S, partial(self._end, line, EndCause.MACHINE, "callee"))

    def _tell_answer(self, line: Line, verdict: AnsweredBy) -> None:
        line.state = CallState.ANSWERED
        line.answered_by = verdict
        if verdict == "machine" and line.script.result is CallResult.HUMAN:
            self.misjudged += 1
        assert line.picked_up_s is not None
        after_s = round(self._timeline.monotonic() - line.picked_up_s, 3)
        attempt_id = line.order.attempt_id
        fact = CallAnswered(
            at=self._timeline.now(),
            actor=self.name,
            attempt_id=attempt_id,
            answered_by=verdict,
            detected_after_s=after_s,
        )
        self._timeline.emit(fact)

    def _ring_off(self, line: Line) -> None:
        # A person who hears nobody hangs up, perhaps before the verdict.
        self._tell_cut_detection(line)
        self._end(line, EndCause.ABANDONED, "callee")

    def _tell_cut_detection(self, line: Line) -> None:
        # The vendor knows of the pick-up even where the verdict never came.
        if line.picked_up_s is not None and line.answered_by is None:
            self._tell_answer(line, "unknown")

    def _talk_on(self, line: Line) -> None:
        line.state = CallState.BRIDGED
        line.turn += 1
        line.talking_since_s = self._timeline.monotonic()
        self._due(line, line.talk_left_s, partial(self._end, line, EndCause.COMPLETED, "callee"))

    def _end(self, line: Line, cause: EndCause, by: EndedBy) -> None:
        attempt_id = line.order.attempt_id
        del self._lines[attempt_id]
        line.turn += 1
        self._timeline.emit(
            CallEnded(at=self._timeline.now(), actor=self.name, attempt_id=attempt_id, cause=cause, by=by)
        )
        if self._recordings is not None and line.order.record and line.bridged_since_s is not None:
            self._record(line, self._recordings, self._timeline.monotonic() - line.bridged_since_s)

    def _record(self, line: Line, folder: Path, talk_s: float) -> None:
        attempt_id = line.order.attempt_id
        path = f"{attempt_id.hex[:2]}/{attempt_id}.wav"
        length_s = min(talk_s, self._longest_recording_s)
        fact = RecordingStored(
            at=self._timeline.now(),
            actor=self.name,
            attempt_id=attempt_id,
            recording_id=uuid5(attempt_id, "recording"),
            duration_ms=write_conversation(folder / path, length_s=length_s, seed=attempt_id.int),
            path=path,
        )
        self._timeline.emit(fact)

    def _due(self, line: Line, delay_s: float, act: Callable[[], None]) -> None:
        self._timeline.after(delay_s, partial(act_in_turn, line, line.turn, act))

    def _line_in(self, attempt_id: UUID, *states: CallState) -> Line | None:
        self._timeline.advance()
        line = self._lines.get(attempt_id)
        return line if line is not None and line.state in states else None

    def _local_hour(self, number: str) -> int:
        zone = self._world.persona(number).zone or next(iter(candidate_zones_of_number(number)), "UTC")
        return self._timeline.now().astimezone(ZoneInfo(zone)).hour
