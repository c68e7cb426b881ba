"""`ringfence serve`: pages, live sockets and the floor on the configured provider, until it is told to stop."""

import asyncio
import sys

import typer

from campaigns.books import load_books
from config.clock import SystemClock
from config.ids import RandomIds
from config.log import configure_log
from config.settings import Settings, load_settings
from config.supervising import Supervisor
from web.access import base_url
from web.commands.asking import answering
from web.lines import lines_of
from web.opening import open_ground
from web.serving import serve_house
from web.showing import Showing
from web.wiring import build_engine, build_house, running


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
        BadInput: the configured provider is not a part of this version, or its settings do not suffice.
    """
    clock, ids = SystemClock(), RandomIds()
    lines = lines_of(settings, clock, ids)
    async with open_ground(settings, clock, ids) as ground:
        engine = build_engine(ground, load_books(), lines.voice, lines.texts)
        async with Supervisor(clock).running() as supervisor:
            await lines.start_beside(engine, supervisor)
            async with running(engine, supervisor):
                house = build_house(engine, supervisor)
                Showing(house).start()
                await serve_house(house, on_ready=lambda port: _say(settings, port))


def _say(settings: Settings, port: int) -> None:
    address = base_url(settings, port=port)
    typer.echo(f"Ringfence at {address}")
    typer.echo("Let the first person in: ringfence user add LOGIN --role administrator")
