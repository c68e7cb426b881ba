"""Rows of an XLSX workbook as text, so that all that follows reads one kind of row.

Decides how a cell that is not text is written: true dates in the recipe's style, whole numbers without a point,
long numbers as the spreadsheet has mangled them, so that they are refused and not believed.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from config.errors import BadInput
from crm.import_file.dates import DateStyle, write_day
from crm.import_file.records import Record, record_of_cells

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
EXACT_MAX = 10**15
"""A spreadsheet keeps fifteen digits; the rest of a longer number is invented."""

Cell = int | float | str | bool | time | date | datetime | timedelta


def workbook_records(file: BinaryIO, style: DateStyle) -> Iterator[Record]:
    """Yield the non-empty rows of the first sheet.

    Raises:
        BadInput: `file` when it is not a workbook.
    """
    try:
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
    except CalamineError as error:
        raise BadInput("not_a_workbook", "The file is not a workbook that can be read.", {"file": "format"}) from error
    return _records(sheet.iter_rows(), style)


def _records(rows: Iterable[Iterable[Cell]], style: DateStyle) -> Iterator[Record]:
    for row_no, row in enumerate(rows, 1):
        cells = [write_cell(cell, style) for cell in row]
        if any(map(str.strip, cells)):
            yield record_of_cells(row_no, cells)


def write_cell(cell: Cell, style: DateStyle) -> str:
    """Write one cell as text."""
    match cell:
        case str():
            return cell
        case bool():
            return "yes" if cell else "no"
        case int() | float():
            whole = int(cell) if cell == cell // 1 else None
            if whole is None:
                return repr(cell)
            return str(whole) if abs(whole) < EXACT_MAX else f"{cell:.5E}"
        case datetime():
            return write_day(cell.date(), style)
        case date():
            return write_day(cell, style)
        case _:
            return str(cell)
