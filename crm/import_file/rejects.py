"""The file of refused rows: the lender's columns untouched, and beside them what is wrong with each.

Decides its form: CSV in UTF-8 with BOM, to be corrected and dropped again. A cell that a spreadsheet would
run as a formula gets an apostrophe in front, which our own reading takes off.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from crm.import_file.problems import Language, Problem

REASON_COLUMNS = ("row_no", "error_code", "column", "message", "suggestion")
"""They stand after the lender's columns; a lender's own columns of these names come before them."""
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[\d(][\d\s().,-]*")
_PRIVATE = 0x10F800
"""Bytes that are not text, and NUL, are stored as private signs from here on: a database keeps neither."""


def reject_lines(
    heading: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str], Sequence[Problem]]],
    *,
    language: Language = "en",
) -> Iterable[str]:
    """Yield the lines of the file, each with its line ending; rows are (row number, cells, problems)."""
    yield "\ufeff" + _line([*heading, *REASON_COLUMNS])
    for row_number, cells, problems in rows:
        padded = [*cells, *[""] * (len(heading) - len(cells))]
        reasons = [
            str(row_number),
            "; ".join(problem.code for problem in problems),
            "; ".join(problem.column for problem in problems),
            " ".join(problem.message(language) for problem in problems),
            "; ".join(f"{problem.column}: {problem.suggestion}" for problem in problems if problem.suggestion),
        ]
        yield _line([*padded, *reasons])


def csv_line(cells: Sequence[str]) -> str:
    """Write one line of such a file, with its line ending."""
    return _line(cells)


def storable(cell: str) -> str:
    """Write a cell so that a database can keep it: NUL and undecoded bytes become private signs."""
    if cell.isascii() and "\0" not in cell:
        return cell
    return "".join(
        chr(_PRIVATE + (ord(sign) & 0xFF)) if sign == "\0" or "\udc80" <= sign <= "\udcff" else sign for sign in cell
    )


def storable_cells(cells: Sequence[str]) -> Sequence[str]:
    """Write a row's cells so that a database can keep them; most rows are kept as they are."""
    joined = "".join(cells)
    if joined.isascii() and "\0" not in joined:
        return cells
    return [storable(cell) for cell in cells]


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_safe(cell) for cell in cells])
    return out.getvalue()


def _safe(cell: str) -> str:
    """Put an apostrophe before a formula; a plain number or telephone number is none and stays as it is."""
    return "'" + cell if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
