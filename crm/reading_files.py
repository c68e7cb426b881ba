"""Open a lender's file, text or workbook, and yield its rows one by one.

Does the file I/O around `import_file`, which decides what the bytes mean. Blocking: it runs in a thread, beside
the loop, and holds no more of the file than a row.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from config.errors import BadInput
from crm.import_file.dates import DateStyle
from crm.import_file.dialect import Encoding, Heading, detect_delimiter, detect_encoding, find_heading
from crm.import_file.mapping import MappingSuggestion, suggest_mapping
from crm.import_file.records import Record, records_of
from crm.import_file.workbook import SUFFIXES, workbook_records

LINES_FOR_DELIMITER = 200
ROWS_FOR_LOOK = 20_000
"""Rows whose values are looked at before a recipe exists: enough to tell day from month."""
_BLOCK = 1 << 20


@dataclass(frozen=True)
class SourceFile:
    """A file as it was found: its hash (SHA-256, hex) and how it is written; no encoding means a workbook."""

    path: Path
    name: str
    file_hash: str
    encoding: Encoding | None
    delimiter: str
    heading: Heading
    bad_lines: int


@dataclass(frozen=True)
class FileLook:
    """What a person is shown before a recipe is chosen."""

    source: SourceFile
    suggestion: MappingSuggestion


def open_source(path: Path, *, name: str | None = None, wanted: Iterable[str] = ()) -> SourceFile:
    """Hash a file and find out how it is written.

    Args:
        path: where it lies.
        name: what it was called by the person who sent it.
        wanted: headings of a recipe, by which the heading is found as well.

    Raises:
        BadInput: it is empty, not a table, in an unknown encoding, or without a heading.
    """
    name = name or path.name
    file_hash = _hash(path)
    if Path(name).suffix.lower() in SUFFIXES:
        with path.open("rb") as file:
            first = list(islice(workbook_records(file, DateStyle.YEAR_FIRST), 10))
        return SourceFile(path, name, file_hash, None, "", find_heading(first, wanted), 0)
    with path.open("rb") as lines:
        found = detect_encoding(lines)
    delimiter = detect_delimiter(list(islice(_lines(path, found.encoding), LINES_FOR_DELIMITER)))
    first = list(islice(records_of(_lines(path, found.encoding), delimiter), 10))
    return SourceFile(path, name, file_hash, found.encoding, delimiter, find_heading(first, wanted), found.bad_lines)


def data_records(source: SourceFile, style: DateStyle) -> Iterator[Record]:
    """Yield the rows below the heading, in order; `style` is how true dates of a workbook are written."""
    for record in _records(source, style):
        if record.row_no > source.heading.row_no:
            yield record


def look_at(path: Path, *, name: str | None = None) -> FileLook:
    """Open a file nobody has a recipe for and suggest one.

    Raises:
        BadInput: as `open_source`.
    """
    source = open_source(path, name=name)
    sampled = [record.cells for record in islice(data_records(source, DateStyle.YEAR_FIRST), ROWS_FOR_LOOK)]
    return FileLook(source, suggest_mapping(source.heading.columns, sampled))


def _records(source: SourceFile, style: DateStyle) -> Iterator[Record]:
    if source.encoding is None:
        with source.path.open("rb") as file:
            yield from workbook_records(file, style)
    else:
        lines = _lines(source.path, source.encoding)
        yield from records_of(lines, source.delimiter, width=len(source.heading.columns))


def _lines(path: Path, encoding: Encoding) -> Iterator[str]:
    with path.open(encoding=encoding.value, errors="surrogateescape") as file:
        yield from file


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    if not size:
        raise BadInput("empty_file", "The file is empty.", {"file": "empty"})
    return digest.hexdigest()
