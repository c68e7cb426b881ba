"""Chooses the line by the settings: who carries calls and texts, and what runs beside it."""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from config.clock import Clock
from config.errors import BadInput
from config.ids import Ids
from config.settings import Settings
from config.supervising import Supervisor
from telephony.asterisk.legs import SeatNews
from telephony.asterisk.orders import Trunk
from telephony.asterisk.site import site_of
from telephony.asterisk.switch import Switch
from telephony.asterisk.voice import AsteriskVoice
from telephony.providers import TextProvider, VoiceProvider
from telephony.refusing import NoGateway
from telephony.simulated.gateway import SimulatedGateway
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.world import World
from web.seating import Seating, TelephoneOf, numbered_telephone
from web.wiring import Engine

WORLD = 7
"""The seed of the simulated carrier's persons; it reaches nobody."""
SORRY = "sorry"
"""The recording for a campaign whose message is a text and not the name of a recording."""
RECORDING = re.compile(r"[A-Za-z0-9-]{1,60}")

Start = Callable[[Engine, Supervisor], Awaitable[None]]


async def _nothing_beside(_engine: Engine, _supervisor: Supervisor) -> None:
    """Leave a line alone that runs by itself."""


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Who carries calls and texts; `start_beside` starts what the line needs beside the running engine."""

    voice: VoiceProvider
    texts: TextProvider
    start_beside: Start = _nothing_beside


def lines_of(settings: Settings, clock: Clock, ids: Ids) -> Lines:
    """Build the line of the configured provider; nothing is connected yet.

    Raises:
        BadInput: the provider is not a part of this version, or its settings do not suffice.
    """
    if settings.provider == "simulated":
        world = World(WORLD)
        carrier = SimulatedCarrier(clock, world, recordings=settings.recordings_dir)
        return Lines(voice=carrier, texts=SimulatedGateway(clock, world))
    if settings.provider == "asterisk":
        return _asterisk(settings, clock, ids)
    sentence = f"The provider {settings.provider} is not a part of this version."
    raise BadInput("provider_missing", sentence, {"RINGFENCE_PROVIDER": "use simulated or asterisk"})


def asterisk_lines(
    clock: Clock,
    ids: Ids,
    switch: Switch,
    trunk: Trunk,
    *,
    deadline_s: float,
    telephones: Callable[[Engine], TelephoneOf],
) -> Lines:
    """Build a line on one switch; `telephones` says which telephone is whose."""
    hearers: list[Callable[[SeatNews], None]] = []

    def hear_seat(news: SeatNews) -> None:
        for hear in hearers:
            hear(news)

    voice = AsteriskVoice(
        clock,
        ids,
        switch,
        trunk,
        chance=random.Random(ids.new().int),
        deadline_s=deadline_s,
        sound_of=sound_of,
        hear_seat=hear_seat,
    )

    async def start_beside(engine: Engine, supervisor: Supervisor) -> None:
        seating = Seating(engine.ground, voice, telephones(engine), engine.dialing)
        seating.start(supervisor)
        hearers.append(seating.hear_seat)  # The switch tells nothing before the steps below run.
        for name, step in voice.tasks().items():
            supervisor.start(f"switch {name}", step)
        # Calls of an earlier life are best taken up when the switch can list them; else the sweep does it later.
        with suppress(TimeoutError):
            async with asyncio.timeout(deadline_s):
                await voice.link.until_up()

    return Lines(voice=voice, texts=NoGateway(), start_beside=start_beside)


def sound_of(message: str) -> str:
    """Return the name of the recording for a campaign's message: the message itself if it is a name, else "sorry"."""
    return message if RECORDING.fullmatch(message) else SORRY


def _asterisk(settings: Settings, clock: Clock, ids: Ids) -> Lines:
    site = site_of(settings)
    wrong = {}
    if not site.carriers:
        wrong["RINGFENCE_ASTERISK_CARRIERS"] = "calls leave through a carrier, and none is set"
    if len(settings.asterisk_links) > 1:
        wrong["RINGFENCE_ASTERISK_LINKS"] = "a floor runs on one switch"
    if wrong:
        raise BadInput("bad_settings", "The switch cannot be dialed through: " + "; ".join(wrong.values()), wrong)
    host, _, port = settings.asterisk_links[0].rpartition(":")
    switch = Switch(
        name=settings.asterisk_links[0], host=host, port=int(port), username=site.ami_user, secret=site.ami_password
    )
    return asterisk_lines(
        clock,
        ids,
        switch,
        Trunk(endpoint=site.carriers[0].name, house=site.house),
        deadline_s=settings.provider_deadline_s,
        telephones=lambda engine: numbered_telephone(engine.ground, site.phones),
    )
