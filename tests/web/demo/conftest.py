"""Books of each test's own."""

import pytest

from config.clock import LoopClock
from config.database import Database
from config.ground import Ground
from config.ids import SeededIds
from config.journal import Journal
from config.settings import Settings
from tests.web.demo.ledgers import Books
from web.wiring import FACT_TYPES


@pytest.fixture
async def ground(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> Ground:
    """A ground on an empty database."""
    return Ground(settings, clock, ids, database, Journal(ids, FACT_TYPES))


@pytest.fixture
async def books(ground: Ground) -> Books:
    """Books with a campaign and an agent, and nothing else yet."""
    return Books(ground)
