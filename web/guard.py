"""What every request passes before any handler, and what every answer carries: host, origin and security headers.

Pages of other sites can neither send us requests that change something nor frame or read our answers. Who is signed in
is left to `web/access.py`.
"""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
API = "/api/"
ASSETS = "/assets/"
SIGN_IN = "/sign-in"
YEAR_S = 31_536_000

_HOST = re.compile(r"^[A-Za-z0-9._-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$")

# Clickjacking, sniffing and leaking of addresses are switched off for every answer.
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)"),
    ("X-Frame-Options", "DENY"),
)


class Guard:
    """ASGI middleware: refuses unknown hosts and foreign origins, adds the headers."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._is_https = (settings.public_url or "").startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(MutableHeaders(scope=message), scope)
            await send(message)

        connection = HTTPConnection(scope)
        refusal = self._refuse(connection, scope)
        await (refusal or self._app)(scope, receive, send_with_headers)

    def _refuse(self, connection: HTTPConnection, scope: Scope) -> JSONResponse | None:
        if not is_known_host(connection.headers.get("host", ""), self._settings):
            return _refusal(
                "unknown_host", "This server does not answer under this name; set RINGFENCE_PUBLIC_URL.", 400
            )
        if scope["method"] in SAFE_METHODS:
            return None
        if not is_same_origin(connection, self._settings):
            return _refusal("foreign_origin", "Requests that change something must come from our own pages.", 403)
        return None

    def _add_headers(self, headers: MutableHeaders, scope: Scope) -> None:
        path = scope["path"]
        for name, value in _ALWAYS:
            headers[name] = value
        # A page without a referrer sends its forms without an origin; the one with a form tells it to ourselves only.
        headers["Referrer-Policy"] = "same-origin" if path.startswith(SIGN_IN) else "no-referrer"
        headers["Content-Security-Policy"] = policy(Headers(scope=scope).get("host", ""))
        if self._is_https:
            headers["Strict-Transport-Security"] = f"max-age={YEAR_S}; includeSubDomains"
        if path.startswith(ASSETS):
            headers.setdefault("Cache-Control", f"public, max-age={YEAR_S}, immutable")
        else:
            headers["Cache-Control"] = "no-store"


def policy(host: str) -> str:
    """Return the content security policy; older browsers need the socket's address spelled out."""
    sockets = f" ws://{host} wss://{host}" if _HOST.match(host) else ""
    return (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"connect-src 'self'{sockets}; media-src 'self' blob:; font-src 'self'; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def is_known_host(host: str, settings: Settings) -> bool:
    """Tell whether a Host header names this server, so that a foreign name cannot be pointed at a loopback address."""
    if not _HOST.match(host):
        return False
    name = (urlsplit(f"//{host}").hostname or "").lower()
    if name in LOOPBACK or name == settings.host:
        return True
    if settings.public_url is not None:
        return name == urlsplit(settings.public_url).hostname
    return settings.host not in LOOPBACK


def is_same_origin(connection: HTTPConnection, settings: Settings) -> bool:
    """Tell whether a request or socket was made by one of our own pages.

    An Origin decides; where it is missing or hidden ("null") the browser's own word in Sec-Fetch-Site does, which no
    page can forge; without both the answer is no.
    """
    origin = connection.headers.get("origin")
    if origin in {None, "null"}:
        return connection.headers.get("sec-fetch-site") == "same-origin"
    return origin in own_origins(connection, settings)


def own_origins(connection: HTTPConnection, settings: Settings) -> frozenset[str]:
    """Return the origins under which this request may have come: the public one, and the one it was sent to."""
    found = set()
    if settings.public_url is not None:
        parts = urlsplit(settings.public_url)
        found.add(f"{parts.scheme}://{parts.netloc}")
    host = connection.headers.get("host", "")
    if is_known_host(host, settings):
        found.add(f"{_page_scheme(connection)}://{host}")
    return frozenset(found)


def _page_scheme(connection: HTTPConnection) -> str:
    return {"ws": "http", "wss": "https"}.get(connection.url.scheme, connection.url.scheme)


def _refusal(code: str, sentence: str, status: int) -> JSONResponse:
    return JSONResponse({"code": code, "sentence": sentence, "details": {}}, status)
