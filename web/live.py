"""The hub of live sockets: who is connected, what is waiting for whom, and how old each connection is.

Frames of a user are numbered and the last ones kept, so that a socket resumes by cursor. Kinds of which only the
newest counts replace each other while they wait. A reader that stays behind is dropped. Speaking the protocol is
left to `web/speaking.py`; what to send, to the floor and the handlers.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from campaigns.facts import UserChanged
from config.clock import Clock
from config.journal import Recorded
from crm.staff import Right
from web.person import SignedInPerson
from web.shapes.live import Frame, Kind, Shown

LATEST_WINS: frozenset[str] = frozenset({"floor", "campaign", "import"})
RESUMED: frozenset[str] = frozenset({"agent", "call", "message"})
"""Kinds that a socket is sent again when it resumes behind them."""
FRAMES_KEPT = 64
WAITING_FRAMES = 256
"""More than so many frames waiting for one socket: its reader has stopped."""
STALE_LINK_S = 6.0
"""A second window takes over without asking from one that has not answered for so long."""

CLOSE_SIGNED_OUT = 4401
CLOSE_TOO_SLOW = 4408

Greeting = Callable[[UUID], Awaitable[BaseModel | None]]
Hearing = Callable[[UUID, Shown], None]


@dataclass(slots=True, eq=False)
class Link:
    """One socket's outgoing side: frames in order, and of some kinds only the newest by its key."""

    person: SignedInPerson
    heard_at: float
    is_active: bool = True
    pinged_at: float | None = None
    round_trip_s: float | None = None
    waiting: deque[Frame] = field(default_factory=deque)
    newest: dict[str, Frame] = field(default_factory=dict)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    close_code: int | None = None

    def put(self, frame: Frame) -> None:
        """Let a frame wait; a socket with too many is closed instead."""
        if frame.kind in LATEST_WINS:
            self.newest[f"{frame.kind} {frame.body.get('id', '')}"] = frame
        elif len(self.waiting) >= WAITING_FRAMES:
            self.close(CLOSE_TOO_SLOW)
        else:
            self.waiting.append(frame)
        self.bell.set()

    def take(self) -> list[Frame]:
        """Take everything that waits, in the order of its numbers."""
        frames = sorted([*self.waiting, *self.newest.values()], key=lambda frame: frame.seq)
        self.waiting.clear()
        self.newest.clear()
        self.bell.clear()
        return frames

    def close(self, code: int) -> None:
        self.close_code = code
        self.bell.set()


@dataclass(slots=True)
class _Outbox:
    """One user's numbering, their last frames, and their sockets."""

    seq: int = 0
    kept: deque[Frame] = field(default_factory=lambda: deque(maxlen=FRAMES_KEPT))
    links: list[Link] = field(default_factory=list)

    def frame(self, kind: Kind, body: dict[str, Any]) -> Frame:
        self.seq += 1
        made = Frame(seq=self.seq, kind=kind, body=body)
        if kind in RESUMED:
            self.kept.append(made)
        return made


