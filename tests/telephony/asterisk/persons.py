"""Called persons and agents' telephones as a SIP end in Python: they ring, answer, refuse, speak a tone and hang up.

One `Line` listens where a lab's trunk leads; what a number's owner does is a `Person`. It knows when its own 200 OK
left and when the first sound came. For loads there is SIPp; for browsers, browsers.
"""

import asyncio
import re
import secrets
import socket
import struct
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from typing import cast

from tests.telephony.asterisk.sound import PACKET, QUIET, heard, is_quiet, tone

PACKET_S = 0.02
KEPT = 10


@dataclass(frozen=True, kw_only=True)
class Person:
    """What the owner of a number does; the default answers after 50 ms of ringing and is silent."""

    rings_s: float | None = 0.05  # None: no ringing is signalled.
    never_answers: bool = False
    refuses: str = ""  # For example "486 Busy Here"; after the ringing.
    tone_hz: int = 0  # 0: silence, but packets.
    speaks: bytes = b""  # Mu-law, once, before the tone.
    is_mute: bool = False  # No packet at all.
    hangs_up_s: float | None = None  # After the answer.


@dataclass
class Leg:
    """One call as the called side sees it; times are of the monotonic clock, in seconds."""

    number: str
    invite: "Message"
    tag: str
    answered_at: float | None = None
    ended_at: float | None = None
    sounded_at: float | None = None
    packets: int = 0
    packet_at: float = 0.0
    cancelled: bool = False
    last: deque[bytes] = field(default_factory=lambda: deque(maxlen=KEPT))
    voice: socket.socket | None = None
    remote: tuple[str, int] = ("", 0)
    sequence: int = 0

    @property
    def is_up(self) -> bool:
        return self.answered_at is not None and self.ended_at is None

    def hears(self, frequencies: Iterable[int]) -> set[int]:
        """Return which tones the last 200 ms held; nothing when no packets come any more."""
        is_fed = time.monotonic() - self.packet_at < KEPT * PACKET_S
        return heard(self.last, frequencies) if is_fed else set()


class Message:
    """A SIP request as it came."""

    def __init__(self, text: str) -> None:
        head, _, self.body = text.partition("\r\n\r\n")
        self.first, *self.lines = head.split("\r\n")
        self.method = self.first.partition(" ")[0]

    def header(self, name: str) -> str:
        wanted = name.lower() + ":"
        return next((line[len(wanted) :].strip() for line in self.lines if line.lower().startswith(wanted)), "")

    @property
    def call_id(self) -> str:
        return self.header("Call-ID")

    def kept(self) -> list[str]:
        return [line for line in self.lines if re.match(r"(?i)(via|from|call-id|cseq|record-route):", line)]


