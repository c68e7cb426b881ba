"""Read a file by a recipe and judge its rows: chunks that only have to be copied into the database.

Does so chunk by chunk in a thread, with flat memory. Nothing is written here; what the record knows of an
account is asked later, by the store.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from config.zones import AddressZones
from crm.import_file.problems import Problem
from crm.import_file.recipe import Recipe
from crm.import_file.records import Record
from crm.import_file.rejects import storable, storable_cells
from crm.import_file.repeats import Repeats, refused_as_repeat
from crm.import_file.rows import Draft, Refused, RowReader
from crm.reading_files import SourceFile, data_records
from crm.store.for_import import STAGE_COLUMNS, StagedRow, copy_text
from telephony.numbers import candidate_zones_of_number

CHUNK_ROWS = 2_000
"""Rows copied in one transaction: little enough that neither journal nor memory notices."""
RANKS = {"mobile": 1, "home": 2, "work": 3}
"""The order in which a person's numbers are tried, best first."""
EMAIL_RANK = 9
_NO_FIELDS = (None,) * (len(STAGE_COLUMNS) - 6)


@dataclass(frozen=True)
class StagedChunk:
    """Consecutive rows, ready for COPY; `last_row` is the number of the last one."""

    rows: int
    last_row: int
    payload: bytes


class Staging:
    """Judges the rows of one file; remembers which accounts and persons have stood in it."""

    def __init__(self, source: SourceFile, recipe: Recipe, zones: AddressZones) -> None:
        self._source = source
        self._recipe = recipe
        self._zones = zones
        self._reader = RowReader(recipe, source.heading.columns)
        self._repeats = Repeats()
        heading_of = {key: heading for heading, key in recipe.columns.items()}
        self._account_heading = heading_of["account_number"]
        self._currency_heading = heading_of.get("currency", self._account_heading)

    def chunks(self, batch_id: UUID) -> Iterator[StagedChunk]:
        """Yield the whole file in chunks; blocking, a chunk takes about a tenth of a second."""
        rows: list[StagedRow] = []
        for record in data_records(self._source, self._recipe.date_style):
            rows.append(self._judge(record))
            if len(rows) == CHUNK_ROWS:
                yield StagedChunk(len(rows), rows[-1].row_number, copy_text(batch_id, rows))
                rows = []
        if rows:
            yield StagedChunk(len(rows), rows[-1].row_number, copy_text(batch_id, rows))

    def _judge(self, record: Record) -> StagedRow:
        read = self._reader.read(record)
        if isinstance(read, Refused):
            return self._refused(read)
        earlier = self._repeats.first_row_of(read)
        if earlier is not None:
            row_number, says_the_same = earlier
            if says_the_same:
                problem = Problem("duplicate", self._account_heading, read.account_number, f"row {row_number}")
                return self._row("duplicate", read.row_number, record.cells, (problem,))
            return self._refused(refused_as_repeat(read, record.cells, self._account_heading, row_number))
        if self._repeats.mixes_currencies(read):
            problem = Problem("other_currency", self._currency_heading, read.currency)
            return self._row("rejected", read.row_number, record.cells, (problem,))
        return StagedRow(
            read.row_number,
            "valid",
            self._repeats.leads_person(read),
            (),
            storable_cells(record.cells),
            self._fields(read),
        )

    def _fields(self, draft: Draft) -> Sequence[object]:
        zones = self._zones.of_address(draft.country, draft.postal_code or "", draft.region or "")
        return (*draft[1:12], zones, _contacts(draft), *draft[14:])

    def _refused(self, refused: Refused) -> StagedRow:
        return self._row("rejected", refused.row_number, refused.cells, refused.problems)

    def _row(self, outcome: str, row_number: int, cells: Sequence[str], problems: Sequence[Problem]) -> StagedRow:
        errors = [stored_problem(problem) for problem in problems]
        return StagedRow(row_number, outcome, False, errors, storable_cells(cells), _NO_FIELDS)  # noqa: FBT003


def stored_problem(problem: Problem) -> Mapping[str, str]:
    """Write a problem as it is kept in a batch's row."""
    return {
        "code": problem.code,
        "column": storable(problem.column),
        "value": storable(problem.value),
        "suggestion": problem.suggestion,
    }


def _contacts(draft: Draft) -> list[Mapping[str, object]]:
    found: list[Mapping[str, object]] = [
        {
            "kind": "phone",
            "label": label,
            "value": number,
            "zones": candidate_zones_of_number(number),
            "rank": RANKS[label],
        }
        for label, number in draft.phones
    ]
    if draft.email:
        found.append({"kind": "email", "label": "other", "value": draft.email, "zones": (), "rank": EMAIL_RANK})
    return found
