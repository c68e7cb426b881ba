"""What all commands share: settings, the log, one run of the loop, and refusals said in one sentence.

Exit codes: 0 it ran, 2 what was given is not right.
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import typer

from config.clock import SystemClock
from config.errors import Refusal
from config.ground import Ground
from config.ids import RandomIds
from config.log import configure_log
from config.settings import Settings, load_settings
from web.opening import open_ground

T = TypeVar("T")
REFUSED = 2


def answering(work: Callable[[], T]) -> T:
    """Run some work; a refusal becomes a sentence on standard error and exit code 2."""
    try:
        return work()
    except Refusal as refusal:
        typer.echo(refusal.sentence, err=True)
        for name, text in refusal.details.items():
            typer.echo(f"  {name}: {text}", err=True)
        raise typer.Exit(REFUSED) from None


def on_ground(work: Callable[[Ground], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine function on the configured database, which is started if it does not run."""

    async def run() -> T:
        async with open_ground(settings, SystemClock(), RandomIds()) as ground:
            return await work(ground)

    settings = answering(_settings)
    return answering(lambda: asyncio.run(run()))


def _settings() -> Settings:
    settings = load_settings()
    configure_log("warning", settings.log_format, sys.stderr)
    return settings
