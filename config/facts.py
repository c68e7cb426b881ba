"""What a fact is, and how it is written to and read from the journal.

A fact is a frozen dataclass in the past tense with JSON-able fields, UUIDs, dates, datetimes or enums.
Which facts exist is told by each package in a tuple `FACTS`; this file knows none of them.
"""

import dataclasses
import types
import typing
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened at `at` (aware UTC), by `actor` ("system", "user:<id>" or a provider's name)."""

    at: datetime
    actor: str = "system"

    @property
    def subject(self) -> UUID | None:
        """The thing this fact is found by later: the case, else the person, else the attempt."""
        for name in ("case_id", "debtor_id", "attempt_id", "campaign_id", "agent_id", "user_id"):
            found = getattr(self, name, None)
            if isinstance(found, UUID):
                return found
        return None


FactTypes = Mapping[str, type[Fact]]


def fact_types(*groups: Iterable[type[Fact]]) -> FactTypes:
    """Index fact classes by name; two facts of one name are a bug."""
    found: dict[str, type[Fact]] = {}
    for group in groups:
        for kind in group:
            assert kind.__name__ not in found, f"two facts named {kind.__name__}"
            found[kind.__name__] = kind
    return found


def encode(fact: Fact) -> dict[str, Any]:
    """Turn all fields but `at` and `actor`, which have columns of their own, into JSON-able values."""
    fields = dataclasses.fields(fact)
    return {f.name: _plain(getattr(fact, f.name)) for f in fields if f.name not in {"at", "actor"}}


def decode(kind: type[Fact], at: datetime, actor: str, body: Mapping[str, Any]) -> Fact:
    """Read a fact back; fields added to the class since it was written take their defaults."""
    hints = typing.get_type_hints(kind)
    known = {f.name for f in dataclasses.fields(kind)}
    values = {name: _rich(value, hints[name]) for name, value in body.items() if name in known}
    return kind(at=at, actor=actor, **values)


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON values have no narrower type
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):  # datetime is a date
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _rich(value: Any, hint: Any) -> Any:  # noqa: ANN401 - mirrors _plain
    if value is None:
        return None
    origin = typing.get_origin(hint)
    if origin in {typing.Union, types.UnionType}:
        return _rich(value, next(arg for arg in typing.get_args(hint) if arg is not type(None)))
    if origin is tuple:
        return tuple(_rich(item, typing.get_args(hint)[0]) for item in value)
    if hint is UUID:
        return UUID(value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    return value
