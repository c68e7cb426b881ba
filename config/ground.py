"""What every acting file stands on: settings, clock, ids, database and journal, handed over as one value."""

from dataclasses import dataclass, field

from config.clock import Clock
from config.database import Database
from config.ids import Ids
from config.journal import Journal
from config.settings import Settings


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of one process; made once in `web/wiring.py`, by tests and by the demo.

    `stored` names rows that never change and that this process knows to be in the database, so that they are not
    written again and again.
    """

    settings: Settings
    clock: Clock
    ids: Ids
    database: Database
    journal: Journal
    stored: set[str] = field(default_factory=set)
