"""What the lines of a list of numbers mean: which column holds the number, whether there is a heading, what is wrong.

Pure. Any text with one number a line, with columns, or with area code and number apart as do-not-call files have them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from config.errors import BadInput
from crm.import_file.dialect import DELIMITERS
from crm.import_file.records import Record, records_of
from telephony.numbers import parse_number

LINES_LOOKED_AT = 200
WIDEST = 50
HEADINGS = frozenset(
    {
        "phone", "phone number", "phonenumber", "phone_number", "number", "telephone", "telephone number", "tel",
        "mobile", "mobile number", "cell", "msisdn", "e164", "电话", "电话号码", "手机", "手机号", "手机号码", "号码",
    }
)  # fmt: skip
SENTENCES_ZH = {
    "too_long": "号码位数过多。",
    "too_short": "号码位数不足。",
    "control_character": "号码含控制字符。",
    "extension": "带分机的号码无法自动拨打。",
    "not_a_number": "不是电话号码。",
    "emergency": "紧急号码不会拨打。",
    "not_in_plan": "没有这样的号码。",
    "premium_rate": "收费号码不会拨打。",
    "directory": "这是查号台。",
    "unreadable": "该行无法读取。",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the number stands: one column, or two that are written together. `heading_rows` come before it."""

    delimiter: str
    columns: tuple[int, ...]
    heading_rows: int


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that holds no number that can be dialed: its number from 1, what stood there, and why."""

    line: int
    value: str
    code: str
    en: str

    @property
    def zh(self) -> str:
        return SENTENCES_ZH.get(self.code, "不是电话号码。")


@dataclass(slots=True)
class NumberReader:
    """Reads one file's records; remembers what has stood in it, so that each number is given once."""

    layout: Layout
    region: str
    rows: int = 0
    duplicates: int = 0
    _seen: set[int] = field(default_factory=set)

    def read(self, record: Record) -> str | BadLine | None:
        """Return the number of a line as E.164, what is wrong with it, or None for the heading or a repeated number."""
        if record.row_no <= self.layout.heading_rows:
            return None
        self.rows += 1
        value = _value(record, self.layout.columns)
        if record.wrong:
            return BadLine(record.row_no, value, "unreadable", "The line cannot be read.")
        try:
            number = parse_number(value, region=self.region).e164
        except BadInput as problem:
            return BadLine(record.row_no, value, problem.code.removeprefix("number."), problem.sentence)
        key = int(number[1:])
        if key in self._seen:
            self.duplicates += 1
            return None
        self._seen.add(key)
        return number


def find_layout(lines: Sequence[str], *, region: str) -> Layout:
    """Find where the numbers stand from the first lines of a file.

    Raises:
        BadInput: no column of them holds telephone numbers.
    """
    best, most = None, 0
    for delimiter in ("\n", *DELIMITERS):
        records = list(records_of(lines, delimiter))
        width = min(WIDEST, max((len(record.cells) for record in records), default=0))
        choices: list[tuple[int, ...]] = [(column,) for column in range(width)]
        if width > 1:
            choices.append((0, 1))
        for columns in choices:
            score = sum(_is_number(record, columns, region) for record in records)
            if score > most:
                best, most = Layout(delimiter, columns, _heading_rows(records, columns, region)), score
    if best is None:
        raise BadInput("no_numbers", "No column of this file holds telephone numbers.", {"file": "no numbers"})
    return best


def records_in(lines: Iterable[str], layout: Layout) -> Iterator[Record]:
    """Cut a file into records by its layout."""
    return records_of(lines, layout.delimiter)


def _value(record: Record, columns: tuple[int, ...]) -> str:
    return "".join(record.cells[column].strip() for column in columns if column < len(record.cells))[:200]


def _is_number(record: Record, columns: tuple[int, ...], region: str) -> bool:
    if len(columns) == 2 and len(record.cells[0].strip()) != 3:
        return False
    try:
        parse_number(_value(record, columns), region=region)
    except BadInput:
        return False
    return True


def _heading_rows(records: Sequence[Record], columns: tuple[int, ...], region: str) -> int:
    """A first line that holds a known heading, or letters and no digit where the number stands, is a heading."""
    first = records[0]
    value = _value(first, columns).casefold()
    is_heading = value in HEADINGS or not any(sign.isdigit() for sign in value)
    return first.row_no if is_heading and not _is_number(first, columns, region) else 0
