"""The live socket as a browser sees it."""

import asyncio
from uuid import UUID

import pytest

from crm.staff import Role
from tests.houses import ORIGIN, Socket, add_user, browsing, sign_in
from web.app import build_app
from web.house import House
from web.live import CLOSE_SIGNED_OUT
from web.shapes.live import Shown
from web.speaking import CLOSE_BAD_FRAME, CLOSE_NOT_ALLOWED

ATTEMPT = "00000000-0000-4000-8000-000000000001"


async def secret_of(house: House, role: Role = Role.AGENT) -> tuple[UUID, str]:
    user = await add_user(house, role)
    async with browsing(build_app(house)) as client:
        return user.id, await sign_in(house, client, user)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", None, ORIGIN + ".evil.example", "https://127.0.0.1:8080"]
)
async def test_a_foreign_page_gets_no_socket(house: House, origin: str | None) -> None:
    """A handshake from elsewhere is refused before it is accepted, even with a good cookie."""
    _user, secret = await secret_of(house)
    async with Socket(build_app(house), secret, origin=origin) as socket:
        assert socket.opening["type"] == "websocket.close"
        assert socket.opening["code"] == CLOSE_NOT_ALLOWED


@pytest.mark.parametrize("secret", [None, "guessed"])
async def test_nobody_gets_a_socket_without_a_session(house: House, secret: str | None) -> None:
    """Without a session the handshake is refused."""
    async with Socket(build_app(house), secret) as socket:
        assert (socket.opening["type"], socket.opening["code"]) == ("websocket.close", CLOSE_SIGNED_OUT)


async def test_the_first_frame_greets_and_later_ones_follow(house: House) -> None:
    """The browser is greeted with its state and the newest number, then gets what is sent to it."""
    user, secret = await secret_of(house)
    async with Socket(build_app(house), secret) as socket:
        hello = await socket.next()
        assert (hello["kind"], hello["body"]) == ("hello", {"seq": 0, "agent": None})
        house.hub.send(user, "message", {"text": "well done"})
        frame = await socket.next()
        assert (frame["seq"], frame["kind"], frame["body"]) == (1, "message", {"text": "well done"})


async def test_missed_frames_follow_the_greeting_when_a_browser_comes_back(house: House) -> None:
    """A browser that lost its line gets what it missed, and nothing twice."""
    user, secret = await secret_of(house)
    app = build_app(house)
    async with Socket(app, secret) as socket:
        house.hub.send(user, "call", {"n": 1})
        cursor = (await socket.frames_until("call"))[-1]["seq"]
    house.hub.send(user, "call", {"n": 2})
    async with Socket(app, secret, cursor=cursor) as socket:
        assert (await socket.next())["kind"] == "hello"
        assert (await socket.next())["body"] == {"n": 2}


async def test_a_painted_case_is_told_to_the_floor(house: House) -> None:
    """The acknowledgement of a pop reaches whoever measures it."""
    heard: list[tuple[UUID, Shown]] = []
    told = asyncio.Event()

    def hear(user_id: UUID, shown: Shown) -> None:
        heard.append((user_id, shown))
        told.set()

    house.hub.hear_shown = hear
    user, secret = await secret_of(house)
    async with Socket(build_app(house), secret) as socket:
        await socket.next()
        await socket.say(kind="pong")
        await socket.say(kind="shown", attempt_id=ATTEMPT, painted_at="2026-11-02T15:00:00Z")
        await asyncio.wait_for(told.wait(), 10)
    assert (heard[0][0], heard[0][1].attempt_id) == (user, UUID(ATTEMPT))


async def test_a_second_window_takes_over_on_demand(house: House) -> None:
    """The second window learns that work is elsewhere, takes it over, and the first one learns it."""
    _user, secret = await secret_of(house)
    app = build_app(house)
    async with Socket(app, secret) as first, Socket(app, secret) as second:
        assert (await first.next())["kind"] == "hello"
        assert (await second.next())["kind"] == "elsewhere"
        await second.say(kind="take_over")
        assert (await second.next())["kind"] == "hello"
        assert (await first.next())["kind"] == "elsewhere"


@pytest.mark.virtual_time
async def test_pings_go_out_however_much_else_is_sent(house: House) -> None:
    """A socket that is sent something every half second is still pinged, so that its age can be told."""
    user, secret = await secret_of(house, Role.SUPERVISOR)
    async with Socket(build_app(house), secret) as socket:
        await socket.next()
        pings = 0
        for _ in range(20):
            house.hub.send(user, "floor", {"at": "now"})
            pings += sum(frame["kind"] == "ping" for frame in await socket.frames_until("floor"))
            await house.clock.sleep(0.5)
    assert pings >= 3


@pytest.mark.virtual_time
async def test_a_socket_ends_with_its_session(house: House) -> None:
    """A session's last hour is also that of its socket, which would otherwise outlive it."""
    _user, secret = await secret_of(house)
    async with Socket(build_app(house), secret) as socket:
        await socket.next()
        await house.clock.sleep(house.door.limits.longest.total_seconds() + 5)
        while (frame := await socket.next()).get("kind") == "ping":
            pass
    assert (frame["type"], frame["code"]) == ("websocket.close", CLOSE_SIGNED_OUT)


@pytest.mark.parametrize("frame", [{"kind": "nonsense"}, {"kind": "pong", "more": "1"}, {"kind": "pong" + "x" * 5000}])
async def test_a_malformed_frame_ends_the_socket(house: House, frame: dict[str, str]) -> None:
    """What a client may say is a closed list; anything else ends the socket."""
    _user, secret = await secret_of(house)
    async with Socket(build_app(house), secret) as socket:
        await socket.next()
        await socket.say(**frame)
        closed = await socket.next()
        assert (closed["type"], closed["code"]) == ("websocket.close", CLOSE_BAD_FRAME)


async def test_a_closed_user_is_cut_off_at_once(house: House) -> None:
    """Deactivating a user ends their socket and their session, not only their next sign-in."""
    user, secret = await secret_of(house)
    app = build_app(house)
    chief = await add_user(house, Role.ADMINISTRATOR)
    async with Socket(app, secret) as socket, browsing(app) as admin, browsing(app) as agent:
        await socket.next()
        await sign_in(house, admin, chief)
        agent.cookies.set(house.door.cookie, secret)
        assert (await agent.get("/api/v1/session")).status_code == 200
        body = {"display_name": "Gone", "role": "agent", "team_id": None, "language": "en", "is_active": False}
        assert (await admin.put(f"/api/v1/users/{user}", json=body)).status_code == 200
        closed = await socket.next()
        assert (closed["type"], closed["code"]) == ("websocket.close", CLOSE_SIGNED_OUT)
        assert (await agent.get("/api/v1/session")).status_code == 401
