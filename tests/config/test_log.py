"""The log keeps telephone numbers, e-mail addresses and control characters out of every line."""

import io
import json
import logging
from collections.abc import Iterator
from uuid import UUID

import pytest
import structlog

from config.log import configure_log, mask_text


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The JSON log in memory; the log of the test process is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    written = io.StringIO()
    configure_log("info", "json", written)
    yield written
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "text",
    [
        "+12125550123",
        "+1 (212) 555-0123",
        "2125550123",
        "(212) 555-0123",
        "212.555.0123",
        "555-0123",
        "+86 138 0013 8000",
        "13800138000",
        "tel:+442079460123",
    ],
)
def test_the_number_is_gone_but_for_two_digits_when_masked(text: str) -> None:
    """Every way to write a telephone number is found, also within a sentence."""
    masked = mask_text(f"called {text}, no answer")
    assert sum(letter.isdigit() for letter in masked) == 2
    assert masked.endswith(f"***{text[-2:]}, no answer")


@pytest.mark.parametrize(
    "text",
    [
        "attempt 0f8fad5b-d9cb-469f-a165-70867728950e",
        "journal hash 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0bb22cd15d6c15b0f00a08",
        "2026-11-02T15:00:00.123456+00:00",
        "2026-11-02",
        "192.168.100.200:5432",
        "10025 rows in 4.25 s",
        "seq 123456789",
        "47 CFR 64.1200(a)(7)",
    ],
)
def test_the_text_stays_when_it_is_no_number_of_a_person(text: str) -> None:
    """Ids, instants, addresses of machines and counts are what a log is searched by."""
    assert mask_text(text) == text


def test_values_are_masked_however_deep_when_logged(lines: io.StringIO) -> None:
    """Personal values are found in the event, in lists, in mappings, in integers and in objects."""
    attempt = UUID("0f8fad5b-d9cb-469f-a165-70867728950e")
    structlog.get_logger("test").info(
        "dialed 212-555-0123",
        attempt=attempt,
        seen={"numbers": ["+12125550123", 12125550123], "mail": "zoe@example.com"},
        rows=10025,
    )
    line = json.loads(lines.getvalue())
    assert line["event"] == "dialed ***23"
    assert line["seen"] == {"numbers": ["***23", "***23"], "mail": "***@example.com"}
    assert (line["attempt"], line["rows"]) == (str(attempt), 10025)


def test_one_event_stays_one_line_when_a_value_tries_to_break_it(lines: io.StringIO) -> None:
    """A line break or a change of direction in a name cannot forge another line."""
    structlog.get_logger("test").warning("bad\nname", name="a\r\nb\u202ec\u2028d\x1b[31m", key={"k\n": "v\n"})
    written = lines.getvalue()
    assert written.count("\n") == 1
    assert not any(sign in written for sign in "\r\x1b\u202e\u2028")
    assert json.loads(written)["name"] == "a\\r\\nb\\u202ec\\u2028d\\x1b[31m"


def test_other_libraries_lines_are_masked_when_they_log(lines: io.StringIO) -> None:
    """What comes through the standard library's log goes the same way, tracebacks included."""
    try:
        raise ValueError("no route to +12125550123")
    except ValueError:
        logging.getLogger("vendor").exception("failed for %s", "zoe@example.com")
    line = json.loads(lines.getvalue())
    assert line["event"] == "failed for ***@example.com"
    assert "2125550123" not in line["exception"]
    assert line["level"] == "error"


def test_less_important_lines_are_left_out_when_the_level_is_higher(lines: io.StringIO) -> None:
    """Debug lines stay out of an ordinary log."""
    structlog.get_logger("test").debug("detail")
    assert lines.getvalue() == ""
