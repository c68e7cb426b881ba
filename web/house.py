"""The house: everything a request may need, built once by `wiring` and handed to every handler.

Holds references only; decides nothing.
"""

from dataclasses import dataclass
from typing import Any

from campaigns.books import Books
from campaigns.counting import Counting
from campaigns.forecasting import Forecasting
from config.clock import Clock
from config.database import Database
from config.ground import Ground
from config.ids import Ids
from config.journal import Journal
from config.settings import Settings
from config.supervising import Supervisor
from web.access import Door
from web.live import Hub


@dataclass(frozen=True, slots=True)
class House:
    """One running server. `books` are the rules and dispositions; `floor` is the live floor."""

    ground: Ground
    supervisor: Supervisor
    books: Books
    floor: Any
    hub: Hub
    door: Door
    counts: Counting
    forecasting: Forecasting

    @property
    def settings(self) -> Settings:
        return self.ground.settings

    @property
    def clock(self) -> Clock:
        return self.ground.clock

    @property
    def ids(self) -> Ids:
        return self.ground.ids

    @property
    def database(self) -> Database:
        return self.ground.database

    @property
    def journal(self) -> Journal:
        return self.ground.journal
