"""Identifiers, names, free text and e-mail addresses: trimmed, in Unicode NFC, and nothing invisible in them.

Decides which characters may enter the record. Letters of every script and their marks may; pictures,
angle brackets, controls and signs that turn the direction of writing may not, and are named, never dropped silently.
"""

import re
import unicodedata

from crm.import_file.problems import Wrong

BLANKS = frozenset({"", "null", "n/a", "#n/a", "none", "nil", "-", "--", "—", "\\n", "无", "空", "不详"})
"""What lenders write for nothing, in lower case. `NA` is not among them: it is a country and a surname."""

IDENTIFIER_CHARS, LABEL_CHARS, NAME_CHARS, TEXT_CHARS, EMAIL_CHARS = 64, 64, 200, 300, 254
_IDENTIFIER = re.compile(r"[^\W_][\w\-/.#:* ]*")
_PLAIN_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_DECIMAL_ID = re.compile(r"(\d+)\.0+")
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z .'-]{0,199}")
_PLAIN_TEXT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,'#/&()-]{0,299}")
_NAME_SIGNS = frozenset(" .'’‘`´ʼ-‐‑–·•・,&()/")
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}")
_JOINERS = "\u200c\u200d"
"""Persian and Indic names are written with them, between letters."""
_FORMULA = "=+-@"


def trimmed(cell: str) -> str:
    """Trim a cell and read what lenders write for nothing as nothing.

    An apostrophe before a formula sign is taken off: our own file of refused rows puts it there.
    """
    text = cell.strip()
    if len(text) > 1 and text[0] == "'" and text[1] in _FORMULA:
        text = text[1:]
    return "" if text.lower() in BLANKS else text


def parse_identifier(text: str) -> str | Wrong:
    """Read an account or customer number; nothing is ever turned into a number and back."""
    if _PLAIN_IDENTIFIER.fullmatch(text):
        return text
    if _SCIENTIFIC.fullmatch(text):
        return Wrong("digits_lost")
    return (
        _too_long(text, IDENTIFIER_CHARS)
        or _hidden(text)
        or _as_decimal(text)
        or (None if _IDENTIFIER.fullmatch(text) else Wrong("bad_identifier"))
        or unicodedata.normalize("NFC", text)
    )


def parse_name(text: str) -> str | Wrong:
    """Read the name of a person or firm; numbers may stand in a firm's name, but not alone."""
    if _PLAIN_NAME.fullmatch(text):
        return text
    wrong = _too_long(text, NAME_CHARS) or _hidden(text) or _begins_as_formula(text) or _markup(text)
    if wrong:
        return wrong
    name = unicodedata.normalize("NFC", text)
    letters = marks = 0
    for sign in name:
        kind = unicodedata.category(sign)[0]
        letters += kind == "L"
        marks += kind in "MN" or sign in _NAME_SIGNS or sign in _JOINERS
    return name if letters and letters + marks == len(name) else Wrong("not_a_name")


def parse_text(text: str) -> str | Wrong:
    """Read a line of an address or a town."""
    if _PLAIN_TEXT.fullmatch(text):
        return text
    wrong = _too_long(text, TEXT_CHARS) or _hidden(text) or _begins_as_formula(text) or _markup(text)
    return wrong or unicodedata.normalize("NFC", text)


def parse_label(text: str) -> str | Wrong:
    """Read a short label such as the product."""
    wrong = _too_long(text, LABEL_CHARS) or _hidden(text) or _begins_as_formula(text) or _markup(text)
    return wrong or unicodedata.normalize("NFC", text)


def parse_email(text: str) -> str | Wrong:
    """Read an e-mail address; the domain is put in lower case."""
    if len(text) > EMAIL_CHARS or not _EMAIL.fullmatch(text) or ".." in text:
        return Wrong("bad_email")
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def _too_long(text: str, limit: int) -> Wrong | None:
    return Wrong("too_long") if len(text) > limit else None


def _hidden(text: str) -> Wrong | None:
    """Find controls, zero-width and direction signs; a joiner between two letters is part of the spelling."""
    if text.isascii() and text.isprintable():
        return None
    kept = [sign for i, sign in enumerate(text) if _is_shown(sign) or _joins(text, i)]
    if len(kept) == len(text):
        return None
    return Wrong("control_characters", unicodedata.normalize("NFC", "".join(kept)).strip()[:NAME_CHARS])


def _is_shown(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}


def _joins(text: str, i: int) -> bool:
    if text[i] not in _JOINERS or not 0 < i < len(text) - 1:
        return False
    return unicodedata.category(text[i - 1])[0] in "LM" and unicodedata.category(text[i + 1])[0] in "LM"


def _begins_as_formula(text: str) -> Wrong | None:
    return Wrong("formula") if text[0] in _FORMULA else None


def _markup(text: str) -> Wrong | None:
    return Wrong("markup") if "<" in text or ">" in text else None


def _as_decimal(text: str) -> Wrong | None:
    found = _DECIMAL_ID.fullmatch(text)
    return Wrong("bad_identifier", found[1]) if found else None