class Line(asyncio.DatagramProtocol):
    """A SIP end on one address; `who` says what a number's owner does, `legs` are the calls in their order."""

    def __init__(self, who: Callable[[str], Person]) -> None:
        self.who = who
        self.legs: list[Leg] = []
        self.tasks: set[asyncio.Task[None]] = set()
        self.host, self.port = "", 0

    async def open(self, host: str, port: int) -> "Line":
        """Begin to listen."""
        self.host, self.port = host, port
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=(host, port))
        return self

    async def close(self) -> None:
        """Fall silent; calls are not ended."""
        for task in self.tasks:
            task.cancel()
        self.transport.close()
        await asyncio.wait([*self.tasks, self.closed])
        for leg in self.legs:
            self._close_voice(leg)

    def leg(self, number: str) -> Leg:
        """Return the latest call to a number."""
        return next(leg for leg in reversed(self.legs) if leg.number == number)

    def hang_up(self, leg: Leg) -> None:
        """Say goodbye as a telephone does."""
        leg.ended_at = time.monotonic()
        contact = re.search(r"sip:[^>;\s]+", leg.invite.header("Contact"))
        target = contact[0] if contact else ""
        lines = (
            f"BYE {target} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.host}:{self.port};branch=z9hG4bK{leg.tag}bye",
            f"From: {leg.invite.header('To')};tag={leg.tag}",
            f"To: {leg.invite.header('From')}",
            f"Call-ID: {leg.invite.call_id}",
            "CSeq: 1 BYE",
            "Max-Forwards: 70",
            "Content-Length: 0",
        )
        place = re.search(r"@?([\d.]+):(\d+)", target)
        assert place is not None
        self.transport.sendto("\r\n".join((*lines, "", "")).encode(), (place[1], int(place[2])))
        self._close_voice(leg)

    def vanish(self, leg: Leg) -> None:
        """Stop sending voice and say nothing, as a closed tab does."""
        self._close_voice(leg)

    # -- the protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the signature is asyncio's
        self.closed.set_result(None)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = Message(data.decode("utf-8", "replace"))
        if message.method in {"", "SIP/2.0", "ACK"}:
            return
        leg = next((leg for leg in self.legs if leg.invite.call_id == message.call_id), None)
        if message.method == "INVITE":
            self._invited(message, addr, leg)
            return
        self._reply(message, addr, "200 OK", leg)
        if leg is None:
            return
        if message.method == "BYE":
            leg.ended_at = time.monotonic()
            self._close_voice(leg)
        elif message.method == "CANCEL" and leg.answered_at is None:
            leg.cancelled = True
            leg.ended_at = time.monotonic()
            self._reply(leg.invite, addr, "487 Request Terminated", leg)

    def _invited(self, message: Message, addr: tuple[str, int], leg: Leg | None) -> None:
        if leg is not None:  # Sent again because our answer got lost, or a change of the media.
            self._reply(message, addr, "100 Trying" if leg.answered_at is None else "200 OK", leg)
            return
        found = re.match(r"INVITE sip:([^@;>]*)", message.first)
        leg = Leg(number=found[1] if found else "", invite=message, tag=secrets.token_hex(8))
        host, port = (
            re.search(r"^c=IN IP4 (\S+)", message.body, re.MULTILINE),
            re.search(r"^m=audio (\d+)", message.body, re.MULTILINE),
        )
        if host and port:
            leg.remote = (host[1], int(port[1]))
        self.legs.append(leg)
        self._go(self._behave(leg, addr, self.who(leg.number)))

    async def _behave(self, leg: Leg, addr: tuple[str, int], person: Person) -> None:
        if person.rings_s is None:
            self._reply(leg.invite, addr, "100 Trying", leg)
        else:
            self._reply(leg.invite, addr, "180 Ringing", leg)
            await asyncio.sleep(person.rings_s)
        if person.never_answers or leg.cancelled:
            return
        if person.refuses:
            self._reply(leg.invite, addr, person.refuses, leg)
            leg.ended_at = time.monotonic()
            return
        leg.voice = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        leg.voice.bind((self.host, 0))
        leg.voice.settimeout(0)
        asyncio.get_running_loop().add_reader(leg.voice, self._sounded, leg)
        self._reply(leg.invite, addr, "200 OK", leg)
        leg.answered_at = time.monotonic()
        if not person.is_mute:
            self._go(self._speak(leg, person))
        if person.hangs_up_s is not None:
            await asyncio.sleep(person.hangs_up_s)
            if leg.is_up:
                self.hang_up(leg)

    async def _speak(self, leg: Leg, person: Person) -> None:
        steady = tone(person.tone_hz) if person.tone_hz else QUIET
        due = time.monotonic()
        while leg.voice is not None:
            at = leg.sequence * PACKET
            sound = person.speaks[at : at + PACKET].ljust(PACKET, b"\xff") if at < len(person.speaks) else steady
            marker = 0x80 if leg.sequence == 0 else 0
            head = struct.pack("!BBHII", 0x80, marker, leg.sequence & 0xFFFF, at & 0xFFFFFFFF, 0x1234)
            leg.voice.sendto(head + sound, leg.remote)
            leg.sequence += 1
            due += PACKET_S
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def _sounded(self, leg: Leg) -> None:
        assert leg.voice is not None
        packet = leg.voice.recv(2048)[12:]
        leg.packets += 1
        leg.packet_at = time.monotonic()
        leg.last.append(packet)
        if leg.sounded_at is None and not is_quiet(packet):
            leg.sounded_at = time.monotonic()

    def _reply(self, message: Message, addr: tuple[str, int], status: str, leg: Leg | None) -> None:
        target = message.header("To")
        if leg is not None and "tag=" not in target and not status.startswith("100"):
            target += f";tag={leg.tag}"
        body = self._offer(leg) if leg is not None and message.method == "INVITE" and status[0] == "2" else ""
        lines = [
            f"SIP/2.0 {status}",
            *message.kept(),
            f"To: {target}",
            f"Contact: <sip:person@{self.host}:{self.port}>",
        ]
        if body:
            lines.append("Content-Type: application/sdp")
        lines.append(f"Content-Length: {len(body)}")
        self.transport.sendto("\r\n".join((*lines, "", body)).encode(), addr)

    def _offer(self, leg: Leg) -> str:
        assert leg.voice is not None
        port = leg.voice.getsockname()[1]
        return (
            f"v=0\r\no=- 1 1 IN IP4 {self.host}\r\ns=-\r\nc=IN IP4 {self.host}\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
        )

    def _go(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _close_voice(self, leg: Leg) -> None:
        if leg.voice is not None:
            asyncio.get_running_loop().remove_reader(leg.voice)
            leg.voice.close()
            leg.voice = None
