"""A small world of each test's own."""

import pytest

from config.clock import LoopClock
from config.database import Database
from config.ground import Ground
from config.ids import SeededIds
from config.journal import Journal
from config.settings import Settings
from tests.campaigns.rows import World, build_world
from web.wiring import FACT_TYPES


@pytest.fixture
async def world(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> World:
    """A creditor, a team, an agent, a reviewer and the packaged buckets on an empty database."""
    return await build_world(Ground(settings, clock, ids, database, Journal(ids, FACT_TYPES)))
