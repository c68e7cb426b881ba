"""The live socket at `/api/v1/live`: checks the door, greets, writes what waits, hears what the browser answers.

Which frames wait for whom is the hub's; one task of the supervisor writes for each socket.
"""

import asyncio
from contextlib import suppress

import structlog
from pydantic import TypeAdapter, ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from config.errors import NotSignedIn
from web.guard import is_same_origin
from web.house import House
from web.live import CLOSE_SIGNED_OUT, Link
from web.shapes.live import ClientFrame, Pong, Shown

PING_EVERY_S = 2.0
"""Three in the time after which a silent browser counts as gone, so that one late answer is not a lost link."""
SEND_DEADLINE_S = 10.0
CLOSE_NOT_ALLOWED = 4403
CLOSE_BAD_FRAME = 4400
LONGEST_FRAME = 4096
"""Characters; a browser only answers pings and acknowledges cases."""

log = structlog.get_logger()
_frames: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)


async def converse(house: House, websocket: WebSocket) -> None:
    """Serve one socket until either side ends it; the origin and the session are checked before it is accepted."""
    if not is_same_origin(websocket, house.settings):
        await websocket.close(CLOSE_NOT_ALLOWED)
        return
    try:
        person = await house.door.find(websocket)
    except NotSignedIn:
        await websocket.close(CLOSE_SIGNED_OUT)
        return
    await websocket.accept()
    link = house.hub.attach(person)
    name = f"live {house.ids.new()}"
    try:
        await _welcome(house, link, cursor=_cursor(websocket))
        house.supervisor.start(name, lambda: _write(house, link, websocket))
        await _hear(house, link, websocket)
    finally:
        house.supervisor.stop(name)
        successor = house.hub.detach(link)
        if successor is not None:
            await _welcome(house, successor, cursor=0)


async def _welcome(house: House, link: Link, *, cursor: int) -> None:
    """Let the first frame wait: who works elsewhere is told so, everybody else is greeted with their state."""
    if not link.is_active:
        house.hub.say(link, "elsewhere", {})
        return
    view = await house.hub.greeting(link.person.user_id) if house.hub.greeting else None
    agent = view.model_dump(mode="json", by_alias=True) if view else None
    house.hub.say(link, "hello", {"seq": house.hub.newest_seq(link), "agent": agent})
    house.hub.replay(link, cursor)


async def _write(house: House, link: Link, websocket: WebSocket) -> None:
    """Write what waits, and pings however much else is written, until the socket closes or is to be closed."""
    ping_at = house.clock.monotonic() + PING_EVERY_S
    try:
        while link.close_code is None:
            for frame in link.take():
                async with asyncio.timeout(SEND_DEADLINE_S):
                    await websocket.send_text(frame.model_dump_json())
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, ping_at - house.clock.monotonic())):
                    await link.bell.wait()
            if house.clock.monotonic() >= ping_at:
                ping_at = house.clock.monotonic() + PING_EVERY_S
                house.hub.ping(link)
            if house.clock.now() >= link.person.ends_at:
                link.close(CLOSE_SIGNED_OUT)
        await websocket.close(link.close_code)
    except (WebSocketDisconnect, TimeoutError, RuntimeError):
        # The browser is gone or does not read. Starlette says RuntimeError where the socket is closed already.
        log.info("live socket gone", user=str(link.person.user_id))


async def _hear(house: House, link: Link, websocket: WebSocket) -> None:
    try:
        while link.close_code is None:
            text = await websocket.receive_text()
            if len(text) > LONGEST_FRAME:
                await websocket.close(CLOSE_BAD_FRAME)
                return
            frame = _frames.validate_json(text)
            house.hub.heard(link)
            if isinstance(frame, Shown) and house.hub.hear_shown is not None and link.is_active:
                house.hub.hear_shown(link.person.user_id, frame)
            elif not isinstance(frame, Pong | Shown) and not link.is_active:
                house.hub.take_over(link)
                await _welcome(house, link, cursor=0)
    except ValidationError:
        await websocket.close(CLOSE_BAD_FRAME)
    except (WebSocketDisconnect, KeyError):
        return  # KeyError: a binary frame, which has no text.


def _cursor(websocket: WebSocket) -> int:
    told = websocket.query_params.get("cursor", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0
