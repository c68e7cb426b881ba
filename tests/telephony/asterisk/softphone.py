"""An agent's telephone made of two halves: SIP over a WebSocket here, and the voice in a real browser's page.

It registers with a line's derived password, answers every call, and says what its page hears.
"""

import asyncio
import hashlib
import re
import secrets

from playwright.async_api import Page
from websockets.asyncio.client import ClientConnection, connect

from tests.telephony.asterisk.persons import Message

HOST = "softphone.invalid"
ANSWER = """async offer => {
  const line = window.line = new RTCPeerConnection();
  line.ontrack = heard => { const sound = new Audio(); sound.srcObject = heard.streams[0]; sound.play(); };
  const voice = await navigator.mediaDevices.getUserMedia({audio: true});
  for (const track of voice.getTracks()) line.addTrack(track, voice);
  await line.setRemoteDescription({type: 'offer', sdp: offer});
  await line.setLocalDescription(await line.createAnswer());
  while (line.iceGatheringState !== 'complete')
    await new Promise(done => line.addEventListener('icegatheringstatechange', done, {once: true}));
  return line.localDescription.sdp;
}"""
MEASURE = """async () => {
  const found = {packets_in: 0, packets_out: 0, energy: 0};
  for (const row of (await window.line.getStats()).values()) {
    if (row.type === 'inbound-rtp') { found.packets_in = row.packetsReceived; found.energy = row.totalAudioEnergy; }
    if (row.type === 'outbound-rtp') found.packets_out = row.packetsSent;
  }
  return found;
}"""


class Softphone:
    """One line of a browser, without a page one that only registers.

    `statuses` are the answers to what it asked, `calls` the INVITEs it answered.
    """

    def __init__(self, page: Page | None, name: str, password: str) -> None:
        self.page, self.name, self.password = page, name, password
        self.statuses: list[int] = []
        self.calls: list[Message] = []
        self._mark = secrets.token_hex(6)
        self._number = 0

    async def serve(self, port: int, registered: "asyncio.Future[int]") -> None:
        """Register over the switch's WebSocket and answer calls until the connection ends."""
        async with connect(f"ws://127.0.0.1:{port}/ws", subprotocols=["sip"]) as socket:  # type: ignore[list-item]
            await self._register(socket, "")
            async for text in socket:
                message = Message(text if isinstance(text, str) else text.decode())
                if message.method == "SIP/2.0":
                    await self._answered(socket, message, registered)
                elif message.method == "INVITE":
                    await self._invited(socket, message)
                elif message.method != "ACK":
                    await socket.send(_reply(message, "200 OK", self._mark))

    async def measure(self) -> dict[str, float]:
        """Return the packets in and out so far, and the energy heard."""
        assert self.page is not None
        return await self.page.evaluate(MEASURE)

    async def _answered(self, socket: ClientConnection, message: Message, registered: "asyncio.Future[int]") -> None:
        status = int(message.first.split()[1])
        self.statuses.append(status)
        if status == 401 and self.statuses.count(401) == 1:
            await self._register(socket, _digest(message.header("WWW-Authenticate"), self.name, self.password))
        elif not registered.done():
            registered.set_result(status)

    async def _register(self, socket: ClientConnection, proof: str) -> None:
        self._number += 1
        lines = (
            f"REGISTER sip:{HOST} SIP/2.0",
            f"Via: SIP/2.0/WS {HOST};branch=z9hG4bK{self._mark}{self._number}",
            f"From: <sip:{self.name}@{HOST}>;tag={self._mark}",
            f"To: <sip:{self.name}@{HOST}>",
            f"Call-ID: {self._mark}@{HOST}",
            f"CSeq: {self._number} REGISTER",
            f"Contact: <sip:{self.name}@{HOST};transport=ws>",
            "Max-Forwards: 70",
            "Expires: 300",
            *([f"Authorization: {proof}"] if proof else []),
            "Content-Length: 0",
        )
        await socket.send("\r\n".join((*lines, "", "")))

    async def _invited(self, socket: ClientConnection, message: Message) -> None:
        assert self.page is not None
        await socket.send(_reply(message, "180 Ringing", self._mark))
        description = await self.page.evaluate(ANSWER, message.body)
        await socket.send(_reply(message, "200 OK", self._mark, description))
        self.calls.append(message)


def _digest(challenge: str, name: str, password: str) -> str:
    """Return the proof that a REGISTER carries (RFC 2617, with qop)."""
    parts = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))
    address, nonce, count, own = f"sip:{HOST}", parts["nonce"], "00000001", secrets.token_hex(8)

    def digest(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()  # noqa: S324 - what SIP asks for

    first, second = digest(f"{name}:{parts['realm']}:{password}"), digest(f"REGISTER:{address}")
    response = digest(f"{first}:{nonce}:{count}:{own}:auth:{second}")
    return (
        f'Digest username="{name}", realm="{parts["realm"]}", nonce="{nonce}", uri="{address}", response="{response}", '
        f'algorithm=MD5, qop=auth, nc={count}, cnonce="{own}", opaque="{parts.get("opaque", "")}"'
    )


def _reply(message: Message, status: str, tag: str, body: str = "") -> str:
    target = message.header("To") + ("" if "tag=" in message.header("To") else f";tag={tag}")
    lines = [f"SIP/2.0 {status}", *message.kept(), f"To: {target}", f"Contact: <sip:line@{HOST};transport=ws>"]
    if body:
        lines.append("Content-Type: application/sdp")
    return "\r\n".join((*lines, f"Content-Length: {len(body.encode())}", "", body))
