"""What goes on the wire to a switch: one action, exactly its fields, whatever they hold."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.asterisk.wire import (
    LONGEST_LINE,
    LONGEST_MESSAGE,
    MOST_FIELDS,
    Splitter,
    UnsafeField,
    encode,
    event_name,
    parse,
    variable,
)

HOSTILE = ("\r", "\n", "\0", ":", " ", ",", "a", "é", "\x85", "话")
"""Signs that end a line, a key, a string or a value somewhere on the way; six in a row make a million strings."""
CONTROLS = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,10}", fullmatch=True).filter(lambda key: key.lower() != "action")


def as_asterisk_reads(text: str) -> list[list[str]]:
    """Cut as the switch does: lines end at CR LF, an empty line ends an action; a key goes to the first colon."""
    return [block.split("\r\n") for block in text.split("\r\n\r\n") if block]


def test_one_field_is_sent_or_it_is_refused_when_a_million_hostile_strings_come() -> None:
    """No value, whatever it holds, becomes a second header or a second action."""
    wrong, refused = [], 0
    for value in map("".join, product(HOSTILE, repeat=6)):
        try:
            text = encode("Ping", (("X", value),))
        except UnsafeField:
            refused += 1
        else:
            if text != f"Action: Ping\r\nX: {value}\r\n\r\n" or not CONTROLS.isdisjoint(value):
                wrong.append(value)
    assert (wrong, refused) == ([], 10**6 - 6**6)


@given(st.lists(st.tuples(KEYS, st.text()), max_size=8))
def test_the_switch_reads_what_was_meant_when_it_is_sent(fields: list[tuple[str, str]]) -> None:
    """Of any fields, either one is refused by name, or exactly these arrive, in their order."""
    unsafe = [key for key, value in fields if _is_unsafe(value)]
    if unsafe:
        with pytest.raises(UnsafeField) as refused:
            encode("Originate", fields)
        assert refused.value.field == unsafe[0]
        return
    text = encode("Originate", fields)
    assert as_asterisk_reads(text) == [["Action: Originate", *(f"{key}: {value}" for key, value in fields)]]
    assert text.encode().decode() == text


@pytest.mark.parametrize("sign", ["\r\n", "\r", "\n", "\0", "\x1b", "\x7f", "\x85", "\ud800"])
@pytest.mark.parametrize("value", ["x{}Application: System", "{}", "x{}"])
def test_the_field_is_named_when_it_holds_a_control_character(sign: str, value: str) -> None:
    """Whoever must mend it learns where, and the value itself stays out of the log."""
    with pytest.raises(UnsafeField) as refused:
        encode("Originate", [("Channel", "PJSIP/1"), ("CallerID", value.format(sign))])
    assert refused.value.field == "CallerID"
    assert "System" not in str(refused.value)


@pytest.mark.parametrize("key", ["", "A b", "A:", "A\r\nB", "1A", "Ä"])
def test_a_key_is_refused_when_it_is_no_plain_word(key: str) -> None:
    """A key is never made of what somebody typed, but the wire does not rely on it."""
    with pytest.raises(UnsafeField):
        encode("Ping", [(key, "x")])


def test_a_line_is_refused_when_the_switch_would_discard_it() -> None:
    """The bound counts bytes: a Chinese sign has three."""
    room = LONGEST_LINE - len("X: \r\n")
    assert encode("Ping", [("X", "x" * room)])
    with pytest.raises(UnsafeField):
        encode("Ping", [("X", "x" * (room + 1))])
    with pytest.raises(UnsafeField):
        encode("Ping", [("X", "话" * (room // 3 + 1))])


def test_an_action_is_refused_when_it_has_too_many_fields() -> None:
    """The switch would read only the first of them."""
    assert encode("Ping", [("X", "")] * (MOST_FIELDS - 1))
    with pytest.raises(UnsafeField):
        encode("Ping", [("X", "")] * MOST_FIELDS)


@pytest.mark.parametrize(
    "value", ["Smith, John", 'a"b', "a\\b", "${X}", "$[1]", "a(b", "a)b", "a[b", "a=b", "a\nb", "a;b"]
)
def test_a_variable_is_refused_when_the_switch_would_read_more_than_text(value: str) -> None:
    """A comma would cut the value and set a second variable."""
    with pytest.raises(UnsafeField) as refused:
        variable("RINGFENCE_MESSAGE", value)
    assert "RINGFENCE_MESSAGE" in refused.value.field


@pytest.mark.parametrize("value", ["", "30", "ringfence/messages/late-3", "c0ffee", "2500:1500:800", "José"])
def test_a_variable_is_sent_as_it_is_when_it_is_plain(value: str) -> None:
    """Ids, numbers and names of sounds need no quotes."""
    assert variable("RINGFENCE_WAIT_S", value) == ("Variable", f"RINGFENCE_WAIT_S={value}")


@pytest.mark.parametrize("name", ["", "A B", "A=B", "A,B", "1A", "A\n"])
def test_a_variable_is_refused_when_its_name_is_none(name: str) -> None:
    """A function's name, as in CHANNEL(x), is no variable."""
    with pytest.raises(UnsafeField):
        variable(name, "x")


MESSAGES = [
    {"Response": "Success", "ActionID": "1", "Message": "Authentication accepted"},
    {"Event": "UserEvent", "Name": "José Ñandú 话", "Empty": ""},
    {"Event": "Hangup", "Cause-txt": "Normal: Clearing"},
]
STREAM = b"Asterisk Call Manager/11.0.0\r\n" + b"".join(
    "".join(f"{key}: {value}\r\n" for key, value in message.items()).encode() + b"\r\n" for message in MESSAGES
)


@given(st.lists(st.integers(0, len(STREAM)), max_size=12))
def test_the_messages_are_whole_when_the_stream_comes_in_pieces(cuts: list[int]) -> None:
    """Wherever a segment ends, in the middle of a character too, the same messages come out."""
    splitter, edges = Splitter(), [0, *sorted(cuts), len(STREAM)]
    blocks = [block for a, b in pairwise(edges) for block in splitter.feed(STREAM[a:b])]
    assert [parse(block) for block in blocks] == MESSAGES
    assert [event_name(block) for block in blocks] == ["", "UserEvent", "Hangup"]


def test_the_stream_is_refused_when_it_never_ends_a_message() -> None:
    """Something else than a switch answers at this port; memory does not pay for it."""
    splitter = Splitter()
    splitter.feed(b"x" * LONGEST_MESSAGE)
    with pytest.raises(ValueError, match="without an end"):
        splitter.feed(b"x")


def _is_unsafe(value: str) -> bool:
    return any(sign in CONTROLS or "\ud800" <= sign <= "\udfff" for sign in value)
