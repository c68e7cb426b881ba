"""The vendors under contract; a new vendor adds one branch to each fixture."""

from collections.abc import Callable

import pytest

from config.clock import LoopClock
from telephony.simulated.faults import NO_FAULTS, Faults
from telephony.simulated.gateway import SimulatedGateway
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.world import World
from tests.providers.rigs import Behaviour, Failure, TextBehaviour, TextRig, VoiceRig

HOUR_IN_NEW_YORK = 10
"""The tests' clock begins at 10:00 in New York, where all numbers here are."""

VOICE_FAULTS = {
    "none": NO_FAULTS,
    "impossible": Faults(place_refused=frozenset({0})),
    "unknown": Faults(place_unknown=frozenset({0})),
}
TEXT_FAULTS = {
    "none": NO_FAULTS,
    "impossible": Faults(text_unknown_not_taken=frozenset({0})),
    "unknown": Faults(text_unknown_taken=frozenset({0})),
}


@pytest.fixture(params=["simulated"])
def make_voice(clock: LoopClock) -> Callable[[Failure], VoiceRig]:
    """Makes the voice vendor, failing at its first order as asked."""

    def make(failure: Failure = "none") -> VoiceRig:
        world = World(7)
        carrier = SimulatedCarrier(clock, world, faults=VOICE_FAULTS[failure])

        def number_for(behaviour: Behaviour) -> str:
            for k in range(10_000):
                number = f"+1212555{k:04}"
                script = world.outcome_of_call(number, 0, HOUR_IN_NEW_YORK)
                is_plain = script.ring_s < 30 and script.verdict in {script.result, "unknown"}
                # Who waits longer than the slowest verdict is the plain case.
                is_patient = behaviour != "human" or script.greeting_s + script.patience_s > 4
                if script.result == behaviour and is_plain and is_patient:
                    return number
            raise AssertionError(behaviour)

        return VoiceRig(carrier, clock, number_for)

    return make


@pytest.fixture
def voice(make_voice: Callable[[Failure], VoiceRig]) -> VoiceRig:
    """A voice vendor in good order."""
    return make_voice("none")


@pytest.fixture(params=["simulated"])
def make_text(clock: LoopClock) -> Callable[[Failure], TextRig]:
    """Makes the text vendor; "impossible" loses its first message together with the answer."""

    def make(failure: Failure = "none") -> TextRig:
        world = World(7)
        gateway = SimulatedGateway(clock, world, TEXT_FAULTS[failure])

        def number_for(behaviour: TextBehaviour) -> str:
            for k in range(10_000):
                number = f"+1212555{k:04}"
                text = world.outcome_of_text(number, 0)
                found = {
                    "refused": text.is_refused,
                    "undelivered": not text.is_refused and not text.is_delivered,
                    "delivered": text.is_delivered and not text.reply,
                    "answered": text.is_delivered and bool(text.reply),
                }
                if found[behaviour]:
                    return number
            raise AssertionError(behaviour)

        return TextRig(gateway, clock, number_for, gateway.accepted.__getitem__)

    return make


@pytest.fixture
def text(make_text: Callable[[Failure], TextRig]) -> TextRig:
    """A text vendor in good order."""
    return make_text("none")
