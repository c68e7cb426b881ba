"""Strict reading of one row: every field is asked for by name and type, and none may be left over.

Complaints are `BadInput` naming file and row. What the fields mean is left to the reader.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NoReturn

from config.errors import BadInput

CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Fields:
    """One table of a row; `finish` refuses what nobody asked for. `calendars`: id → date ordinals."""

    __slots__ = ("_left", "calendars", "where")

    def __init__(self, where: str, table: Mapping[str, object], calendars: Mapping[str, frozenset[int]]) -> None:
        self.where = where
        self.calendars = calendars
        self._left = dict(table)

    def refuse(self, name: str, problem: str) -> NoReturn:
        """Raise BadInput for one field."""
        raise BadInput("bad_rule", f"{self.where}: {name} {problem}", {name: problem})

    def take(self, name: str) -> object:
        """Return the raw value, None when the row has none."""
        return self._left.pop(name, None)

    def names(self) -> tuple[str, ...]:
        """Return the names nobody asked for yet."""
        return tuple(self._left)

    def text(self, name: str, *, allowed: Iterable[str] | None = None, default: str | None = None) -> str:
        value = self.take(name)
        if value is None:
            value = default
        if not isinstance(value, str):
            self.refuse(name, "must be a text")
        if allowed is not None and value not in allowed:
            self.refuse(name, f"does not know {value!r}")
        return value

    def optional_text(self, name: str, *, allowed: Iterable[str] | None = None) -> str | None:
        return self.text(name, allowed=allowed) if name in self._left else None

    def number(self, name: str, *, minimum: int = 1) -> int:
        value = self.take(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < minimum:
            self.refuse(name, f"must be a whole number of at least {minimum}")
        return value

    def optional_number(self, name: str, *, minimum: int = 1) -> int | None:
        return self.number(name, minimum=minimum) if name in self._left else None

    def numbers(self, name: str) -> list[int]:
        """Return a list of whole numbers of at least 1, empty when the row has none."""
        value = self._left.pop(name, [])
        if not isinstance(value, list) or not all(type(item) is int and item >= 1 for item in value):
            self.refuse(name, "must be a list of whole numbers of at least 1")
        return value

    def truth(self, name: str, *, default: bool) -> bool:
        value = self._left.pop(name, default)
        if not isinstance(value, bool):
            self.refuse(name, "must be true or false")
        return value

    def day(self, name: str) -> date | None:
        value = self.take(name)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            self.refuse(name, "must be a date")
        return value

    def texts(self, name: str, *, allowed: Iterable[str] | None = None) -> frozenset[str] | None:
        """Return a list of texts as a set, None when the row has none."""
        value = self.take(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(name, "must be a list of texts")
        unknown = [] if allowed is None else sorted(set(value) - set(allowed))
        if unknown:
            self.refuse(name, f"does not know {', '.join(unknown)}")
        return frozenset(value)

    def table(self, name: str) -> "Fields":
        """Return an inner table, empty when the row has none."""
        return Fields(f"{self.where} {name}", self.plain_table(name), self.calendars)

    def tables(self, name: str) -> list["Fields"]:
        """Return a list of inner tables, empty when the row has none."""
        return [Fields(f"{self.where} {name}", item, self.calendars) for item in self.plain_tables(name)]

    def plain_table(self, name: str) -> dict[str, object]:
        """Return an inner table for another to read, empty when the row has none."""
        value = self._left.pop(name, {})
        if not isinstance(value, dict):
            self.refuse(name, "must be a table")
        return value

    def plain_tables(self, name: str) -> list[dict[str, object]]:
        """Return a list of inner tables for another to read, empty when the row has none."""
        value = self._left.pop(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(name, "must be a list of tables")
        return value

    def windows(self, name: str) -> tuple[tuple[int, int], ...]:
        """Read ``[["08:00", "21:00"], …]`` as minutes; an end at or before its start runs over midnight."""
        value = self._left.pop(name, [])
        if not isinstance(value, list):
            self.refuse(name, "must be a list of [from, to]")
        return tuple(self._window(name, window) for window in value)

    def dated_windows(self, name: str) -> dict[int, tuple[tuple[int, int], ...]]:
        """Read a table of dates (YYYY-MM-DD) to windows, by date ordinal."""
        table = self.table(name)
        found = {}
        for day in table.names():
            try:
                ordinal = date.fromisoformat(day).toordinal()
            except ValueError:
                self.refuse(name, f"has no date YYYY-MM-DD in {day!r}")
            found[ordinal] = table.windows(day)
        return found

    def _window(self, name: str, window: object) -> tuple[int, int]:
        if not isinstance(window, list | tuple) or len(window) != 2:
            self.refuse(name, "must be a list of [from, to]")
        start, end = (self._minute(name, clock_time) for clock_time in window)
        if start == 1440:
            self.refuse(name, "may not start at 24:00")
        return (start, end if end > start else end + 1440)

    def _minute(self, name: str, clock_time: object) -> int:
        if not isinstance(clock_time, str) or not CLOCK_TIME.fullmatch(clock_time):
            self.refuse(name, f"has no time HH:MM in {clock_time!r}")
        return int(clock_time[:2]) * 60 + int(clock_time[3:])

    def finish(self) -> None:
        """Refuse fields nobody asked for."""
        for name in self._left:
            self.refuse(name, "is not a known field")
