"""What an import tells: the report with its counts, a dry run with its first rows, and progress on the way.

Holds and adds up; the counting of rows is the store's.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal
from uuid import UUID

from crm.imports import ImportRow

Phase = Literal["reading", "writing"]
OUTCOMES = ("new", "updated", "unchanged", "duplicate", "rejected")
"""Every row read has exactly one of these."""


@dataclass(frozen=True)
class ImportReport:
    """What came of a file; the five counts add up to `rows`. `errors` counts problems by code."""

    batch_id: UUID | None
    file_name: str
    file_hash: str
    rows: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate: int = 0
    rejected: int = 0
    errors: Mapping[str, int] = field(default_factory=dict)
    unused_columns: tuple[str, ...] = ()
    already_applied: bool = False
    dry_run: bool = False

    def to_json(self) -> dict[str, Any]:
        """Write all fields as JSON-able values; `batch_id` as text or null."""
        body = asdict(self)
        return body | {
            "batch_id": str(self.batch_id) if self.batch_id else None,
            "errors": dict(self.errors),
            "unused_columns": list(self.unused_columns),
        }

    def plus(self, rows: int, outcomes: Mapping[str, int], errors: Mapping[str, int]) -> "ImportReport":
        """Add the counts of further rows."""
        counts = {outcome: getattr(self, outcome) + outcomes.get(outcome, 0) for outcome in OUTCOMES}
        codes = {code: self.errors.get(code, 0) + errors.get(code, 0) for code in {**self.errors, **errors}}
        return replace(self, rows=self.rows + rows, errors=codes, **counts)


@dataclass(frozen=True)
class ImportPreview:
    """A dry run: the report, the first updates with old and new values, the first refused rows with their reasons."""

    report: ImportReport
    updates: tuple[ImportRow, ...]
    refused: tuple[ImportRow, ...]


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is; `rows_total` is known once the file has been read."""

    phase: Phase
    rows_done: int
    rows_total: int | None


Progress = Callable[[ImportProgress], None]
