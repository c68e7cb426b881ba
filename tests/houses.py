"""A house with no floor for tests of the web, people to sign in with, a browser, and a browser's socket."""

import asyncio
import json
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from argon2 import PasswordHasher
from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette

from campaigns.books import load_books
from campaigns.counting import Counting
from campaigns.forecasting import Forecasting
from config.clock import Clock
from config.database import Database
from config.ground import Ground
from config.ids import Ids
from config.journal import Journal
from config.settings import Settings
from config.supervising import Supervisor
from crm.signing_in import Passwords, open_session, user_named
from crm.staff import Role, User
from web.access import Door
from web.app import build_app
from web.house import House
from web.live import Hub
from web.wiring import FACT_TYPES

ORIGIN = "http://127.0.0.1:8080"
BOOKS = load_books()
PASSWORD = "seven unrelated grey herons"


@asynccontextmanager
async def open_house(settings: Settings, clock: Clock, ids: Ids, database: Database) -> AsyncIterator[House]:
    """Open a house on a test's own database, its supervisor running."""
    ground = Ground(settings, clock, ids, database, Journal(ids, FACT_TYPES))
    async with Supervisor(clock).running() as supervisor:
        door = Door(settings, database, clock)
        door.passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        counts = Counting(ground, BOOKS)
        yield House(ground, supervisor, BOOKS, None, Hub(clock), door, counts, Forecasting(ground, counts))


@asynccontextmanager
async def browsing(app: Starlette, *, base_url: str = ORIGIN) -> AsyncIterator[AsyncClient]:
    """A browser on one of our own pages, signed in as nobody."""
    transport = ASGITransport(app=app, client=("127.0.0.1", 50000))
    async with AsyncClient(transport=transport, base_url=base_url, headers={"Origin": ORIGIN}) as client:
        yield client


async def add_user(house: House, role: Role, login: str = "", *, password: str | None = None) -> User:
    """Add a user of a role."""
    user = user_named(login or role.value, role.value, f"A {role}", user_id=house.ids.new(), now=house.clock.now())
    if password is not None:
        user.password_hash = await house.door.passwords.hash(password)
    async with house.database.transaction() as session:
        session.add(user)
    return user


async def sign_in(house: House, client: AsyncClient, user: User) -> str:
    """Give a browser the session of a user, and return the session's secret."""
    async with house.database.transaction() as session:
        secret = await open_session(session, user, house.door.limits, now=house.clock.now())
    client.cookies.set(house.door.cookie, secret)
    return secret


@asynccontextmanager
async def signed_in(house: House, role: Role, login: str = "") -> AsyncIterator[AsyncClient]:
    """A browser signed in as a new user of a role."""
    user = await add_user(house, role, login)
    async with browsing(build_app(house)) as client:
        await sign_in(house, client, user)
        yield client


@dataclass
class Socket:
    """The browser's end of a live socket, on the same loop as the server."""

    app: Starlette
    secret: str | None
    cookie: str = "ringfence_session"
    origin: str | None = ORIGIN
    cursor: int = 0
    sent: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    received: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)

    async def __aenter__(self) -> Self:
        headers = [(b"host", b"127.0.0.1:8080")]
        if self.origin is not None:
            headers.append((b"origin", self.origin.encode()))
        if self.secret is not None:
            headers.append((b"cookie", f"{self.cookie}={self.secret}".encode()))
        scope = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "scheme": "ws",
            "path": "/api/v1/live",
            "raw_path": b"/api/v1/live",
            "query_string": f"cursor={self.cursor}".encode(),
            "headers": headers,
            "client": ("127.0.0.1", 50001),
            "server": ("127.0.0.1", 8080),
            "subprotocols": [],
        }
        await self.sent.put({"type": "websocket.connect"})
        self._task = asyncio.get_running_loop().create_task(self.app(scope, self.sent.get, self._receive))
        self.opening = await self.received.get()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.sent.put({"type": "websocket.disconnect", "code": 1001})
        await self._task

    async def _receive(self, message: MutableMapping[str, Any]) -> None:
        await self.received.put(dict(message))

    async def next(self) -> dict[str, Any]:
        """Return the next frame, or the closing of the socket."""
        message = await asyncio.wait_for(self.received.get(), 10)
        return json.loads(message["text"]) if message["type"] == "websocket.send" else message

    async def frames_until(self, kind: str) -> list[dict[str, Any]]:
        """Return all frames up to the first of a kind."""
        frames = [await self.next()]
        while frames[-1].get("kind") != kind:
            frames.append(await self.next())
        return frames

    async def say(self, **frame: str) -> None:
        await self.sent.put({"type": "websocket.receive", "text": json.dumps(frame)})
