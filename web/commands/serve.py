"""`ringfence serve`: pages, live sockets and the floor on the configured provider, until it is told to stop."""

import asyncio
import sys

import typer

from campaigns.books import load_books
from config.clock import SystemClock
from config.errors import BadInput
from config.ids import RandomIds
from config.log import configure_log
from config.settings import Settings, load_settings
from config.supervising import Supervisor
from telephony.simulated.gateway import SimulatedGateway
from telephony.simulated.provider import SimulatedCarrier
from telephony.simulated.world import World
from web.access import base_url
from web.commands.asking import answering
from web.opening import open_ground
from web.serving import serve_house
from web.showing import Showing
from web.wiring import build_engine, build_house, running

WORLD = 7
"""The seed of the simulated carrier's persons; it reaches nobody."""


def add_to(app: typer.Typer) -> None:
    """Register `serve`."""
    app.command("serve")(serve)


def serve() -> None:
    """Serve pages and dial with the configured provider."""
    settings = answering(load_settings)
    configure_log(settings.log_level, settings.log_format, sys.stderr)
    answering(lambda: asyncio.run(_serve(settings)))


async def _serve(settings: Settings) -> None:
    """Open everything in order and close it in the other one.

    Raises:
        BadInput: the configured provider is not a part of this version.
    """
    if settings.provider != "simulated":
        sentence = f"The provider {settings.provider} is not a part of this version."
        raise BadInput("provider_missing", sentence, {"RINGFENCE_PROVIDER": "use simulated"})
    clock, world = SystemClock(), World(WORLD)
    async with open_ground(settings, clock, RandomIds()) as ground:
        carrier = SimulatedCarrier(clock, world, recordings=settings.recordings_dir)
        engine = build_engine(ground, load_books(), carrier, SimulatedGateway(clock, world))
        async with Supervisor(clock).running() as supervisor, running(engine, supervisor):
            house = build_house(engine, supervisor)
            Showing(house).start()
            await serve_house(house, on_ready=lambda port: _say(settings, port))


def _say(settings: Settings, port: int) -> None:
    address = base_url(settings, port=port)
    typer.echo(f"Ringfence at {address}")
    typer.echo("Let the first person in: ringfence user add LOGIN --role administrator")
