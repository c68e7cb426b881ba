"""What one endpoint of the API is: a row in the `ROUTES` of its area, from which routes and the document are made.

The row says who may ask, what is sent and what is answered; `app` enforces it for all alike, so that a handler
only answers.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request

from crm.staff import Right
from web.house import House
from web.person import SignedInPerson

Sent = TypeVar("Sent")
Verb = Literal["GET", "POST", "PUT", "DELETE"]


@dataclass(frozen=True, slots=True)
class ApiRequest(Generic[Sent]):
    """One request that has passed the door; `sent` is the query of a GET and the body of any other, checked.

    `raw` is Starlette's request, for uploads, ranges and cookies.
    """

    person: SignedInPerson | None
    sent: Sent
    path: Mapping[str, Any]
    raw: Request

    @property
    def me(self) -> SignedInPerson:
        """The person who asks; every endpoint that is not open has one."""
        assert self.person is not None, "an open endpoint asked who is there"
        return self.person

    @property
    def actor(self) -> str:
        """How this person is named in facts and rows."""
        return f"user:{self.me.user_id}"

    def id(self, name: str) -> UUID:
        """Return an identifier of the path."""
        found = self.path[name]
        assert isinstance(found, UUID), f"{name} is not declared as {{{name}:uuid}}"
        return found


Answer = Callable[[House, ApiRequest[Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row: `right` None means anybody signed in; `response` None means 204, or bytes of the type `media`.

    `request` is the shape of the query for GET and of the JSON body otherwise. A handler may return a Starlette
    response itself where it must set a cookie or stream. `is_open` lets in people who are not signed in.
    """

    method: Verb
    path: str
    right: Right | None
    request: type[BaseModel] | None
    response: type[BaseModel] | None
    handler: Answer
    summary: str
    media: str | None = None
    is_upload: bool = False
    is_open: bool = False

    @property
    def name(self) -> str:
        """The operation's id in the document: the handler's name."""
        return getattr(self.handler, "__name__", self.path)
