"""Answers that are not of the API: the page shell, one-time links, the document, health and metrics for machines.

The pages themselves are the front end's; here they are only handed out.
"""

import html
from http import HTTPStatus
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from campaigns.facts import UserChanged
from config.errors import NotFound, Refusal
from crm.signing_in import open_session, user_of_link
from web.access import address_of
from web.answering import refused
from web.document import openapi
from web.guard import API, LOOPBACK
from web.house import House
from web.measures import Measures

STATIC = Path(__file__).parent / "static"
SHELL = STATIC / "index.html"
TOP_FILES = frozenset({"favicon.ico", "icon.svg", "robots.txt"})
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


async def answer_page(house: House, request: Request) -> Response:  # noqa: ARG001 - all pages are answered alike
    """Hand out the shell of the front end for every address that is not of the API."""
    path = request.path_params["path"]
    if f"/{path}".startswith(API):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if path in TOP_FILES:
        file = STATIC / path
        return FileResponse(file) if file.is_file() else Response(status_code=HTTPStatus.NOT_FOUND)
    if not SHELL.is_file():
        return _plain_page("Ringfence", "The pages have not been built yet: run <code>make setup</code>.", 503)
    return FileResponse(SHELL, media_type="text/html")


async def open_link(house: House, request: Request) -> Response:
    """Use up a one-time link: open a session and go home. Opening the link's page alone does nothing."""
    now = house.clock.now()
    try:
        async with house.database.transaction() as session:
            user = await user_of_link(session, request.path_params["secret"], now=now, consume=True)
            secret = await open_session(session, user, house.door.limits, now=now)
            fact = UserChanged(at=now, actor=f"user:{user.id}", user_id=user.id, change="signed_in_by_link")
            await house.journal.append(session, fact)
    except NotFound as refusal:
        text = f'{html.escape(refusal.sentence)}<br>此登录链接已失效，请重新申请。<br><a href="/sign-in">Ringfence</a>'
        return _plain_page("Ringfence", text, HTTPStatus.NOT_FOUND)
    response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    house.door.let_in(response, secret)
    return response


async def answer_document(house: House, request: Request) -> Response:
    """Answer with the OpenAPI document, to people who are signed in."""
    try:
        await house.door.find(request)
    except Refusal as refusal:
        return refused(refusal)
    return JSONResponse(dict(openapi()))


async def show_document(house: House, request: Request) -> Response:
    """Show the document as one page without scripts, to people who are signed in."""
    try:
        await house.door.find(request)
    except Refusal as refusal:
        return refused(refusal)
    rows = "".join(
        f"<tr><td>{method.upper()}</td><td><code>{html.escape(path)}</code></td>"
        f"<td>{html.escape(operation['summary'])}</td><td>{_shapes(operation)}</td></tr>"
        for path, operations in openapi()["paths"].items()
        for method, operation in operations.items()
    )
    text = f'<p><a href="/api/v1/openapi.json">openapi.json</a></p><table>{rows}</table>'
    return _plain_page("Ringfence API", text, HTTPStatus.OK)


async def answer_health(house: House, request: Request) -> Response:  # noqa: ARG001 - the same for everybody
    """Say to a load balancer whether this process can serve; details are on the health page."""
    try:
        async with house.database.transaction() as session:
            await house.journal.last_seq(session)
    except (SQLAlchemyError, OSError):
        return JSONResponse({"ok": False}, HTTPStatus.SERVICE_UNAVAILABLE)
    return JSONResponse({"ok": True})


def answer_metrics(request: Request, measures: Measures) -> Response:
    """Answer programs on this machine only; what came through a proxy did not come from this machine."""
    if address_of(request) not in LOOPBACK or any(name in request.headers for name in FORWARDED):
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return Response(measures.text(), media_type="text/plain; version=0.0.4")


def _shapes(operation: dict[str, object]) -> str:
    """Name the shapes an operation takes and gives, from their references."""
    names = [part.partition('"')[0].partition("'")[0] for part in str(operation).split("#/components/schemas/")[1:]]
    return ", ".join(dict.fromkeys(name for name in names if name != "ErrorShape"))


def _plain_page(title: str, text: str, status: int) -> HTMLResponse:
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1><p>{text}</p></main></body></html>"
    )
    return HTMLResponse(page, status)
