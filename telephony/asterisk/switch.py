"""A switch as the link sees it: where it is, what it answers, and in which ways it can fail to.

How a switch is talked to is decided in `link.py`.
"""

from dataclasses import dataclass, field

from telephony.asterisk.wire import Fields

FORGOTTEN = (
    "bridge", "coreshowchannels", "hangup", "login", "mixmonitor", "mixmonitormute", "originate", "ping",
    "playdtmf", "redirect", "setvar", "stopmixmonitor",
)  # fmt: skip
"""All actions there are; the library must not keep any of them for a next connection (its default keeps most)."""


class LinkDown(ConnectionError):
    """The connection ended before the answer came."""


class LoginRefused(ConnectionError):
    """The switch does not take our user name and secret."""


@dataclass(frozen=True, kw_only=True)
class Switch:
    """Where a switch is reached, and as whom; the secret is never shown."""

    name: str
    host: str
    port: int
    username: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """A switch's answer: whether it agreed, its own words, and the listed events of an action that lists."""

    is_agreed: bool
    words: str
    items: tuple[Fields, ...] = ()


class Pauses:
    """How long to wait before a connection is tried again: twice as long each time, up to a longest."""

    def __init__(self, first_s: float, longest_s: float) -> None:
        self._first_s = first_s
        self._longest_s = longest_s
        self._next_s = first_s

    def lengthen(self) -> None:
        """Wait as long as there is; trying soon would not help."""
        self._next_s = self._longest_s

    def after(self, stood_s: float) -> float:
        """Return the pause after a connection that stood so many seconds; one that stood for a while begins anew."""
        pause_s = self._first_s if stood_s > self._longest_s else self._next_s
        self._next_s = min(self._longest_s, pause_s * 2)
        return pause_s
