"""A house of each test's own."""

from collections.abc import AsyncIterator

import pytest
import structlog

from config.clock import LoopClock
from config.database import Database
from config.ids import RandomIds
from config.settings import Settings
from tests.houses import open_house
from web.house import House


@pytest.fixture
async def house(settings: Settings, clock: LoopClock, database: Database) -> AsyncIterator[House]:
    """A running house without a floor, on an empty database."""
    async with open_house(settings, clock, RandomIds(), database) as opened:
        yield opened


@pytest.fixture(autouse=True, scope="session")
def plain_log() -> None:
    """Traces as plain text: drawing them with the values of all variables takes seconds."""
    structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()])
