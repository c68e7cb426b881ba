"""Cut text into records: quoted cells, quoted line breaks, blank rows, quotation marks never closed.

Decides where a row begins and ends, so that one broken row cannot swallow the rows after it. What the
cells mean is left to `rows.py`.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

QUOTED_LINES_MAX = 50
"""A cell with more line breaks than this is taken for a quotation mark that was never closed."""
ROW_CHARS_MAX = 1_000_000
"""No row of a lender is longer; one that is would only fill the memory."""

csv.field_size_limit(ROW_CHARS_MAX)


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it stands; `row_no` counts from 1 as a spreadsheet does, `wrong` names what makes it unreadable."""

    row_no: int
    cells: list[str]
    wrong: str = ""


def records_of(lines: Iterable[str], delimiter: str, *, width: int | None = None) -> Iterator[Record]:
    r"""Yield the rows of a file in order, blank ones left out but counted in `row_no`.

    Args:
        lines: lines with `\n` endings, decoded with `surrogateescape`.
        delimiter: one character.
        width: the columns of the heading, where known: a cell over several lines is believed only if the row
            it makes has as many.
    """
    source = iter(lines)
    waiting: deque[str] = deque()
    row_no = 0
    while True:
        line = waiting.popleft() if waiting else next(source, None)
        if line is None:
            return
        row_no += 1
        if len(line) > ROW_CHARS_MAX:
            yield Record(row_no, [line[:ROW_CHARS_MAX]], "row_too_long")
            continue
        if '"' not in line:
            cells = line.rstrip("\r\n").split(delimiter)
            wrong = _unreadable(line)
        else:
            cells, wrong = _quoted(line, source, waiting, delimiter, width)
        if wrong or any(map(str.strip, cells)):
            yield Record(row_no, cells, wrong)


def record_of_cells(row_no: int, cells: list[str]) -> Record:
    """Make a record of cells that were never text, as in a workbook."""
    return Record(row_no, cells, _unreadable("".join(cells)))


def _quoted(
    line: str, source: Iterator[str], waiting: deque[str], delimiter: str, width: int | None
) -> tuple[list[str], str]:
    """Read a row with quotation marks; on one never closed, put back the lines that were read ahead."""
    taken = [line]
    quotes, size = line.count('"'), len(line)
    while quotes % 2 and len(taken) <= QUOTED_LINES_MAX and size <= ROW_CHARS_MAX:
        following = waiting.popleft() if waiting else next(source, None)
        if following is None:
            break
        taken.append(following)
        size += len(following)
        quotes += following.count('"')
    cells = _one_row(taken, delimiter) if quotes % 2 == 0 else None
    if cells is None or (len(taken) > 1 and width is not None and len(cells) != width):
        waiting.extendleft(reversed(taken[1:]))
        return line.rstrip("\r\n").split(delimiter), "broken_quote"
    return cells, _unreadable("".join(taken))


def _one_row(lines: list[str], delimiter: str) -> list[str] | None:
    try:
        # Over several lines, a mark followed by anything but a delimiter closes no cell: it opens another row's.
        rows = list(csv.reader(lines, delimiter=delimiter, strict=len(lines) > 1))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def holds_bad_bytes(text: str) -> bool:
    """Say whether decoding with `surrogateescape` left bytes that are not text."""
    return not text.isascii() and any("\udc80" <= sign <= "\udcff" for sign in text)


def _unreadable(line: str) -> str:
    if "\0" in line:
        return "nul_characters"
    return "bad_bytes" if holds_bad_bytes(line) else ""
