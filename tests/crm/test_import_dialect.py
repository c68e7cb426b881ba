"""How a lender's file is written: encoding, delimiter, heading, and where its rows end."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import BadInput
from crm.import_file.dialect import Encoding, detect_delimiter, detect_encoding, find_heading
from crm.import_file.records import QUOTED_LINES_MAX, Record, records_of
from crm.reading_files import data_records, open_source
from tests.crm.import_files import DATA, SHARED, STANDARD


@pytest.mark.parametrize(
    ("lines", "encoding", "bad_lines"),
    [
        ([b"name\n", b"Ana\n"], Encoding.UTF_8, 0),
        (["姓名\n".encode(), b"Ana\n"], Encoding.UTF_8, 0),
        (["\ufeff姓名\n".encode(), b"Ana\n"], Encoding.UTF_8_BOM, 0),
        (["姓名\n".encode("gb18030"), "张伟\n".encode("gb18030")], Encoding.GB18030, 0),
        (["姓名\n".encode()] * 20 + ["张\n".encode("gb18030")], Encoding.UTF_8, 1),
        (["姓名\n".encode("gb18030")] * 20 + [b"\xff\xff\n"], Encoding.GB18030, 1),
    ],
)
def test_encoding_is_found_by_most_lines(lines: list[bytes], encoding: Encoding, bad_lines: int) -> None:
    """One line in another encoding does not change how the others are read."""
    found = detect_encoding(lines)
    assert (found.encoding, found.bad_lines) == (encoding, bad_lines)


def test_utf_16_is_refused_with_advice() -> None:
    """A spreadsheet's "Unicode text" is told from ours and the person is told what to do."""
    with pytest.raises(BadInput, match="Save it as CSV"):
        detect_encoding(["account\tname\n".encode("utf-16")])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_the_one_that_gives_equal_rows(delimiter: str) -> None:
    """A comma in an address or amount does not make the file comma-separated."""
    rows = [["account", "name", "address"], ["1", "Ana", "5 Elm St, Reno"], ["2", "Bo", "9 Oak, Unit 4, Salem"]]
    lines = [delimiter.join(f'"{cell}"' for cell in row) + "\n" for row in rows]
    assert detect_delimiter(lines) == delimiter


def test_prose_is_no_table() -> None:
    """A letter dropped by mistake is refused."""
    with pytest.raises(BadInput, match="no table"):
        detect_delimiter(["Dear collector\n", "please find nothing attached\n"])


@pytest.mark.parametrize(
    ("rows", "row_no"),
    [
        ([["account_number", "full_name"], ["1", "Ana"]], 1),
        ([["Report", ""], ["账号", "姓名"], ["1", "张伟"]], 2),
        ([["Konto", "Inhaber"], ["1", "Ana"]], 1),
    ],
)
def test_heading_is_found_in_english_chinese_or_unknown_words(rows: list[list[str]], row_no: int) -> None:
    """A title above the heading is passed over."""
    records = [Record(number, cells) for number, cells in enumerate(rows, 1)]
    assert find_heading(records).row_no == row_no


def test_file_without_heading_is_refused() -> None:
    """Columns are never guessed from their position."""
    with pytest.raises(BadInput, match="heading"):
        find_heading([Record(1, ["CC1", "Ana", "12"]), Record(2, ["CC2", "Bo", "13"])])


def _read(text: str, width: int = 2) -> list[tuple[int, Sequence[str], str]]:
    lines = text.splitlines(keepends=True)
    return [(record.row_no, record.cells, record.wrong) for record in records_of(lines, ",", width=width)]


def test_quoted_line_break_stays_in_its_cell() -> None:
    """An address over two lines is one row, as in a spreadsheet."""
    assert _read('1,"5 Elm St\nReno"\n2,b\n') == [(1, ["1", "5 Elm St\nReno"], ""), (2, ["2", "b"], "")]


def test_open_quote_costs_one_row_only() -> None:
    """A quotation mark never closed does not swallow the rows after it."""
    rows = _read('1,"Ana\n' + "2,b\n" * (QUOTED_LINES_MAX + 5))
    assert rows[0][2] == "broken_quote"
    assert len(rows) == QUOTED_LINES_MAX + 6
    assert all(wrong == "" for _, _, wrong in rows[1:])


def test_two_open_quotes_cost_two_rows_only() -> None:
    """Two inch signs in two rows are not taken for one long cell."""
    assert [wrong for _, _, wrong in _read('1,"a\n2,b\n3,"c\n4,d\n')] == ["broken_quote", "", "broken_quote", ""]


@given(st.lists(st.lists(st.text(alphabet='ab,"\n 张', max_size=6), min_size=3, max_size=3), max_size=6))
def test_no_text_loses_a_line(rows: list[list[str]]) -> None:
    """Whatever the quotation marks, reading ends and every line that holds something is in some row."""
    text = "".join(",".join(row) + "\n" for row in rows)
    read = list(records_of(text.splitlines(keepends=True), ",", width=3))
    kept = sum("".join(record.cells).count("张") for record in read)
    assert kept == text.count("张")


def test_gb18030_file_reads_as_written() -> None:
    """A Chinese lender's export needs no conversion first."""
    source = open_source(DATA / "gb18030.csv")
    assert source.encoding is Encoding.GB18030
    assert source.heading.columns[:3] == ("合同编号", "客户编号", "姓名")


@pytest.mark.parametrize(("name", "rows"), [("cases.csv", 10_025), ("cases_dirty.csv", 1_516)])
def test_every_row_of_a_real_shaped_file_is_read(name: str, rows: int) -> None:
    """No row is lost, however spoiled its cells are."""
    source = open_source(SHARED / name)
    style = STANDARD.date_style
    assert sum(1 for _ in data_records(source, style)) == rows


def test_empty_file_is_refused(tmp_path: Path) -> None:
    """Nothing dropped is said to be nothing."""
    (tmp_path / "empty.csv").touch()
    with pytest.raises(BadInput, match="empty"):
        open_source(tmp_path / "empty.csv")