class Hub:
    """Sends frames to people by their id or their right; never waits.

    `greeting` gives a user's AgentView for the first frame, `hear_shown` is told when a case was painted; both
    are set by `wiring`.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._outboxes: dict[UUID, _Outbox] = {}
        self.greeting: Greeting | None = None
        self.hear_shown: Hearing | None = None

    def send(self, user_id: UUID, kind: Kind, body: BaseModel | dict[str, Any]) -> None:
        """Send one frame to a user's active sockets; without one it is kept for the next that resumes."""
        outbox = self._outboxes.setdefault(user_id, _Outbox())
        frame = outbox.frame(kind, _plain(body))
        for link in outbox.links:
            if link.is_active:
                link.put(frame)

    def broadcast(self, right: Right, kind: Kind, body: BaseModel | dict[str, Any]) -> None:
        """Send to everybody connected whose role has a right; the body is made into JSON values once."""
        plain = _plain(body)
        for outbox in self._outboxes.values():
            links = [link for link in outbox.links if link.is_active and right in link.person.rights]
            if links:
                frame = outbox.frame(kind, plain)
                for link in links:
                    link.put(frame)

    def is_watched(self, right: Right) -> bool:
        """Say whether anybody is connected who would get what is broadcast to a right."""
        return any(
            link.is_active and right in link.person.rights
            for outbox in self._outboxes.values()
            for link in outbox.links
        )

    def link_age(self, user_id: UUID) -> float | None:
        """Return the seconds since a user's browser was last heard; None without a connection."""
        heard = [link.heard_at for link in self._links(user_id) if link.is_active]
        return max(0.0, self._clock.monotonic() - max(heard)) if heard else None

    def cut(self, user_id: UUID, *, session: str | None = None, but: str | None = None) -> None:
        """Close a user's sockets as signed out: all, those of one session, or all but those of one."""
        for link in self._links(user_id):
            if session in {None, link.person.session} and but != link.person.session:
                link.close(CLOSE_SIGNED_OUT)

    def hear_facts(self, recorded: Sequence[Recorded]) -> None:
        """Follow the journal (a bell of the database): a user who was closed or changed loses their sockets."""
        for item in recorded:
            if isinstance(item.fact, UserChanged) and item.fact.change in {"closed", "role_changed"}:
                self.cut(item.fact.user_id)

    # For the protocol.

    def attach(self, person: SignedInPerson) -> Link:
        """Add a socket. Of a person who takes calls one is active: a second one waits until it takes over."""
        link = Link(person, heard_at=self._clock.monotonic())
        outbox = self._outboxes.setdefault(person.user_id, _Outbox())
        if Right.TAKE_CALLS in person.rights:
            active = next((other for other in outbox.links if other.is_active), None)
            if active is not None and link.heard_at - active.heard_at < STALE_LINK_S:
                link.is_active = False
            elif active is not None:
                self._displace(outbox, active)
        outbox.links.append(link)
        return link

    def detach(self, link: Link) -> Link | None:
        """Remove a socket; return the one that becomes active in its place, if another window waits."""
        outbox = self._outboxes[link.person.user_id]
        outbox.links.remove(link)
        if not link.is_active or not outbox.links or any(other.is_active for other in outbox.links):
            return None
        outbox.links[-1].is_active = True
        return outbox.links[-1]

    def take_over(self, link: Link) -> None:
        """Make a waiting socket the active one; the other is told that the work is elsewhere."""
        outbox = self._outboxes[link.person.user_id]
        for other in outbox.links:
            if other.is_active and other is not link:
                self._displace(outbox, other)
        link.is_active = True

    def heard(self, link: Link) -> None:
        """Remember that the browser answered; after a ping this measures the round trip."""
        link.heard_at = self._clock.monotonic()
        if link.pinged_at is not None:
            link.round_trip_s = link.heard_at - link.pinged_at
            link.pinged_at = None

    def ping(self, link: Link) -> None:
        """Let a ping wait, with the server's time and the round trip of the one before (ms, None at first)."""
        link.pinged_at = self._clock.monotonic()
        trip_ms = None if link.round_trip_s is None else round(link.round_trip_s * 1000)
        self.say(link, "ping", {"server_now": self._clock.now().isoformat(), "rtt_ms": trip_ms})

    def newest_seq(self, link: Link) -> int:
        return self._outboxes[link.person.user_id].seq

    def say(self, link: Link, kind: Kind, body: dict[str, Any]) -> None:
        """Let one frame wait for one socket only; its number is the newest one, which it does not advance."""
        link.put(Frame(seq=self.newest_seq(link), kind=kind, body=body))

    def replay(self, link: Link, cursor: int) -> None:
        """Let the kept frames after a cursor wait again; a cursor of another life of the server is ignored."""
        outbox = self._outboxes[link.person.user_id]
        if 0 < cursor <= outbox.seq:
            for frame in outbox.kept:
                if frame.seq > cursor:
                    link.put(frame)

    def _displace(self, outbox: _Outbox, link: Link) -> None:
        link.is_active = False
        link.put(Frame(seq=outbox.seq, kind="elsewhere", body={}))

    def _links(self, user_id: UUID) -> Sequence[Link]:
        outbox = self._outboxes.get(user_id)
        return outbox.links if outbox else ()


def _plain(body: BaseModel | dict[str, Any]) -> dict[str, Any]:
    return body.model_dump(mode="json", by_alias=True) if isinstance(body, BaseModel) else body
