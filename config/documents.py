"""Strict reading of documents: the packaged TOML files beside this one, and settings that a person edits.

Every field is asked for by name and kind, and none may be left over; complaints are `BadInput` naming the
place and the field. What the fields mean is left to the reader.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from config.errors import BadInput

PACKAGED = Path(__file__).parent
LONGEST_TEXT = 2000


class Document:
    """One table of a document; `where` names it for a person, such as "dispositions.toml, NC01"."""

    __slots__ = ("_left", "where")

    def __init__(self, where: str, table: object) -> None:
        self.where = where
        if not isinstance(table, Mapping):
            raise BadInput("bad_document", f"{where}: must be a table of fields.", {where: "must be a table"})
        self._left = dict(table)

    def refuse(self, name: str, problem: str) -> NoReturn:
        """Raise BadInput for one field."""
        raise BadInput("bad_document", f"{self.where}: {name} {problem}.", {name: problem})

    def has(self, name: str) -> bool:
        """Tell whether a field is there and still unread."""
        return self._left.get(name) is not None

    def names(self) -> tuple[str, ...]:
        """Return the fields still unread, in the document's order."""
        return tuple(self._left)

    def take(self, name: str) -> object:
        """Return a raw value and count it as read; None for a field that is not there."""
        return self._left.pop(name, None)

    def text(self, name: str, *, allowed: Collection[str] | None = None) -> str:
        value = self.take(name)
        if not isinstance(value, str) or not value.strip():
            self.refuse(name, "must be a text")
        if len(value) > LONGEST_TEXT:
            self.refuse(name, f"may have at most {LONGEST_TEXT} characters")
        if allowed is not None and value not in allowed:
            self.refuse(name, f"does not know {value!r}; known are {', '.join(sorted(allowed))}")
        return value

    def optional_text(self, name: str, *, allowed: Collection[str] | None = None) -> str | None:
        return self.text(name, allowed=allowed) if self.has(name) else None

    def whole(self, name: str, *, low: int, high: int) -> int:
        value = self.take(name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.refuse(name, f"must be a whole number from {low} to {high}")
        return value

    def optional_whole(self, name: str, *, low: int, high: int) -> int | None:
        return self.whole(name, low=low, high=high) if self.has(name) else None

    def share(self, name: str, *, high: float) -> float:
        """Read a share above 0 and up to `high`."""
        value = self.take(name)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= high:
            self.refuse(name, f"must be a share above 0 and at most {high}")
        return float(value)

    def flag(self, name: str) -> bool:
        """Read true or false; a field that is not there is false."""
        value = self._left.pop(name, False)
        if not isinstance(value, bool):
            self.refuse(name, "must be true or false")
        return value

    def texts(self, name: str, *, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """Read a list of different texts in its order; a field that is not there is empty."""
        raw = self.list(name)
        values = [value for value in raw if isinstance(value, str)]
        if len(values) != len(raw):
            self.refuse(name, "must be a list of texts")
        if len(set(values)) != len(values):
            self.refuse(name, "names one thing twice")
        unknown = [] if allowed is None else sorted(set(values) - set(allowed))
        if unknown:
            self.refuse(name, f"does not know {', '.join(unknown)}; known are {', '.join(sorted(allowed or ()))}")
        return tuple(values)

    def dates(self, name: str) -> frozenset[date]:
        """Read a list of YYYY-MM-DD; a field that is not there is empty."""
        found = set()
        for value in self.list(name):
            try:
                found.add(date.fromisoformat(str(value)))
            except ValueError:
                self.refuse(name, f"has no date YYYY-MM-DD in {value!r}")
        return frozenset(found)

    def list(self, name: str) -> Sequence[object]:
        """Read a list as it is; a field that is not there is empty."""
        value = self._left.pop(name, [])
        if not isinstance(value, list | tuple):
            self.refuse(name, "must be a list")
        return value

    def rows(self, name: str) -> tuple["Document", ...]:
        """Read a list of tables, each named by its code where it has one, else by its place from 1."""
        found = []
        for place, table in enumerate(self.list(name), start=1):
            label = table.get("code") if isinstance(table, Mapping) else None
            found.append(Document(f"{self.where}, {name} {label or place}", table))
        return tuple(found)

    def table(self, name: str) -> "Document":
        """Read an inner table; a field that is not there is an empty one."""
        return Document(f"{self.where}, {name}", self._left.pop(name, {}))

    def finish(self) -> None:
        """Refuse fields nobody asked for."""
        for name in self._left:
            self.refuse(name, "is not a known field")


def packaged(name: str) -> Document:
    """Read one packaged TOML file by its path below this folder.

    Raises:
        BadInput: no TOML; the sentence has the line.
    """
    text = (PACKAGED / name).read_text(encoding="utf-8")
    try:
        return Document(name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput("bad_document", f"{name} is no TOML: {error}.", {name: str(error)}) from error


def packaged_names(folder: str) -> tuple[str, ...]:
    """List the packaged TOML files of one folder by name, as `packaged` takes them."""
    return tuple(f"{folder}/{path.name}" for path in sorted((PACKAGED / folder).glob("*.toml")))
