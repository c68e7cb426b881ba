"""A ground of each test's own, on which the line stands."""

import pytest

from config.clock import LoopClock
from config.database import Database
from config.facts import fact_types
from config.ground import Ground
from config.ids import SeededIds
from config.journal import Journal
from config.settings import Settings
from telephony.facts import FACTS


@pytest.fixture
async def ground(settings: Settings, clock: LoopClock, ids: SeededIds, database: Database) -> Ground:
    """A ground on an empty database that knows the facts of the line."""
    return Ground(settings, clock, ids, database, Journal(ids, fact_types(FACTS)))
