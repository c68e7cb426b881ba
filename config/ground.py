"""What every acting file stands on: settings, clock, ids, database and journal, handed over as one value."""

from dataclasses import dataclass

from config.clock import Clock
from config.database import Database
from config.ids import Ids
from config.journal import Journal
from config.settings import Settings


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of one process; made once in `web/wiring.py`, by tests and by the demo."""

    settings: Settings
    clock: Clock
    ids: Ids
    database: Database
    journal: Journal
