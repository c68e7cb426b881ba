"""The web application: every endpoint, the live socket, the pages, and the last resort when a request fails.

What an endpoint does is its area's, who may ask is the door's, headers and origins are the guard's.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan
from starlette.websockets import WebSocket

from web.answering import respond_with
from web.endpoint import Endpoint
from web.guard import API, Guard
from web.house import House
from web.measures import Measures
from web.pages import STATIC, answer_document, answer_health, answer_metrics, answer_page, open_link, show_document
from web.routes import ENDPOINTS, PREFIX
from web.speaking import converse

Respond = Callable[[Request], Awaitable[Response]]
Page = Callable[[House, Request], Awaitable[Response]]

log = structlog.get_logger()


def build_app(house: House, *, lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    """Build the application of one house; starting and stopping what it stands on is left to `lifespan`."""
    measures = Measures()

    async def live(websocket: WebSocket) -> None:
        measures.sockets.inc()
        try:
            await converse(house, websocket)
        finally:
            measures.sockets.dec()

    async def metrics(request: Request) -> Response:
        return answer_metrics(request, measures)

    routes: list[BaseRoute] = [
        *(_route(house, endpoint, measures) for endpoint in ENDPOINTS),
        WebSocketRoute(f"{PREFIX}/live", live),
        Route(f"{PREFIX}/openapi.json", _safe(house, answer_document), methods=["GET"]),
        Route(f"{PREFIX}/docs", _safe(house, show_document), methods=["GET"]),
        Route("/healthz", _safe(house, answer_health), methods=["GET"]),
        Route("/metrics", metrics, methods=["GET"]),
        Route("/sign-in/{secret}", _safe(house, open_link), methods=["POST"]),
        Mount("/assets", StaticFiles(directory=STATIC / "assets", check_dir=False)),
        Route("/{path:path}", _safe(house, answer_page), methods=["GET"]),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, settings=house.settings)],
        exception_handlers={HTTPException: _answer_http},
        lifespan=lifespan,
    )


def _route(house: House, endpoint: Endpoint, measures: Measures) -> Route:
    respond = _never_failing(house, respond_with(house, endpoint))

    async def measured(request: Request) -> Response:
        began = house.clock.monotonic()
        response = await respond(request)
        measures.answered(endpoint.name, response.status_code, house.clock.monotonic() - began)
        return response

    return Route(PREFIX + endpoint.path, measured, methods=[endpoint.method], name=endpoint.name)


def _safe(house: House, page: Page) -> Respond:
    async def respond(request: Request) -> Response:
        return await page(house, request)

    return _never_failing(house, respond)


def _never_failing(house: House, respond: Respond) -> Respond:
    """Answer an unexpected failure with an id that is found in the log, and with nothing else about it."""

    async def last_resort(request: Request) -> Response:
        try:
            return await respond(request)
        except HTTPException:
            raise
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        except Exception:
            error_id = str(house.ids.new())
            log.exception("request failed", error_id=error_id, method=request.method)
            body = {
                "code": "unexpected",
                "sentence": "Something went wrong on our side; nothing was changed. Tell an administrator the id.",
                "details": {"id": error_id},
            }
            return JSONResponse(body, HTTPStatus.INTERNAL_SERVER_ERROR)

    return last_resort


async def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if not request.url.path.startswith(API):
        return Response(error.detail, error.status_code, dict(error.headers or {}), media_type="text/plain")
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "http_error")
    body = {"code": code, "sentence": "There is nothing under this address.", "details": {}}
    return JSONResponse(body, error.status_code, dict(error.headers or {}))
