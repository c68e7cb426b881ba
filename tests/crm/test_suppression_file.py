"""Lists of numbers in the ways they come: where the number stands, whether there is a heading, what is wrong."""

import pytest

from config.errors import BadInput
from crm.suppression_file import BadLine, Layout, NumberReader, find_layout, records_in

TWO = ["+14045550101", "+14045550102"]


def read(text: str, *, region: str = "US") -> tuple[list[str], list[BadLine], NumberReader]:
    lines = text.splitlines(keepends=True)
    reader = NumberReader(find_layout(lines, region=region), region)
    found = [reader.read(record) for record in records_in(lines, reader.layout)]
    numbers = [item for item in found if isinstance(item, str)]
    return numbers, [item for item in found if isinstance(item, BadLine)], reader


@pytest.mark.parametrize("text", [
    "4045550101\n4045550102\n",
    "+1 404 555 0101\n(404) 555-0102",
    "phone\n4045550101\n4045550102\n",
    "name;telephone\nAnna;404-555-0101\nBob;404-555-0102\n",
    "id\tadded\tnumber\n1\t2026-01-01\t4045550101\n2\t2026-01-01\t4045550102\n",
    "1,4045550101\n2,4045550102\n",
    "404,5550101\n404,5550102\n",
    '"4045550101","x, y"\n"4045550102",""\n',
    "手机号\n404 555 0101\n404 555 0102\n",
    "\n\n4045550101\r\n4045550102\r\n\r\n",
])  # fmt: skip
def test_numbers_are_found_wherever_they_stand(text: str) -> None:
    """One a line, in any column, with or without a heading, and with the area code in a column of its own."""
    numbers, bad, reader = read(text)
    assert (numbers, bad, reader.rows) == (TWO, [], 2)


def test_every_bad_line_is_told_with_its_line_and_reason_and_repeats_are_counted() -> None:
    """Lines are numbers, repeats or bad; nothing is lost."""
    text = "number\n4045550101\n911\n\n404-555-0101\nnobody\n1900555\n4045550102\n404555010\n"
    numbers, bad, reader = read(text)
    assert numbers == TWO
    assert [(line.line, line.code) for line in bad] == [
        (3, "emergency"),
        (6, "not_a_number"),
        (7, "too_short"),
        (9, "too_short"),
    ]
    assert all(line.en and line.zh for line in bad)
    assert (reader.rows, reader.duplicates) == (7, 1)


def test_numbers_without_a_country_are_read_where_the_list_is_from() -> None:
    """The same digits are another number elsewhere."""
    assert read("13800138000\n13900139000\n", region="CN")[0] == ["+8613800138000", "+8613900139000"]


def test_a_first_number_is_not_taken_for_a_heading() -> None:
    """A list without a heading begins with a number, even where that one cannot be dialed."""
    assert find_layout(["9115550101\n", "4045550101\n"], region="US") == Layout("\n", (0,), 0)


@pytest.mark.parametrize("text", ["a,b\nc,d\n", "hello\n", "2026-01-01\n"])
def test_a_file_without_numbers_is_refused(text: str) -> None:
    """A wrong file is not taken for an empty list."""
    with pytest.raises(BadInput):
        read(text)
