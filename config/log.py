"""The log: one line for each event, as JSON or for eyes, on standard error.

Personal data does not belong into a log; as a second line of defence every value is searched for
telephone numbers and e-mail addresses, which are masked, and control characters are escaped.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

LogFormat = Literal["console", "json"]

# Identifiers, instants and addresses of machines are what a log is searched by: they stay as they are.
_KEPT = (
    r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"
    r"|\b[0-9a-f]{32,64}\b"
    r"|\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?\b"
    r"|\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b"
)
_EMAIL = r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"
# From the longest form to the shortest: international, ten digits and more in any grouping, local 555-0123.
_PHONE = (
    r"\+\d(?:[ ().-]{0,2}\d){6,14}"
    r"|(?<![\w.])\(?\d(?:[ ().-]{0,2}\d){9,14}(?!\w)"
    r"|(?<![\w.-])\d{3}[-. ]\d{4}(?![\w-])"
)
_SENSITIVE = re.compile(f"(?P<kept>{_KEPT})|(?P<email>{_EMAIL})|(?P<phone>{_PHONE})")
# C0, DEL and C1 controls, line and paragraph separators, and marks that change the direction of text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def configure_log(level: str = "info", form: LogFormat = "console", stream: TextIO = sys.stderr) -> None:
    """Send structlog's and the standard library's lines through one chain to `stream`."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    lines = logging.StreamHandler(stream)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*before, structlog.stdlib.PositionalArgumentsFormatter()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                mask_personal_values,
                escape_control_characters,
                _renderer(form, stream),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [lines]
    root.setLevel(level.upper())


def mask_personal_values(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:  # noqa: ARG001
    """Mask telephone numbers and e-mail addresses in every value, however deep it lies."""
    return {key: _masked(value) for key, value in event.items()}


def escape_control_characters(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:  # noqa: ARG001
    """Escape what could break a line, or hide a part of it; the line breaks of a traceback become indented ones."""
    return {key: _traceback(value) if key == "exception" else _escaped(value) for key, value in event.items()}


def mask_text(text: str) -> str:
    """Mask telephone numbers (to their last two digits) and e-mail addresses (to their domain) in a text."""
    return _SENSITIVE.sub(_mask_match, text)


def _mask_match(found: re.Match[str]) -> str:
    if found["kept"]:
        return found[0]
    if found["email"]:
        return "***@" + found[0].rpartition("@")[2]
    return "***" + found[0][-2:]


def _masked(value: Any) -> Any:  # noqa: ANN401 - a log takes any value
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, bool | float) or value is None:
        return value
    if isinstance(value, int):
        # As long as a whole telephone number; counts and identifiers of rows are shorter.
        return value if abs(value) < 10**9 else mask_text(str(value))
    if isinstance(value, Mapping):
        return {mask_text(str(key)): _masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(item) for item in value]
    return mask_text(str(value))


def _escaped(value: Any) -> Any:  # noqa: ANN401 - a log takes any value
    if isinstance(value, str):
        return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), value)
    if isinstance(value, dict):
        return {_escaped(key): _escaped(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    return value


def _traceback(value: Any) -> Any:  # noqa: ANN401 - a log takes any value
    return "\n    ".join(_escaped(line) for line in value.split("\n")) if isinstance(value, str) else _escaped(value)


def _renderer(form: LogFormat, stream: TextIO) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True)
    return structlog.dev.ConsoleRenderer(colors=stream.isatty())
