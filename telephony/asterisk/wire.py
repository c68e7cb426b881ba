"""The AMI's text on the wire: an action to bytes, and a stream of bytes to messages.

Whatever could end a header early, or begin another one, is refused here, with the field named; no other file makes
AMI text. Sending, waiting and what a message means are left to `link.py` and `translate.py`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

LONGEST_LINE = 1000
"""Bytes of one header; Asterisk's reader discards a whole action when a line fills its 1,024."""
MOST_FIELDS = 100
"""Headers of one action; Asterisk reads 128."""
LONGEST_MESSAGE = 1_000_000
"""Bytes that may come without an end of a message; more is no AMI."""

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_VARIABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLAIN_VALUE = re.compile(r"[\w.:/@+*# -]*")
_END = b"\r\n\r\n"
_BANNER = b"Asterisk Call Manager/"

Fields = Mapping[str, str]
"""One message's headers as the switch spells them; of a repeated one the last."""


class UnsafeField(ValueError):
    """A field that must not go on the wire; `field` names it. The text never holds the value."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field


@dataclass(frozen=True, slots=True)
class Heard:
    """One event of a switch, as it came in at `at` (aware UTC, our clock)."""

    name: str
    fields: Fields
    at: datetime


def encode(action: str, fields: Iterable[tuple[str, str]]) -> str:
    """Write an action, its fields in the given order; a field may come several times.

    Raises:
        UnsafeField: a key is not a plain word; a value holds a control character, or half of a character, or is
            too long; or there are too many fields.
    """
    lines = []
    for key, value in (("Action", action), *fields):
        if _KEY.fullmatch(key) is None:
            raise UnsafeField("a key", "must be letters, digits, hyphens and underscores")
        if _UNSAFE.search(value) is not None:
            raise UnsafeField(key, "holds a control character")
        line = f"{key}: {value}\r\n"
        if len(line) > LONGEST_LINE // 4 and len(line.encode()) > LONGEST_LINE:
            raise UnsafeField(key, f"is longer than {LONGEST_LINE} bytes")
        lines.append(line)
    if len(lines) > MOST_FIELDS:
        raise UnsafeField("the action", f"has more than {MOST_FIELDS} fields")
    lines.append("\r\n")
    return "".join(lines)


def variable(name: str, value: str) -> tuple[str, str]:
    """Return the `Variable` field that sets a channel variable.

    Asterisk splits this field at commas, and quotes, brackets and backslashes change where; a dollar begins an
    expression in the dialplan. Such values are refused, never quoted: what is passed are ids, numbers and names.

    Raises:
        UnsafeField: the name is no variable's name, or the value holds such a sign.
    """
    if _VARIABLE_NAME.fullmatch(name) is None:
        raise UnsafeField("Variable", "must be named with letters, digits and underscores")
    if _PLAIN_VALUE.fullmatch(value) is None:
        raise UnsafeField(f"Variable {name}", "holds a sign that Asterisk would read as more than text")
    return "Variable", f"{name}={value}"


class Splitter:
    """Cuts a stream into messages. Bytes are kept until their message is whole, so that no character is torn."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_begun = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """Take the next bytes; return the messages that are whole now, without the blank line that ends each.

        Raises:
            ValueError: what comes has no end, so it is no AMI.
        """
        blocks = (self._rest + chunk).split(_END) if self._rest else chunk.split(_END)
        self._rest = blocks.pop()
        if len(self._rest) > LONGEST_MESSAGE:
            raise ValueError("a message without an end")
        if blocks and not self._is_begun:
            self._is_begun = True
            if blocks[0].startswith(_BANNER):  # The greeting is one line before the first message.
                blocks[0] = blocks[0].partition(b"\r\n")[2]
        return blocks


def event_name(block: bytes) -> str:
    """Return the name of an event, or "" for a response; cheap, so that unwanted events are not read on."""
    if not block.startswith(b"Event: "):
        return ""
    return block[7 : (block + b"\r\n").index(b"\r\n")].decode("utf-8", "replace")


def parse(block: bytes) -> dict[str, str]:
    """Read a message's headers; a line without a colon is left out, bytes that are no UTF-8 are replaced."""
    fields = {}
    for line in block.decode("utf-8", "replace").split("\r\n"):
        key, colon, value = line.partition(":")
        if colon:
            fields[key] = value.removeprefix(" ")
    return fields
