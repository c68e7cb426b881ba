"""A real Asterisk keeps the contract of every voice vendor; each of its tests runs here in a quarter of its time."""

from collections.abc import AsyncIterator, Callable
from typing import Final

import pytest

from tests.providers import test_voice as contract
from tests.providers.rigs import Failure, VoiceRig
from tests.telephony.asterisk.lab import Lab
from tests.telephony.asterisk.real.rig import Place, number_for, placed

PACE: Final = 0.25

globals().update({name: test for name, test in vars(contract).items() if name.startswith("test_")})


@pytest.fixture
async def place(lab: Lab) -> AsyncIterator[Place]:
    """A provider at the lab's Asterisk."""
    async with placed(lab) as opened:
        yield opened


@pytest.fixture
async def make_voice(place: Place) -> Callable[[Failure], VoiceRig]:
    """Gives the vendor, failing at its first order as asked."""
    voice = await place.seated()

    def make(failure: Failure = "none") -> VoiceRig:
        made = voice
        if failure == "impossible":
            made = place.provider("not up yet")
        elif failure == "unknown":
            place.weak.cuts_after = "Originate"

        async def in_reach() -> None:
            place.weak.mend()
            await made.link.until_down()
            await made.link.until_up()

        return VoiceRig(made, place.clock, number_for, PACE, in_reach)

    return make


@pytest.fixture
def voice(make_voice: Callable[[Failure], VoiceRig]) -> VoiceRig:
    """The vendor in good order."""
    return make_voice("none")
