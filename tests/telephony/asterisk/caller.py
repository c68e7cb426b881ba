"""Somebody who calls one of our numbers: one INVITE towards a lab's switch, and what came of it."""

import asyncio
import re
import secrets
from typing import cast

from tests.telephony.asterisk.persons import Message


class Caller(asyncio.DatagramProtocol):
    """One call from an address of this machine; `statuses` are the answers to its INVITE in their order."""

    def __init__(self, number: str, host: str, port: int, switch: tuple[str, int]) -> None:
        self.number, self.host, self.port, self.switch = number, host, port, switch
        self.statuses: list[int] = []
        self.has_ended = False
        self.mark = secrets.token_hex(8)
        self._more = asyncio.Event()

    async def call(self) -> "Caller":
        """Send the INVITE."""
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=(self.host, self.port))
        body = (
            f"v=0\r\no=- 1 1 IN IP4 {self.host}\r\ns=-\r\nc=IN IP4 {self.host}\r\nt=0 0\r\n"
            f"m=audio {self.port + 1} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"
        )
        self._send("INVITE", "", body, "Content-Type: application/sdp")
        return self

    async def until(self, status: int) -> None:
        """Wait for an answer."""
        async with asyncio.timeout(5):
            while status not in self.statuses:
                self._more.clear()
                await self._more.wait()

    def close(self) -> None:
        self.transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = Message(data.decode())
        if message.method == "SIP/2.0":
            status = int(message.first.split()[1])
            if message.header("CSeq").endswith("INVITE"):
                self.statuses.append(status)
                if status >= 200:
                    tag = re.search(r"tag=[^;\s]+", message.header("To"))
                    self._send("ACK", tag[0] if tag else "", "")
        elif message.method == "BYE":
            self.has_ended = True
            lines = ["SIP/2.0 200 OK", *message.kept(), f"To: {message.header('To')}", "Content-Length: 0", "", ""]
            self.transport.sendto("\r\n".join(lines).encode(), addr)
        self._more.set()

    def _send(self, method: str, tag: str, body: str, *more: str) -> None:
        us = f"{self.host}:{self.port}"
        lines = (
            f"{method} sip:{self.number}@{self.switch[0]}:{self.switch[1]} SIP/2.0",
            f"Via: SIP/2.0/UDP {us};branch=z9hG4bK{self.mark}",
            f"From: <sip:+13005550123@{us}>;tag={self.mark}",
            f"To: <sip:{self.number}@{self.switch[0]}>" + (f";{tag}" if tag else ""),
            f"Call-ID: {self.mark}@{us}",
            f"CSeq: 1 {method}",
            f"Contact: <sip:caller@{us}>",
            "Max-Forwards: 70",
            *more,
            f"Content-Length: {len(body)}",
        )
        self.transport.sendto("\r\n".join((*lines, "", body)).encode(), self.switch)
