"""How a file of text is written: its encoding, its delimiter, and the row its heading stands in.

Decides from the bytes and the first rows alone; one bad row does not change the answer. A file without a
known heading is refused; reading the file is left to the caller.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from config.errors import BadInput
from crm.import_file.columns import FIELD_OF_HEADING, plain_heading
from crm.import_file.records import Record, records_of

BOM = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = (",", ";", "\t", "|")
HEADING_ROWS_SEARCHED = 10
"""Titles and dates of a report may stand above the heading; more than this and it is not a table."""


class Encoding(StrEnum):
    UTF_8 = "utf-8"
    UTF_8_BOM = "utf-8-sig"
    GB18030 = "gb18030"


@dataclass(frozen=True)
class EncodingFound:
    """The encoding, and how many lines do not fit it (`bad_lines`, the first lines' numbers from 1)."""

    encoding: Encoding
    bad_lines: int


@dataclass(frozen=True)
class Heading:
    """The heading as it stands: the row's number and its cells, trimmed."""

    row_no: int
    columns: tuple[str, ...]


def detect_encoding(lines: Iterable[bytes]) -> EncodingFound:
    """Look at every line of a file, with its line ending.

    A line of ASCII says nothing. Otherwise the encoding in which more lines are whole wins, UTF-8 on a tie,
    since text in GB18030 is hardly ever whole UTF-8 by accident.

    Raises:
        BadInput: `encoding` when the file is UTF-16, which is recognised but not read.
    """
    fits_utf_8 = fits_gb18030 = spoken = 0
    has_bom = False
    for number, line in enumerate(lines):
        if number == 0:
            _refuse_utf_16(line)
            has_bom = line.startswith(BOM)
        if line.isascii():
            continue
        spoken += 1
        fits_utf_8 += _fits(line, "utf-8")
        fits_gb18030 += _fits(line, "gb18030")
    if has_bom:
        return EncodingFound(Encoding.UTF_8_BOM, spoken - fits_utf_8)
    if fits_utf_8 >= fits_gb18030 or fits_utf_8 * 10 >= spoken * 9:
        return EncodingFound(Encoding.UTF_8, spoken - fits_utf_8)
    return EncodingFound(Encoding.GB18030, spoken - fits_gb18030)


def detect_delimiter(lines: Sequence[str]) -> str:
    """Find the delimiter of the first lines of a file (up to a few hundred suffice).

    Raises:
        BadInput: `delimiter` when the lines hold no table of two columns or more.
    """
    best, best_score = "", (0, 0)
    for delimiter in DELIMITERS:
        widths = Counter(len(record.cells) for record in records_of(lines, delimiter))
        widths.pop(1, None)
        if not widths:
            continue
        width, rows = widths.most_common(1)[0]
        score = (rows, width)
        if score > best_score:
            best, best_score = delimiter, score
    if not best:
        raise BadInput(
            "no_table",
            "The file holds no table: no comma, semicolon, tab or bar divides its rows into columns.",
            {"file": "delimiter"},
        )
    return best


def find_heading(records: Sequence[Record], wanted: Iterable[str] = ()) -> Heading:
    """Find the heading among the first rows: the one with the most known headings, the earliest of equals.

    Where no row has a known heading, the first row with several distinct cells, none of them a number, is taken.

    Args:
        records: the first rows of the file.
        wanted: headings that a recipe names, in the lender's own words.

    Raises:
        BadInput: `heading` when no row can be one.
    """
    first = records[:HEADING_ROWS_SEARCHED]
    words = {*FIELD_OF_HEADING, *map(plain_heading, wanted)}
    known = [sum(plain_heading(cell) in words for cell in record.cells) for record in first]
    if known and max(known) >= 2:
        return heading_of(first[known.index(max(known))])
    for record in first:
        cells = [cell.strip() for cell in record.cells]
        if len(cells) >= 2 and all(cells) and not any(any(map(str.isdigit, cell)) for cell in cells):
            return heading_of(record)
    raise BadInput("no_heading", "No row of the file is a heading with the names of the columns.", {"file": "heading"})


def heading_of(record: Record) -> Heading:
    return Heading(record.row_no, tuple(cell.strip() for cell in record.cells))


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_utf_16(line: bytes) -> None:
    if line.startswith(_UTF_16_MARKS):
        raise BadInput(
            "unknown_encoding",
            "The file is in UTF-16. Save it as CSV in UTF-8 or GB18030, or as XLSX.",
            {"file": "encoding"},
        )
