"""A switch that tells of many calls as fast as it can be read, for `bench/asterisk.py`; prints its port.

`python -m bench._ami_stream CALLS`: what it sends is what Asterisk 22 tells of calls that are answered, joined and
ended, in its own spelling. The stream begins at the first Ping.
"""

import asyncio
import sys
from uuid import UUID

from telephony.asterisk.dialplan import Role, channel_id

LAST = "bench-end"
CHANNEL = (
    "Channel: PJSIP/main-{n:08x}\r\nChannelState: 6\r\nChannelStateDesc: {state}\r\nCallerIDNum: +12125550100\r\n"
    "CallerIDName: <unknown>\r\nConnectedLineNum: +12125550100\r\nConnectedLineName: <unknown>\r\nLanguage: en\r\n"
    "AccountCode: ringfence-call\r\nContext: ringfence-call\r\nExten: direct\r\nPriority: 1\r\n"
    "Uniqueid: {call}\r\nLinkedid: {call}\r\n"
)
DIALED = "".join(f"Dest{line}\r\n" for line in CHANNEL.split("\r\n") if line)
COURSE = (
    ("Newchannel", CHANNEL, "Down", ""),
    ("Newstate", CHANNEL, "Ringing", ""),
    ("DialState", DIALED, "Ringing", "DialStatus: RINGING\r\n"),
    ("Newstate", CHANNEL, "Up", ""),
    ("DialEnd", DIALED, "Up", "DialStatus: ANSWER\r\n"),
    ("UserEvent", CHANNEL, "Up", "UserEvent: RingfenceReady\r\n"),
    ("OriginateResponse", "", "", "ActionID: {call}\r\nResponse: Success\r\nReason: 4\r\nUniqueid: {call}\r\n"),
    ("BridgeEnter", CHANNEL, "Up", "BridgeUniqueid: b{n:08x}\r\nBridgeType: basic\r\nBridgeNumChannels: 1\r\n"),
    ("BridgeLeave", CHANNEL, "Up", "BridgeUniqueid: b{n:08x}\r\nBridgeType: basic\r\nBridgeNumChannels: 0\r\n"),
    ("Hangup", CHANNEL, "Up", "Cause: 16\r\nCause-txt: Normal Clearing\r\n"),
)
EVENTS = len(COURSE)
FACTS = 4
"""Placed, ringing, answered, ended; the seats that would be joined are left out."""


def text_of(calls: int) -> bytes:
    """Write the stream: the events of each call, one call after another."""
    parts = []
    for n in range(calls):
        call = channel_id(Role.CALL, UUID(int=n + 1))
        for name, fields, state, more in COURSE:
            body = (fields + more).format(n=n, call=call, state=state)
            parts.append(f"Event: {name}\r\nPrivilege: call,all\r\n{body}\r\n")
    parts.append(f"Event: UserEvent\r\nUserEvent: {LAST}\r\n\r\n")
    return "".join(parts).encode()


async def serve(stream: bytes) -> None:
    """Serve for ever; every connection gets the stream."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        begun = False
        while not reader.at_eof():
            try:
                asked = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            key = next(line for line in asked if line.startswith("ActionID: "))
            writer.write(f"Response: Success\r\n{key}\r\nMessage: Done\r\n\r\n".encode())
            if asked[0] == "Action: Ping" and not begun:
                begun = True
                writer.write(stream)

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(text_of(int(sys.argv[1]))))
