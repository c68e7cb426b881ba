"""Rows of rules as they were when they first decided a contact; one that has changed since is a row of its own.

Pure but for the row it declares. A row and its calendar's dates give back the rule that judged.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.rows import build_rule
from campaigns.rules.rule import Rule
from config.tables import Base

DAYS = ("effective_from", "effective_to", "checked_on")


class KeptRule(Base):
    """One rule by its version; `holidays` are the dates of its calendar, YYYY-MM-DD in order. Never changed."""

    __tablename__ = "kept_rules"

    version: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[dict[str, Any]]
    holidays: Mapped[list[Any]]


def written(rule: Rule) -> dict[str, Any]:
    """Return a rule as it is kept: ``{"row": …, "holidays": […]}``, dates as text."""
    row: dict[str, Any] = json.loads(json.dumps(rule.row, default=str))
    return {"row": row, "holidays": [date.fromordinal(day).isoformat() for day in rule.holidays]}


def rebuilt(kept: Mapping[str, Any]) -> Rule:
    """Compile a rule from its kept form; its `version` is computed anew, so a changed row is found out.

    Raises:
        BadInput: the row is none.
        KeyError, ValueError, TypeError: it was not written by `written`.
    """
    row: dict[str, Any] = {
        name: date.fromisoformat(value) if name in DAYS else value for name, value in kept["row"].items()
    }
    days = frozenset(date.fromisoformat(day).toordinal() for day in kept["holidays"])
    calendar = row.get("params", {}).get("holidays")
    return build_rule(row, where="proof", calendars={calendar: days} if isinstance(calendar, str) else {})
