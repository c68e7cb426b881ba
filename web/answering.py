"""Turns one endpoint into a route: finds who asks, checks their right and what is sent, calls the handler, answers.

What a handler does is its area's; how errors look to a client is decided here for all.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import structlog
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from config.errors import BadInput, NotFound, ProviderFailed, Refusal
from web.access import check_right
from web.endpoint import ApiRequest, Endpoint
from web.house import House

JSON = "application/json"
LARGEST_BODY = 1_048_576
"""Bytes of a JSON body; files have their own limit."""
LONGEST_NESTING = 40
FIELDS_NAMED = 20
"""A client that sends nonsense is told of so many fields."""

log = structlog.get_logger()


class TooLarge(Refusal):
    """More was sent than is ever needed."""

    status = 413


def respond_with(house: House, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """Return the function Starlette calls for this endpoint."""

    async def respond(request: Request) -> Response:
        try:
            return await _respond(house, endpoint, request)
        except Refusal as refusal:
            return refused(refusal)
        except ProviderFailed as failure:
            log.warning("provider failed", operation=endpoint.name, effect=failure.effect)
            body = {"code": "provider_failed", "sentence": "The telephone provider did not do this.", "details": {}}
            body["details"] = {"effect": failure.effect}
            return JSONResponse(body, HTTPStatus.BAD_GATEWAY)

    return respond


async def _respond(house: House, endpoint: Endpoint, request: Request) -> Response:
    person = None if endpoint.is_open else await house.door.find(request)
    if person is not None:
        check_right(person, endpoint.right)
    sent = await _read(endpoint, request)
    asked = ApiRequest(person=person, sent=sent, path=request.path_params, raw=request)
    answer = await endpoint.handler(house, asked)
    if isinstance(answer, Response):
        return answer
    if answer is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return Response(answer.model_dump_json(by_alias=True), media_type=JSON)


async def _read(endpoint: Endpoint, request: Request) -> BaseModel | None:
    """Read the query of a GET or the JSON body of another; None where the endpoint takes nothing.

    Raises:
        BadInput: not of the endpoint's shape; fields are named, values are not repeated.
    """
    shape = endpoint.request
    if shape is None:
        return None
    if endpoint.method == "GET":
        return _checked(lambda: shape.model_validate(_query(request)))
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise BadInput("not_json", "Send JSON with the content type application/json.", {"content-type": JSON})
    body = await _body(request)
    if _depth(body) > LONGEST_NESTING:
        raise BadInput("bad_input", "The document is nested too deeply.", {"body": "too deep"})
    return _checked(lambda: shape.model_validate_json(body or b"{}"))


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise TooLarge("too_large", "The document is too large.", {"body": f"at most {LARGEST_BODY} bytes"})
        parts.append(part)
    return b"".join(parts)


def _query(request: Request) -> dict[str, str]:
    pairs = request.query_params.multi_items()
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadInput("bad_input", "A field is given twice.", {"query": "given twice"})
    return {name: value for name, value in found.items() if value}


def _checked(read: Callable[[], BaseModel]) -> BaseModel:
    try:
        return read()
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False, include_context=False)[:FIELDS_NAMED]
        details = {".".join(str(part) for part in item["loc"]) or "body": str(item["msg"]) for item in problems}
        sentence = f"What was sent is not right: {', '.join(details)}."
        raise BadInput("bad_input", sentence, details) from None


def _depth(body: bytes) -> int:
    """Return an upper bound of the nesting of a JSON document, counting braces inside texts too."""
    deepest = depth = 0
    for byte in body:
        if byte in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"}]":
            depth -= 1
    return deepest


def refused(refusal: Refusal) -> JSONResponse:
    """Answer with a refusal, as every client expects it."""
    body: dict[str, Any] = {"code": refusal.code, "sentence": refusal.sentence, "details": refusal.details}
    headers = {"Retry-After": refusal.details["retry_after_s"]} if "retry_after_s" in refusal.details else None
    return JSONResponse(body, refusal.status, headers)


def no_such_thing() -> NotFound:
    """Make the refusal for an id that is nothing, or nothing the person may see."""
    return NotFound("not_found", "There is no such thing, or you may not see it.")
