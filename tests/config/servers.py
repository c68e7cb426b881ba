"""Which PostgreSQL programs there are to test with: the wheel's everywhere, and the machine's where it has a server."""

from config.errors import BadInput
from config.locating import Choice, find_binaries


def _available() -> tuple[Choice, ...]:
    try:
        find_binaries("machine")
    except BadInput:
        return ("wheel",)
    return ("wheel", "machine")


AVAILABLE = _available()
