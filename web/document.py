"""The OpenAPI document of the API, made by spectree from the endpoints; needs no running server.

Checking what is sent is left to `app`: the document only says what it does.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from spectree import Response as Answers
from spectree import SpecTree
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.endpoint import Endpoint
from web.routes import AREAS, PREFIX
from web.shapes.live import ClientFrame, Frame
from web.shapes.shape import ErrorShape

API_VERSION = "1.0"

Documented = Callable[[Request], Awaitable[Response]]


class LiveFrames(BaseModel):
    """The frames of the live socket at `/api/v1/live`: what the server sends and what a client may send."""

    server: Frame
    client: ClientFrame


@cache
def openapi() -> Mapping[str, Any]:
    """Return the document; it is the same for every server of one version."""
    tree = SpecTree(
        "starlette",
        title="Ringfence",
        version=API_VERSION,
        naming_strategy=lambda model: model.__name__,
        nested_naming_strategy=lambda _parent, child: child,
        validation_error_model=ErrorShape,
    )
    rows = [(area, endpoint) for area, endpoints in AREAS for endpoint in endpoints]
    routes = [
        Route(PREFIX + endpoint.path, _documented(tree, area, endpoint), methods=[endpoint.method])
        for area, endpoint in rows
    ]
    tree.register(Starlette(routes=routes))
    document = dict(tree.spec)
    for _area, endpoint in rows:
        _complete(document, endpoint)
    document["components"]["schemas"] |= _frames()
    return document


def _documented(tree: SpecTree, area: str, endpoint: Endpoint) -> Documented:
    async def answer(request: Request) -> Response:
        raise NotImplementedError(request.url.path)  # Never called: this application only carries the document.

    answer.__doc__ = endpoint.summary
    answer.__name__ = endpoint.name
    described: dict[str, Any] = {f"HTTP_{status}": ErrorShape for status in (401, 403, 404, 409, 422)}
    described["HTTP_200" if endpoint.response or endpoint.media else "HTTP_204"] = endpoint.response
    reads_query = endpoint.method == "GET"
    decorated: Documented = tree.validate(
        query=endpoint.request if reads_query else None,
        json=None if reads_query else endpoint.request,
        resp=Answers(**described),
        tags=[area],
        operation_id=endpoint.name,
        skip_validation=True,
    )(answer)
    return decorated


def _complete(document: Mapping[str, Any], endpoint: Endpoint) -> None:
    """Add what spectree has no word for: identifiers in paths, uploads, answers that are not JSON."""
    path = PREFIX + endpoint.path.replace(":uuid", "")
    operation = document["paths"][path][endpoint.method.lower()]
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter["schema"] = {"type": "string", "format": "uuid"}
    if endpoint.media:
        binary = {"type": "string", "format": "binary"}
        operation["responses"]["200"] = {"description": "OK", "content": {endpoint.media: {"schema": binary}}}
    if endpoint.is_upload:
        file = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]}
        operation["requestBody"] = {"content": {"multipart/form-data": {"schema": file}}, "required": True}


def _frames() -> dict[str, Any]:
    schema = LiveFrames.model_json_schema(ref_template="#/components/schemas/{model}")
    found: dict[str, Any] = schema.pop("$defs")
    return found | {"LiveFrames": schema}
